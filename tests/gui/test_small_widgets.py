"""Small parts that several panels share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from palpate.ui.widgets.calm_table import calm
from palpate.ui.widgets.narrow_chooser import narrow_chooser


def test_a_calm_table_gives_whole_rows_and_takes_no_typing(qtbot: QtBot) -> None:
    table = QTableWidget(3, 2)
    qtbot.addWidget(table)
    table.setItem(1, 0, QTableWidgetItem("left wrist"))
    calm(table, row_px=31)
    table.show()
    table.selectRow(0)
    table.setCurrentCell(1, 0)
    QTest.keyClick(table, Qt.Key.Key_F2)
    QTest.keyClicks(table, "nose")
    assert table.state() is not QTableWidget.State.EditingState
    assert {index.row() for index in table.selectedIndexes()} == {1}
    assert len(table.selectedIndexes()) == 2
    assert table.rowHeight(1) == 31


def test_a_chooser_of_long_words_leaves_a_dock_narrow(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    chooser = narrow_chooser("Layer", letters=4, parent=parent)
    before = chooser.minimumSizeHint().width()
    chooser.addItem("a layer whose name somebody thought about for a long time")
    assert chooser.minimumSizeHint().width() == before
    assert (chooser.accessibleName(), chooser.toolTip()) == ("Layer", "Layer")
