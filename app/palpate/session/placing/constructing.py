"""Placing keypoints that are constructed: centres inside the body, and chains along a ruler."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from palpate.assist.construct import circle_centre, hip_centre, middle
from palpate.assist.ruler import Ruler
from palpate.base.errors import EditRefused, UsageError
from palpate.base.geometry import square_pixels, stored_pixels
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility, has_position, weaker
from palpate.session.edits import poses
from palpate.session.edits.poses import SetValues
from palpate.session.placing import gestures
from palpate.session.placing.chain_in_hand import chain_meant
from palpate.session.placing.pose_starts import by_person
from palpate.session.session import Session
from palpate.session.tracks import PoseView

_DOWN = np.array([0.0, 1.0])
_CURVE_STEPS = 96  # a curve of screen length in lines of a few px


class Construction(StrEnum):
    """How a centre is found from clicked points."""

    MIDDLE = "middle"
    CIRCLE = "circle"
    HIP = "hip"

    @property
    def n_points(self) -> int:
        """How many points it takes."""
        return 3 if self is Construction.CIRCLE else 2


def centre_of(
    kind: Construction,
    points: Floats,
    *,
    distal: Floats | None = None,
    aspect: tuple[float, float] = (1, 1),
) -> Floats:
    """Return the ``(2,)`` px centre that clicked points make.

    Circles and right angles are those of the scene, not of the stored grid.

    Parameters
    ----------
    points
        ``(n, 2)`` px: two edges or epicondyles; three points of an edge; the anterior superior iliac spine
        of the same and that of the other side, in a view from the front.
    distal
        ``(2,)`` a direction towards the feet, for a hip; down the picture if None.
    aspect
        Width to height of a displayed pixel.

    Raises
    ------
    UsageError
        If there are too few, or they make no centre.
    """
    if len(points) != kind.n_points or not np.isfinite(points).all():
        raise UsageError(f"this construction takes {kind.n_points} points")
    if kind is Construction.MIDDLE:
        return middle(points)
    seen = square_pixels(points, aspect)
    if kind is Construction.CIRCLE:
        return stored_pixels(circle_centre(seen), aspect)
    down = square_pixels(_DOWN if distal is None else distal, aspect)
    return stored_pixels(hip_centre(seen[0], seen[1], distal=down), aspect)


def drafted(
    kind: Construction,
    points: Floats,
    skeleton: Skeleton,
    *,
    view: PoseView,
    keypoint: int,
    aspect: tuple[float, float],
) -> Floats | None:
    """Return the ``(2,)`` px centre that points ``(n, 2)`` would make for a keypoint, or None."""
    try:
        distal = _towards_feet(skeleton, view, keypoint, points)
        return centre_of(kind, points, distal=distal, aspect=aspect)
    except UsageError:
        return None


def place_centre(
    session: Session,
    kind: Construction,
    points: Floats,
    visibility: Visibility = Visibility.VISIBLE,
    origin: object = None,
) -> None:
    """Place the active keypoint at a constructed centre, and go on to the next that has nothing yet.

    In a pose that is full by now it stays active, so that one sees what it was constructed from.

    Raises
    ------
    EditRefused
        If the points make no centre, or a hip is sought for what is none.
    """
    skeleton, _, keypoint = gestures.active(session)
    refusal = why_not_construct(kind, skeleton, keypoint)
    if refusal:
        raise EditRefused(refusal)
    view = gestures.current_view(session)
    try:
        distal = _towards_feet(skeleton, view, keypoint, points)
        centre = centre_of(kind, points, distal=distal, aspect=gestures.sample_aspect(session))
    except UsageError as error:
        raise EditRefused(error.sentence) from error
    gestures.place(session, centre, visibility, origin)
    if session.selection.focus.keypoint < 0:
        session.selection.move(keypoint=keypoint)


def why_not_construct(kind: Construction, skeleton: Skeleton, keypoint: int) -> str:
    """Return why a construction is not for a keypoint; empty if it is.

    The regression for the hip holds for a hip alone: one whose name or type in the skeleton says so.
    """
    point = skeleton.keypoints[keypoint]
    if kind is not Construction.HIP or "hip" in (point.type, *point.name.split("_")):
        return ""
    return f"{point.called} is no hip; from the pelvis only a hip's centre is known"


def place_between(session: Session, origin: object = None) -> None:
    """Place the active keypoint in the middle of those that its skeleton names for it.

    Raises
    ------
    EditRefused
        If it names none, or one of them has no position here.
    """
    skeleton, _, keypoint = gestures.active(session)
    point, view = skeleton.keypoints[keypoint], gestures.current_view(session)
    if not point.centre_of:
        raise EditRefused(f"the skeleton does not say between which keypoints {point.called} lies")
    ends = np.array([skeleton.position_of[name] for name in point.centre_of], dtype=np.int64)
    missing = ends[~has_position(view.visibility[ends])]
    if len(missing):
        raise EditRefused(f"place {skeleton.keypoints[int(missing[0])].called} first")
    tier = Visibility(int(_weakest(view, ends)[0]))
    outdated = ends[gestures.still_waiting(session)[ends]]
    if len(outdated):
        label = skeleton.keypoints[int(outdated[0])].called
        raise EditRefused(f"place {label} anew first: it is another place since a version of its skeleton")
    gestures.place(session, middle(view.positions[ends]), tier, origin)


def drop_on_ruler(session: Session, origin: object = None) -> int:
    """Place the rest of a chain at its fractions between what is placed of it; see `chain_meant` for which.

    The ruler runs through every keypoint of the chain that a person placed: with both ends it is straight,
    each further one bends it. What it places is a guess; dropped again it follows the ruler. Returns how
    many keypoints were placed.

    Raises
    ------
    EditRefused
        If no chain is meant, or fewer than two of it are placed.
    """
    skeleton, at = gestures.addressed(session)
    view = gestures.current_view(session)
    chain, fractions = _chain(skeleton, chain_meant(session, lambda k: _lays(skeleton, view, k)))
    ruler, fixed, free = _laid_ruler(skeleton, view, chain, fractions)
    tier = _weakest(view, chain[fixed])
    dropped = chain[free]
    edit = SetValues(
        title=f"Drop {gestures.named(skeleton, dropped)} on the ruler",
        at=at,
        keypoints=dropped,
        positions=ruler.at(fractions[free]),
        visibility=np.repeat(tier, len(dropped)),
        origin=np.full(len(dropped), Origin.MODEL, np.int8),
    )
    waiting = gestures.still_waiting(session)
    rests = np.zeros(len(skeleton), dtype=np.bool_)
    rests[dropped] = waiting[chain[fixed]].any()  # what the ruler is laid on decides for all that drops
    gestures.commit(session, edit, origin, waiting=rests)
    return len(dropped)


def _laid_ruler(
    skeleton: Skeleton, view: PoseView, chain: Ints, fractions: Floats
) -> tuple[Ruler, Bools, Bools]:
    """Return the ruler of a chain, which of it hold the ruler, and which drop onto it.

    Raises
    ------
    EditRefused
        If fewer than two hold it, or none drops.
    """
    fixed = _fixed(view, chain)
    ruler = _ruler(skeleton, view, chain, fractions, fixed)
    free = ~fixed & ruler.spans(fractions) & ~_decided(view, chain)
    if not free.any():
        raise EditRefused("every keypoint between the ends of the ruler is placed already")
    return ruler, fixed, free


def _lays(skeleton: Skeleton, view: PoseView, keypoint: int) -> bool:
    """Tell whether a ruler can be laid on a keypoint's chain."""
    try:
        _laid_ruler(skeleton, view, *_chain(skeleton, keypoint))
    except EditRefused:
        return False
    return True


def slide_on_ruler(session: Session, by_px: float, origin: object = None) -> None:
    """Slide the active keypoint along the ruler of its chain, towards its last end.

    Raises
    ------
    EditRefused
        If it is on no chain, has no position, or the ruler ends before it.
    """
    skeleton, at, keypoint = gestures.active(session)
    view = gestures.current_view(session)
    place = slideway(skeleton, view, keypoint).slid(view.positions[keypoint], by_px)
    merge = f"slide {at.layer} {at.instance} {at.frame} {keypoint}"
    _put_on_ruler(session, place, merge, origin)


def slide_to(session: Session, place: Floats, origin: object = None) -> None:
    """Put the active keypoint where its ruler is nearest to a place ``(2,)`` px, as one edit.

    Raises
    ------
    EditRefused
        As `slide_on_ruler`.
    """
    skeleton, _, keypoint = gestures.active(session)
    way = slideway(skeleton, gestures.current_view(session), keypoint)
    _put_on_ruler(session, way.nearest(place), None, origin)


@dataclass(frozen=True, slots=True)
class Slideway:
    """The curve that a keypoint of a chain slides along: it stays as it is while the hand is on it."""

    ruler: Ruler

    def nearest(self, place: Floats) -> Floats:
        """Return the ``(2,)`` px of the curve that is nearest to a place."""
        return self.ruler.at(np.array([self.ruler.nearest(place)])).reshape(2)

    def slid(self, place: Floats, by_px: float) -> Floats:
        """Return where a place ``(2,)`` px comes to when it is slid by some px."""
        return self.ruler.slid(place, by_px)

    def drawn(self) -> Floats:
        """Return ``(N, 2)`` px along the curve, near enough to each other to be drawn as lines."""
        ends = self.ruler.fractions
        return self.ruler.at(np.linspace(ends[0], ends[-1], _CURVE_STEPS))


def slideway(skeleton: Skeleton, view: PoseView, keypoint: int) -> Slideway:
    """Return the curve through what a person placed of a keypoint's chain, that keypoint included.

    Raises
    ------
    EditRefused
        If it is on no chain, has no position, or the ruler ends before it.
    """
    chain, fractions = _chain(skeleton, keypoint)
    label = skeleton.keypoints[keypoint].called
    if not has_position(view.visibility[keypoint]):
        raise EditRefused(f"place {label} first; then it can be slid")
    fixed = _fixed(view, chain)
    ends = fixed & (chain != keypoint)
    here = fractions[chain == keypoint]
    if not _ruler(skeleton, view, chain, fractions, ends).spans(here).all():
        raise EditRefused(f"{label} is an end of the ruler; it is moved by hand")
    return Slideway(_ruler(skeleton, view, chain, fractions, fixed))


def _put_on_ruler(session: Session, place: Floats, merge: str | None, origin: object) -> None:
    skeleton, at, keypoint = gestures.active(session)
    one, tier = np.array([keypoint]), gestures.current_view(session).visibility[[keypoint]]
    title = f"Slide {skeleton.keypoints[keypoint].called}"
    edit = poses.move(at, one, place.reshape(1, 2), tier, title=title, merge=merge)
    gestures.commit(session, edit, origin)


def _chain(skeleton: Skeleton, keypoint: int) -> tuple[Ints, Floats]:
    """Return indices and fractions of the chain that a keypoint is on, by fraction."""
    place = skeleton.keypoints[keypoint].chain
    if place is None:
        label = skeleton.keypoints[keypoint].called
        raise EditRefused(f"{label} is on no chain; choose a keypoint of the spine or another chain")
    on = [
        (p.chain.fraction, k) for k, p in enumerate(skeleton.keypoints) if p.chain and p.chain.of == place.of
    ]
    on.sort()
    return np.array([k for _, k in on], dtype=np.int64), np.array([fraction for fraction, _ in on])


def _ruler(skeleton: Skeleton, view: PoseView, chain: Ints, fractions: Floats, fixed: Bools) -> Ruler:
    if fixed.sum() < 2:
        ends = " and ".join(skeleton.keypoints[int(k)].called for k in (chain[0], chain[-1]))
        raise EditRefused(f"place {ends} first: the ruler runs from one to the other")
    try:
        return Ruler.through(fractions[fixed], view.positions[chain[fixed]])
    except UsageError as error:
        raise EditRefused(error.sentence) from error


def _fixed(view: PoseView, chain: Ints) -> Bools:
    """Tell which keypoints of a chain a person placed."""
    return np.asarray(has_position(view.visibility[chain]) & by_person(view.origin[chain]))


def _decided(view: PoseView, chain: Ints) -> Bools:
    """Tell which keypoints of a chain a person decided about, also that they are absent."""
    return by_person(view.origin[chain])


def _weakest(view: PoseView, keypoints: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.int8]]:
    """Return the tier of lowest rank among keypoints, ``(1,)``."""
    tiers = view.visibility[keypoints]
    weakest = tiers[:1]
    for n in range(1, len(tiers)):
        weakest = weaker(weakest, tiers[n : n + 1])
    return weakest


def _towards_feet(skeleton: Skeleton, view: PoseView, keypoint: int, points: Floats) -> Floats | None:
    """Return the direction from clicked points to the next keypoint down the limb, if that is placed."""
    name = skeleton.names[keypoint]
    for k, point in enumerate(skeleton.keypoints):
        follows = point.parent == name and point.side is skeleton.keypoints[keypoint].side
        if follows and has_position(view.visibility[k]):
            return np.asarray(view.positions[k] - points[0])
    return None
