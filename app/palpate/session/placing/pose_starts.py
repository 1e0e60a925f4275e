"""Poses to begin with: asked for one by one, each one step of undo, never over what a person placed.

All of it is only likely here: what another frame, a mean pose, a template or the other side says counts as
the guess that it is, with the origin *model*, until it is moved by itself or accepted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.posture import fitted, mean_pose, midline
from palpate.base.errors import EditRefused
from palpate.base.geometry import bounding_box, square_pixels, stored_pixels
from palpate.base.transforms import fitted_into, reflected
from palpate.model.arrays import Bools, Codes, Floats, Ints, distinct
from palpate.model.origin import Origin
from palpate.model.origin import by_person as by_person
from palpate.model.pose import Pose
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility, has_position
from palpate.session.calibrating.blindness import track_to_see
from palpate.session.edits.poses import SetValues
from palpate.session.placing import gestures
from palpate.session.placing.near_poses import frame_before, frame_beside, says_at
from palpate.session.session import Session
from palpate.session.skeletons.carrying import waiting_at

_SHARE_OF_HEIGHT = 0.6  # of the picture, for a template that nobody gave a box
_ENOUGH_FOR_MEAN = 100  # of thousands of poses; a further one moves the mean by less than a hand does
_ENOUGH_FOR_RARE = 8
_SLIMNESS = 0.4  # width to height of that box


@dataclass(frozen=True, slots=True)
class Started:
    """How many keypoints were placed, and how many a person had placed before and so were kept."""

    placed: int
    kept: int


@dataclass(frozen=True, slots=True)
class CarriedPose:
    """A pose that was copied, to be pasted on an instance of the same version of a skeleton.

    Attributes
    ----------
    waiting
        ``(K,)`` what of it has to be placed anew.
    """

    skeleton: str
    version: int
    frame: int
    pose: Pose
    waiting: Bools


def from_previous(session: Session, *, overwrite: bool = False, origin: object = None) -> Started:
    """Copy the pose of the keyframe before this frame."""
    track, here = _track_in_hand(session)
    before = frame_before(track, here)
    if before is None:
        raise EditRefused("there is no earlier keyframe to copy from")
    return _copy(session, before, overwrite, origin)


def from_nearest(session: Session, *, overwrite: bool = False, origin: object = None) -> Started:
    """Copy the pose of the keyframe nearest in time, the earlier one of two."""
    track, here = _track_in_hand(session)
    nearest = frame_beside(track, here)
    if nearest is None:
        raise EditRefused("there is no other keyframe of this instance to copy from")
    return _copy(session, nearest, overwrite, origin)


def carry(session: Session) -> CarriedPose:
    """Return what stands on the instance in hand, for pasting.

    Raises
    ------
    EditRefused
        If nothing does.
    """
    focus = session.selection.focus
    if not focus.instance:
        raise EditRefused("add an instance first: the person, animal or object to place keypoints on")
    view = gestures.current_view(session)
    pose = Pose(view.positions.copy(), view.visibility.copy(), view.origin.copy())
    if pose.is_empty:
        raise EditRefused("nothing is placed in this frame that could be copied")
    skeleton = session.contents.skeleton_of(focus.instance)
    return CarriedPose(skeleton.name, skeleton.version, focus.frame, pose, gestures.still_waiting(session))


def paste(
    session: Session, carried: CarriedPose, *, overwrite: bool = False, origin: object = None
) -> Started:
    """Put a copied pose here."""
    skeleton, _ = gestures.addressed(session)
    if skeleton.name != carried.skeleton:
        raise EditRefused(f"the copied pose is of {carried.skeleton}, this instance of {skeleton.name}")
    if skeleton.version != carried.version:
        raise EditRefused(
            f"the copied pose is of version {carried.version} of {skeleton.name}, which is version "
            f"{skeleton.version} now; copy it again"
        )
    title = f"Paste the pose of frame {carried.frame}"
    pose = carried.pose
    return _lay(session, pose, title, overwrite, origin, waiting=carried.waiting)


def from_mean(session: Session, *, overwrite: bool = False, origin: object = None) -> Started:
    """Put the mean of the instance's other poses here.

    It is shifted and scaled onto what stands here; onto the nearest keyframe where nothing does.
    """
    _, at = gestures.addressed(session)
    track = track_to_see(session, at.layer, at.instance)
    rows = _rows_for_mean(track, at.frame)
    if not len(rows):
        raise EditRefused("there is no other pose of this instance to take the mean of")
    placed, outdated = _placed(track.positions[rows], track.visibility[rows]), session.outdated
    marks = outdated.facts(at.layer, at.instance)
    mean = mean_pose(placed if marks is None else np.where(marks[rows][..., None], np.nan, placed))
    here = gestures.current_view(session).positions
    if not np.isfinite(here).all(axis=1).any():
        beside = frame_beside(track, at.frame, has_position)
        nearest = None if beside is None else track.pose(beside)
        assert nearest is not None
        here = _placed(nearest.positions, nearest.visibility)
    title = f"Start from the mean pose of {len(rows)} frames"
    return _propose(session, fitted(mean, onto=here), title, overwrite, origin)


def from_template(
    session: Session, box: Floats | None = None, *, overwrite: bool = False, origin: object = None
) -> Started:
    """Put the skeleton's template into a box.

    Parameters
    ----------
    box
        ``(4,)`` x, y, width, height in px; `template_box` if None.

    Raises
    ------
    EditRefused
        If it has no extent, or the skeleton has no template.
    """
    skeleton, _ = gestures.addressed(session)
    refusal = why_no_template(skeleton)
    if refusal:
        raise EditRefused(refusal)
    box = template_box(session) if box is None else np.asarray(box, dtype=np.float64)
    if not np.isfinite(box).all() or box[2] <= 0 or box[3] <= 0:
        raise EditRefused("a template needs a box with a width and a height; drag one over the subject")
    places = template_laid(skeleton, box)
    return _propose(session, places, "Start from the template", overwrite, origin)


def template_laid(skeleton: Skeleton, box: Floats) -> Floats:
    """Return the ``(K, 2)`` px of a skeleton's template in a box: x, y, width, height.

    NaN for keypoints that have no place in it.
    """
    return fitted_into(skeleton.rest, box)


def why_no_template(skeleton: Skeleton) -> str:
    """Return why a skeleton cannot be laid into a box; empty if it can."""
    missing = np.flatnonzero(np.isnan(skeleton.rest).any(axis=1))
    if not len(missing):
        return ""
    first = skeleton.keypoints[int(missing[0])].called
    return f"{skeleton.title or skeleton.name} has no template: its file says no place (rest) for {first}"


def template_box(session: Session) -> Floats:
    """Return where a template goes if nobody drags a box: x, y, width, height in px.

    That is the box drawn here, the extent of what stands here, that of the nearest keyframe, or the middle of
    the picture.
    """
    _, at = gestures.addressed(session)
    track = track_to_see(session, at.layer, at.instance)
    shape = track.shapes.get(at.frame)
    if shape is not None and shape.box is not None:
        return np.array(shape.box, dtype=np.float64)
    known = [gestures.current_view(session).positions]
    beside = at.frame if says_at(track, at.frame) else frame_beside(track, at.frame)
    nearest = None if beside is None else track.pose(beside)
    if nearest is not None:
        known.append(nearest.positions)
    for positions in known:
        box = bounding_box(positions)
        if box is not None and box[2] > 0 and box[3] > 0:
            return box
    return _middle_of_picture(session)


def from_other_side(
    session: Session,
    axis: tuple[Floats, Floats] | None = None,
    *,
    overwrite: bool = False,
    origin: object = None,
) -> Started:
    """Place keypoints where those of the other side are, mirrored.

    Parameters
    ----------
    axis
        A place on the line to mirror at and its direction, ``(2,)`` px each; the middle of the pose if None.

    Raises
    ------
    EditRefused
        If nothing tells where the middle is, or no side is without its keypoint.
    """
    skeleton, _ = gestures.addressed(session)
    view, mirror = gestures.current_view(session), skeleton.mirror_indices
    aspect = gestures.sample_aspect(session)
    seen = square_pixels(view.positions, aspect)  # an angle on the stored grid may be none in the scene
    line = midline(seen, mirror) if axis is None else tuple(square_pixels(part, aspect) for part in axis)
    if line is None:
        raise EditRefused(
            "place a keypoint of the middle, or one pair, so that the axis of the mirror is known"
        )
    targets = _other_sides(session, mirror, view.visibility, view.origin, overwrite)
    other = np.where(targets, mirror, -1)
    places = np.full_like(view.positions, np.nan)
    opposite = reflected(seen[other[targets]], about=line[0], along=line[1])
    places[targets] = stored_pixels(opposite, aspect)
    tiers = np.full(len(mirror), Visibility.NOT_PLACED, np.int8)
    tiers[targets] = view.visibility[other[targets]]
    waiting = gestures.still_waiting(session)[mirror]
    pose = Pose(places, tiers, _guess(tiers))
    return _lay(session, pose, "Mirror the other side", overwrite, origin, waiting=waiting)


# ---- inside ----------------------------------------------------------------------------------------------


def _copy(session: Session, frame: int, overwrite: bool, origin: object) -> Started:
    _, at = gestures.addressed(session)
    source = track_to_see(session, at.layer, at.instance).pose(frame)
    assert source is not None
    title = f"Copy the pose of frame {frame}"
    waiting = waiting_at(session, at.layer, at.instance, frame)
    return _lay(session, source, title, overwrite, origin, waiting=waiting)


def _propose(session: Session, places: Floats, title: str, overwrite: bool, origin: object) -> Started:
    placed = np.isfinite(places).all(axis=1)
    tiers = np.where(placed, Visibility.VISIBLE, Visibility.NOT_PLACED).astype(np.int8)
    return _lay(session, Pose(places, tiers, _guess(tiers)), title, overwrite, origin)


def _lay(
    session: Session,
    pose: Pose,
    title: str,
    overwrite: bool,
    origin: object,
    *,
    waiting: Bools | None = None,
) -> Started:
    """Write a pose where nothing was placed by a person; the chosen keypoints only, if there are any.

    Parameters
    ----------
    waiting
        ``(K,)`` what of it has to be placed anew.
    """
    _, at = gestures.addressed(session)
    wanted = pose.visibility != Visibility.NOT_PLACED
    if session.selection.focus.chosen:
        wanted &= np.isin(np.arange(len(wanted)), gestures.chosen_keypoints(session))
    else:
        wanted &= ~session.aside.locked.of(at.instance, session.contents.skeleton_of(at.instance))
    kept = wanted & by_person(gestures.current_view(session).origin) & (not overwrite)
    taken = np.flatnonzero(wanted & ~kept)
    if not len(taken):
        reason = "there is nothing of these keypoints to start from"
        if kept.any():
            reason = "every keypoint has a value here that somebody placed; it stays unless you ask for more"
        raise EditRefused(reason)
    values = pose.positions[taken], pose.visibility[taken], _guess(pose.visibility[taken])
    gestures.commit(session, SetValues(title, at, taken, *values), origin, waiting=waiting)
    return Started(len(taken), int(kept.sum()))


def _guess(tiers: Codes) -> Codes:
    return np.where(tiers == Visibility.NOT_PLACED, Origin.NONE, Origin.MODEL).astype(np.int8)


def _other_sides(session: Session, mirror: Ints, visibility: Codes, origins: Codes, overwrite: bool) -> Bools:
    """Tell which keypoints are to be mirrored from their other side: never both of a pair."""
    here = np.arange(len(mirror))
    source = (mirror != here) & has_position(visibility[mirror])
    firm = by_person(origins)
    targets = source & (overwrite | ~firm)
    if session.selection.focus.chosen:
        targets &= np.isin(here, gestures.chosen_keypoints(session))
    else:  # a guess is not replaced by another one unless somebody points at it
        targets &= firm[mirror] | (visibility == Visibility.NOT_PLACED)
    targets &= ~targets[mirror]
    if not targets.any():
        raise EditRefused("no keypoint lacks its side while the other is placed; choose those to be mirrored")
    return np.asarray(targets)


def _rows_for_mean(track: Track, frame: int) -> Ints:
    """Return rows with a position but for one frame's: spread evenly, and enough of every keypoint."""
    rows = np.flatnonzero(track.frames != frame)
    if len(rows) > _ENOUGH_FOR_MEAN:
        chosen = rows[np.linspace(0, len(rows) - 1, _ENOUGH_FOR_MEAN).astype(np.int64)]
        lacking = np.flatnonzero(~has_position(track.visibility[chosen]).any(axis=0))
        placed = has_position(track.visibility[:, lacking])
        further = [rows[placed[rows, n]][:_ENOUGH_FOR_RARE] for n in range(len(lacking))]
        rows = distinct(np.concatenate([chosen, *further]))
    return rows[has_position(track.visibility[rows]).any(axis=1)]


def _placed(positions: Floats, visibility: Codes) -> Floats:
    return np.where(has_position(visibility)[..., None], positions, np.nan)


def _track_in_hand(session: Session) -> tuple[Track, int]:
    """Return the track of the instance in hand, and the frame."""
    _, at = gestures.addressed(session)
    return track_to_see(session, at.layer, at.instance), at.frame


def _middle_of_picture(session: Session) -> Floats:
    width, height = session.contents.clip(session.selection.focus.clip).size
    if width <= 0 or height <= 0:
        raise EditRefused("the size of the picture is not known; drag a box over the subject")
    tall = _SHARE_OF_HEIGHT * height
    wide = min(_SLIMNESS * tall, float(width))
    return np.array([(width - wide) / 2.0, (height - tall) / 2.0, wide, tall])
