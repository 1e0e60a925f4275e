"""What hands do in the skeleton editor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from palpate.model.skeleton import Skeleton
from palpate.session.session import Session
from palpate.session.skeletons.skeleton_draft import SkeletonDraft
from palpate.ui.app import make_application
from palpate.ui.editor.window import SkeletonEditor

Open = Callable[..., SkeletonEditor]


@contextmanager
def opening(qtbot: QtBot) -> Iterator[Open]:
    """Open editors, of skeletons without a project as new ones, and close them without a question."""
    make_application()
    editors: list[SkeletonEditor] = []

    def open_(what: Skeleton | SkeletonDraft, session: Session | None = None) -> SkeletonEditor:
        draft = what if isinstance(what, SkeletonDraft) else SkeletonDraft(what, is_new=session is None)
        editor = SkeletonEditor(draft, session)
        editor.resize(1302, 700)
        editor.show()
        editors.append(editor)
        qtbot.waitExposed(editor)
        editor.activateWindow()
        return editor

    yield open_
    for editor in editors:
        if isValid(editor):
            editor._is_done = True
            editor.close()


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
