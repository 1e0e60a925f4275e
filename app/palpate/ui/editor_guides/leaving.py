"""Keeping what was typed when the hand goes elsewhere: one edit for all of it, and nothing is asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from palpate.ui.bridge.workbench import Workbench
from palpate.ui.editor_guides.fields import lies_within


class Leaving(QObject):
    """Watches an editor, and lets it keep its work when the keyboard leaves it, it hides, or all closes."""

    def __init__(self, editor: QWidget, workbench: Workbench, keep: Callable[[], object]) -> None:
        super().__init__(editor)
        self._editor, self._keep = editor, keep
        editor.installEventFilter(self)
        workbench.closing.connect(self._leave)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep when it goes out of sight."""
        if watched is self._editor and event.type() is QEvent.Type.Hide:
            self._leave()
        return False

    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        if old is not None and lies_within(old, self._editor) and not lies_within(now, self._editor):
            self._leave()

    def _leave(self) -> None:
        self._keep()
