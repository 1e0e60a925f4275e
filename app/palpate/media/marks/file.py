"""Marks kept from one start of the program to the next."""

from __future__ import annotations

from pathlib import Path

from palpate.base.atomic_write import write_bytes
from palpate.media.marks.frame_marks import FrameMarks


def save_marks(marks: FrameMarks, path: Path) -> None:
    """Write marks; FileUnwritable if that cannot be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, marks.to_bytes())


def load_marks(path: Path, n_frames: int) -> FrameMarks:
    """Return the marks of a clip of this length; empty ones if there are none or they are damaged."""
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    return FrameMarks.from_bytes(content, n_frames) or FrameMarks(n_frames)
