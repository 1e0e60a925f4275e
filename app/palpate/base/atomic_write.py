"""Write beside the target, then move into place: a reader sees the old file or the new one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from palpate.base.errors import FileUnwritable, TargetExists


@contextmanager
def replacing(target: Path, *, force: bool = True) -> Iterator[Path]:
    """Yield a temporary path beside the target, moved onto it when the block ends without an error.

    Parameters
    ----------
    target
        The file to be made.
    force
        Whether an existing target may be replaced.

    Raises
    ------
    TargetExists
        If the target exists and may not be replaced.
    FileUnwritable
        If the folder cannot be written or the disk is full.
    """
    try:
        if target.exists() and not force:
            raise TargetExists("exists already; give --force to replace it", path=target)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
        os.close(handle)
    except OSError as error:
        raise FileUnwritable(_reason(error), path=target) from error
    temporary = Path(name)
    try:
        yield temporary
        _flush_to_disk(temporary)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except OSError as error:
        raise FileUnwritable(_reason(error), path=target) from error
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def write_bytes(target: Path, content: bytes, *, force: bool = True) -> None:
    """Write a whole file at once; see `replacing` for the errors."""
    with replacing(target, force=force) as temporary:
        temporary.write_bytes(content)


def _flush_to_disk(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _reason(error: OSError) -> str:
    return f"cannot be written ({(error.strerror or str(error)).lower()})"
