"""The program's own folders, made when they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from palpate.__main__ import main
from palpate.base.errors import FileUnwritable
from palpate.base.folders import cache_folder


def test_a_folder_that_cannot_be_made_is_told(own_home: Path) -> None:
    (own_home / "cache").write_text("no folder", encoding="utf-8")
    with pytest.raises(FileUnwritable):
        cache_folder()


def test_a_window_without_its_folders_says_so_and_ends(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_home / "log").write_text("no folder", encoding="utf-8")
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("error: ")
