"""Rows of lists: what is to be ticked there is seen in both themes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from palpate.ui.app import make_application
from palpate.ui.theme.apply import apply_theme, current
from palpate.ui.theme.tokens import contrast
from palpate.ui.widgets.calm_rows import CalmRows


@pytest.fixture(params=["dark", "light"])
def rows(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[QTreeWidget]:
    make_application()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before = current().name
    apply_theme(application, request.param)
    rows = QTreeWidget()
    qtbot.addWidget(rows)
    rows.setItemDelegate(CalmRows(rows))
    rows.setHeaderHidden(True)
    row = QTreeWidgetItem(rows, [""])
    row.setCheckState(0, Qt.CheckState.Unchecked)
    rows.show()
    yield rows
    apply_theme(application, before)


def test_a_box_that_is_not_ticked_stands_out(rows: QTreeWidget) -> None:
    image = rows.viewport().grab(rows.visualItemRect(rows.topLevelItem(0))).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert max(contrast(colour, current().panel) for colour in seen) >= 3.0
