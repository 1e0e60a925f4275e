"""A keypoint's way through a clip: x, y and speed over frames, and moving one of its keyframes in value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.base.errors import EditRefused
from palpate.base.geometry import square_pixels
from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.visibility import Visibility, has_position
from palpate.session.calibrating.blindness import withheld
from palpate.session.edits import poses
from palpate.session.placing import gestures
from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class Trajectory:
    """One keypoint over the F frames from ``start`` on.

    Attributes
    ----------
    positions
        ``(F, 2)`` px, corner origin; NaN in gaps.
    speed
        ``(F,)`` px per second of capture time, or per frame where nobody can know the time, in heights of a
        px where these are not square; NaN in gaps and beside them, where there is no neighbour to compare
        with.
    origin
        ``(F,)`` codes.
    keyframes, key_origin
        ``(N,)`` frames with a stored position, ascending, and its origin.
    """

    start: int
    positions: Floats
    speed: Floats
    origin: Codes
    keyframes: Ints
    key_origin: Codes


def trajectory(
    session: Session, layer: str, instance: str, *, keypoint: int, times: Floats | None
) -> Trajectory:
    """Return the way of a keypoint, filled in as it is everywhere else.

    Parameters
    ----------
    times
        Of `palpate.session.frames.capture_time.capture_times`.
    """
    live = session.live(layer, instance)
    resolved, track = live.resolved, live.track
    stored: Bools = np.asarray(has_position(track.visibility[:, keypoint]))
    positions, hidden = resolved.positions[:, keypoint].copy(), withheld(session, layer, instance)
    if hidden is not None:
        positions[hidden[:, keypoint]] = np.nan
        stored &= ~hidden[track.frames - resolved.start, keypoint]
    frames = slice(resolved.start, resolved.start + len(positions))
    aspect = session.contents.clip(session.contents.instance(instance).clip).sample_aspect
    return Trajectory(
        start=resolved.start,
        positions=positions,
        speed=speeds(square_pixels(positions, aspect), None if times is None else times[frames]),
        origin=resolved.origin[:, keypoint].copy(),
        keyframes=track.frames[stored],
        key_origin=track.origin[stored, keypoint],
    )


def speeds(positions: Floats, times: Floats | None) -> Floats:
    """Return how fast a point moves, from the frame before to the one after.

    Where one of the two has no position, the frame itself stands for it.

    Parameters
    ----------
    positions
        ``(F, 2)`` px, NaN for none.
    times
        ``(F,)`` s; None for one unit of time per frame.

    Returns
    -------
    ``(F,)`` px per unit of time; NaN without a position or without any neighbour, or where time
    stands still.
    """
    n = len(positions)
    clock = np.arange(n, dtype=np.float64) if times is None else times
    there: Bools = np.isfinite(positions[:, 0])
    here = np.arange(n)
    before, after = here.copy(), here.copy()
    before[1:] -= there[:-1]
    after[:-1] += there[1:]
    took = clock[after] - clock[before]
    way = np.linalg.norm(positions[after] - positions[before], axis=1)
    known = there & (took > 0)
    return np.where(known, way / np.where(known, took, 1.0), np.nan)


def move_keyframe(
    session: Session, frame: int, *, keypoint: int, position: Floats, origin: object = None
) -> None:
    """Move a keyframe of the instance in hand to another position ``(2,)`` px; its visibility stays.

    Raises
    ------
    EditRefused
        If the keypoint has no stored position in this frame, or the layer is somebody else's.
    """
    skeleton, at = gestures.addressed(session)
    label = skeleton.keypoints[keypoint].called
    pose = session.live(at.layer, at.instance).track.pose(frame)
    if pose is None or not has_position(pose.visibility[keypoint]):
        raise EditRefused(f"{label} has no keyframe in frame {frame}")
    there = session.pose_at(at.layer, at.instance, frame)
    moved, tiers = np.array([keypoint]), pose.visibility[[keypoint]]
    title = f"Move {label} in frame {frame}"
    gestures.commit(session, poses.move(there, moved, position.reshape(1, 2), tiers, title=title), origin)


def span_around(session: Session, frame: int) -> tuple[int, int] | None:
    """Return the keyframes around a frame of the active keypoint, or of the instance without one.

    First and last frame; of a keyframe itself the span that begins there, or the one that ends there. None
    where no two keyframes lie around it.
    """
    focus = session.selection.focus
    if not focus.instance or not focus.layer:
        return None
    track = session.live(focus.layer, focus.instance).track
    decided = track.visibility != Visibility.NOT_PLACED
    rows = decided.any(axis=1) if focus.keypoint < 0 else decided[:, focus.keypoint]
    frames = track.frames[rows]
    after = int(np.searchsorted(frames, frame, side="right"))
    after = min(after, len(frames) - 1)
    if after < 1 or not frames[after - 1] <= frame <= frames[after]:
        return None
    return int(frames[after - 1]), int(frames[after])
