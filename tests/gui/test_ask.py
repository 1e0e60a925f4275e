"""Questions about files begin where something is."""

from __future__ import annotations

from pathlib import Path

from palpate.ui.dialogs.ask import begin_in


def test_a_folder_that_is_not_there_yet_gives_way_to_the_one_it_would_be_in(tmp_path: Path) -> None:
    assert begin_in(tmp_path / "documents" / "Palpate") == str(tmp_path)
    assert begin_in(tmp_path) == str(tmp_path)
    assert begin_in(None) == ""
