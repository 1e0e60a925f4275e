"""Tests of the window share hands and stories in modules beside them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from palpate.store.library import load_skeleton

if TYPE_CHECKING:
    from skeleton_hands import Open

    from palpate.ui.editor.window import SkeletonEditor

HERE = Path(__file__).resolve().parent
for folder in (HERE, HERE.parent / "unit"):
    if str(folder) not in sys.path:
        # Behind everything else: nothing here may hide a library of its name.
        sys.path.append(str(folder))


@pytest.fixture
def open_skeleton(qtbot: QtBot) -> Iterator[Open]:
    """Open skeletons and drafts in editors."""
    from skeleton_hands import opening  # found only now

    with opening(qtbot) as open_:
        yield open_


@pytest.fixture
def coco(open_skeleton: Open) -> SkeletonEditor:
    """The skeleton of COCO in an editor."""
    return open_skeleton(load_skeleton("coco_17"))
