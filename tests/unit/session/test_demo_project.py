"""Making the demo: whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from palpate.base.errors import FileUnwritable
from palpate.session import demo_project


def test_a_demo_that_could_not_be_finished_is_made_anew(tmp_path: Path) -> None:
    in_the_way = tmp_path / demo_project.PLANTED
    in_the_way.mkdir()
    with pytest.raises(FileUnwritable):
        demo_project.make(tmp_path)
    assert not (tmp_path / demo_project.PROJECT).exists()
    in_the_way.rmdir()
    made = demo_project.make(tmp_path)
    assert made.project.exists()
    assert made.planted.exists()
