"""Moving, turning, scaling and mirroring what is placed, and positions given as numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import StrEnum

import numpy as np

from palpate.base.errors import EditRefused, UsageError
from palpate.base.geometry import square_pixels, stored_pixels
from palpate.base.transforms import middle_of_box, reflected, scaled, turned
from palpate.model.arrays import Floats, Ints
from palpate.model.visibility import Visibility, has_position
from palpate.session.edits import poses
from palpate.session.placing import gestures
from palpate.session.session import Session

_FARTHEST_PX = 1e6  # beyond any picture; a number that was mistyped

Transform = Callable[[Floats], Floats]


class Joining(StrEnum):
    """What happens to the keypoints that are chosen already."""

    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"


def movable(session: Session) -> tuple[Ints, Floats]:
    """Return indices and positions ``(n, 2)`` px of what a transform moves.

    Those are the chosen keypoints that are not locked, or all of the pose, as far as they have a position and
    are not hidden.

    Raises
    ------
    EditRefused
        If there is none.
    """
    view, focus = gestures.current_view(session), session.selection.focus
    meant = gestures.chosen_keypoints(session) if focus.chosen else np.arange(len(view.visibility))
    meant = meant[has_position(view.visibility[meant])]
    if not len(meant):
        raise EditRefused("nothing is placed here that could be moved")
    gestures.refuse_hidden(session, meant)
    meant = meant[~gestures.hidden(session)[meant]]
    if focus.chosen:
        meant = gestures.spared(session, meant)
    return meant, view.positions[meant]


def transform(
    session: Session, change: Transform, verb: str, *, merge: str | None = None, origin: object = None
) -> None:
    """Move the selection or the pose by any function of its positions ``(n, 2)`` px, as one edit.

    Guesses stay guesses: moving a pose as a whole is no look at each of its keypoints.

    Parameters
    ----------
    verb
        For the title, such as *Turn*.
    merge
        Steps of the same name in quick succession become one step of undo.
    """
    skeleton, at = gestures.addressed(session)
    keypoints, positions = movable(session)
    view = gestures.current_view(session)
    tiers, before = view.visibility[keypoints], view.origin[keypoints]
    key = None if merge is None else f"{merge} {at.layer} {at.instance} {at.frame} {keypoints.tolist()}"
    title = f"{verb} {gestures.named(skeleton, keypoints)}"
    edit = poses.move(at, keypoints, change(positions), tiers, title=title, merge=key, before=before)
    waiting = gestures.still_waiting(session) if len(keypoints) > 1 else None
    gestures.commit(session, edit, origin, waiting=waiting)


def shift(session: Session, by: tuple[float, float], origin: object = None) -> None:
    """Move the selection or the pose by some px."""
    transform(session, lambda points: points + np.array(by), "Move", merge="shift", origin=origin)


def turn(session: Session, degrees: float, about: Floats | None = None, *, origin: object = None) -> None:
    """Turn the selection or the pose clockwise, about the middle of its box or a place ``(2,)`` px.

    It is turned as it is seen: where pixels are not square it would be sheared on the stored grid.
    """
    angle, aspect = math.radians(degrees), gestures.sample_aspect(session)

    def change(points: Floats) -> Floats:
        middle = square_pixels(middle_of_box(points) if about is None else about, aspect)
        return stored_pixels(turned(square_pixels(points, aspect), angle, about=middle), aspect)

    transform(session, change, "Turn", merge="turn", origin=origin)


def scale(session: Session, factor: float, about: Floats | None = None, *, origin: object = None) -> None:
    """Scale the selection or the pose from the middle of its box or a place ``(2,)`` px.

    Raises
    ------
    EditRefused
        If the factor is not above 0.
    """
    if not (math.isfinite(factor) and factor > 0):
        raise EditRefused("a pose can only be scaled by a factor above 0")

    def change(points: Floats) -> Floats:
        return scaled(points, factor, about=middle_of_box(points) if about is None else about)

    transform(session, change, "Scale", merge="scale", origin=origin)


def mirror(session: Session, axis: tuple[Floats, Floats] | None = None, *, origin: object = None) -> None:
    """Mirror the selection or the pose as it is seen; names stay, as opposed to swapping sides.

    Parameters
    ----------
    axis
        A place on the line to mirror at and its direction, ``(2,)`` px each; upright through the middle of
        the box if None.
    """
    aspect = gestures.sample_aspect(session)

    def change(points: Floats) -> Floats:
        line = (middle_of_box(points), np.array([0.0, 1.0])) if axis is None else axis
        about, along = (square_pixels(part, aspect) for part in line)
        return stored_pixels(reflected(square_pixels(points, aspect), about=about, along=along), aspect)

    transform(session, change, "Mirror", origin=origin)


def choose_all(session: Session) -> int:
    """Choose every keypoint of the pose that a hand may move; returns how many."""
    session.selection.move(chosen=frozenset())
    keypoints, _ = movable(session)
    now = session.selection.focus.keypoint
    active = now if now in keypoints else int(keypoints[0])
    session.selection.move(keypoint=active, chosen=frozenset(keypoints.tolist()))
    return len(keypoints)


def choose_keypoints(session: Session, keypoints: Ints, joining: Joining = Joining.REPLACE) -> int:
    """Choose keypoints of the pose, more of them, or fewer; returns how many are chosen then.

    An active keypoint that nobody chose by itself does not join. The active one is one of the chosen then, so
    that nothing waits for a click; with none left it stays what it was.
    """
    focus, found = session.selection.focus, frozenset(keypoints.tolist())
    if joining is Joining.ADD:
        found |= focus.chosen
    elif joining is Joining.REMOVE:
        found = (focus.chosen or frozenset({focus.keypoint} - {-1})) - found
    active = focus.keypoint if focus.keypoint in found or not found else min(found)
    session.selection.move(keypoint=active, chosen=found if len(found) > 1 else frozenset())
    return len(found)


def choose_none(session: Session) -> None:
    """Let go of the chosen keypoints; the active one stays."""
    session.selection.move(chosen=frozenset())


def position_in(x: str, y: str) -> Floats:
    """Read a position as people type it, with decimal points or commas: ``(2,)`` px, corner origin.

    Raises
    ------
    UsageError
        With what is wrong, if one of them is no number.
    """
    return np.array([_coordinate("x", x), _coordinate("y", y)])


def place_at(session: Session, position: Floats, origin: object = None) -> None:
    """Put the active keypoint at a position ``(2,)`` px; one that has none yet becomes visible."""
    _, _, keypoint = gestures.active(session)
    if has_position(gestures.current_view(session).visibility[keypoint]):
        gestures.move(session, np.array([keypoint]), position.reshape(1, 2), origin)
    else:
        gestures.place(session, position, Visibility.VISIBLE, origin)


def _coordinate(name: str, text: str) -> float:
    try:
        value = float(text.strip().replace("\N{MINUS SIGN}", "-").replace(",", "."))
    except ValueError:
        value = math.nan
    if not abs(value) <= _FARTHEST_PX:
        said = f", not “{text.strip()[:20]}”" if text.strip() else ""
        raise UsageError(f"{name} must be a number of pixels such as 812.5{said}")
    return value
