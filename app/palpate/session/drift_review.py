"""What wants a look: derived points of a layer, worst first."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.assist.drift import Drift
from palpate.assist.review import ReviewPoint, review_points
from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class DriftPoint:
    """A point to review, with the names that people know."""

    clip: str
    instance: str
    instance_name: str
    keypoint_name: str
    point: ReviewPoint


def drift_points(session: Session, layer: str, clip: str = "", threshold: float = 1.0) -> list[DriftPoint]:
    """Return the points of a layer whose score reached the threshold, worst first."""
    found: list[DriftPoint] = []
    for instance_id in session.project.labelled_instances(layer):
        instance = session.contents.instance(instance_id)
        if clip and instance.clip != clip:
            continue
        live = session.live(layer, instance_id)
        resolved = live.resolved
        drift = Drift(resolved.start, resolved.drift, resolved.reasons, live.drift_px)
        names = live.skeleton.names
        found += [
            DriftPoint(instance.clip, instance.id, instance.name, names[point.keypoint], point)
            for point in review_points(drift, resolved.positions, threshold=threshold)
        ]
    return sorted(found, key=lambda drifted: -drifted.point.score)


def next_drift(
    points: list[DriftPoint], here: tuple[str, int, str] | None, forwards: bool = True
) -> DriftPoint | None:
    """Return the point after (or before) the one at (instance, frame, keypoint) in the queue.

    Away from any queued point it is the worst one, or going backwards the least bad one.
    """
    if not points:
        return None
    places = [(p.instance, p.point.frame, p.keypoint_name) for p in points]
    if here in places:
        return points[(places.index(here) + (1 if forwards else -1)) % len(points)]
    return points[0 if forwards else -1]
