"""A virtual desktop for the tests that drive the real program."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))

from desktop import Screen, screen


@pytest.fixture
def desktop(own_home: Path) -> Iterator[Screen]:
    """A screen of a field laptop's size with a window manager on it."""
    with screen((1366, 768), "dark", own_home) as on:
        yield on


@pytest.fixture
def eventually() -> Callable[[Callable[[], object], object], None]:
    """Wait until something has the wanted value; the last value is told if it never has."""

    def wait(ask: Callable[[], object], wanted: object) -> None:
        until = time.monotonic() + 60.0
        found = ask()
        while found != wanted and time.monotonic() < until:
            time.sleep(0.05)
            found = ask()
        assert found == wanted

    return wait
