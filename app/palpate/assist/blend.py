"""What two tracks of one span, from its left and from its right keyframe, say together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.spans import Spans
from palpate.assist.sweep import Path
from palpate.model.arrays import Bools, Floats, Ints


def blend_weights(
    share: Floats, forward_error: Floats, backward_error: Floats, *, softening_px: float = 1.0
) -> Floats:
    """Return the forward track's weight 0…1; the backward one has the rest.

    Weighted by nearness to the keyframe a track comes from and by 1/(e² + e0²) of its
    forward-backward error e (Kalal, Mikolajczyk and Matas 2010 for the error).

    Parameters
    ----------
    share
        ``(…)`` how far into the span, 0 at its left keyframe and 1 at its right.
    forward_error, backward_error
        ``(…)`` forward-backward errors in px.
    """
    forward = (1 - share) / (forward_error**2 + softening_px**2)
    backward = share / (backward_error**2 + softening_px**2)
    weights: Floats = forward / (forward + backward)
    return weights


def closed(positions: Floats, share: Floats, residual: Floats) -> Floats:
    """Return a single track bent so that it ends where it must: the residual is spread linearly.

    Parameters
    ----------
    positions
        ``(M, 2)`` px along the track.
    share
        ``(M,)`` how far from its start, 0…1.
    residual
        ``(M, 2)`` or ``(2,)`` px from where the track ended to the keyframe there.
    """
    corrected: Floats = positions + share[:, np.newaxis] * residual
    return corrected


def mixed(forward: Floats, backward: Floats, weight: Floats) -> Floats:
    """Return the weighted mean of two tracks, ``(M, 2)``, the weight being the forward one's."""
    one = weight[:, np.newaxis]
    mean: Floats = one * forward + (1 - one) * backward
    return mean


@dataclass(frozen=True, slots=True)
class Joined:
    """The M inner frames of a group of spans.

    Attributes
    ----------
    frame, keypoint
        ``(M,)``.
    positions
        ``(M, 2)`` px; NaN where neither track arrived.
    forward_backward, parting, ncc
        ``(M,)``, as in `palpate.assist.flow.Flow`.
    """

    frame: Ints
    keypoint: Ints
    positions: Floats
    forward_backward: Floats
    parting: Floats
    ncc: Floats


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two tracks at the M inner frames.

    `share` is the way from its own keyframe 0…1, `residual` what it missed the far keyframe by, NaN
    where it never arrived.
    """

    positions: Floats
    forward_backward: Floats
    ncc: Floats
    share: Floats
    residual: Floats

    @property
    def through(self) -> Bools:
        return np.isfinite(self.residual[:, 0])

    @property
    def shift(self) -> Floats:
        """``(M, 2)`` px that closing moves each position by."""
        shift: Floats = self.share[:, np.newaxis] * self.residual
        return shift

    def beside(self, other: _Side) -> Floats:
        """Return the positions to use, given what became of the other track.

        A track that got through while the other broke off is closed and serves the whole span: the
        broken one would only put a step where it ends.
        """
        alone = (self.through & ~other.through)[:, np.newaxis]
        dropped = (other.through & ~self.through)[:, np.newaxis]
        kept = np.where(alone, closed(self.positions, self.share, self.residual), self.positions)
        return np.where(dropped, np.nan, kept)


def join(group: Spans, forward: Path, backward: Path, *, softening_px: float) -> Joined:
    """Join the two paths of a group of spans; both count frames from the group's first."""
    which, inner = group.inside()
    first = int(group.left.min())
    left, right, keypoint = group.left[which] - first, group.right[which] - first, group.keypoint[which]
    share = inner / (right - left)
    at = left + inner, keypoint
    ahead = _Side(
        positions=forward.positions[at],
        forward_backward=forward.forward_backward[at],
        ncc=forward.ncc[at],
        share=share,
        residual=group.end[which] - forward.positions[right, keypoint],
    )
    behind = _Side(
        positions=backward.positions[at],
        forward_backward=backward.forward_backward[at],
        ncc=backward.ncc[at],
        share=1 - share,
        residual=group.start[which] - backward.positions[left, keypoint],
    )
    f, b = ahead.beside(behind), behind.beside(ahead)
    weight = blend_weights(share, ahead.forward_backward, behind.forward_backward, softening_px=softening_px)
    return Joined(
        frame=group.left[which] + inner,
        keypoint=keypoint,
        positions=_either(f, b, weight),
        forward_backward=_error(ahead, behind, f, b, weight),
        parting=_parting(ahead, behind, f, b),
        ncc=np.fmin(ahead.ncc, behind.ncc),
    )


def _either(f: Floats, b: Floats, weight: Floats) -> Floats:
    """Blend two tracks where both are there, take the one that is elsewhere."""
    both = mixed(f, b, weight)
    return np.where(np.isfinite(both), both, np.where(np.isfinite(f), f, b))


def _error(ahead: _Side, behind: _Side, f: Floats, b: Floats, weight: Floats) -> Floats:
    """Return the error of what was used; where nothing could be used, that of the better refused track."""
    one, other = ahead.forward_backward, behind.forward_backward
    used = _either(
        np.where(np.isfinite(f[:, :1]), one[:, np.newaxis], np.nan),
        np.where(np.isfinite(b[:, :1]), other[:, np.newaxis], np.nan),
        weight,
    )[:, 0]
    return np.where(np.isfinite(used), used, np.fmin(one, other))


def _parting(ahead: _Side, behind: _Side, f: Floats, b: Floats) -> Floats:
    """Return how far the tracks are apart; of a single one, what closing moved it by."""
    apart = np.hypot(*(f - b).T)
    single = np.where(ahead.through, np.hypot(*ahead.shift.T), np.hypot(*behind.shift.T))
    return np.where(np.isfinite(apart), apart, single)
