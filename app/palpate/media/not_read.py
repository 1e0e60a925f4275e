"""Recordings and photographs that are known and not read, and the way round."""

from __future__ import annotations

from pathlib import Path

_PHOTOGRAPHS = (".arw", ".cr2", ".cr3", ".dng", ".nef", ".orf", ".raf", ".rw2")
_ADVICE = {
    ".seq": "StreamPix recordings cannot be read; export it from StreamPix as TIFF or AVI",
    ".pcoraw": "PCO recordings cannot be read; export it from Camware as TIFF",
    ".raw": "bare sensor values do not say what they are; export the recording as TIFF",
} | dict.fromkeys(_PHOTOGRAPHS, "raw photographs cannot be read; develop it as TIFF, PNG or JPEG")


def way_round(path: Path) -> str:
    """Return what to do with a file that is known by its ending and not read; empty for any other."""
    return _ADVICE.get(path.suffix.lower(), "")
