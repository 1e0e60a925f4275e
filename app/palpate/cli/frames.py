"""Media on the command line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from palpate.base.errors import UsageError
from palpate.cli.output import Outcome, progress_on_terminal
from palpate.session.frames import frame_export


def add_frames(parser: ArgumentParser) -> None:
    """Arguments of `palpate frames`."""
    parser.add_argument("media", type=Path)
    parser.add_argument("--at", default="", help="frames to export: 0,5,17 or 10-20")
    parser.add_argument("--out", type=Path, help="folder for frame_000017.png …; here if not given")
    parser.add_argument("--stream", type=int, default=0, metavar="N", help="which video stream, from 0")
    parser.add_argument("--sheet", type=Path, help="contact sheet to write: many small frames as PNG")
    parser.add_argument("--columns", type=int, default=6, help="pictures beside each other on the sheet")
    spread = parser.add_mutually_exclusive_group()
    spread.add_argument("--every", type=int, help="put every Nth frame on the sheet")
    spread.add_argument("--count", type=int, default=30, help="put so many frames on it, evenly spread (30)")
    parser.add_argument("--force", action="store_true", help="replace files that exist")


def run_frames(arguments: Namespace) -> Outcome:
    """Probe a medium; export exact frames if any are named."""
    content = frame_export.probed(arguments.media, arguments.stream)
    parts = [
        f"{content['codec']}, {content['size'][0]} × {content['size'][1]}, {content['frames']} frames",
        *_timing(content),
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
    if arguments.sheet is not None:
        content["sheet"] = _sheet(arguments, content["frames"])
        parts.append(
            f"wrote a contact sheet of {len(content['sheet']['frames'])} frames to {arguments.sheet}"
        )
    return Outcome(content, parts)


def _timing(content: dict[str, Any]) -> list[str]:
    """Say what only videos have; and of several streams which one this is."""
    if not content["fps"]:
        return []
    varying = ", varying" if content["vfr"] else ""
    times = f"{content['fps']:g} frames per second{varying}, {content['duration_s']:.3f} s"
    lines = [f"{times}, rotated by {content['rotation']}°"]
    streams = content.get("streams", [])
    if len(streams) > 1:
        last = len(streams) - 1
        lines.append(f"video stream {content['stream']}; it has 0 to {last}, chosen by --stream")
    return lines


def _sheet(arguments: Namespace, n_frames: int) -> dict[str, Any]:
    if arguments.columns < 1:
        raise UsageError("--columns takes a number of pictures, 1 or more")
    frames = frame_export.sheet_frames(n_frames, every=arguments.every, count=arguments.count)
    frame_export.write_sheet(
        arguments.media,
        frames,
        arguments.sheet,
        columns=arguments.columns,
        force=arguments.force,
        progress=progress_on_terminal("drawing a contact sheet"),
        stream=arguments.stream,
    )
    return {"path": str(arguments.sheet), "columns": arguments.columns, "frames": frames}


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
