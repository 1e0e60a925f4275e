"""Scene cuts and repeated frames of a project's clips, kept from one start of the program to the next."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from palpate.base.errors import FileUnwritable, FrameUnavailable
from palpate.base.folders import cache_folder
from palpate.base.progress import Progress
from palpate.media.proxy_storage import folder_name
from palpate.media.signature_file import load_marks, save_marks
from palpate.media.signature_marks import FrameMarks
from palpate.model.clip import Clip
from palpate.session.jobs import Job
from palpate.session.session import Session


class ClipMarks:
    """The marks of all clips of a running project: read at first use, written by `save`."""

    def __init__(self) -> None:
        self._marks: dict[str, FrameMarks] = {}
        self._clips: dict[str, Clip] = {}
        self._saved: dict[str, int] = {}
        self._lock = threading.Lock()

    def of(self, clip: Clip) -> FrameMarks:
        """Return the marks of a clip, the same object for everybody who decodes its frames."""
        with self._lock:
            known = self._marks.get(clip.id)
            if known is None or known.n_frames != clip.n_frames:
                known = load_marks(marks_path(clip), clip.n_frames) if clip.fingerprint else None
                known = known or FrameMarks(clip.n_frames)
                self._marks[clip.id], self._saved[clip.id] = known, known.version
            self._clips[clip.id] = clip
            return known

    def save(self) -> None:
        """Write what is new; what cannot be written is found again by looking."""
        with self._lock:
            for key, marks in self._marks.items():
                version, clip = marks.version, self._clips[key]
                if version != self._saved[key] and clip.fingerprint:
                    with suppress(FileUnwritable):
                        save_marks(marks, marks_path(clip))
                        self._saved[key] = version


def marks_path(clip: Clip) -> Path:
    """Return the file of a clip's marks."""
    return cache_folder() / "marks" / f"{folder_name(clip.fingerprint, clip.stream)}.marks"


def start_marking(session: Session, clip: Clip, marks: FrameMarks) -> Job:
    """Look through the frames of a clip that nobody has seen yet, in the background.

    Raises
    ------
    MediaUnreadable
        If the medium is not to be found.
    """
    session.media.path_of(clip)

    def work(progress: Progress) -> None:
        source = session.media.open_own(clip)
        try:
            for frame in range(source.n_frames):
                progress.step(frame, source.n_frames, "looking for cuts and repeated frames")
                if marks.wants(frame):
                    with suppress(FrameUnavailable):
                        marks.see(frame, source.bgra(frame, stop=lambda: progress.token.cancelled))
        finally:
            source.close()

    def done(_: None) -> None:
        """Marks tell by themselves what is new."""

    return session.jobs.start(f"Looking through {clip.name}", work, done)
