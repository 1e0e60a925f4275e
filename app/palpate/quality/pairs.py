"""Two label sets side by side: the input of the score, and what each placement was off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.base.errors import ScoreError
from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.visibility import has_position
from palpate.quality.json_numbers import Json
from palpate.quality.points import lengths_of, numbered, placed

_CHUNK = 512  # rows at a time, so that a pass over them stays in cache
_BY_ROW = (
    *("frames", "instances", "clips", "labels_positions", "labels_visibility"),
    *("gold_positions", "gold_visibility", "scale_px", "normaliser_px"),
)


@dataclass(frozen=True, slots=True)
class Alone:
    """An instance that lacks a partner on the other side in some frames.

    Attributes
    ----------
    side
        ``labels`` or ``gold``: who has it.
    frames
        ``(F,)`` frame indices, rising.
    """

    side: str
    clip: str
    instance: str
    frames: Ints

    def to_json(self) -> Json:
        """Return an entry under ``unmatched_poses``."""
        return {
            "of": self.side,
            "clip": self.clip,
            "instance": self.instance,
            "frames": self.frames.tolist(),
        }


@dataclass(frozen=True, slots=True)
class Pairs:
    """N matched instance-frames of a label set and its gold.

    Attributes
    ----------
    frames, instances, clips
        ``(N,)`` frame index, instance id and clip id (words or numbers); no row twice.
    labels_positions, gold_positions
        ``(N, K, 2)`` px, corner origin; NaN where there is none.
    labels_visibility, gold_visibility
        ``(N, K)`` codes of `Visibility`.
    scale_px
        ``(N,)`` s of gold in px, NaN where unknown.
    normaliser_px
        ``(N,)`` length that PCK is a fraction of, NaN where unknown.
    normaliser
        Its name.
    scale_source
        ``(N,)`` words of `ScaleSource`, if the report should tell them.
    unmatched_labels, unmatched_gold
        Instance-frames without a partner on the other side.
    frame_size
        Width and height in px of the frames, if all share one.
    alone
        Who they are.
    lengths
        ``(N,)`` px by name: every length that errors may be a fraction of, NaN where unknown.

    Raises
    ------
    ScoreError
        If the shapes of the two sides do not fit.
    """

    frames: Ints
    instances: NDArray[Any]
    clips: NDArray[Any]
    labels_positions: Floats
    labels_visibility: Codes
    gold_positions: Floats
    gold_visibility: Codes
    scale_px: Floats
    normaliser_px: Floats
    normaliser: str = "torso"
    scale_source: NDArray[np.str_] | None = None
    unmatched_labels: int = 0
    unmatched_gold: int = 0
    frame_size: tuple[int, int] | None = None
    alone: tuple[Alone, ...] = ()
    lengths: Mapping[str, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows, keypoints = self.gold_visibility.shape
        fits = (
            self.labels_visibility.shape == (rows, keypoints)
            and self.labels_positions.shape == self.gold_positions.shape == (rows, keypoints, 2)
            and {len(self.frames), len(self.instances), len(self.clips)} == {rows}
            and {len(self.scale_px), len(self.normaliser_px)} == {rows}
        )
        if not fits:
            raise ScoreError("labels and gold do not have the same number of poses and keypoints")

    def __len__(self) -> int:
        return len(self.frames)

    def finite(self) -> Pairs:
        """Return the pairs with infinite coordinates and lengths as unknown: they are nobody's judgement."""
        return replace(
            self,
            labels_positions=_finite(self.labels_positions),
            gold_positions=_finite(self.gold_positions),
            scale_px=_finite(self.scale_px),
            normaliser_px=_finite(self.normaliser_px),
        )

    def pick(self, chosen: Bools | Ints) -> Pairs:
        """Return some of the pairs; who has no partner is none of them."""
        arrays = {name: getattr(self, name)[chosen] for name in _BY_ROW}
        sources = None if self.scale_source is None else self.scale_source[chosen]
        return Pairs(
            **arrays,
            normaliser=self.normaliser,
            scale_source=sources,
            frame_size=self.frame_size,
            lengths={name: px[chosen] for name, px in self.lengths.items()},
        )

    def by_clip(self) -> Iterator[Pairs]:
        """Yield the pairs of each clip."""
        codes = numbered(self.clips)
        if not codes.any():
            yield self
            return
        order = np.argsort(codes, kind="stable")
        for rows in np.split(order, np.flatnonzero(np.diff(codes[order])) + 1):
            yield self.pick(rows)


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Return the pairs of several parts, one or more, as one."""
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    sources = [part.scale_source for part in parts if part.scale_source is not None]
    sizes = {part.frame_size for part in parts}
    return Pairs(
        **{name: np.concatenate([getattr(part, name) for part in parts]) for name in _BY_ROW},
        normaliser=first.normaliser,
        scale_source=np.concatenate(sources) if len(sources) == len(parts) else None,
        unmatched_labels=sum(part.unmatched_labels for part in parts),
        unmatched_gold=sum(part.unmatched_gold for part in parts),
        frame_size=first.frame_size if len(sizes) == 1 else None,
        alone=tuple(one for part in parts for one in part.alone),
        lengths={name: np.concatenate([part.lengths[name] for part in parts]) for name in first.lengths},
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """What each of N × K placements was off.

    Attributes
    ----------
    errors
        ``(N, K, 2)`` labels − gold in px; NaN unless both have a position.
    distances
        ``(N, K)`` px.
    missing, extra
        ``(N, K)`` placed in gold only, and in the labels only.
    """

    errors: Floats
    distances: Floats
    missing: Bools
    extra: Bools


def compare(pairs: Pairs) -> Compared:
    """Subtract gold from the labels where both have a position: finite, and a tier that carries one."""
    shape = pairs.gold_visibility.shape
    errors, distances = np.empty((*shape, 2)), np.empty(shape)
    missing, extra = np.empty(shape, dtype=np.bool_), np.empty(shape, dtype=np.bool_)
    for start in range(0, len(pairs), _CHUNK):
        rows = slice(start, start + _CHUNK)
        in_labels = placed(pairs.labels_positions[rows]) & has_position(pairs.labels_visibility[rows])
        in_gold = placed(pairs.gold_positions[rows]) & has_position(pairs.gold_visibility[rows])
        part = np.subtract(pairs.labels_positions[rows], pairs.gold_positions[rows], out=errors[rows])
        both = in_labels & in_gold
        if not both.all():
            part[~both] = np.nan
        distances[rows] = lengths_of(part)
        missing[rows], extra[rows] = in_gold & ~in_labels, in_labels & ~in_gold
    return Compared(errors, distances, missing, extra)


def _finite(values: Floats) -> Floats:
    wild = np.isinf(values)
    return np.where(wild, np.nan, values) if wild.any() else values
