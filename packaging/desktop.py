"""The real program in a real window: a virtual screen, a window manager, real keys and mouse.

Needs Xvfb, openbox, xdotool and ImageMagick.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_WAIT_S = 60.0


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
                self._xdotool("windowmove", window, "0", "0")
                self._xdotool("windowsize", "--sync", window, *map(str, self.size))
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
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "window.ini").write_text(f"[General]\ntheme={theme}\n", encoding="utf-8")
    try:
        yield Screen(environment, size)
    finally:
        manager.terminate()
        manager.wait()
        xvfb.terminate()
        xvfb.wait()


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
