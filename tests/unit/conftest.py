"""Stories that tests of several packages tell."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from palpate.model.skeleton import Skeleton

if TYPE_CHECKING:
    from office_story import Office

HERE = str(Path(__file__).resolve().parent)
if HERE not in sys.path:
    # Behind everything else: nothing here may hide a library of its name.
    sys.path.append(HERE)


@pytest.fixture
def office(tmp_path: Path, stick_figure: Skeleton) -> Iterator[Office]:
    """The project of several people, led by *lea*."""
    import office_story

    made = office_story.project(tmp_path, stick_figure)
    yield made
    made.close()
