"""What is done for the pictures of production QA: second labels, what came of them, plans."""

from __future__ import annotations

from collections.abc import Iterator

from desktop import Screen


def production(on: Screen) -> Iterator[str]:
    """Second labels are gone on with, submitted and compared; the lead draws another plan."""
    _quality(on, 0)
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
    _quality(on, 1)
    on.wait_for_dialog("Label a part")
    yield "repeat-asked"
    on.keys("Escape")
    on.settle()
    _work_as(on, "lead", 2)
    _quality(on, 0)
    yield "lead"
    _quality(on, 1)
    on.wait_for_dialog("Draw a plan")
    on.settle()
    yield "draw"
    on.keys("alt+k")
    on.settle()
    yield "kept"


def _quality(on: Screen, down: int) -> None:
    """Do what stands so far down in the menu Quality, where nothing counts that cannot be done now."""
    on.keys("alt+q", *["Down"] * down, "Return")
    on.settle()


def _work_as(on: Screen, name: str, role: int) -> None:
    on.keys("alt+i", "Up", "Up", "Return")
    on.wait_for_dialog("Work as")
    on.keys("ctrl+a")
    on.type(name)
    on.keys("Tab", *["Down"] * role, "Return")
    on.settle()
