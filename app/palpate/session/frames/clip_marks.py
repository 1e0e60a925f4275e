"""Scene cuts and repeated frames of a project's clips, kept from one start of the program to the next."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from palpate.base.errors import FileUnwritable
from palpate.base.folders import cache_folder
from palpate.media.marks.file import load_marks, save_marks
from palpate.media.marks.frame_marks import FrameMarks
from palpate.media.storage import folder_name
from palpate.model.clip import Clip


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
