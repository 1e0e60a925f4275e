"""Measuring the smear of keypoints in the pictures of a clip, as a job; each frame is decoded once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from palpate.assist.blur import Smear, smear_of
from palpate.base.errors import EditRefused, FrameUnavailable
from palpate.base.progress import Progress
from palpate.model.arrays import Floats, Ints
from palpate.model.change import Change
from palpate.model.frames import FrameSource
from palpate.model.visibility import has_position
from palpate.session.blurred.smears import records_of
from palpate.session.jobs import Job
from palpate.session.judging.body_scale import scale_of
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack

_PER_WIDTH = 1.35  # px of a patch per px of local width: larger ones show what does not move with the point
_LEAST_SIDE, _MOST_SIDE = 17, 41
_AT_ONCE = 256  # patches


@dataclass(frozen=True, slots=True)
class Wanted:
    """M points of an instance that are to be measured, by frame.

    Attributes
    ----------
    side
        Of the patches, px.
    frames, keypoints, positions
        ``(M,)`` ascending, ``(M,)`` and ``(M, 2)`` px.
    """

    layer: str
    instance: str
    names: tuple[str, ...]
    side: int
    frames: Ints
    keypoints: Ints
    positions: Floats


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured of some points of an instance, and how many frames could not be read."""

    wanted: Wanted
    smear: Smear
    measured: Ints
    unread: int


def start_measuring(
    session: Session, layer: str, clip: str, then: Callable[[int], None] | None = None
) -> Job | None:
    """Measure in the background what nothing holds of; None if everything is known.

    Parameters
    ----------
    then
        Is given the number of frames that could not be read, on the thread that owns the session.

    Raises
    ------
    EditRefused
        If nothing is placed in the clip.
    MediaUnreadable
    """
    wanted = to_measure(session, layer, clip)
    if not wanted:
        return None
    known = session.contents.clip(clip)
    source = session.media.open_own(known)

    def work(progress: Progress) -> list[Found]:
        try:
            return measured(wanted, source, progress)
        finally:
            source.close()

    def take_over(found: list[Found]) -> None:
        keep(session, found)
        if then is not None:
            then(max((one.unread for one in found), default=0))

    return session.jobs.start(f"Measuring blur in {known.name}", work, take_over)


def measure_now(session: Session, layer: str, clip: str, progress: Progress | None = None) -> int:
    """Measure, and wait; returns how many frames could not be read. Nothing placed is nothing to do."""
    if not _instances(session, layer, clip):
        return 0
    wanted = to_measure(session, layer, clip)
    if not wanted:
        return 0
    source = session.media.open_own(session.contents.clip(clip))
    try:
        found = measured(wanted, source, progress or Progress())
    finally:
        source.close()
    keep(session, found)
    return max(one.unread for one in found)


def to_measure(session: Session, layer: str, clip: str) -> list[Wanted]:
    """Return what nothing that holds is known of, by instance.

    Raises
    ------
    EditRefused
        If nothing is placed in the clip.
    """
    instances = _instances(session, layer, clip)
    if not instances:
        raise EditRefused("nothing is placed in this clip yet; there is no blur to measure")
    found = [_wanted(session, layer, instance) for instance in instances]
    return [one for one in found if len(one.frames)]


def n_to_measure(session: Session, layer: str, clip: str) -> int:
    """Return how many points of a clip nothing that holds is known of."""
    return sum(len(_wanted(session, layer, one).frames) for one in _instances(session, layer, clip))


def was_measured(session: Session, layer: str, clip: str) -> bool:
    """Tell whether anybody ever let the blur of a clip be measured in a layer."""
    return any(session.smears.has_any(layer, one) for one in _instances(session, layer, clip))


def measured(wanted: list[Wanted], source: FrameSource, progress: Progress) -> list[Found]:
    """Measure all points frame by frame; frames that cannot be read are left out."""
    frames = np.unique(np.concatenate([one.frames for one in wanted])).tolist()
    parts: list[list[tuple[Ints, Smear]]] = [[] for _ in wanted]
    unread = 0
    for n, frame in enumerate(frames):
        progress.step(n, len(frames), f"frame {frame}")
        try:
            grey = source.grey(frame)
        except FrameUnavailable:
            unread += 1
            continue
        for one, part in zip(wanted, parts, strict=True):
            first, stop = np.searchsorted(one.frames, (frame, frame + 1)).tolist()
            for at in range(first, stop, _AT_ONCE):
                rows = np.arange(at, min(at + _AT_ONCE, stop))
                part.append((rows, smear_of(grey, one.positions[rows], side=one.side)))
    progress.step(len(frames), len(frames))
    return [_joined(one, part, unread) for one, part in zip(wanted, parts, strict=True)]


def keep(session: Session, found: list[Found]) -> None:
    """Keep what was measured with the project, and tell."""
    still = {instance.id for instance in session.contents.instances}  # one may have been removed meanwhile
    told = set()
    for one in found:
        wanted = one.wanted
        if wanted.instance in still and len(one.measured):
            rows = dict(_by_keypoint(one))
            session.smears.add(wanted.layer, wanted.instance, rows)
            told.add((wanted.layer, wanted.instance))
    if told:
        session.changed.emit(Change(spans=frozenset(told), title="Measure blur"), None)


def side_for(width: float) -> int:
    """Return the odd side in px of patches around points of a usual local width."""
    if not np.isfinite(width):
        return _LEAST_SIDE
    return int(np.clip(2 * int(_PER_WIDTH * width / 2) + 1, _LEAST_SIDE, _MOST_SIDE))


def usual_side(live: LiveTrack) -> int:
    """Return the side in px of patches for an instance."""
    widths = live.skeleton.local_widths
    known = widths[np.isfinite(widths)]
    return side_for(float(np.median(known)) * scale_of(live.skeleton, live.track) if len(known) else np.nan)


def _instances(session: Session, layer: str, clip: str) -> list[str]:
    here = {found.id for found in session.contents.instances_of(clip)}
    return [found for found in session.project.labelled_instances(layer) if found in here]


def _wanted(session: Session, layer: str, instance: str) -> Wanted:
    """Return copies: a job must not see what a hand does meanwhile."""
    live = session.live(layer, instance)
    resolved = live.resolved
    clip = session.contents.clip(session.contents.instance(instance).clip)
    known = session.smears.over(layer, instance, live.skeleton, resolved).known
    row, keypoint = np.nonzero(has_position(resolved.visibility) & ~known)
    frames, positions = row + resolved.start, resolved.positions[row, keypoint]
    sizes = np.array([clip.size_of(frame) for frame in frames.tolist()]).reshape(-1, 2)
    inside = ((positions >= 0) & ((positions < sizes) | (sizes == 0))).all(axis=1)
    inside &= (frames >= 0) & (frames < max(clip.n_frames, 1))
    return Wanted(
        layer,
        instance,
        live.skeleton.names,
        usual_side(live),
        frames[inside],
        keypoint[inside],
        positions[inside].copy(),
    )


def _joined(wanted: Wanted, parts: list[tuple[Ints, Smear]], unread: int) -> Found:
    if not parts:
        nothing = Smear(np.empty(0), np.empty((0, 2)), np.empty(0), np.empty(0))
        return Found(wanted, nothing, np.empty(0, dtype=np.int64), unread)
    smear = Smear(
        *(
            np.concatenate([getattr(part, name) for _, part in parts])
            for name in ("extent", "direction", "coherence", "sharpness")
        )
    )
    return Found(wanted, smear, np.concatenate([rows for rows, _ in parts]), unread)


def _by_keypoint(found: Found) -> Iterator[tuple[str, np.ndarray]]:
    wanted, rows = found.wanted, found.measured
    keypoints, smear = wanted.keypoints[rows], found.smear
    for k in np.unique(keypoints).tolist():
        mine = keypoints == k
        part = Smear(smear.extent[mine], smear.direction[mine], smear.coherence[mine], smear.sharpness[mine])
        at = rows[mine]
        yield wanted.names[k], records_of(wanted.frames[at], wanted.positions[at], part)
