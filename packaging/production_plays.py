"""What is done for the pictures of production QA: second labels, what came of them, plans."""

from __future__ import annotations

from collections.abc import Iterator

from desktop import Screen
from working_as import work_as

_DRAW = {(1366, 768): (0.718, 0.624), (2560, 1440): (0.850, 0.642)}  # buttons of the panel
_REPEAT = {(1366, 768): (0.825, 0.624), (2560, 1440): (0.907, 0.642)}


def production(on: Screen) -> Iterator[str]:
    """Second labels are gone on with, submitted and compared; the lead draws another plan."""
    _plans(on)
    yield "page"
    on.keys("Return")
    on.settle()
    yield "unit"
    on.keys("ctrl+F12")
    on.wait_for_dialog("Submit")
    yield "asked"
    on.keys("alt+g")
    on.settle()  # a dialog that is just going away makes a search for windows fail
    on.wait_for_dialog("What came of second labels")
    on.settle()
    yield "outcome"
    on.keys("Escape")
    on.settle()
    on.click(*_REPEAT[on.size])
    on.wait_for_dialog("Label a part")
    yield "repeat-asked"
    on.keys("Escape")
    on.settle()
    work_as(on, "lead", "Down", "Down")
    _plans(on)
    yield "lead"
    on.click(*_DRAW[on.size])
    on.wait_for_dialog("Draw a plan")
    on.settle()
    yield "draw"
    on.keys("alt+k")
    on.settle()
    yield "kept"


def _plans(on: Screen) -> None:
    on.keys("shift+F11")
    on.settle()
