"""Pictures of examples as pixels, in any thread."""

from __future__ import annotations

from pathlib import Path

from palpate.media.still_picture import decoded
from palpate.model.arrays import Pixels
from palpate.session.guidelines.examples import show_file


def pixels_of(content: bytes, long_side: int) -> Pixels | None:
    """Return a picture ``(h, w, 4)`` uint8, blue first, no longer than so many px; None if it is damaged.

    Parameters
    ----------
    content
        A file that was found fit to be shown.
    """
    return decoded(content, long_side)


def pixels_in(path: Path, long_side: int) -> Pixels | None:
    """Return a picture in a file, as `pixels_of`.

    Raises
    ------
    FileUnreadable, ExampleFaulty
        If it is gone, or may not be shown.
    """
    return decoded(show_file(path), long_side)
