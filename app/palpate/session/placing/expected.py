"""Where a keypoint is to be expected in a frame, before anybody has looked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from palpate.assist.layout import rest_layout
from palpate.assist.posture import fitted, midline
from palpate.base.errors import EditRefused
from palpate.base.geometry import bounding_box, square_pixels, stored_pixels
from palpate.base.transforms import fitted_into, reflected
from palpate.model.arrays import Bools, Floats
from palpate.model.origin import DERIVED
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import has_position
from palpate.session.calibrating.blindness import track_to_see, view_to_see
from palpate.session.placing.pose_starts import template_box
from palpate.session.session import Session
from palpate.session.tracks import PoseView


class Because(Enum):
    """What an expectation rests on, the firmest first."""

    PLACED = auto()
    BETWEEN = auto()
    PREVIOUS = auto()
    MIRROR = auto()
    TEMPLATE = auto()


@dataclass(frozen=True, slots=True)
class Expected:
    """A place, ``(2,)`` image px, and why it is expected there."""

    position: Floats
    because: Because


def expected(session: Session) -> Expected | None:
    """Return where the active keypoint is, or is to be expected; None where nothing tells.

    What stands in the frame comes first, placed or filled in between keyframes. Then it is where it was in
    the previous keyframe, moved as its neighbours have moved since; where the other side is, mirrored; or
    where the skeleton's template has it, laid over what is placed or drawn here, or in the nearest keyframe.
    """
    focus = session.selection.focus
    if not (focus.instance and focus.layer) or focus.keypoint < 0:
        return None
    skeleton = session.contents.skeleton_of(focus.instance)
    view = view_to_see(session, focus.layer, focus.instance, focus.frame)
    if has_position(view.visibility[focus.keypoint]):
        derived = view.origin[focus.keypoint] in DERIVED
        return Expected(view.positions[focus.keypoint].copy(), Because.BETWEEN if derived else Because.PLACED)
    for look, because in (
        (_since_previous, Because.PREVIOUS),
        (_mirrored, Because.MIRROR),
        (_in_template, Because.TEMPLATE),
    ):
        found = look(session, skeleton, view)
        if found is not None and np.isfinite(found).all():
            return Expected(found, because)
    return None


def _since_previous(session: Session, skeleton: Skeleton, view: PoseView) -> Floats | None:
    focus = session.selection.focus
    k = focus.keypoint
    track = track_to_see(session, focus.layer, focus.instance)
    before = np.flatnonzero((track.frames < focus.frame) & has_position(track.visibility[:, k]))
    if not len(before):
        return None
    row = int(before[-1])
    then = view_to_see(session, focus.layer, focus.instance, int(track.frames[row]))
    both = has_position(view.visibility) & has_position(then.visibility)
    near = both & _neighbours(skeleton, k)
    taken = near if near.any() else both
    by = np.median(view.positions[taken] - then.positions[taken], axis=0) if taken.any() else 0.0
    return np.asarray(track.positions[row, k] + by)


def _neighbours(skeleton: Skeleton, keypoint: int) -> Bools:
    edges = skeleton.edge_indices
    joined = edges[(edges == keypoint).any(axis=1)]
    return np.isin(np.arange(len(skeleton)), joined)


def _mirrored(session: Session, skeleton: Skeleton, view: PoseView) -> Floats | None:
    mirror, k = skeleton.mirror_indices, session.selection.focus.keypoint
    other = int(mirror[k])
    placed = np.where(has_position(view.visibility)[:, None], view.positions, np.nan)
    if other == k or not has_position(view.visibility[other]):
        return None
    aspect = session.contents.clip(session.selection.focus.clip).sample_aspect
    seen = square_pixels(placed, aspect)
    line = midline(seen, mirror)
    if line is None:
        return None
    return stored_pixels(reflected(seen[other], about=line[0], along=line[1]), aspect)


def _has_keyframe(session: Session) -> bool:
    focus = session.selection.focus
    return bool(has_position(session.live(focus.layer, focus.instance).track.visibility).any())


def _in_template(session: Session, skeleton: Skeleton, view: PoseView) -> Floats | None:
    rest, k = rest_layout(skeleton), session.selection.focus.keypoint
    placed = np.where(has_position(view.visibility)[:, None], view.positions, np.nan)
    box = bounding_box(placed)
    drawn = view.shape is not None and view.shape.box is not None
    if box is None and not drawn and not _has_keyframe(session):
        return None
    try:
        start = fitted_into(rest, template_box(session))
    except EditRefused:  # somebody else's layer, or a picture whose size is not known yet
        return None
    if box is not None:
        start = fitted(start, onto=placed)
    return np.asarray(start[k])
