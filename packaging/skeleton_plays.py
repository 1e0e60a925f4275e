"""What is done in the skeleton editor for its pictures."""

from __future__ import annotations

from collections.abc import Iterator

from desktop import Screen


def skeletons(on: Screen) -> Iterator[str]:
    """An annotator who looks, then a copy of a skeleton that is changed, rightly and wrongly."""
    on.keys("ctrl+alt+s")
    yield "looking"
    on.keys("ctrl+Tab")
    yield "guideline"
    on.keys("Escape")
    on.settle()
    on.keys("ctrl+alt+shift+s")
    on.wait_for_dialog("New skeleton")
    yield "begin"
    on.keys("Tab")
    on.type("coco_17")
    on.keys("Return")
    on.settle()
    on.keys(*["Down"] * 9, "alt+Up", "alt+Up")
    yield "copy"
    on.keys("Insert", "F2")
    on.type("nose")
    on.keys("Return", "Insert", "Insert")
    yield "fault"
    for page in ("skeleton", "measures", "policy"):
        on.keys("ctrl+Tab")
        yield page
    on.keys("Escape")
    yield "leaving"
