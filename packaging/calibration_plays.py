"""What is done for the pictures of a calibration: the annotator's part, then the consultant's."""

from __future__ import annotations

from collections.abc import Iterator

from desktop import Screen
from play_hands import choose
from working_as import work_as


def calibration(on: Screen) -> Iterator[str]:
    """An attempt is gone through, submitted and looked at; what failed is practised; gold is marked again."""
    on.keys("F12")
    on.settle()
    yield "unit"
    on.keys("ctrl+F12")
    on.wait_for_dialog("Submit")
    yield "asked"
    on.keys("alt+g")
    on.settle()  # a dialog that is just going away makes a search for windows fail
    on.wait_for_dialog("Calibrations")
    on.settle()
    yield "result"
    on.keys("alt+n")
    on.wait_for_dialog("Begin a calibration")
    yield "next-asked"
    on.keys("Escape")
    on.settle()
    on.keys("alt+p")
    on.settle()
    yield "practice"
    work_as(on, "consultant", "Down")
    on.keys("ctrl+shift+F12")
    on.wait_for_dialog("Calibrations")
    on.settle()
    yield "everybody"
    on.keys("Escape")
    on.settle()
    choose(on, "manage_gold")
    on.wait_for_dialog("Gold")
    on.settle()
    yield "gold"
    on.keys("alt+v")
    on.settle()
    on.keys("alt+c")
    on.wait_for_dialog("Certify")
    yield "certify-asked"
    on.keys("Escape")
    on.settle()
    on.keys("alt+d")
    on.wait_for_dialog("Draw poses")
    yield "plan-asked"
    on.keys("2", "0", "Return")
    on.settle()
    yield "plan"
