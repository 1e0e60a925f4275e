"""What the hands do in every play: point, click, go to a frame, choose a keypoint.

A play is a generator: it does something with keys and mouse and yields the name of what can then be seen.
Places in the picture are pixels of the demo's clip while all of it is in sight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from desktop import Screen

Scenes = Iterator[str]
Spot = tuple[float, float]

RELEASE = 144  # the frame in which most is done
# Left and top of the whole picture on the screen, and screen px per px of the clip.
_AT_FIT = {(1366, 768): (102.0, 76.0, 0.6547), (2560, 1440): (60.0, 76.0, 1.586)}


BY_NAME = {
    "work_as": "Ctrl+Alt+Shift+W",
    "follow_attempts": "Ctrl+Alt+Shift+A",
    "adjudicate": "Ctrl+Alt+Shift+D",
    "spot_check": "Ctrl+Alt+Shift+S",
    "show_weeks": "Ctrl+Alt+Shift+E",
    "manage_gold": "Ctrl+Alt+Shift+G",
}
"""Keys for actions that have none: a place in a menu says little, as what is disabled there is skipped."""


class Subject(Enum):
    """What is open."""

    NONE = auto()
    DEMO = auto()
    PAIR = auto()
    SPARSE = auto()
    CROWD = auto()
    CALIBRATION = auto()
    JUDGED = auto()
    CONSULTANT = auto()
    PRODUCTION = auto()
    SEASON = auto()


@dataclass(frozen=True)
class Play:
    """What is open, and what is done with it; ``keys`` are those that actions are given for it."""

    subject: Subject
    scenes: Callable[[Screen], Scenes]
    keys: Mapping[str, str] = field(default_factory=dict)


def at(on: Screen, spot: Spot) -> tuple[float, float]:
    """Return where a place of the picture is, as shares of the screen."""
    left, top, scale = _AT_FIT[on.size]
    return (left + spot[0] * scale) / on.size[0], (top + spot[1] * scale) / on.size[1]


def point(on: Screen, spot: Spot) -> None:
    """Put the pointer on a place of the picture."""
    on.point(*at(on, spot))


def click(on: Screen, *spots: Spot) -> None:
    """Click places of the picture."""
    for spot in spots:
        on.click(*at(on, spot))


def drag(on: Screen, *spots: Spot, modifier: str = "") -> None:
    """Press at the first spot and draw to the last; the button stays down."""
    point(on, spots[0])
    on.press(modifier=modifier)
    on.draw(*(at(on, spot) for spot in spots))


def hover(on: Screen, share: tuple[float, float]) -> None:
    """Rest the pointer on a place until its tooltip is there."""
    on.point(share[0] - 0.01, share[1])
    on.point(*share)
    on.settle()


def go(on: Screen, frame: int) -> None:
    """Go to a frame."""
    on.keys("ctrl+g")
    on.settle()
    on.keys(*str(frame), "Return")
    on.settle()


def choose(on: Screen, action: str) -> None:
    """Do what has no key of its own, wherever it stands in its menu: by the key that it has in `BY_NAME`."""
    on.keys(BY_NAME[action].lower())


def keypoint(on: Screen, name: str) -> None:
    """Make a keypoint the active one."""
    on.keys("slash")
    on.type(name)
    on.keys("Return")
