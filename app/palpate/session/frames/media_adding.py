"""Media into a project: read on any thread, put into the project in one step."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from palpate.base.errors import Cancelled, MediaUnreadable, PalpateError, ProjectReadOnly, UsageError
from palpate.base.progress import Progress
from palpate.model.arrays import Pixels
from palpate.model.clip import Clip
from palpate.session import editions
from palpate.session.edits.contents import PutClips
from palpate.session.jobs import Job
from palpate.session.session import Session

if TYPE_CHECKING:
    from palpate.media.video.streams import StreamChoice as StreamChoice

Looked = Callable[[Path, Pixels], None]

_WORTH_A_LOOK_BYTES = 30_000_000  # what is smaller is listed before anybody could look
_LOOK_LONG_SIDE = 320
_PASSAGE_BYTES = 1_000_000  # what an image or a folder counts for beside videos


@dataclass(frozen=True, slots=True)
class Wanted:
    """A medium to be added: a video (which of its streams, from 0), an image or a folder of images."""

    path: Path
    stream: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: clips that are in no project yet, and what a person should know of them."""

    clips: Sequence[Clip]
    remarks: Sequence[str] = ()


def add_media(
    session: Session,
    paths: Sequence[Path],
    attributes: Mapping[str, str] | None = None,
    capture_fps: float | None = None,
    *,
    stream: int = 0,
    progress: Progress | None = None,
) -> list[Clip]:
    """Add videos, images and folders as clips, all or none, and wait for it.

    Parameters
    ----------
    capture_fps
        Frames per second of the camera, where the file plays slower or faster than that.
    stream
        Which video stream of each file.

    Raises
    ------
    FileUnreadable, MediaUnreadable, ProjectReadOnly, UsageError
    """
    _refuse_read_only(session)
    if capture_fps is not None and not 0 < capture_fps < math.inf:
        raise UsageError("the capture rate must be a number above 0")
    wanted = [Wanted(path, stream) for path in paths]
    reading = read_media(wanted, session.project.path.parent, progress or Progress())
    known = [replace(clip, attributes=dict(attributes or {})) for clip in reading.clips]
    if capture_fps is not None:
        known = [replace(clip, capture_fps=capture_fps, capture_known=True) for clip in known]
    return put_media(session, known)


def start_adding(
    session: Session,
    wanted: Sequence[Wanted],
    *,
    then: Callable[[Reading], None],
    looked: Looked | None = None,
) -> Job:
    """Add media in the background, all or none; cancelled, nothing is added.

    Parameters
    ----------
    then
        Told what was read when it is in the project.
    looked
        Called in the job's thread with the first frame of a long video, ``(h, w, 4)`` uint8 and small, before
        its frames are listed.

    Raises
    ------
    ProjectReadOnly
        Before anything is read.
    """
    _refuse_read_only(session)
    folder = session.project.path.parent
    noun = wanted[0].path.name if len(wanted) == 1 else f"{len(wanted)} media"
    return session.jobs.start(
        f"Reading {noun}",
        lambda progress: read_media(wanted, folder, progress, looked=looked),
        lambda reading: then(replace(reading, clips=put_media(session, reading.clips))),
    )


def read_media(
    wanted: Sequence[Wanted], folder: Path, progress: Progress, *, looked: Looked | None = None
) -> Reading:
    """Read media without touching a project; progress is told in bytes of all of them.

    Parameters
    ----------
    folder
        That of the project; where the media are is noted relative to it.

    Raises
    ------
    FileUnreadable, MediaUnreadable
        What is wrong with one of them, or a list of what is wrong with several.
    Cancelled
    """
    sizes = [_size_of(one.path) for one in wanted]
    clips: list[Clip] = []
    remarks: list[str] = []
    faults: list[PalpateError] = []
    for n, one in enumerate(wanted):
        part = _part(progress, one.path.name, begin=sum(sizes[:n]), size=sizes[n], total=sum(sizes))
        try:
            if looked is not None and sizes[n] >= _WORTH_A_LOOK_BYTES:
                _look(one, looked)
            clip, said = _read(one, folder, part)
            clips.append(clip)
            remarks += said
        except Cancelled:
            raise
        except PalpateError as error:
            faults.append(error)
        except OSError as error:  # a name that the system refuses
            faults.append(MediaUnreadable((error.strerror or str(error)).lower(), path=one.path))
    if faults:
        raise _all_told(faults, len(wanted))
    return Reading(clips, remarks)


def put_media(session: Session, clips: Sequence[Clip]) -> list[Clip]:
    """Put clips that were read into the project, each under a free name, as one edit."""
    taken = {clip.name for clip in session.contents.clips}
    named = []
    for clip in clips:
        named.append(replace(clip, name=editions.free_name(clip.name, taken)))
        taken.add(named[-1].name)
    noun = named[0].name if len(named) == 1 else f"{len(named)} clips"
    session.do(PutClips(f"Add {noun}", tuple(named)))
    return named


def start_looking(
    session: Session, paths: Sequence[Path], then: Callable[[dict[Path, list[StreamChoice]]], None]
) -> Job:
    """Find out in the background which video streams there are, of those files that offer several.

    What cannot be read is left for the reading to tell.
    """

    def work(progress: Progress) -> dict[Path, list[StreamChoice]]:
        found = {}
        for n, path in enumerate(paths):
            if n:  # one is looked at before a bar could be seen
                progress.step(n, len(paths), path.name)
            choices = streams_offered(path)
            if len(choices) > 1:
                found[path] = choices
        return found

    noun = paths[0].name if len(paths) == 1 else f"{len(paths)} media"
    return session.jobs.start(f"Looking at {noun}", work, then)


def streams_offered(path: Path) -> list[StreamChoice]:
    """Return the video streams of a file; none for images, and for what cannot be read."""
    from palpate.media.images.source import IMAGE_SUFFIXES  # these load the decoder
    from palpate.media.video.streams import streams_of

    if path.suffix.lower() in IMAGE_SUFFIXES or not path.is_file():
        return []
    try:
        return streams_of(path)
    except PalpateError:
        return []


def best_stream(choices: Iterable[StreamChoice]) -> int:
    """Return the number of the stream that is most likely meant: the one of most pixels, then of most frames.

    What the container says to show first decides only between equals, as it may be a small preview.
    """
    best = max(choices, key=lambda one: (one.size[0] * one.size[1], one.frames, one.default, -one.number))
    return best.number


def _refuse_read_only(session: Session) -> None:
    if session.project.read_only:
        raise ProjectReadOnly(session.project.read_only, path=session.project.path)


def _read(wanted: Wanted, folder: Path, progress: Progress) -> tuple[Clip, list[str]]:
    from palpate.media.probe import probe  # loads the decoder

    facts = probe(wanted.path, wanted.stream, progress)
    said = [f"{wanted.path.name}: {remark}" for remark in facts.remarks]
    return editions.new_clip(facts, wanted.path, folder), said


def _look(wanted: Wanted, looked: Looked) -> None:
    from palpate.media.scaling import fitted, reduced
    from palpate.media.video.first_look import first_look

    try:
        found = first_look(wanted.path, wanted.stream)
    except PalpateError:  # no video, or damaged at its beginning: the reading tells
        return
    if found is not None:
        looked(wanted.path, reduced(found.pixels, fitted(found.facts.size, _LOOK_LONG_SIDE)))


def _part(progress: Progress, name: str, *, begin: int, size: int, total: int) -> Progress:
    """Return a progress for one of several media, whatever it counts in."""

    def report(done: int, of: int, _what: str) -> None:
        progress.report(begin + (size * min(done, of) // of if of else 0), total, name)

    return Progress(report=report, token=progress.token)


def _size_of(path: Path) -> int:
    try:
        return max(path.stat().st_size, 1) if path.is_file() else _PASSAGE_BYTES
    except OSError:
        return _PASSAGE_BYTES


def _all_told(faults: Sequence[PalpateError], n: int) -> PalpateError:
    if len(faults) == 1:
        return faults[0]
    lines = "\n".join(str(fault) for fault in faults)
    return MediaUnreadable(f"nothing was added: {len(faults)} of {n} media cannot be read\n{lines}")
