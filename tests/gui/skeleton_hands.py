"""What hands do in the skeleton editor."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from palpate.ui.editor.window import SkeletonEditor


def who(editor: SkeletonEditor, name: str) -> str:
    return editor.draft.state.find(name)


def choose(editor: SkeletonEditor, *names: str) -> None:
    editor.board.choose([who(editor, name) for name in names])


def spot(editor: SkeletonEditor, name: str) -> QPoint:
    figure = editor.keypoints.figure
    x, y = figure.places()[editor.draft.state.order.index(who(editor, name))]
    return QPoint(round(x), round(y))


def drag(figure: QWidget, start: QPoint, end: QPoint, modifier: Qt.KeyboardModifier | None = None) -> None:
    held = modifier if modifier is not None else Qt.KeyboardModifier.NoModifier
    QTest.mousePress(figure, Qt.MouseButton.LeftButton, held, start)
    for share in (0.3, 0.7, 1.0):
        at = start + (end - start) * share
        move(figure, at, held)
    QTest.mouseRelease(figure, Qt.MouseButton.LeftButton, held, end)


def move(figure: QWidget, at: QPoint, held: Qt.KeyboardModifier) -> None:
    button = Qt.MouseButton.LeftButton
    place, onto = QPointF(at), QPointF(figure.mapToGlobal(at))
    event = QMouseEvent(QEvent.Type.MouseMove, place, onto, Qt.MouseButton.NoButton, button, held)
    QApplication.sendEvent(figure, event)


def type_over(field: QWidget, text: str) -> None:
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
