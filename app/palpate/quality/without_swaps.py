"""Position figures without what has left and right exchanged: that is an error of sides, told by itself.

Domain reference 1.7: swaps are ruled out before anything is averaged. OKS and PCK keep them, as COCO has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from palpate.model.arrays import Bools
from palpate.model.skeleton import Skeleton
from palpate.quality.pairs import Pairs
from palpate.quality.scorecard import Score
from palpate.quality.swaps import Swapped

LEFT_OUT = (
    "what is exchanged is left out of distances, bias, spread and tolerances, as it is an error of sides; "
    "OKS and PCK count it"
)


def without_exchanged(pairs: Pairs, swapped: Sequence[Swapped], skeleton: Skeleton) -> Pairs:
    """Return pairs whose labels have no position where sides look exchanged.

    Of a pose that is exchanged as a whole every keypoint that has another side goes, of others the pairs that
    are; the flags stay.
    """
    out = np.zeros(pairs.gold_visibility.shape, dtype=np.bool_)
    sided = skeleton.mirror_indices != np.arange(len(skeleton))
    for one in swapped:
        rows = (pairs.clips.astype(np.str_) == one.clip) & (pairs.instances.astype(np.str_) == one.instance)
        out |= _at(rows, pairs, one.frames)[:, None] & sided
        for name, frames in one.at.items():
            out[:, skeleton.position_of[name]] |= _at(rows, pairs, frames)
    if not out.any():
        return pairs
    return replace(pairs, labels_positions=np.where(out[..., None], np.nan, pairs.labels_positions))


def with_positions_of(found: Score, again: Score) -> Score:
    """Return a score whose position figures are those of another, which was made without what is exchanged.

    It passes no more easily: where a keypoint failed by nothing but the exchange the whole fails by that.
    """
    keypoints = {
        name: replace(again.keypoints[name], missing=one.missing, pck=one.pck, oks=one.oks)
        for name, one in found.keypoints.items()
    }
    fails_by = any(one.fails and not keypoints[name].fails for name, one in found.keypoints.items())
    told = len(found.swapped)
    return replace(
        found,
        keypoints=keypoints,
        mpjpe_px=again.mpjpe_px,
        mpjpe_macro_px=again.mpjpe_macro_px,
        normalised=replace(again.normalised, pck=found.normalised.pck),
        segments=again.segments,
        fails_by_sides=fails_by,
        notes=(*found.notes[:told], LEFT_OUT, *again.notes[len(again.swapped) :]),
    )


def _at(rows: Bools, pairs: Pairs, frames: Sequence[int]) -> Bools:
    return rows & np.isin(pairs.frames, np.asarray(frames, dtype=np.int64))
