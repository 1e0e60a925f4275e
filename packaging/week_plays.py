"""What is done for the pictures of the weeks: the lead's window and dock, then the annotator's bar."""

from __future__ import annotations

from collections.abc import Iterator

from desktop import Screen
from play_hands import choose
from working_as import work_as

_CLIPS = {(1366, 768): (0.09, 0.068), (2560, 1440): (0.048, 0.0365)}  # the chooser of clips


def weeks(on: Screen) -> Iterator[str]:
    """The weeks in a window of their own, a cell's worst frame, the dock, and what an annotator is told."""
    on.settle()
    choose(on, "show_weeks")
    on.wait_for_dialog("Weeks")
    on.settle()
    yield "window"
    for page in ("agreement", "checks"):
        on.keys("ctrl+Tab")
        on.settle()
        yield page
    on.keys("ctrl+Tab")
    on.settle()
    on.keys("Return")
    on.settle()
    on.keys("Escape")
    on.settle()
    yield "worst"
    choose(on, "spot_check")
    on.settle()
    on.keys("Down")
    on.settle()
    yield "dock"
    work_as(on, "dee", "Up", "Up")
    on.click(*_CLIPS[on.size])
    on.settle()
    on.keys("End", "Return")
    on.settle()
    yield "annotator"
