"""The smear of a layer in the shape of the command line's contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from palpate.base.errors import MediaError
from palpate.base.progress import Progress
from palpate.model.clip import Clip
from palpate.model.visibility import Visibility, has_position
from palpate.session.blurred.blur import Blur, blur_of
from palpate.session.blurred.blur_measuring import measure_now
from palpate.session.blurred.blur_review import BlurPoint, blur_points
from palpate.session.calibrating.blindness import frames_kept_back, hidden_frames, live_to_see
from palpate.session.frames.exposure import Exposure, exposure_in
from palpate.session.session import Session


def blur_content(
    session: Session, layer: str, clip: str = "", progress: Progress | None = None
) -> dict[str, Any]:
    """Measure what is not known yet, and return the extent of every point and what contradicts.

    Parameters
    ----------
    clip
        Name or id; all clips if empty.
    """
    chosen = [session.contents.clip_named(clip)] if clip else list(session.contents.clips)
    notes: list[str] = []
    for found in chosen:
        notes += _measured(session, layer, found, progress)
    exposures = {found.id: exposure_in(session, layer, found.id) for found in chosen}
    for found in chosen:
        if exposures[found.id].note:
            notes.append(f"{found.name}: {exposures[found.id].note}")
    labelled = session.project.labelled_instances(layer)
    instances = [one for one in labelled if session.contents.instance(one).clip in exposures]
    listed = blur_points(session, layer, chosen[0].id if clip else "")
    points: list[dict[str, Any]] = []
    for one in instances:
        blur = blur_of(session, layer, one, exposures[session.contents.instance(one).clip])
        points += _points(session, layer, one, blur)
    return {
        "exposure": {found.name: _exposure(exposures[found.id]) for found in chosen},
        "points": points,
        "contradictions": [
            _contradiction(session, point)
            for point in listed
            if (point.clip, point.frame) not in hidden_frames(session, layer)
        ],
        "notes": notes,
    }


def _measured(session: Session, layer: str, clip: Clip, progress: Progress | None) -> list[str]:
    """Measure; without its pictures a clip is judged by motion and shutter alone."""
    try:
        unread = measure_now(session, layer, clip.id, progress)
    except MediaError as error:
        return [f"{clip.name}: not measured: {line}" for line in error.lines()]
    return [f"{clip.name}: {unread} frames cannot be read and are left out"] if unread else []


def _exposure(exposure: Exposure) -> dict[str, Any]:
    share = None if exposure.share is None else round(exposure.share, 4)
    return {"share_of_frame": share, "known_by": exposure.known.value}


def _points(session: Session, layer: str, instance: str, blur: Blur) -> Iterator[dict[str, Any]]:
    live, found = live_to_see(session, layer, instance), session.contents.instance(instance)
    names, visibility, smear = live.skeleton.names, live.resolved.visibility, blur.measured.smear
    clip = session.contents.clip(found.clip).name
    frames = live.resolved.start + np.arange(len(visibility))
    free = ~np.isin(frames, frames_kept_back(session, layer, instance))
    seen = has_position(visibility) & free[:, None]
    rows, keypoints = np.nonzero(seen)
    for row, k in zip(rows.tolist(), keypoints.tolist(), strict=True):
        allowed = Visibility(int(blur.allowed[row, k]))
        x, y = blur.direction[row, k].tolist()
        yield {
            "clip": clip,
            "instance": found.name,
            "frame": blur.start + row,
            "keypoint": names[k],
            "extent_px": _number(blur.extent[row, k]),
            "expected_px": _number(blur.expected[row, k]),
            "measured_px": _number(smear.extent[row, k]),
            "direction_deg": _number(np.degrees(np.arctan2(y, x)) % 180.0),
            "coherence": _number(smear.coherence[row, k]),
            "width_px": _number(blur.widths[k]),
            "ratio": _number(blur.extent[row, k] / blur.widths[k]),
            "visibility": int(visibility[row, k]),
            "allowed": None if allowed is Visibility.NOT_PLACED else int(allowed),
            "contradicts": bool(blur.contradicts[row, k]),
        }


def _contradiction(session: Session, point: BlurPoint) -> dict[str, Any]:
    return {
        "clip": session.contents.clip(point.clip).name,
        "instance": point.instance_name,
        "keypoint": point.keypoint_name,
        "frame": point.frame,
        "first": point.first,
        "last": point.last,
        "extent_px": _number(point.extent),
        "width_px": _number(point.width),
        "ratio": _number(point.ratio),
        "allowed": int(point.allowed),
        "later": point.later,
    }


def _number(value: float) -> float | None:
    return round(float(value), 3) if np.isfinite(value) else None
