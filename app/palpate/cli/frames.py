"""Media on the command line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from palpate.base.errors import UsageError
from palpate.cli.output import Outcome, progress_on_terminal
from palpate.session import frame_export


def add_frames(parser: ArgumentParser) -> None:
    """Arguments of `palpate frames`."""
    parser.add_argument("media", type=Path)
    parser.add_argument("--at", default="", help="frames to export: 0,5,17 or 10-20")
    parser.add_argument("--out", type=Path, help="folder for frame_000017.png …; here if not given")
    parser.add_argument("--stream", type=int, default=0, metavar="N", help="which video stream, from 0")
    parser.add_argument("--force", action="store_true", help="replace files that exist")


def run_frames(arguments: Namespace) -> Outcome:
    """Probe a medium; export exact frames if any are named."""
    content = frame_export.probed(arguments.media, arguments.stream)
    parts = [
        f"{content['codec']}, {content['size'][0]} × {content['size'][1]}, {content['frames']} frames",
        f"{content['fps']:g} frames per second{', varying' if content['vfr'] else ''}, "
        f"{content['duration_s']:.3f} s, rotated by {content['rotation']}°",
        *content["remarks"],
    ]
    frames = _parsed(arguments.at, arguments.media, content["frames"])
    if frames:
        folder = arguments.out or Path()
        progress = progress_on_terminal("exporting frames")
        written = frame_export.export_frames(
            arguments.media,
            frames,
            folder,
            force=arguments.force,
            progress=progress,
            stream=arguments.stream,
        )
        content["written"] = [str(path) for path in written]
        parts.append(f"wrote {len(written)} frames to {folder}")
    return Outcome(content, parts)


def _parsed(text: str, media: Path, n_frames: int) -> list[int]:
    frames: list[int] = []
    for word in filter(None, (part.strip() for part in text.split(","))):
        first, dash, last = word.partition("-")
        numbers = [first, last] if dash else [first, first]
        if not all(number.isdecimal() for number in numbers) or int(numbers[0]) > int(numbers[1]):
            raise UsageError(f"--at takes frames as 0,5,17 or 10-20, not {word!r}")
        if int(numbers[1]) >= n_frames:
            raise UsageError(f"there is no frame {numbers[1]}; it has 0 to {n_frames - 1}", path=media)
        frames += range(int(numbers[0]), int(numbers[1]) + 1)
    return list(dict.fromkeys(frames))
