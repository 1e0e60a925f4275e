"""Photograph the running program in every mode, at two sizes, dark and light.

Usage: python packaging/screens.py [OUT] [--only PLAY,…] [--size 1366x768] [--theme dark]

Needs Xvfb, openbox, xdotool and ImageMagick. The real program runs in a real window on a virtual screen and
is driven by real key and mouse events; pictures go to OUT (``screens/`` if not given) as
``WIDTHxHEIGHT-theme-play-scene.png``. What is done for each picture stands in ``plays.py``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import product
from pathlib import Path

from desktop import Screen, at_home, program, screen
from judged_subject import make_judged
from play_hands import Play, Subject
from plays import PLAYS
from season_subject import make_season
from subjects import (
    make_calibration,
    make_consultant,
    make_crowd,
    make_demo,
    make_pair,
    make_production,
    make_sparse,
)

SIZES = {"1366x768": (1366, 768), "2560x1440": (2560, 1440)}
THEMES = ("dark", "light")


def main(words: Sequence[str] | None = None) -> int:
    """Take the pictures and return the exit status."""
    asked = _asked(words)
    out = Path(asked.out).resolve()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        subjects = cache(partial(_made, Path(folder)))
        for size, theme in product(asked.size, asked.theme):
            name = f"{size}-{theme}"
            with screen(SIZES[size], theme, Path(folder) / name) as on:
                for play in asked.only:
                    actor = at_home(on, Path(folder) / name / play, theme, PLAYS[play].keys)
                    for scene in _photographed(actor, PLAYS[play], subjects):
                        actor.shoot(out / f"{name}-{play}-{scene}.png")
                        sys.stdout.write(f"{name}-{play}-{scene}.png\n")
                        sys.stdout.flush()
    return 0


def _asked(words: Sequence[str] | None) -> Namespace:
    def some_of(names: Sequence[str]) -> dict[str, object]:
        return {"type": lambda text: text.split(","), "default": list(names), "metavar": ",".join(names)}

    parser = ArgumentParser(description="Photograph the running program.")
    parser.add_argument("out", nargs="?", default="screens")
    parser.add_argument("--only", **some_of(list(PLAYS)))
    parser.add_argument("--size", **some_of(list(SIZES)))
    parser.add_argument("--theme", **some_of(THEMES))
    asked = parser.parse_args(words)
    for given, known in ((asked.only, PLAYS), (asked.size, SIZES), (asked.theme, THEMES)):
        for name in given:
            if name not in known:
                parser.error(f"{name} is none of {', '.join(known)}")
    return asked


def _photographed(on: Screen, play: Play, subjects: Callable[[Subject], Path]) -> Iterator[str]:
    """Play in a copy of its project and with nothing remembered; yields what each scene is called."""
    opened = []
    if play.subject is not Subject.NONE:
        made, home = subjects(play.subject), Path(on.environment["PALPATE_HOME"])
        shutil.copytree(made.parent, home / "project")
        opened = [str(home / "project" / made.name)]
    with program(on, *opened):
        on.settle()
        yield from play.scenes(on)


def _made(folder: Path, subject: Subject) -> Path:
    demo = make_demo(folder / "demo")
    if subject is Subject.PAIR:
        return make_pair(demo, folder / "pair")
    if subject is Subject.CALIBRATION:
        return make_calibration(demo, folder / "calibration")
    if subject is Subject.JUDGED:
        return make_judged(demo, folder / "judged")
    if subject is Subject.CONSULTANT:
        return make_consultant(demo, folder / "consultant")
    if subject is Subject.PRODUCTION:
        return make_production(demo, folder / "production")
    if subject is Subject.SEASON:
        return make_season(demo, folder / "season")
    if subject is Subject.SPARSE:
        return make_sparse(demo, folder / "sparse")
    return make_crowd(demo, folder / "crowd") if subject is Subject.CROWD else demo


if __name__ == "__main__":
    raise SystemExit(main())
