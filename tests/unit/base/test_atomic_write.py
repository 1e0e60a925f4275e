"""A reader sees the old file or the new one, never half of either."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from palpate.base.atomic_write import replacing, write_bytes
from palpate.base.errors import FileUnwritable, TargetExists


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a.json", b"new")
    assert (tmp_path / "a.json").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_until_the_end_the_old_file_stands(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"old")
    with replacing(target) as temporary:
        temporary.write_bytes(b"half of the new")
        assert target.read_bytes() == b"old"
        assert temporary.parent == target.parent
        temporary.write_bytes(b"new")
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"old")

    def fail_half_way() -> None:
        with replacing(target) as temporary:
            temporary.write_bytes(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_an_existing_file_is_refused_without_force(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_bytes(b"old")
    with pytest.raises(TargetExists, match="--force"):
        write_bytes(target, b"new", force=False)
    assert target.read_bytes() == b"old"
    write_bytes(tmp_path / "b.json", b"new", force=False)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileUnwritable, match="no such file or directory"):
        write_bytes(tmp_path / "none" / "a.json", b"new")


def test_a_folder_in_the_way_is_told_and_kept(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()
    with pytest.raises(FileUnwritable):
        write_bytes(tmp_path / "a.json", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are a POSIX matter")
def test_the_file_may_be_read_by_whom_a_new_file_may(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_bytes(tmp_path / "a.json", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == 0o640
