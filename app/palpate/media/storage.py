"""Folders of what can be made again, kept within a size: what was not used for longest goes first."""

from __future__ import annotations

import os
import shutil
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from palpate.base.errors import FileUnwritable

USED = "used"
"""An empty file in each folder; its time says when the folder was used last."""

_in_use: Counter[Path] = Counter()
_lock = threading.Lock()


def hold(folder: Path) -> None:
    """Note that a folder is used from now on, so that it is not removed to make room."""
    with _lock:
        _in_use[folder] += 1
    with suppress(OSError):
        (folder / USED).touch()


def release(folder: Path) -> None:
    """Take one `hold` back."""
    with _lock:
        _in_use[folder] -= 1


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder for the length of a block."""
    hold(folder)
    try:
        yield
    finally:
        release(folder)


def folder_name(fingerprint: str, stream: int) -> str:
    """Return the name of the folder for a stream of a medium."""
    return f"{fingerprint.rpartition(':')[2][:40]}-{stream}"


def bytes_in(folder: Path) -> int:
    """Return the size of all files below a folder; 0 if there is none."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # removed meanwhile
                total += (Path(place) / name).stat().st_size
    return total


def make_room(root: Path, wanted: int, *, limit: int) -> None:
    """Remove folders until so many more bytes fit; those in use stay.

    Raises
    ------
    FileUnwritable
        If that is not enough.
    """
    folders = [folder for folder in root.iterdir() if folder.is_dir()] if root.is_dir() else []
    sizes = {folder: bytes_in(folder) for folder in folders}
    total = sum(sizes.values())
    for folder in sorted(folders, key=_last_used):
        if total + wanted <= limit:
            return
        if _is_free(folder):
            remove(folder)
            total -= sizes[folder]
    if total + wanted > limit:
        raise FileUnwritable(
            f"the {limit / 1e9:.3g} GB set aside for it are used up; allow more, or remove what is there",
            path=root,
        )


def remove(folder: Path) -> None:
    """Remove a folder; what cannot be removed now (open elsewhere) is left for the next time."""
    aside = folder.with_name(f"{folder.name}.{uuid.uuid4().hex[:8]}.gone")
    with suppress(OSError):  # whoever opens it at this moment must not put a file into what is being emptied
        folder = folder.rename(aside)
    shutil.rmtree(folder, ignore_errors=True)


def _is_free(folder: Path) -> bool:
    with _lock:
        return _in_use[folder] <= 0


def _last_used(folder: Path) -> float:
    try:
        return (folder / USED).stat().st_mtime
    except OSError:
        return 0.0
