"""Object keypoint similarity by COCO's conventions (k = 2σ), vectorised and in chunks that stay in cache.

Positions are px with NaN where there is none: a reference that is NaN is not counted, a candidate that is
NaN where the reference has a point scores 0. Visibility flags of a candidate play no part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Bools, Floats
from palpate.quality.blocks import Block, weighted
from palpate.quality.points import placed

_CHUNK = 512  # pairs at a time: (512, 54) float64 is 216 KiB, so three of them fit a core's cache
_AT_ONCE = 65_536  # similarities of a matrix at a time, which fit it as well
_EPS = np.spacing(1)  # what pycocotools adds to the area
_LEAST = -700.0  # exp of less is nothing (1e-304), and takes twenty times as long where it underflows


def keypoint_similarities(
    candidate: Floats, reference: Floats, *, scale_px: Floats, sigmas: Floats
) -> Floats:
    """Return KS of every keypoint of every pair.

    Parameters
    ----------
    candidate, reference
        ``(N, K, 2)`` px.
    scale_px
        ``(N,)`` s of the reference in px; NaN or not above 0 leaves the pair undefined.
    sigmas
        ``(K,)`` dimensionless; NaN leaves the keypoint undefined.

    Returns
    -------
    ``(N, K)`` in 0…1: ``exp(−d² / (2 s² (2σ)²))``; 0 where the candidate is missing, NaN where undefined.
    Source: pycocotools ``cocoeval.py``; domain reference 1.1.
    """
    similarities = np.empty(reference.shape[:-1])
    falloff = _falloff(sigmas)
    for start in range(0, len(reference), _CHUNK):
        rows = slice(start, start + _CHUNK)
        similarities[rows] = _similarities(
            candidate[rows], reference[rows], inverse_area=_inverse_area(scale_px[rows]), falloff=falloff
        )
    return similarities


@dataclass(slots=True)
class SimilaritySums:
    """What keypoints' mean similarities are the means of, gathered block by block.

    Attributes
    ----------
    falloff
        ``(K,)`` steepness of each keypoint at s = 1 px.
    sums, counts
        ``(K,)`` of similarities.
    """

    falloff: Floats
    sums: Floats
    counts: Floats

    @staticmethod
    def of(sigmas: Floats) -> SimilaritySums:
        """Return those of no pose; ``(K,)`` σ, NaN leaves the keypoint undefined."""
        return SimilaritySums(_falloff(sigmas), *np.zeros((2, len(sigmas))))

    def add(self, block: Block, scale_px: Floats) -> Floats:
        """Add the similarities of a block and return ``(B,)`` the OKS of its pairs, NaN where undefined.

        ``(B,)`` s in px, NaN or not above 0 leaves the pair undefined. A keypoint that is missing counts 0.
        """
        inverse = _inverse_area(scale_px)
        defined, judged = np.isfinite(inverse), np.isfinite(self.falloff)
        similar = block.squared * np.where(defined, inverse, 0.0)
        similar *= np.where(judged, self.falloff, 0.0)[:, None]
        np.maximum(similar, _LEAST, out=similar)
        np.exp(similar, out=similar)
        weights = defined.astype(np.float64)
        if block.compared is None or block.missing is None:
            number = np.full(len(block), np.count_nonzero(judged))
            self.counts += judged * weights.sum()
        else:
            similar *= block.compared
            counted = block.compared | block.missing
            number = counted[judged].sum(axis=0)
            self.counts += judged * weighted(counted, weights)
        self.sums += judged * weighted(similar, weights)
        total = (similar if judged.all() else similar[judged]).sum(axis=0)
        return np.asarray(total / np.where(defined & (number > 0), number, np.nan))

    def means(self) -> Floats:
        """Return ``(K,)`` mean similarities; NaN where undefined."""
        return np.asarray(self.sums / np.where(self.counts > 0, self.counts, np.nan))


def oks(similarities: Floats) -> Floats:
    """Return the OKS of each pair: the mean KS over the keypoints that the reference has.

    Parameters
    ----------
    similarities
        ``(..., K)`` KS, NaN where undefined.

    Returns
    -------
    ``(...)``: NaN where no keypoint counts (neither 0 nor 1: nothing was judged).
    """
    total = similarities.sum(axis=-1)
    known = ~np.isnan(total)
    if known.all() and similarities.shape[-1]:
        return np.asarray(total / similarities.shape[-1])
    counted = ~np.isnan(similarities)
    total = np.where(counted, similarities, 0.0).sum(axis=-1)
    with np.errstate(invalid="ignore"):
        return np.asarray(total / counted.sum(axis=-1))


def oks_matrix(candidates: Floats, references: Floats, *, scale_px: Floats, sigmas: Floats) -> Floats:
    """Return ``(..., C, R)`` OKS of every candidate with every reference; see `similarities_between`.

    The order of axes is that of pycocotools' ``computeOks``.
    """
    lead = candidates.shape[:-3]
    flat = candidates.reshape(-1, *candidates.shape[-3:])
    others = references.reshape(-1, *references.shape[-3:])
    scale = np.broadcast_to(scale_px, references.shape[:-2]).reshape(len(others), -1)
    found = np.empty((len(flat), flat.shape[1], others.shape[1]))
    step = max(1, _AT_ONCE // max(1, found[:1].size * len(sigmas)))
    for start in range(0, len(flat), step):
        rows = slice(start, start + step)
        part = similarities_between(flat[rows], others[rows], scale_px=scale[rows], sigmas=sigmas)
        found[rows] = oks(part)
    return found.reshape(*lead, *found.shape[1:])


def similarities_between(
    candidates: Floats, references: Floats, *, scale_px: Floats, sigmas: Floats
) -> Floats:
    """Return KS of every candidate with every reference of a frame.

    Parameters
    ----------
    candidates, references
        ``(..., C, K, 2)`` and ``(..., R, K, 2)`` px.
    scale_px
        ``(..., R)`` s of the references in px.

    Returns
    -------
    ``(..., C, R, K)``: 0 where the candidate is missing, NaN where undefined.
    """
    return _similarities(
        candidates[..., :, None, :, :],
        references[..., None, :, :, :],
        inverse_area=_inverse_area(scale_px)[..., None, :],
        falloff=_falloff(sigmas),
    )


def oks_matrix_as_coco(
    candidates: Floats, references: Floats, *, labelled: Bools, areas: Floats, boxes: Floats, sigmas: Floats
) -> Floats:
    """Return what pycocotools' ``computeOks`` returns, its special cases included.

    Only for comparing with COCO's evaluation. A reference without any labelled point is compared by the
    distance of the candidate's points to the box extended by its own size on every side, and an area of 0
    counts as one rounding step; `oks_matrix` calls both undefined.

    Parameters
    ----------
    candidates, references
        ``(C, K, 2)`` and ``(R, K, 2)`` px, as written in the file (0, 0 for a missing point).
    labelled
        ``(R, K)`` true where the reference has v > 0.
    areas, boxes
        ``(R,)`` px² and ``(R, 4)`` x, y, width, height of the references.
    """
    offsets = candidates[:, None] - references[None]
    outside = _distance_to_extended_boxes(candidates, boxes)
    any_labelled = labelled.sum(axis=1) > 0
    offsets = np.where(any_labelled[None, :, None, None], offsets, outside)
    exponent = np.square(offsets).sum(axis=-1) * _falloff(sigmas) / (areas + _EPS)[None, :, None]
    counted = labelled | ~any_labelled[:, None]
    return np.asarray((np.exp(exponent) * counted).sum(axis=-1) / counted.sum(axis=-1))


def expected_similarity(noise_ratio: Floats) -> Floats:
    """Return the mean KS of isotropic Gaussian errors whose RMS distance is ``noise_ratio``·σ·s.

    E[KS] = 1 / (1 + ρ²/8): an annotator exactly as noisy as σ says scores 0.889 (domain reference 1.1).
    """
    return np.asarray(1.0 / (1.0 + np.square(noise_ratio) / 8.0))


def _similarities(candidate: Floats, reference: Floats, *, inverse_area: Floats, falloff: Floats) -> Floats:
    # Apart and in a row, coordinates are read four times as fast as in pairs.
    across = np.ascontiguousarray(candidate[..., 0]) - np.ascontiguousarray(reference[..., 0])
    down = np.ascontiguousarray(candidate[..., 1]) - np.ascontiguousarray(reference[..., 1])
    steepness = inverse_area[..., None] * falloff
    np.multiply(across, across, out=across)
    np.multiply(down, down, out=down)
    across += down
    across *= steepness
    np.maximum(across, _LEAST, out=across)
    similarities = np.exp(across, out=across)
    undefined = np.isnan(similarities)
    if undefined.any():
        defined = placed(reference) & np.isfinite(steepness)
        similarities[undefined & defined] = 0.0
    return similarities


def _falloff(sigmas: Floats) -> Floats:
    """−1 / (2 k²) of each keypoint."""
    return np.asarray(-0.5 / np.square(2.0 * sigmas))


def _inverse_area(scale_px: Floats) -> Floats:
    return np.asarray(1.0 / (np.square(np.where(scale_px > 0, scale_px, np.nan)) + _EPS))


def _distance_to_extended_boxes(candidates: Floats, boxes: Floats) -> Floats:
    """``(C, R, K, 2)`` how far each point lies outside each box extended by its own size."""
    low = (boxes[:, :2] - boxes[:, 2:])[None, :, None]
    high = (boxes[:, :2] + 2.0 * boxes[:, 2:])[None, :, None]
    points = candidates[:, None]
    return np.asarray(np.maximum(0.0, low - points) + np.maximum(0.0, points - high))
