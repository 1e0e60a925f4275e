"""Frames worth labelling next for other reasons than drift: a model's doubt, variety, motion blur."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from palpate.assist.blur import extent_px
from palpate.assist.diverse import farthest, picture_features, pose_features
from palpate.base.errors import FrameUnavailable, UsageError
from palpate.base.progress import Progress
from palpate.model.arrays import Floats, Ints
from palpate.model.clip import Clip
from palpate.model.origin import Origin, by_person
from palpate.model.visibility import has_position
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.frames.exposure import exposure_in
from palpate.session.judging.body_scale import scale_of
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack

_COVERS = 0.9  # of a clip's frames: from there on poses say more than pictures
_PICTURES = 400  # of a long clip so many, evenly spread, are looked at
_USUAL_EXPOSURE = 0.5  # of the frame interval: a shutter of 180°


@dataclass(frozen=True, slots=True)
class WorthFrame:
    """A frame that is worth labelling.

    Attributes
    ----------
    instance, instance_name
        Empty where the whole frame is meant.
    keypoints
        Names of those it is about; may be empty.
    value
        What frames are ordered by: most first. Its unit depends on the reason.
    reason
        In words.
    """

    clip: str
    instance: str
    instance_name: str
    frame: int
    keypoints: tuple[str, ...]
    value: float
    reason: str


def least_sure(session: Session, layer: str, instances: Sequence[str], *, n: int) -> list[WorthFrame]:
    """Return the frames in which a model is least sure of what it placed.

    Ordered by Σ (1 − score): as many points as are to be expected wrong if scores are probabilities.

    Raises
    ------
    UsageError
        If no guess of a model has a score here.
    """
    found = []
    for instance in instances:
        live = live_to_see(session, layer, instance)
        track = live.track
        if track.scores is None:
            continue
        of_model = (track.origin == Origin.MODEL) & np.isfinite(track.scores)
        doubt = np.where(of_model, np.clip(1.0 - np.nan_to_num(track.scores), 0.0, 1.0), 0.0)
        for row in _spread(track.frames, doubt.sum(axis=1), gap=live.skeleton.policy.min_gap, n=n):
            lowest = [k for k in np.argsort(-doubt[row], kind="stable").tolist() if doubt[row, k] > 0]
            names = tuple(live.skeleton.names[k] for k in lowest)
            low = float(track.scores[row, lowest[0]])
            reason = (
                f"lowest score {low:.2f}, about {doubt[row].sum():.1f} of {of_model[row].sum()} points wrong"
            )
            value = float(doubt[row].sum())
            found.append(_worth(session, instance, int(track.frames[row]), names, value, reason))
    if not found and not any(_has_scores(live_to_see(session, layer, one)) for one in instances):
        raise UsageError(
            "no model has placed anything with a score in this layer; try --by drift or diversity"
        )
    return sorted(found, key=lambda one: -one.value)[:n]


def most_smeared(
    session: Session, layer: str, instances: Sequence[str], *, n: int
) -> tuple[list[WorthFrame], list[str]]:
    """Return the frames with most placed points too smeared to be called visible, and notes.

    The extent is the way a point goes while the shutter is open; what may be visible is a share of the local
    width, at most so many px. Of frames with as many points those come first whose points exceed it most.
    """
    found, notes = [], dict[str, None]()
    for instance in instances:
        live, clip = (
            live_to_see(session, layer, instance),
            session.contents.clip(session.contents.instance(instance).clip),
        )
        exposure, note = _exposure(session, layer, clip)
        notes |= {note: None} if note else {}
        resolved, names = live.resolved, live.skeleton.names
        placed = has_position(resolved.visibility)
        extent = np.where(placed, np.nan_to_num(extent_px(live.velocities, exposure)), 0.0)
        allowed = np.fmin(
            live.skeleton.blur_visible * live.skeleton.local_widths * scale_of(live.skeleton, live.track),
            live.skeleton.policy.blur_px,
        )
        over = np.maximum(extent / allowed - 1.0, 0.0)
        frames = resolved.start + np.arange(len(over))
        for row in _spread(frames, over.sum(axis=1), gap=live.skeleton.policy.min_gap, n=n):
            worst = [k for k in np.argsort(-over[row], kind="stable").tolist() if over[row, k] > 0]
            value = len(worst) + 1.0 - 1.0 / (1.0 + float(over[row].sum()))
            first = f"{names[worst[0]]} by {extent[row, worst[0]]:.0f} px"
            reason = f"{len(worst)} points smeared beyond what may be visible, {first}"
            keypoints = tuple(names[k] for k in worst)
            found.append(_worth(session, instance, int(frames[row]), keypoints, value, reason))
    return sorted(found, key=lambda one: -one.value)[:n], list(notes)


def varied(
    session: Session, layer: str, clip: Clip, instances: Sequence[str], *, n: int, progress: Progress
) -> tuple[list[WorthFrame], list[str]]:
    """Return the frames of a clip that are least like those a person has labelled, and notes.

    By the shapes of the poses of each instance that has one in nearly every frame; else by the pictures.

    Raises
    ------
    MediaUnreadable
        If only pictures could tell, and they cannot be had.
    """
    lives = {instance: live_to_see(session, layer, instance) for instance in instances}
    posed = {instance: live for instance, live in lives.items() if _covers(live)}
    if posed:
        return [one for instance in posed for one in _by_pose(session, posed, instance, n)], []
    known = {
        int(f) for live in lives.values() for f in live.track.frames[by_person(live.track.origin).any(axis=1)]
    }
    return _by_picture(session, clip, known, n, progress)


def _by_pose(session: Session, lives: dict[str, LiveTrack], instance: str, n: int) -> list[WorthFrame]:
    live = lives[instance]
    resolved = live.resolved
    rows = np.flatnonzero(np.isfinite(resolved.positions[..., 0]).any(axis=1))
    have = np.asarray(by_person(resolved.origin[rows]).any(axis=1))
    chosen, far = farthest(pose_features(resolved.positions[rows]), have, n=n)
    return [
        _worth(
            session,
            instance,
            resolved.start + int(rows[row]),
            (),
            value,
            _far_words(value, "{:.0%} of its size", "pose"),
        )
        for row, value in zip(chosen, far.tolist(), strict=True)
    ]


def _by_picture(
    session: Session, clip: Clip, known: set[int], n: int, progress: Progress
) -> tuple[list[WorthFrame], list[str]]:
    step = max(clip.n_frames // _PICTURES, 1)
    wanted = sorted({*range(0, clip.n_frames, step), *known})
    features, frames, notes = [], [], []
    with closing(session.media.open_own(clip)) as source:
        for number, frame in enumerate(wanted):
            progress.step(number, len(wanted), clip.name)
            try:
                features.append(picture_features(source.grey(frame)))
                frames.append(frame)
            except FrameUnavailable:
                notes.append(f"{clip.name}: frame {frame} cannot be read and is left out")
    progress.step(len(wanted), len(wanted), clip.name)
    have = np.isin(frames, sorted(known))
    chosen, far = farthest(np.array(features).reshape(len(frames), -1), have, n=n)
    found = [
        WorthFrame(
            clip.id, "", "", frames[row], (), value, _far_words(value, "{:.0f} of 255 grey levels", "picture")
        )
        for row, value in zip(chosen.tolist(), np.nan_to_num(far, nan=np.inf).tolist(), strict=True)
    ]
    return found, notes


def _far_words(value: float, unit: str, what: str) -> str:
    if not np.isfinite(value):
        return "most like all others: nothing is labelled yet"
    return f"{what} differs by {unit.format(value)} from the nearest labelled one"


def _covers(live: LiveTrack) -> bool:
    known = np.isfinite(live.resolved.positions[..., 0]).any(axis=1)
    return bool(known.sum() >= _COVERS * live.n_frames)


def _spread(frames: Ints, values: Floats, *, gap: int, n: int) -> list[int]:
    """Return up to n rows of the highest values above 0, none closer than a gap to another."""
    chosen: list[int] = []
    for row in np.argsort(-values, kind="stable").tolist():
        if len(chosen) == n or values[row] <= 0:
            break
        if all(abs(frames[row] - frames[other]) >= gap for other in chosen):
            chosen.append(row)
    return chosen


def _has_scores(live: LiveTrack) -> bool:
    track = live.track
    return track.scores is not None and bool(
        (np.isfinite(track.scores) & (track.origin == Origin.MODEL)).any()
    )


def _exposure(session: Session, layer: str, clip: Clip) -> tuple[float, str]:
    """Return the share of the frame interval that the shutter is open, and what is uncertain about it."""
    known = exposure_in(session, layer, clip.id)
    if known.share is not None:
        return known.share, known.note
    return _USUAL_EXPOSURE, f"{clip.name}: its shutter is not known and taken to be open half of the time"


def _worth(
    session: Session, instance: str, frame: int, keypoints: tuple[str, ...], value: float, reason: str
) -> WorthFrame:
    found = session.contents.instance(instance)
    return WorthFrame(found.clip, instance, found.name, frame, keypoints, value, reason)
