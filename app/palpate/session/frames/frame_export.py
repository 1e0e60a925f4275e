"""Looking at a medium, and exact frames as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from palpate.base.errors import FileUnwritable, FrameUnavailable, TargetExists, UsageError
from palpate.base.progress import Progress
from palpate.media.open import open_medium
from palpate.media.probe import probe
from palpate.media.scaling import fitted
from palpate.media.thumbnails.contact_sheet import SheetCell, contact_sheet
from palpate.media.thumbnails.thumbnail import thumbnail
from palpate.media.video.streams import streams_of
from palpate.media.write_png import write_png
from palpate.model.frames import FrameSource

SHEET_CELLS = 1000
_CELL_PX = 240


def probed(path: Path, stream: int = 0) -> dict[str, Any]:
    """Return what is known of a medium, in the shape of the command line's contract.

    Parameters
    ----------
    stream
        Which of a file's video streams, from 0.
    """
    facts = probe(path, stream)
    return {
        "codec": facts.codec,
        "size": list(facts.size),
        "frames": facts.frames,
        "fps": facts.fps,
        "capture_fps": facts.capture_fps,
        "capture_known": facts.capture_known,
        "vfr": facts.vfr,
        "rotation": facts.rotation,
        "duration_s": facts.duration_s,
        "pts": list(facts.pts),
        "sar": list(facts.sar),
        "interlaced": facts.interlaced,
        "colour": asdict(facts.colour) if facts.colour else None,
        "stream": stream,
        "streams": [asdict(choice) for choice in streams_of(path)] if facts.colour else [],
        "remarks": [sentence for sentence in (*facts.remarks, facts.capture_guess) if sentence],
    }


def export_frames(
    path: Path, frames: Sequence[int], folder: Path, *, force: bool, progress: Progress, stream: int = 0
) -> list[Path]:
    """Write frames as ``frame_000017.png`` and return the paths.

    Raises
    ------
    UsageError
        If there is no such frame.
    FrameUnavailable, FileUnwritable, TargetExists
    """
    source = open_medium(path, stream=stream)
    try:
        beyond = [frame for frame in frames if not 0 <= frame < source.n_frames]
        if beyond:
            raise UsageError(f"there is no frame {beyond[0]}; it has 0 to {source.n_frames - 1}", path=path)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileUnwritable((error.strerror or "cannot be made").lower(), path=folder) from error
        targets = [folder / f"frame_{frame:06d}.png" for frame in frames]
        standing = [target for target in targets if target.exists() and not force]
        if standing:
            raise TargetExists("exists already; give --force to replace it", path=standing[0])
        for n, (frame, target) in enumerate(zip(frames, targets, strict=True)):
            progress.step(n, len(frames))
            write_png(source.bgra(frame), target, force=force)
        return targets
    finally:
        source.close()


def sheet_frames(n_frames: int, *, every: int | None, count: int) -> list[int]:
    """Return the frames of a contact sheet: every so many, or so many spread evenly from first to last.

    Raises
    ------
    UsageError
        If that is none, or more than a sheet can hold.
    """
    if every is not None and every < 1:
        raise UsageError("--every takes a number of frames, 1 or more")
    if every is None and count < 1:
        raise UsageError("--count takes a number of frames, 1 or more")
    if every is not None:
        chosen = list(range(0, n_frames, every))
    else:
        steps = max(1, min(count, n_frames) - 1)
        chosen = sorted({round(n * (n_frames - 1) / steps) for n in range(min(count, n_frames))})
    if len(chosen) > SHEET_CELLS:
        raise UsageError(f"{len(chosen)} frames are too many for one sheet; {SHEET_CELLS} fit on it")
    return chosen


def write_sheet(
    path: Path,
    frames: Sequence[int],
    target: Path,
    *,
    columns: int,
    force: bool,
    progress: Progress,
    stream: int = 0,
) -> None:
    """Write a contact sheet of these frames as PNG; a frame that cannot be had is named as such.

    Raises
    ------
    MediaError, FileUnwritable, TargetExists
    """
    if target.exists() and not force:  # told before the frames are decoded, not after
        raise TargetExists("exists already; give --force to replace it", path=target)
    facts = probed(path, stream)
    cells: list[SheetCell] = []
    with closing(open_medium(path, stream=stream)) as source:
        cell_size = fitted(source.size_of(frames[0]), _CELL_PX)
        for n, frame in enumerate(frames):
            progress.step(n, len(frames), "drawing a contact sheet")
            cells.append(_cell(source, frame, box=cell_size, timed=facts["fps"] > 0))
    page = contact_sheet(path.name, _details(facts), cells, columns=columns, cell_size=cell_size)
    write_png(page, target, force=force)


def _cell(source: FrameSource, frame: int, *, box: tuple[int, int], timed: bool) -> SheetCell:
    caption = f"{frame}    {source.time_of(frame):.3f} s" if timed else f"{frame}"
    try:
        width, height = source.size_of(frame)  # images differ in it
        long_side = int(max(width, height) * min(box[0] / width, box[1] / height))
        return SheetCell(thumbnail(source, frame, max(1, long_side)).pixels, caption)
    except FrameUnavailable:
        return SheetCell(None, caption, "cannot be decoded")


def _details(facts: dict[str, Any]) -> str:
    size = f"{facts['size'][0]} × {facts['size'][1]} px, {facts['frames']} frames"
    if not facts["fps"]:
        return size
    return f"{size}, {facts['fps']:g} frames per second, {facts['duration_s']:.3f} s"
