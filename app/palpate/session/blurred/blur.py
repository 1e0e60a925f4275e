"""How far each keypoint of an instance is smeared in each frame, and what that allows.

The extent is the one to expect from the motion and the exposure, or a measured one that is larger and is that
of a motion beyond doubt: what a patch shows of slow points is texture.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.blur import BlurLimits, Support, contradictions, extent_px, tells, tier_allowed
from palpate.model.arrays import Bools, Codes, Floats
from palpate.model.origin import is_fact
from palpate.model.skeleton import Skeleton, Tiers
from palpate.model.track import Resolved
from palpate.model.visibility import Visibility, has_position
from palpate.session.blurred.smears import Measured
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.frames.exposure import Exposure, exposure_in, has_motion
from palpate.session.judging.body_scale import scale_of
from palpate.session.session import Session

REACH = 4
"""Frames on either side from which what is said of one does not depend any more."""

_NEAR = 3  # frames in which a keyframe still speaks for one that shows nothing
_LEAST_PX = 1e-6


@dataclass(frozen=True, slots=True)
class Blur:
    """The smear of an instance over the F frames of what it resolves to.

    Attributes
    ----------
    start
        Frame of the first row.
    extent
        ``(F, K)`` px, the larger of what is expected and what is measured; NaN where nothing tells it.
    expected
        ``(F, K)`` px, by motion and exposure; NaN without either.
    measured
        What patches show, whether it is that of a motion or of texture.
    direction
        ``(F, K, 2)`` unit vectors along the smear; NaN where nothing tells it. The sign means nothing.
    widths
        ``(K,)`` local widths in px; NaN where unknown.
    allowed
        ``(F, K)`` the highest tier that the smear allows; NOT_PLACED where nothing tells.
    score
        ``(F, K)`` extent as a multiple of the largest that may be visible.
    contradicts
        ``(F, K)`` what is called visible although it is not allowed.
    """

    start: int
    exposure: Exposure
    extent: Floats
    expected: Floats
    measured: Measured
    direction: Floats
    widths: Floats
    allowed: Codes
    score: Floats
    contradicts: Bools


def blur_of(
    session: Session,
    layer: str,
    instance: str,
    exposure: Exposure | None = None,
    frames: tuple[int, int] | None = None,
) -> Blur:
    """Return the smear of an instance in a layer.

    Parameters
    ----------
    exposure
        Of its clip; worked out if not given.
    frames
        First, and one past the last: only of these, as if there were no others.
    """
    clip = session.contents.instance(instance).clip
    exposure = exposure or exposure_in(session, layer, clip)
    live = live_to_see(session, layer, instance)
    resolved = live.resolved if frames is None else _cut(live.resolved, *frames)
    measured = session.smears.over(layer, instance, live.skeleton, resolved)
    if has_motion(session.contents.clip(clip)):
        velocities = live.velocities_in(resolved.start, resolved.stop)
    else:
        velocities = np.full_like(resolved.positions, np.nan)
    expected = extent_px(velocities, np.nan if exposure.share is None else exposure.share)
    smear = measured.smear
    sure = np.where(tells(smear.extent, smear.direction, velocities), smear.extent, np.nan)
    extent = np.fmax(expected, sure)
    widths = live.skeleton.local_widths * scale_of(live.skeleton, live.track)
    limits = limits_of(live.skeleton)
    allowed = tier_allowed(
        extent, widths, limits=limits, support=_support(live.skeleton, resolved, extent, widths)
    )
    return Blur(
        resolved.start,
        exposure,
        extent,
        expected,
        measured,
        _direction(velocities, smear.direction),
        widths,
        allowed,
        extent / np.maximum(np.fmin(limits.visible * widths, limits.px), _LEAST_PX),
        contradictions(resolved.visibility, allowed),
    )


def limits_of(skeleton: Skeleton) -> BlurLimits:
    """Return the limits that a skeleton's policy sets, each keypoint its own where it has one."""
    return BlurLimits(
        visible=skeleton.blur_visible,
        estimated=skeleton.blur_estimated,
        absent=skeleton.policy.blur_absent,
        px=skeleton.policy.blur_px,
    )


def _direction(velocities: Floats, shown: Floats) -> Floats:
    """Return unit vectors along the motion, or as patches show where there is no motion to speak of."""
    speed = np.hypot(velocities[..., 0], velocities[..., 1])[..., np.newaxis]
    moves = speed >= 1.0
    along = np.divide(velocities, speed, out=np.full_like(velocities, np.nan), where=moves)
    return np.where(moves, along, shown)


def _cut(resolved: Resolved, first: int, stop: int) -> Resolved:
    """Return some of the frames, as views."""
    first, stop = max(first, resolved.start), min(stop, resolved.stop)
    rows = slice(first - resolved.start, max(stop - resolved.start, first - resolved.start))
    return Resolved(
        first,
        resolved.positions[rows],
        resolved.visibility[rows],
        resolved.origin[rows],
        resolved.drift[rows],
        resolved.reasons[rows],
    )


def _support(skeleton: Skeleton, resolved: Resolved, extent: Floats, widths: Floats) -> Support:
    placed = has_position(resolved.visibility)
    none = np.zeros_like(placed[:1])
    within = np.concatenate((none, placed[:-1])) & np.concatenate((placed[1:], none))
    beside = np.zeros_like(placed)
    if skeleton.tiers is Tiers.FOUR:
        by_itself = tier_allowed(extent, widths, limits=limits_of(skeleton))
        beside = _sharp_beside(skeleton, by_itself == Visibility.VISIBLE)
    return Support(beside, within, _keyframe_near(placed & is_fact(resolved.origin)))


def _sharp_beside(skeleton: Skeleton, sharp: Bools) -> Bools:
    """Tell which keypoints have neighbours on both sides that are all sharp."""
    k = len(skeleton)
    joined = np.zeros((k, k), dtype=np.int64)
    a, b = skeleton.edge_indices.T
    joined[a, b] = joined[b, a] = 1
    n_neighbours = joined.sum(axis=0)
    return np.asarray((sharp @ joined == n_neighbours) & (n_neighbours >= 2))


def _keyframe_near(fact: Bools) -> Bools:
    near = np.zeros_like(fact)
    for by in range(1, min(_NEAR, len(fact) - 1) + 1):
        near[by:] |= fact[:-by]
        near[:-by] |= fact[by:]
    return near
