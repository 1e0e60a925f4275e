"""Noticing that a file is not the one any more whose frames were listed."""

from __future__ import annotations

import hashlib
from pathlib import Path

_BLOCK = 1 << 16


class FileWatch:
    """What a file was at first, and whether it still is; one that only grew still is.

    Where length or time have changed, three blocks of what was there at first are read again.

    Parameters
    ----------
    path
        The file; one that cannot be read is taken as it is found later.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = _state_of(path)
        self._size = self._seen[0] if self._seen else 0
        self._blocks = self._read() if self._seen else b""

    def is_same(self) -> bool:
        """Whether it still begins with what was there at first; True of a file that is gone."""
        now = _state_of(self._path)
        if now is None or now == self._seen:
            return True
        if now[0] < self._size or self._read() != self._blocks:
            return False
        self._seen = now
        return True

    def _read(self) -> bytes:
        digest = hashlib.blake2b()
        try:
            with self._path.open("rb") as stream:
                for start in (0, self._size // 2, self._size - _BLOCK):
                    stream.seek(max(0, start))
                    digest.update(stream.read(min(_BLOCK, self._size - max(0, start))))
        except OSError:
            return b""
        return digest.digest()


def _state_of(path: Path) -> tuple[int, int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_dev, found.st_ino
