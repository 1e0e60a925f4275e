"""Interpolation, tracking and drift of whole layers, for the command line and batch runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from palpate.base.errors import EditRefused, UsageError
from palpate.model.origin import DERIVED
from palpate.model.span import Method
from palpate.session.calibrating.blindness import withheld
from palpate.session.edits.spans import SetMethod
from palpate.session.filling.tracking import start_tracking
from palpate.session.review.drift_review import DriftPoint, drift_points
from palpate.session.session import Session


def choose_method(
    session: Session, layer: str, method: Method, *, clip: str = "", keypoints: Sequence[str] = ()
) -> int:
    """Choose how all spans of a layer are filled; returns how many. One edit per instance.

    Raises
    ------
    UsageError
        If a keypoint is unknown to every skeleton of the layer.
    """
    instances = instances_of(session, layer, clip)
    known = {name for instance in instances for name in session.contents.skeleton_of(instance).names}
    unknown = [name for name in keypoints if name not in known]
    if unknown:
        raise UsageError(f"no skeleton of this layer has a keypoint named {unknown[0]!r}")
    total = 0
    for instance in instances:
        live = session.live(layer, instance)
        names = live.skeleton.names
        spans = live.all_spans()
        if keypoints:
            wanted = [k for k, name in enumerate(names) if name in keypoints]
            spans = spans.pick(np.isin(spans.keypoint, wanted))
        if len(spans):
            starts, after = live.choices(spans)
            session.do(SetMethod(layer, instance, starts, method, after))
        total += len(spans)
    return total


def track_all(session: Session, layer: str, clip: str = "") -> tuple[int, list[str]]:
    """Track whatever has not been tracked and wait; returns how many spans that were, and what to know."""
    total, notes = 0, list[str]()
    for instance in instances_of(session, layer, clip):
        total += len(session.live(layer, instance).spans_to_track())
        try:
            job = start_tracking(session, layer, instance)
        except EditRefused:  # nothing between keyframes: nothing to do
            continue
        if job is not None:
            session.jobs.wait(job)
            notes += [f"{_named(session, instance)}: {note}" for note in job.notes]
    return total, notes


def why_nothing_between(session: Session, layer: str, clip: str = "") -> list[str]:
    """Say of which instances nothing can be filled in, and why."""
    said = []
    for instance in instances_of(session, layer, clip):
        live = session.live(layer, instance)
        if not len(live.all_spans()):
            frames = len(live.track.frames)
            what = "is labelled in one frame only" if frames == 1 else "has no frame between two keyframes"
            said.append(f"{_named(session, instance)} {what}: there is nothing to fill in")
    return said


def _named(session: Session, instance: str) -> str:
    found = session.contents.instance(instance)
    return f"{session.contents.clip(found.clip).name}, {found.name}"


def counted(session: Session, layer: str, clip: str = "") -> dict[str, int]:
    """Count derived values and those that want a look."""
    derived, drifting = 0, 0
    for instance in instances_of(session, layer, clip):
        resolved = session.live(layer, instance).resolved
        derived += int(np.isin(resolved.origin, DERIVED).sum())
        drifting += int((resolved.drift >= 1.0).sum())
    return {"derived": derived, "drifting": drifting}


def drift_content(session: Session, layer: str, clip: str, threshold: float) -> dict[str, Any]:
    """Return the points to review and their spans, in the shape of the command line's contract."""
    clip_id = session.contents.clip_named(clip).id if clip else ""
    found = [
        one for one in drift_points(session, layer, clip_id, threshold) if not _is_hidden(session, layer, one)
    ]
    return {
        "points": [_point(session, drifted) for drifted in found],
        "spans": [
            _head(session, drifted) | {"start": drifted.point.start, "stop": drifted.point.stop}
            for drifted in found
        ],
    }


def _is_hidden(session: Session, layer: str, drifted: DriftPoint) -> bool:
    """Whether a point lies where this person must not see what stands there."""
    hidden = withheld(session, layer, drifted.instance)
    row = session.live(layer, drifted.instance).resolved.row(drifted.point.frame)
    return hidden is not None and row is not None and bool(hidden[row, drifted.point.keypoint])


def instances_of(session: Session, layer: str, clip: str = "") -> list[str]:
    """Return the labelled instances of a layer, of one clip or all."""
    clip_id = session.contents.clip_named(clip).id if clip else ""
    labelled = session.project.labelled_instances(layer)
    contents = session.contents
    return [found for found in labelled if not clip_id or contents.instance(found).clip == clip_id]


def _point(session: Session, drifted: DriftPoint) -> dict[str, Any]:
    point = drifted.point
    return _head(session, drifted) | {
        "frame": point.frame,
        "score": round(point.score, 4),
        "score_px": round(point.score_px, 3),
        "reasons": point.reasons.words(),
        "x": point.x,
        "y": point.y,
    }


def _head(session: Session, drifted: DriftPoint) -> dict[str, Any]:
    return {
        "clip": session.contents.clip(drifted.clip).name,
        "instance": drifted.instance_name,
        "keypoint": drifted.keypoint_name,
    }
