"""The real program in a real window: a virtual screen, a window manager, real keys and mouse.

Needs Xvfb, openbox, xdotool and ImageMagick.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_WAIT_S = 60.0
_TITLE_BAR = 20  # px, of a window that is not maximised
_STEPS = 6  # of a movement of the hand from one place to the next


@dataclass(frozen=True)
class Screen:
    """A virtual screen with the program on it."""

    environment: dict[str, str]
    size: tuple[int, int]

    def keys(self, *names: str) -> None:
        """Press keys one after the other."""
        self._xdotool("key", "--delay", "60", *names)

    def click(self, x: float, y: float) -> None:
        """Click at a share of the screen's width and height."""
        self.point(x, y)
        self._xdotool("click", "1")

    def point(self, x: float, y: float) -> None:
        """Move the pointer to a share of the screen."""
        self._xdotool("mousemove", str(int(x * self.size[0])), str(int(y * self.size[1])))

    def press(self, button: int = 1, *, modifier: str = "") -> None:
        """Press a mouse button where the pointer is and hold it, with a modifier key or without."""
        self._xdotool(*(["keydown", modifier] if modifier else []), "mousedown", str(button))

    def release(self, button: int = 1, *, modifier: str = "") -> None:
        """Let go of a mouse button, and of a modifier key."""
        self._xdotool("mouseup", str(button), *(["keyup", modifier] if modifier else []))

    def draw(self, *places: tuple[float, float]) -> None:
        """Move the pointer from place to place as a hand would, in small steps."""
        before = places[0]
        for place in places:
            for step in range(1, _STEPS + 1):
                share = step / _STEPS
                self.point(*(a + (b - a) * share for a, b in zip(before, place, strict=True)))
            before = place

    def hold(self, key: str) -> None:
        """Hold a key."""
        self._xdotool("keydown", key)

    def let_go(self, key: str) -> None:
        """Let go of a key."""
        self._xdotool("keyup", key)

    def type(self, text: str) -> None:
        """Type a text."""
        self._xdotool("type", "--delay", "40", text)

    def wheel(self, clicks: int) -> None:
        """Turn the wheel, forwards if positive."""
        self._xdotool("click", "--repeat", str(abs(clicks)), "--delay", "40", "4" if clicks > 0 else "5")

    def settle(self) -> None:
        """Wait until two pictures in a row are the same."""
        before = b""
        until = time.monotonic() + _WAIT_S
        while time.monotonic() < until:
            time.sleep(0.7)
            now = self._picture()
            if now == before:
                return
            before = now

    def shoot(self, path: Path) -> None:
        """Write what is on the screen."""
        self.settle()
        command = ["import", "-window", "root", str(path)]
        subprocess.run(command, env=self.environment, check=True)

    def wait_for_window(self, name: str) -> None:
        """Wait until a window of this title is there, and fill the screen with it."""
        until = time.monotonic() + _WAIT_S
        while time.monotonic() < until:
            search = ["xdotool", "search", "--onlyvisible", "--name", name]
            found = subprocess.run(search, env=self.environment, capture_output=True, text=True)
            if found.stdout.strip():
                window = found.stdout.split()[-1]
                self._xdotool("windowmove", window, "0", str(_TITLE_BAR))
                width, height = self.size
                self._xdotool("windowsize", "--sync", window, str(width), str(height - _TITLE_BAR))
                self._xdotool("windowactivate", "--sync", window)
                return
            time.sleep(0.2)
        raise SystemExit(f"no window named {name!r} came up")

    def wait_for_dialog(self, name: str) -> None:
        """Wait until a dialog of this title has the keyboard."""
        self._xdotool("search", "--sync", "--onlyvisible", "--name", name)

    def _picture(self) -> bytes:
        command = ["import", "-window", "root", "-depth", "8", "rgb:-"]
        return subprocess.run(command, env=self.environment, capture_output=True, check=True).stdout

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.environment, check=True)


@contextmanager
def screen(size: tuple[int, int], theme: str, home: Path) -> Iterator[Screen]:
    """Start a virtual screen with a window manager."""
    read, write = os.pipe()
    xvfb = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    # The server writes its number and the line's end apart, and dies if nobody reads the second.
    with os.fdopen(read) as told:
        number = told.readline().strip()
    environment = {**os.environ, "DISPLAY": f":{number}", "PALPATE_HOME": str(home)}
    environment.pop("QT_QPA_PLATFORM", None)
    manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
    _themed(home, theme, {})
    try:
        yield Screen(environment, size)
    finally:
        manager.terminate()
        manager.wait()
        xvfb.terminate()
        xvfb.wait()


def at_home(on: Screen, home: Path, theme: str, keys: Mapping[str, str] | None = None) -> Screen:
    """Return the same screen for somebody who starts the program for the first time, with keys of theirs."""
    _themed(home, theme, keys or {})
    return Screen({**on.environment, "PALPATE_HOME": str(home)}, on.size)


def _themed(home: Path, theme: str, keys: Mapping[str, str]) -> None:
    (home / "config").mkdir(parents=True, exist_ok=True)
    changes = json.dumps({action: [key] for action, key in keys.items()}).replace('"', '\\"')
    own = f'key_changes="{changes}"\n' if keys else ""
    (home / "config" / "window.ini").write_text(f"[General]\ntheme={theme}\n{own}", encoding="utf-8")


@contextmanager
def program(on: Screen, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the program on a screen."""
    command = [sys.executable, "-m", "palpate", *arguments]
    process = subprocess.Popen(command, env=on.environment)
    try:
        on.wait_for_window("Palpate")
        yield process
    finally:
        process.terminate()
        process.wait()
