"""Photograph the running program in every mode, at two sizes, dark and light.

Usage: python packaging/screens.py [OUT]

Needs Xvfb, openbox, xdotool and ImageMagick. The real program runs in a real window on a virtual screen and
is driven by real key and mouse events; pictures go to OUT (``screens/`` if not given) as
``WIDTHxHEIGHT-theme-scene.png``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIZES = ((1366, 768), (2560, 1440))
THEMES = ("dark", "light")
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
    number = os.read(read, 16).decode().strip()
    os.close(read)
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


def scenes(demo: Path) -> dict[str, Callable[[Screen], None]]:
    """Return what is shown in each picture, by name, in order; the first has no project open."""

    def frame(number: int) -> Callable[[Screen], None]:
        def go(on: Screen) -> None:
            on.keys("ctrl+g")
            time.sleep(0.5)
            on.keys(*str(number), "Return")

        return go

    def annotate(on: Screen) -> None:
        frame(132)(on)

    def closer(on: Screen) -> None:
        on.point(0.42, 0.30)
        on.wheel(12)

    def pixels(on: Screen) -> None:
        on.wheel(14)

    def drift(on: Screen) -> None:
        on.keys("z")
        frame(133)(on)
        on.keys("ctrl+t")
        on.settle()
        on.keys("x")

    def quality(on: Screen) -> None:
        on.keys("ctrl+Return")

    def keys(on: Screen) -> None:
        on.keys("F1")

    return {
        "annotate": annotate,
        "closer": closer,
        "pixels": pixels,
        "drift": drift,
        "quality": quality,
        "keys": keys,
    }


def main() -> int:
    """Take all pictures and return the exit status."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "screens").resolve()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            for theme in THEMES:
                home = Path(folder) / f"{size[0]}-{theme}"
                _photograph(size, theme, home, out)
    return 0


def _photograph(size: tuple[int, int], theme: str, home: Path, out: Path) -> None:
    name = f"{size[0]}x{size[1]}-{theme}"
    with screen(size, theme, home) as on:
        demo = home / "demo"
        make = [sys.executable, "-m", "palpate", "demo", str(demo), "--headless"]
        subprocess.run(make, env=on.environment, check=True, stdout=subprocess.DEVNULL)
        with program(on):
            on.shoot(out / f"{name}-start.png")
            on.keys("ctrl+n")
            on.shoot(out / f"{name}-new.png")
            on.keys("Escape")
        with program(on, str(demo / "demo.palpate")):
            on.settle()
            for scene, stage in scenes(demo).items():
                stage(on)
                on.shoot(out / f"{name}-{scene}.png")
                sys.stdout.write(f"{name}-{scene}.png\n")


if __name__ == "__main__":
    raise SystemExit(main())
