"""What is done for the pictures of the weeks: the lead's window, then the annotator's bar."""

from __future__ import annotations

from collections.abc import Iterator

from desktop import Screen


def weeks(on: Screen) -> Iterator[str]:
    """The weeks in a window of their own, a cell's worst frame, and what an annotator is told."""
    on.settle()
    yield "project"
