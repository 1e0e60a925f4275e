"""The review queue: derived points of a layer that want a look, worst first, and what people said of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from palpate.assist.review import ReviewPoint, criticality_of
from palpate.base.errors import EditRefused
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.ruling import DRIFT, Ruling, Verdict
from palpate.model.visibility import Visibility
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.edits.poses import SetValues
from palpate.session.edits.rulings import Settle
from palpate.session.filling.standing import Standings, standing_at
from palpate.session.review.review_kept import Spot, Turn, runs_of
from palpate.session.rights import refuse_foreign
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack, view_of

_TOGETHER = 2  # frames from a point to others of its region that are looked at with it
_GROWN = 1.5  # a run that has become so much worse since it was looked at wants another look


@dataclass(frozen=True, slots=True)
class DriftPoint:
    """A point to review, with the names that people know.

    Attributes
    ----------
    later
        Whether somebody put it to the end of the queue.
    """

    clip: str
    instance: str
    instance_name: str
    keypoint_name: str
    point: ReviewPoint
    later: bool = False

    def holds(self, instance: str, frame: int, keypoint: str) -> bool:
        """Tell whether a place lies in its run."""
        here = (self.instance, self.keypoint_name) == (instance, keypoint)
        return here and self.point.start <= frame < self.point.stop


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of a clip, or of several, has come.

    Attributes
    ----------
    left, later
        Runs that want a look, and how many of them were put to the end.
    settled
        Runs that somebody has accepted, corrected by a tier, or called fine.
    """

    left: int = 0
    later: int = 0
    settled: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.left + self.settled


# ---- the queue -----------------------------------------------------------------------------------------


def drift_points(session: Session, layer: str, clip: str = "", threshold: float = 1.0) -> list[DriftPoint]:
    """Return the points of a layer whose score reached the threshold, worst first.

    What somebody called fine is left out as long as the keyframes beside it stay what they are; what was put
    off stands behind everything else, in the order in which it was put off.
    """
    rulings = session.review.rulings(layer)
    found: list[tuple[tuple[bool, int, float, int, Spot], DriftPoint]] = []
    for instance_id in session.project.labelled_instances(layer):
        instance = session.contents.instance(instance_id)
        if clip and instance.clip != clip:
            continue
        live = live_to_see(session, layer, instance_id)
        names, weight = live.skeleton.names, criticality_of(live.skeleton).tolist()
        for point in session.review.runs(live) if threshold == 1.0 else runs_of(live, threshold):
            spot = (instance.id, names[point.keypoint])
            said, order = _said(session.review.standings, live, point, rulings.get(spot, ()))
            if said is Verdict.FINE:
                continue
            later = said is Verdict.LATER
            drifted = DriftPoint(instance.clip, instance.id, instance.name, spot[1], point, later)
            rank = (later, order if later else 0, -point.score * weight[point.keypoint], point.frame, spot)
            found.append((rank, drifted))
    return [drifted for _, drifted in sorted(found, key=lambda one: one[0])]


def walk(session: Session, layer: str, clip: str) -> list[DriftPoint]:
    """Return the queue of a clip as it is walked: worst first, but what can be seen beside it straight after.

    That is the rest of the same region of the body within `_TOGETHER` frames, if it is at least half as bad;
    what was put off stays last.
    """
    points = drift_points(session, layer, clip)
    beside = defaultdict[tuple[str, str], list[int]](list)
    regions = [_region(session, point) for point in points]
    for n, point in enumerate(points):
        if not point.later:
            beside[point.instance, regions[n]].append(n)
    for known in beside.values():
        known.sort(key=lambda n: points[n].point.frame)
    frames = {at: [points[n].point.frame for n in known] for at, known in beside.items()}
    walked: dict[int, None] = {}  # in order
    for n, point in enumerate(points):
        walked.setdefault(n)
        if not point.later:
            at, frame = (point.instance, regions[n]), point.point.frame
            low, high = (
                bisect_left(frames[at], frame - _TOGETHER),
                bisect_right(frames[at], frame + _TOGETHER),
            )
            for other in sorted(beside[at][low:high]):
                if 2 * points[other].point.score >= point.point.score:
                    walked.setdefault(other)
    return [points[n] for n in walked]


def _region(session: Session, drifted: DriftPoint) -> str:
    keypoint = session.contents.skeleton_of(drifted.instance).keypoints[drifted.point.keypoint]
    return keypoint.region or keypoint.name


def next_drift(
    points: list[DriftPoint], here: tuple[str, int, str] | None, forwards: bool = True
) -> DriftPoint | None:
    """Return the point after (or before) the one whose run (instance, frame, keypoint) lies in.

    Away from any queued point it is the worst one, or going backwards the least bad one.
    """
    if not points:
        return None
    at = None if here is None else next((n for n, p in enumerate(points) if p.holds(*here)), None)
    if at is not None:
        return points[(at + (1 if forwards else -1)) % len(points)]
    return points[0 if forwards else -1]


def progress_of(
    session: Session, layer: str, clip: str, points: Iterable[DriftPoint] | None = None
) -> Progress:
    """Return how far the review of a clip has come.

    Parameters
    ----------
    points
        Its queue, if that is known already.
    """
    queue = list(drift_points(session, layer, clip) if points is None else points)
    here = {found.id for found in session.contents.instances_of(clip)}
    said = [
        ruling
        for (who, _), turns in session.review.rulings(layer).items()
        if who in here
        for _, ruling in turns
    ]
    fine = [ruling for ruling in said if ruling.verdict is Verdict.FINE]
    # A run that was accepted in its middle leaves a verdict on either side of what was pinned.
    settled = {(ruling.instance, ruling.keypoint, ruling.time) for ruling in fine}
    return Progress(len(queue), sum(point.later for point in queue), len(settled))


# ---- what a person says --------------------------------------------------------------------------------


def accept_point(session: Session, drifted: DriftPoint, frame: int, origin: object = None) -> None:
    """Pin the guess of a queued point in a frame of its run as accepted, and call the rest of the run fine.

    Raises
    ------
    EditRefused
        If nothing is filled in there any more, or the layer is somebody else's.
    """
    _settle(session, drifted, frame, None, origin)


def mark_not_visible(session: Session, drifted: DriftPoint, frame: int, origin: object = None) -> Visibility:
    """Say that a queued point cannot be seen in a frame of its run; returns the tier that it gets.

    Inside the picture it is estimated, where it is filled in; outside of it, absent.
    """
    clip = session.contents.clip(drifted.clip)
    live = live_to_see(session, session.selection.focus.layer, drifted.instance)
    x, y = view_of(live, frame).positions[drifted.point.keypoint]
    width, height = clip.size_of(frame)
    inside = bool(0 <= x < width and 0 <= y < height) or (width, height) == (0, 0)
    tier = Visibility.ESTIMATED if inside else Visibility.ABSENT
    _settle(session, drifted, frame, tier, origin)
    return tier


def call_fine(session: Session, drifted: DriftPoint, origin: object = None) -> None:
    """Say that a run is fine as it is, without pinning anything."""
    session.do(
        Settle(f"Review {drifted.keypoint_name}: fine", (_ruling(session, drifted, Verdict.FINE),)), origin
    )


def put_off(session: Session, drifted: DriftPoint, origin: object = None) -> None:
    """Put a point to the end of the queue."""
    ruling = _ruling(session, drifted, Verdict.LATER)
    session.do(Settle(f"Review {drifted.keypoint_name} later", (ruling,)), origin)


def _settle(
    session: Session, drifted: DriftPoint, frame: int, tier: Visibility | None, origin: object
) -> None:
    layer, k = session.selection.focus.layer, drifted.point.keypoint
    refuse_foreign(session, layer)
    live = live_to_see(session, layer, drifted.instance)
    view = view_of(live, frame)
    stands = standing_at(live, k, frame)
    if stands is None or not drifted.point.start <= frame < drifted.point.stop:
        raise EditRefused("nothing is filled in here any more; the queue has moved on")
    visibility = Visibility(int(view.visibility[k])) if tier is None else tier
    position = np.full(2, np.nan) if visibility is Visibility.ABSENT else view.positions[k].copy()
    label = live.skeleton.keypoints[k].label
    values = SetValues(
        f"{'Accept' if tier is None else 'Mark'} {label}",
        session.pose_at(layer, drifted.instance, frame),
        np.array([k]),
        position[None],
        np.array([visibility], np.int8),
        np.array([_made(session, layer, Origin.ACCEPTED if tier is None else Origin.HAND)], np.int8),
    )
    at = (float(position[0]), float(position[1]))
    sides = replace(stands, right=frame, end=at), replace(stands, left=frame, start=at)
    ruling = _ruling(session, drifted, Verdict.FINE)
    parts = [
        (max(drifted.point.start, side.left + 1), min(drifted.point.stop, side.right), side) for side in sides
    ]
    rulings = tuple(
        replace(ruling, frame=first, stop=stop, standing=side.written)
        for first, stop, side in parts
        if first < stop
    )
    session.do(Settle(values.title, rulings, values), origin)


def _made(session: Session, layer: str, by: Origin) -> Origin:
    return Origin.GOLD if session.contents.layer(layer).kind is LayerKind.GOLD else by


def _ruling(session: Session, drifted: DriftPoint, verdict: Verdict) -> Ruling:
    layer = session.selection.focus.layer
    refuse_foreign(session, layer)
    live, point = live_to_see(session, layer, drifted.instance), drifted.point
    stands = standing_at(live, point.keypoint, point.frame)
    if stands is None:
        raise EditRefused("nothing is filled in here any more; the queue has moved on")
    return Ruling(
        layer,
        drifted.instance,
        DRIFT,
        drifted.keypoint_name,
        point.start,
        point.stop,
        stands.written,
        verdict,
        point.score,
    )


# ---- what was said -------------------------------------------------------------------------------------


def fine_runs(session: Session, layer: str, instance: str) -> list[tuple[int, int]]:
    """Return (keypoint, frame) inside each span of which a part was called fine, and the verdict holds."""
    live, place = live_to_see(session, layer, instance), session.contents.skeleton_of(instance).position_of
    held = []
    for (who, keypoint), turns in session.review.rulings(layer).items():
        if who != instance or keypoint not in place:
            continue
        k = place[keypoint]
        for _, ruling in turns:
            fine = ruling.verdict is Verdict.FINE
            stands = session.review.standings.of(live, k, ruling.frame) if fine else None
            if stands is not None and stands.written == ruling.standing:
                held.append((k, ruling.frame))
    return held


def _said(
    standings: Standings, live: LiveTrack, point: ReviewPoint, rulings: Sequence[Turn]
) -> tuple[Verdict | None, int]:
    """Return the last verdict on a run that still holds, and its turn."""
    near = [one for one in rulings if one[1].frame < point.stop and point.start < one[1].stop]
    if not near:
        return None, 0
    stands = standings.of(live, point.keypoint, point.frame)
    standing = b"" if stands is None else stands.written
    for turn, ruling in reversed(near):
        if ruling.standing == standing and point.score <= _GROWN * ruling.score:
            return ruling.verdict, turn
    return None, 0
