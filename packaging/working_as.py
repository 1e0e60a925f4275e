"""Changing who works, by the keys of the window."""

from __future__ import annotations

from desktop import Screen
from play_hands import choose


def work_as(on: Screen, name: str, *to_role: str) -> None:
    """Type another name, and go by these keys from the role in hand to theirs."""
    choose(on, "work_as")
    on.wait_for_dialog("Work as")
    on.keys("ctrl+a")
    on.type(name)
    on.keys("Tab", *to_role, "Return")
    on.settle()
