"""A label of one line: it never grows, and hides nothing."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from palpate.ui.widgets.one_line import OneLine

LONG = "visible, placed by hand, and far more than there is room for in a narrow panel"


def made(qtbot: QtBot, text: str) -> OneLine:
    label = OneLine()
    qtbot.addWidget(label)
    label.setText(text)
    label.resize(160, label.sizeHint().height())
    label.show()
    return label


def hover(label: OneLine) -> str:
    event = QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(5, 5), label.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(label, event)
    return QToolTip.text()


def test_what_does_not_fit_ends_in_dots_and_is_told_in_the_tooltip(qtbot: QtBot) -> None:
    label = made(qtbot, LONG)
    assert label.text() == LONG
    assert label.shown.endswith("…")
    label.setToolTip("A doubt.")
    assert hover(label) == f"{LONG}\nA doubt."
    QToolTip.hideText()


def test_its_height_does_not_depend_on_what_it_says(qtbot: QtBot) -> None:
    short, long = made(qtbot, "visible"), made(qtbot, LONG)
    assert short.shown == "visible"
    assert short.minimumSizeHint().height() == long.minimumSizeHint().height()
    assert long.minimumSizeHint().width() == 0
