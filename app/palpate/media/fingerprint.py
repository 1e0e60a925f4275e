"""Recognising a medium again after it was moved or renamed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from palpate.base.errors import FileUnreadable

_BLOCK = 1 << 16


def fingerprint(path: Path) -> str:
    """Return what tells this medium from others, in milliseconds whatever its size.

    Of a file: SHA-256 over its length and three blocks of 64 KiB at start, middle and end. Of a folder: over
    name, length and first block of each image in it.

    Raises
    ------
    FileUnreadable
        If it is missing or may not be read.
    MediaUnreadable
        If it is a folder without images.
    """
    path = Path(path)
    digest = hashlib.sha256()
    try:
        if path.is_dir():
            from palpate.media.images.source import images_in  # loads what reads images, which no video needs

            for image in images_in(path):
                digest.update(f"{image.name}\0{image.stat().st_size}\0".encode())
                _take(digest, image, blocks=1)
        else:
            if path.exists() and not path.is_file():  # to open a pipe would be to wait for its other end
                raise FileUnreadable("is no file but a device or a pipe", path=path)
            digest.update(f"{path.stat().st_size}\0".encode())
            _take(digest, path, blocks=3)
    except OSError as error:
        raise FileUnreadable(
            f"cannot be read ({(error.strerror or str(error)).lower()})", path=path
        ) from error
    return f"sha256-parts:{digest.hexdigest()}"


def _take(digest: hashlib._Hash, path: Path, *, blocks: int) -> None:
    size = path.stat().st_size
    with path.open("rb") as stream:
        for start in (0, max(0, size // 2 - _BLOCK // 2), max(0, size - _BLOCK))[:blocks]:
            stream.seek(start)
            digest.update(stream.read(_BLOCK))
