"""What is done for the pictures of what lies behind a score."""

from __future__ import annotations

from collections.abc import Iterator

from desktop import Screen
from play_hands import choose

_PAGES = {  # where the switches of the pages are
    (1366, 768): {
        "flags": (0.931, 0.4995),
        "groups": (0.974, 0.4995),
        "coverage": (0.768, 0.5295),
        "findings": (0.822, 0.5295),
    },
    (2560, 1440): {
        "flags": (0.987, 0.418),
        "groups": (0.867, 0.434),
        "coverage": (0.894, 0.434),
        "findings": (0.9267, 0.434),
    },
}
_FINDING = {(1366, 768): (0.83, 0.628), (2560, 1440): (0.9, 0.4854)}  # the first one

_FIX = {(1366, 768): (0.7935, 0.898), (2560, 1440): (0.8824, 0.9465)}  # the button below


def judged(on: Screen) -> Iterator[str]:
    """A layer is scored and looked behind; a swap is gone to and put right; attempts are followed."""
    on.keys("ctrl+Return")
    on.settle()
    for page, spot in _PAGES[on.size].items():
        on.click(*spot)
        on.settle()
        yield page
    on.click(*_FINDING[on.size])
    on.settle()
    yield "finding"
    on.click(*_FIX[on.size])
    on.settle()
    yield "fixed"
    choose(on, "follow_attempts")
    on.settle()
    yield "attempts"
