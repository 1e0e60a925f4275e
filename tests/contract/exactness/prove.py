"""The long proof: every kind of video there is, and any other, asked for frames hundreds of times.

Usage: ``python tests/contract/exactness/prove.py [--seeks N] [--back N] [--kinds PART] [FILE OR FOLDER...]``
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "app"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import av
from exactness.all_kinds import KINDS
from exactness.proof import Effort, Finding, judged, proven, truth_of

from palpate.base.errors import PalpateError
from palpate.media.video.source import VideoSource

SUFFIXES = {".mp4", ".mov", ".avi", ".mkv", ".webm", ".ts", ".m4v", ".mts", ".m2ts", ".mpg", ".wmv"}
LINE = "{:<64} {:>6} {:>6} {:>5} {:>5} {:>8} {:>8}"


def findings(effort: Effort, part: str, paths: list[Path]) -> Iterator[tuple[str, Finding | str]]:
    """Give what came of each kind whose story holds a part, and of each stream of each file."""
    with tempfile.TemporaryDirectory(prefix="palpate-exactness-") as folder:
        for number, (story, kind) in enumerate(KINDS.items()):
            if part in story:
                place = Path(folder) / str(number)
                place.mkdir()
                yield story, judged(kind, place / kind.name, effort)
    for path in paths:
        yield from of_file(path, effort)


def of_file(path: Path, effort: Effort) -> Iterator[tuple[str, Finding | str]]:
    """Give what came of each video stream of a file."""
    name = "/".join(path.parts[-2:])
    with av.open(str(path)) as container:
        streams = len(container.streams.video)
    for stream in range(streams):
        title = f"{name}, stream {stream}" if streams > 1 else name
        try:
            with closing(VideoSource(path, stream)) as source:
                lies = source.facts.orientation
        except PalpateError as error:
            yield title, str(error)
            continue
        turns = (4 - lies.clockwise_degrees // 90) % 4
        truth = truth_of(path, stream=stream, turns=turns, stamped=False)
        yield title, proven(path, truth, effort, stream=stream)


def videos_in(paths: list[Path]) -> list[Path]:
    """Return files as they are, and the videos in folders."""
    found = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
        found += inside if path.is_dir() else [path]
    return found


def main() -> int:
    """Print a table; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--seeks", type=int, default=200)
    parser.add_argument("--back", type=int, default=200)
    parser.add_argument("--kinds", default="", metavar="PART", help="only kinds whose story holds this")
    given = parser.parse_args()
    out = sys.stdout.write
    av.logging.set_level(None)
    os.environ.setdefault("SVT_LOG", "0")
    out(LINE.format("", "frames", "asked", "wrong", "unav.", "s", "worst ms") + "\n")
    total, flawed = Finding(0, 0), []
    for story, found in findings(Effort(given.seeks, given.back), given.kinds, videos_in(given.paths)):
        if isinstance(found, str):
            out(f"{story:<64} {found}\n")
            continue
        wrong = len(found.wrong) + len(found.astray) + abs(found.frames - found.expected)
        numbers = (found.frames, found.asked, wrong, len(found.unavailable))
        out(LINE.format(story, *numbers, f"{found.took_s:.1f}", f"{found.slowest_s * 1e3:.0f}") + "\n")
        total.frames, total.asked = total.frames + found.frames, total.asked + found.asked
        flawed += [] if found.flawless else [story]
    out(f"{total.frames} frames, asked {total.asked} times; flaws in: {', '.join(flawed) or 'none'}\n")
    return int(bool(flawed))


if __name__ == "__main__":
    sys.exit(main())
