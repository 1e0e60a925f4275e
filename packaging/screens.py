"""Photograph the running program in every mode, at two sizes, dark and light.

Usage: python packaging/screens.py [OUT]

Needs Xvfb, openbox, xdotool and ImageMagick. The real program runs in a real window on a virtual screen and
is driven by real key and mouse events; pictures go to OUT (``screens/`` if not given) as
``WIDTHxHEIGHT-theme-scene.png``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from desktop import Screen, program, screen

SIZES = ((1366, 768), (2560, 1440))
THEMES = ("dark", "light")
BACK = {(1366, 768): (0.359, 0.372), (2560, 1440): (0.405, 0.41)}  # where the bowler's back is in frame 144


def scenes(demo: Path) -> dict[str, Callable[[Screen], None]]:
    """Return what is shown in each picture, by name, in order; the first has no project open."""

    def frame(number: int) -> Callable[[Screen], None]:
        def go(on: Screen) -> None:
            on.keys("ctrl+g")
            on.settle()
            on.keys(*str(number), "Return")

        return go

    def annotate(on: Screen) -> None:
        frame(144)(on)

    def closer(on: Screen) -> None:
        on.point(*BACK[on.size])
        on.wheel(8)

    def pixels(on: Screen) -> None:
        on.wheel(10)

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
        "quality": quality,
        "closer": closer,
        "pixels": pixels,
        "drift": drift,
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
