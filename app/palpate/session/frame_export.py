"""Looking at a medium, and exact frames as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from palpate.base.errors import FileUnwritable, TargetExists, UsageError
from palpate.base.progress import Progress
from palpate.media.open import open_medium
from palpate.media.probe import probe
from palpate.media.streams import streams_of
from palpate.media.write_png import write_png


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
