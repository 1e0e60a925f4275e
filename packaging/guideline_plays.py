"""The guideline: in its panel, large, searched and printed."""

from __future__ import annotations

from desktop import Screen
from play_hands import RELEASE, Scenes, go, keypoint


def guideline(on: Screen) -> Scenes:
    """The guideline of one keypoint after the other, large, searched, and its menu."""
    go(on, RELEASE)
    keypoint(on, "t6")
    on.settle()
    yield "panel"
    keypoint(on, "left navicular")
    on.settle()
    yield "left"
    on.keys("g")
    on.settle()
    yield "large"
    on.keys("Escape", "alt+shift+f")
    on.type("keystone")
    on.settle()
    yield "search"
    on.keys("Escape")
    keypoint(on, "right wrist mid")
    on.settle()
    yield "wrist"
