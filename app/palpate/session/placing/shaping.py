"""Boxes and masks at the focus, as one function per gesture; each is one undo."""

from __future__ import annotations

import numpy as np

from palpate.base import geometry
from palpate.base.errors import EditRefused, GeometryRefused
from palpate.base.geometry import Outline, Polygon
from palpate.model.arrays import Floats
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.pose import Shape
from palpate.model.visibility import has_position
from palpate.session.edits.poses import PoseAt
from palpate.session.edits.shapes import ClearShape, SetBox, SetPolygon
from palpate.session.placing.gestures import choose_instance, current_view
from palpate.session.rights import refuse_foreign
from palpate.session.session import Session

MARGIN = 0.10  # of each extent in total, as the scale of keypoints takes it (domain reference 1.1)

_ROUGHNESS = 0.005  # of the brush's radius that a painted edge may give way, for fewer vertices


class MadeByHand(EditRefused):
    """What would be replaced was drawn by hand, or came with a file; asked for again it is replaced."""


def draw_box(
    session: Session, first: tuple[float, float], second: tuple[float, float], origin: object = None
) -> None:
    """Give the active instance the box between two corners, px.

    Raises
    ------
    GeometryRefused
        If it has no width or no height.
    """
    at = _addressed(session)
    box = geometry.box_between(first, second)
    session.do(SetBox(f"Draw the box of {_name(session)}", at, box, _by_hand(session)), origin)


def box_from_keypoints(
    session: Session, *, margin: float = MARGIN, replace: bool = False, origin: object = None
) -> None:
    """Lay a box around the placed keypoints.

    Parameters
    ----------
    margin
        Fraction of each extent added in total.
    replace
        Whether a box goes that was drawn by hand or came with a file.

    Raises
    ------
    MadeByHand
        If there is one and it shall not be replaced.
    EditRefused
        With fewer than two keypoints, or all of them above or beside each other.
    """
    at, shape = _addressed(session), shape_here(session)
    if shape.box is not None and shape.box_origin is not Origin.ACCEPTED and not replace:
        raise MadeByHand(f"the box of {_name(session)} was not made from its keypoints")
    box = geometry.bounding_box(_placed(session), margin)
    if box is None or min(box[2:].tolist()) <= 0.0:
        raise EditRefused("a box from keypoints needs two placed ones that lie apart both ways")
    x, y, width, height = box.tolist()
    title = f"Box {_name(session)} by its keypoints"
    session.do(SetBox(title, at, (x, y, width, height), Origin.ACCEPTED), origin)


def draw_ring(session: Session, ring: Floats, origin: object = None) -> str:
    """Cut a hole where a ring ``(N, 2)`` px lies within the mask; add what it encloses elsewhere.

    Returns
    -------
    A sentence on what had to be mended; empty if nothing.

    Raises
    ------
    GeometryRefused
        If the ring encloses nothing, or the hole would leave nothing.
    """
    at, before = _addressed(session), _outline(session)
    drawn = geometry.valid_polygon(ring)
    said = _crossing(ring, drawn)
    # A hole is drawn within a mask, by a hand that is never exact: nearly all of it must lie there.
    if before and geometry.overlap(before, drawn) > 0.99 * geometry.outline_area(drawn):
        _put(session, at, geometry.without(before, drawn), "Cut a hole into the mask of {name}", origin)
    else:
        whole = geometry.joined(before, drawn) if before else drawn
        title = "Add to the mask of {name}" if before else "Draw the mask of {name}"
        _put(session, at, whole, title, origin)
    return said


def reshape(session: Session, outline: Outline, origin: object = None) -> str:
    """Take over a mask whose vertices were moved, added or removed.

    Returns
    -------
    A sentence on what had to be mended; empty if nothing.

    Raises
    ------
    GeometryRefused
        If nothing would be left.
    """
    at = _addressed(session)
    whole = geometry.mended(outline)
    _put(session, at, whole, "Edit the mask of {name}", origin)
    if whole is outline:
        return ""
    return f"the mask touched or crossed itself; it was mended and has {_parts(whole)} now"


def paint(
    session: Session, points: Floats, radius: float, *, erases: bool = False, origin: object = None
) -> None:
    """Add to the mask what a round brush has covered, or take it away.

    Parameters
    ----------
    points
        ``(N, 2)`` px of its way.
    radius
        Px.

    Raises
    ------
    EditRefused
        If there is nothing to take away. Taking all of it away is allowed.
    """
    at, before = _addressed(session), _outline(session)
    # Only the stroke: vertices that a hand has placed stay where they are.
    stroke = geometry.simplified(geometry.stroke_outline(points, radius), _ROUGHNESS * radius)
    if erases:
        if not before or geometry.overlap(before, stroke) <= 0.0:
            raise EditRefused("there is no mask under the brush to take away")
        try:
            after = geometry.without(before, stroke)
        except GeometryRefused:
            after = ()
    else:
        after = geometry.joined(before, stroke) if before else stroke
    title = "Erase from the mask of {name}" if erases else "Paint the mask of {name}"
    _put(session, at, after, title, origin)


def mask_from_hull(
    session: Session, *, margin: float = MARGIN, replace: bool = False, origin: object = None
) -> None:
    """Lay a mask around the placed keypoints: their convex hull, widened.

    Parameters
    ----------
    margin
        Fraction of the larger extent of the keypoints that is added in total.
    replace
        Whether a mask goes that was drawn by hand or came with a file.

    Raises
    ------
    MadeByHand
        If there is one and it shall not be replaced.
    GeometryRefused
        With fewer than three keypoints, or all of them on a line.
    """
    at, shape = _addressed(session), shape_here(session)
    if shape.polygons and shape.outline_origin is not Origin.ACCEPTED and not replace:
        raise MadeByHand(f"the mask of {_name(session)} was not made from its keypoints")
    points = _placed(session)
    box = geometry.bounding_box(points)
    widened = 0.0 if box is None else float(max(box[2:])) * margin / 2.0
    hull = geometry.hull_outline(points, margin=widened)
    title = f"Mask {_name(session)} by its keypoints"
    session.do(SetPolygon(title, at, hull, Origin.ACCEPTED), origin)


def clear_shape(session: Session, origin: object = None) -> None:
    """Take the box and the mask of the active instance away in this frame."""
    at = _addressed(session)
    session.do(ClearShape(f"Clear box and mask of {_name(session)}", at), origin)


def shape_here(session: Session) -> Shape:
    """Return what is known of the active instance's outline in this frame."""
    return current_view(session).shape or Shape()


def step_instance(session: Session, by: int) -> None:
    """Make the next or previous instance of the clip active."""
    focus = session.selection.focus
    ids = [found.id for found in session.contents.instances_of(focus.clip)] if focus.clip else []
    if not ids:
        raise EditRefused("add an instance first: the person, animal or object to place keypoints on")
    start = ids.index(focus.instance) if focus.instance in ids else -1 if by > 0 else 0
    choose_instance(session, ids[(start + by) % len(ids)])


def _addressed(session: Session) -> PoseAt:
    focus = session.selection.focus
    if not focus.layer:
        raise EditRefused("choose a layer first")
    if not focus.instance:
        raise EditRefused("add an instance first: the person, animal or object to draw around")
    refuse_foreign(session, focus.layer)
    return session.pose_at(focus.layer, focus.instance, focus.frame)


def _by_hand(session: Session) -> Origin:
    """What a consultant draws in a gold layer is gold, as a keypoint would be."""
    gold = session.contents.layer(session.selection.focus.layer).kind is LayerKind.GOLD
    return Origin.GOLD if gold else Origin.HAND


def _put(session: Session, at: PoseAt, outline: Outline, title: str, origin: object) -> None:
    session.do(SetPolygon(title.format(name=_name(session)), at, outline, _by_hand(session)), origin)


def _outline(session: Session) -> Outline:
    """Return the mask that stands, fit for joining: one from a file may cross itself."""
    outline = shape_here(session).outline
    return geometry.mended(outline) if outline else ()


def _placed(session: Session) -> Floats:
    view = current_view(session)
    return np.asarray(view.positions[has_position(view.visibility)])


def _crossing(ring: Floats, drawn: Outline) -> str:
    if geometry.is_valid((Polygon(np.asarray(ring)),)):
        return ""
    return f"the outline crossed itself; what it goes around was kept, in {_parts(drawn)}"


def _parts(outline: Outline) -> str:
    return "one part" if len(outline) == 1 else f"{len(outline)} parts"


def _name(session: Session) -> str:
    return session.contents.instance(session.selection.focus.instance).name
