"""The edit history: what was done, by whom and when, and the way back to any point of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from palpate.session import history
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.marks.history_list import HistoryList, HistoryModel
from palpate.ui.theme.icons import icon
from palpate.ui.widgets.hint import OrHint


class HistoryPanel(QWidget):
    """Edits, newest first; a double-click or Enter goes to where one was the last that stood.

    Signals
    -------
    undo_wanted, redo_wanted
    """

    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._stale = True
        self.model = HistoryModel(self)
        self.list = HistoryList(self)
        self.list.setModel(self.model)
        self._page = OrHint(self.list, self)
        self.undo = self._button(self.tr("Undo"))
        self.redo = self._button(self.tr("Redo"))
        self._how = QLabel(self.tr("Double-click: go there"), self)
        self._how.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._how.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._how.setToolTip(
            self.tr(
                "Double-click an edit, or press Enter on it: all after it is undone, or all up to it redone"
            )
        )
        head = QHBoxLayout()
        head.setContentsMargins(8, 8, 8, 8)
        head.setSpacing(8)
        head.addWidget(self.undo)
        head.addWidget(self.redo)
        head.addWidget(self._how, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._page, 1)
        self._draw_icons()
        self.undo.clicked.connect(self.undo_wanted)
        self.redo.clicked.connect(self.redo_wanted)
        self.list.point_wanted.connect(self._go_to)
        workbench.session_changed.connect(self._on_touched)
        workbench.changed.connect(self._on_touched)

    @property
    def hint(self) -> str:
        """Why nothing is listed; empty while something is."""
        return self._page.hint

    def refresh(self) -> None:
        """Read the newest edits anew."""
        self._stale = False
        session = self._workbench.session
        self._workbench.attempt(lambda: self.model.load(session))
        empty = self.tr("Nothing has been done yet.") if session else self.tr("No project is open.")
        self._page.show_hint("" if self.model.rowCount() else empty)
        self.list.show_present()
        for button, reason, verb in (
            (self.undo, history.why_not_undo(session) if session else empty, self.tr("Undo (Ctrl+Z)")),
            (self.redo, history.why_not_redo(session) if session else empty, self.tr("Redo (Ctrl+Shift+Z)")),
        ):
            read_only = session.project.read_only if session else ""
            button.setEnabled(not (reason or read_only))
            button.setToolTip(read_only or reason or verb)

    def _go_to(self, point: int) -> None:
        session = self._workbench.session
        if session is not None:
            self._workbench.attempt(lambda: history.go_to(session, point))

    # ---- following the session -------------------------------------------------------------------------

    def _on_touched(self, *_: object) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew if something changed while nobody saw."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the ink of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icons()

    def _draw_icons(self) -> None:
        self.undo.setIcon(icon("undo"))
        self.redo.setIcon(icon("redo"))

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setAccessibleName(name)
        return button
