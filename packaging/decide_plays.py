"""What is done for the pictures of an adjudication and of a spot check."""

from __future__ import annotations

from collections.abc import Iterator

from desktop import Screen
from play_hands import choose


def decide(on: Screen) -> Iterator[str]:
    """Two layers are chosen, what agrees is taken, and the first differences are decided."""
    choose(on, "adjudicate")
    on.settle()
    yield "form"
    on.keys("space")
    on.settle()
    yield "first"
    on.keys("1", "2", "1")
    on.settle()
    yield "fourth"
    on.keys("x")
    on.settle()
    on.keys("shift+x")
    on.settle()
    yield "back"


def spots(on: Screen) -> Iterator[str]:
    """The work of one person is drawn from and looked at."""
    choose(on, "spot_check")
    on.settle()
    yield "form"
    on.keys("space")
    on.settle()
    yield "first"
    on.keys("r", "4", "r", "r")
    on.settle()
    yield "fifth"
