"""What is expected to be off between keyframes, and how much less it would be with one more.

An expected error inside a span behaves like that of a curve through two fixed points: zero at both ends, and
proportional to t·(g − t) in between, t frames from one end of a span of g. A bound on interpolation has that
form (h²·|a|/8, domain reference 8.1), and errors measured on films follow it, be they of interpolation or of
what the picture tells: over a span they go as t·(g − t) to the power of 0.9 to 1.2, and their mean as the gap
to the power of 1.5 to 2.4. A keyframe at f makes two such curves of one, so

    e'(t) = e(t) · (f − t) / (g − t)  before f,   e(t) · (t − f) / t  behind it,   0 at f

is what remains, whatever makes e large in one place and small in another.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from palpate.assist.spans import Spans
from palpate.assist.supposed import supposed_acceleration, supposed_px
from palpate.model.arrays import Bools, Floats, Ints


@dataclass(slots=True)
class Outlook:
    """Expected errors of F frames and K keypoints, brought up to date with every keyframe one reckons with.

    Attributes
    ----------
    first
        Frame of the first row.
    error
        ``(F, K)`` px; 0 at keyframes and outside of spans.
    since, until
        ``(F, K)`` frames to the keyframe before and the one behind; 0 outside of spans.
    supposed
        ``(F, K)`` where nothing has judged the span, so that its error is supposed from keyframes alone.
    gain
        ``(F, K)`` px × frames by which a keyframe would lower the error of its span; 0 outside of spans.
    """

    first: int
    error: Floats
    since: Ints
    until: Ints
    supposed: Bools
    gain: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.gain = np.zeros(self.error.shape)

    def fill(self, row: Ints, keypoint: Ints, *, error: Floats, since: Ints, until: Ints) -> None:
        """Enter whole spans, frame after frame and span behind span, ``(N,)`` each."""
        self.error[row, keypoint], self.since[row, keypoint] = error, since
        self.until[row, keypoint] = until
        if len(row):
            self.gain[row, keypoint] = gain_of(error, since, until)

    def place(self, row: int, keypoint: int) -> tuple[int, int]:
        """Reckon with a keyframe, and return the first row that changes and one past the last."""
        start, stop = row - int(self.since[row, keypoint]), row + int(self.until[row, keypoint])
        before, behind = np.arange(start + 1, row), np.arange(row + 1, stop)
        self.error[before, keypoint] *= (row - before) / self.until[before, keypoint]
        self.error[behind, keypoint] *= (behind - row) / self.since[behind, keypoint]
        self.until[before, keypoint], self.since[behind, keypoint] = row - before, behind - row
        self.since[row, keypoint] = self.until[row, keypoint] = 0
        self.error[row, keypoint] = self.gain[row, keypoint] = 0.0
        for rows in (before, behind):
            if len(rows):
                span = (part[rows, keypoint] for part in (self.since, self.until))
                self.gain[rows, keypoint] = gain_of(self.error[rows, keypoint], *span)
        return start, stop + 1


def outlook_of(expected: Floats, spans: Spans, *, first: int) -> Outlook:
    """Return the outlook on the frames of `expected`.

    Parameters
    ----------
    expected
        ``(F, K)`` px of derived values; NaN for facts and where nothing judges. Frames of a span that lack it
        get what the span's other frames let expect, or where it lacks everywhere what keyframes let suppose.
    spans
        Of these frames; those that reach beyond them are left out.
    first
        Frame of the first row.
    """
    spans = spans.pick((spans.left >= first) & (spans.right < first + len(expected)))
    spans = spans.pick(np.lexsort((spans.left, spans.keypoint)))
    which, since = spans.inside()
    keypoint, row = spans.keypoint[which], spans.left[which] + since - first
    until = spans.right[which] - spans.left[which] - since
    told = expected[row, keypoint]
    known = np.bincount(which, np.isfinite(told), len(spans)) > 0
    supposed = supposed_px(spans, supposed_acceleration(spans))
    arch = (since * until).astype(np.float64)
    heights = np.bincount(which, np.nan_to_num(told), len(spans))
    arches = np.bincount(which, np.where(np.isfinite(told), arch, 0.0), len(spans))
    likely = np.divide(heights, arches, out=np.zeros(len(spans)), where=known)[which] * arch
    error = np.where(np.isfinite(told), told, np.where(known[which], likely, supposed))
    whole = expected.shape[:2]
    outlook = Outlook(
        first,
        error=np.zeros(whole),
        since=np.zeros(whole, dtype=np.int64),
        until=np.zeros(whole, dtype=np.int64),
        supposed=np.zeros(whole, dtype=np.bool_),
    )
    outlook.fill(row, keypoint, error=error, since=since, until=until)
    outlook.supposed[row, keypoint] = ~known[which]
    return outlook


def gain_of(error: Floats, since: Ints, until: Ints) -> Floats:
    """Return by how much the sum of a span's errors falls if each of its frames became a keyframe, ``(N,)``.

    What is left before a keyframe at f, Σ e(t)·(f − t)/(g − t), is linear in f and its coefficients are
    running sums: all frames of a span together cost what one does.

    Parameters
    ----------
    error, since, until
        ``(N,)`` of the inner frames of whole spans, in order, one span behind the other.
    """
    loss = np.asarray(error, dtype=np.float64)
    whole = np.add.reduceat(loss, np.flatnonzero(since == 1))[np.cumsum(since == 1) - 1]
    before = _left(loss / until, since)
    behind = _left((loss / since)[::-1], until[::-1])[::-1]
    return np.asarray(np.maximum(whole - before - behind, 0.0))


def _left(share: Floats, t: Ints) -> Floats:
    """Return Σ share(s)·(t − s) over the frames s before each t of its span."""
    return np.asarray(t * _running(share, t) - _running(share * t, t))


def _running(values: Floats, t: Ints) -> Floats:
    """Return the sum of each value's span up to and with it."""
    total = np.cumsum(values)
    starts = t == 1
    before = (total - values)[starts]
    return np.asarray(total - before[np.cumsum(starts) - 1])
