"""What is done for the pictures of the quality panel: every page, and gold over the labels."""

from __future__ import annotations

from collections.abc import Iterator

from desktop import Screen
from play_hands import RELEASE, choose, go, keypoint, point

_PAGES = {  # where the switches of the pages are
    (1366, 768): {"errors": (0.8185, 0.4995), "map": (0.8575, 0.4995), "worst": (0.893, 0.4995)},
    (2560, 1440): {"errors": (0.8808, 0.418), "map": (0.9016, 0.418), "worst": (0.9306, 0.418)},
}


def quality(on: Screen) -> Iterator[str]:
    """A consultant scores a layer, turns the pages, and lays gold over the labels."""
    choose(on, "work_as")
    on.wait_for_dialog("Work as")
    on.keys("Tab", "Down", "Return")
    on.settle()
    go(on, RELEASE)
    on.keys("ctrl+Return")
    on.settle()
    yield "keypoints"
    for page, spot in _PAGES[on.size].items():
        on.click(*spot)
        on.settle()
        yield page
    keypoint(on, "t6")
    on.keys("F11")
    on.settle()
    yield "gold"
    point(on, (590.0, 330.0))
    on.wheel(6)
    on.settle()
    yield "gold-close"
