"""A name that the file system refuses is told like every other fault of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from palpate.base.atomic_write import write_bytes
from palpate.base.errors import FileUnwritable


def test_a_name_that_is_too_long_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(FileUnwritable, match="too long"):
        write_bytes(tmp_path / ("n" * 300), b"", force=False)
