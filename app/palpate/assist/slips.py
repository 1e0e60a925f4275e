"""Keyframes beside the body: where the picture leads to another place, from the keyframes on both sides.

A hand's slip draws the estimate off on both sides, with as much strain as an honest turn of a limb leaves, so
the error to expect cannot tell. But steps that slide over a surface that turns seldom miss the keyframe
between two spans by the same way from before and from after; a keyframe beside the body is always missed so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.likeness import Knots
from palpate.assist.slips_table import SURE, WEIGHTS
from palpate.assist.traced import COLUMNS, Traced
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.track import Track
from palpate.model.visibility import Visibility

SEEN = (Visibility.VISIBLE, Visibility.CERTAIN)
"""Tiers of what the picture can judge."""

LEAST_PX = 4.0
"""What lies less beside is not told from what the picture says wrongly."""

_APART = 0.7  # from both sides, as a share of the mean: further apart they do not mean one place
_LIKELIER = 0.1  # a leg is led to the next leg from both sides; the keyframe looks no worse then


@dataclass(frozen=True, slots=True)
class Slips:
    """Keyframes beside where the picture leads, S of them by keypoint and frame.

    Attributes
    ----------
    frame, keypoint
        ``(S,)``.
    offset
        ``(S, 2)`` px from the keyframe to where the picture leads.
    confidence
        ``(S,)`` 0 to 1.
    """

    frame: Ints
    keypoint: Ints
    offset: Floats
    confidence: Floats

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def off_px(self) -> Floats:
        """``(S,)`` how far beside."""
        return np.asarray(np.hypot(*self.offset.T))


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for S keyframes being beside the body, ``(S,)`` each; see `signs_of`."""

    apart: Floats
    surely: Floats
    far: Floats
    likelier: Floats

    def table(self) -> Floats:
        """Return ``(S, 5)``, the first column 1."""
        parts = self.apart, self.surely, self.far, self.likelier
        return np.stack((np.ones(len(self.apart)), *parts), axis=1)


def find_slips(traced: Traced, frames: Ints, judged: Bools, *, sure: float = SURE) -> Slips:
    """Return the keyframes that lie beside the body, by what the spans on both sides say.

    The outermost keyframes of a scene, and those with another keyframe in the frame beside them, have one
    side at most, and are not judged.

    Parameters
    ----------
    frames
        ``(T,)`` frames with a keyframe, ascending.
    judged
        ``(T, K)`` keyframes of what can be seen: where something hides the point, its steps are not its own.
    sure
        Least confidence.
    """
    row, keypoint, offset, signs = signs_of(traced, frames, judged)
    confidence = 1 / (1 + np.exp(-(signs.table() @ np.array(WEIGHTS))))
    kept = np.flatnonzero(confidence >= sure)
    kept = kept[np.lexsort((frames[row[kept]], keypoint[kept]))]
    return Slips(frames[row[kept]], keypoint[kept], offset[kept], confidence[kept])


def signs_of(traced: Traced, frames: Ints, judged: Bools) -> tuple[Ints, Ints, Floats, Signs]:
    """Return row and keypoint ``(S,)`` of keyframes that both sides miss alike, by what, and its signs.

    The signs: how far apart the two places are over the mean offset; the logarithm of that offset over the
    deviations of all steps added up; its own; and how much more the other place than the keyframe looks like
    the keyframes beside.
    """
    before, after = (_beside(traced, frames + side) for side in (-1, 1))
    led = before.closing, -after.closing
    offset, apart = (led[0] + led[1]) / 2, np.hypot(*np.moveaxis(led[0] - led[1], -1, 0))
    far, likelier = np.hypot(*np.moveaxis(offset, -1, 0)), (before.likelier + after.likelier) / 2
    with np.errstate(invalid="ignore"):  # NaN where a side says nothing
        alike = (far > LEAST_PX) & (apart < _APART * far) & (likelier > _LIKELIER)
    row, keypoint = here = np.nonzero(judged & alike)
    deviation = before.deviation[here] + after.deviation[here]
    signs = Signs(
        apart=apart[here] / far[here],
        surely=np.log(far[here] / np.maximum(deviation, 0.1)),
        far=np.log(far[here]),
        likelier=likelier[here],
    )
    return row, keypoint, offset[here], signs


def drawn_px(slips: Slips, keyframes: Bools, first: int) -> Floats:
    """Return by how much slips draw off the frames beside them at least, ``(F, K)`` px; 0 elsewhere.

    All of the offset at the keyframe, nothing at the next one to either side.

    Parameters
    ----------
    keyframes
        ``(F, K)``, the frames from `first` on.
    """
    offset = np.zeros(keyframes.shape)
    inside = (slips.frame >= first) & (slips.frame < first + len(keyframes))
    offset[slips.frame[inside] - first, slips.keypoint[inside]] = slips.off_px[inside]
    knots, column = Knots.of(keyframes), np.arange(keyframes.shape[1])
    rows = np.arange(len(keyframes))[:, np.newaxis]
    left, right = np.maximum(knots.left, 0), np.minimum(knots.right, len(keyframes) - 1)
    between = ~keyframes & (knots.left >= 0) & (knots.right < len(keyframes))
    share = np.where(between, (rows - left) / np.maximum(right - left, 1), 0.0)
    drawn = np.maximum(offset[left, column] * (1 - share), offset[right, column] * share)
    return np.where(between, drawn, 0.0)


def expect_drawn(traced: Traced, track: Track, keyframes: Bools) -> None:
    """Let no less be expected beside a slip than it draws off; `keyframes` as for `drawn_px`."""
    begin, end = np.searchsorted(track.frames, (traced.first, traced.first + len(traced))).tolist()
    frames = track.frames[begin:end]
    judged = keyframes[frames - traced.first] & np.isin(track.visibility[begin:end], SEEN)
    drawn = drawn_px(find_slips(traced, frames, judged), keyframes, traced.first)
    expected = traced.values[..., COLUMNS.index("expected")]
    np.maximum(expected, drawn, out=expected, casting="same_kind")


@dataclass(frozen=True, slots=True)
class _Side:
    closing: Floats
    deviation: Floats
    likelier: Floats


def _beside(traced: Traced, frames: Ints) -> _Side:
    closing = np.stack((traced.at(frames, "closing_x"), traced.at(frames, "closing_y")), axis=-1)
    rest = (traced.at(frames, name) for name in ("closing_sd", "likelier"))
    return _Side(closing, *rest)
