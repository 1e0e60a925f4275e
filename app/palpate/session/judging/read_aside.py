"""Reading a project a second time, on a thread of its own, while the work in hand goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from palpate.media.memory import give_back_large_blocks
from palpate.session.session import Session

Found = TypeVar("Found")


def read_aside(project: Path, author: str, read: Callable[[Session], Found]) -> Found:
    """Return what is read from a session of its own; it is let go of before anything is reckoned.

    Raises
    ------
    PalpateError
        If the project cannot be read, or as ``read``.
    """
    give_back_large_blocks()
    with Session.open(project, author=author, read_only=True) as session:
        return read(session)
