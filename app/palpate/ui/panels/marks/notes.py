"""The notes panel: what people pinned to frames and keypoints, to be read, answered and resolved."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from palpate.model.change import Change
from palpate.session.marking import notes
from palpate.session.marking.marks import Kind, Mark, marks_of
from palpate.session.selection import Focus
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.marks.mark_editor import MarkEditor
from palpate.ui.panels.marks.mark_list import MARK_ROLE, MarkList, MarkModel
from palpate.ui.theme.icons import icon
from palpate.ui.widgets.hint import OrHint

_CHOICES: dict[str, Callable[[Mark], bool]] = {
    "open": lambda mark: mark.is_open,
    "notes": lambda mark: mark.kind is Kind.NOTE,
    "flags": lambda mark: mark.kind is Kind.FLAG,
    "events": lambda mark: mark.kind is Kind.EVENT,
    "resolved": lambda mark: mark.note is not None and not mark.is_open,
    "all": lambda _mark: True,
}


class NotesPanel(QWidget):
    """Marks of the clip in hand or of all, narrowed to a kind; the chosen one is edited below.

    Signals
    -------
    note_wanted
        A note shall be written where the work is.
    """

    note_wanted = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._stale = True
        self._chosen: tuple[str, ...] = ()
        self.model = MarkModel(self)
        self.list = MarkList(self)
        self.list.setModel(self.model)
        self._page = OrHint(self.list, self)
        self.editor = MarkEditor(self)
        self.kinds = QComboBox(self)
        self.kinds.setAccessibleName(self.tr("What is listed"))
        for name, text in (
            ("open", self.tr("Open notes and flags")),
            ("notes", self.tr("All notes")),
            ("flags", self.tr("Flags")),
            ("events", self.tr("Events")),
            ("resolved", self.tr("Resolved notes")),
            ("all", self.tr("Everything")),
        ):
            self.kinds.addItem(text, name)
        self.all_clips = QCheckBox(self.tr("All clips"), self)
        self.all_clips.setToolTip(self.tr("Also what is marked in other clips of the project"))
        self._write = QToolButton(self)
        self._write.setAutoRaise(True)
        self._write.setAccessibleName(self.tr("Write a note"))
        self._write.setToolTip(self.tr("Write a note on the active keypoint (N)"))
        self._write.setIcon(icon("note"))
        self._lay_out()
        self._connect()

    @property
    def hint(self) -> str:
        """Why nothing is listed; empty while something is."""
        return self._page.hint

    def refresh(self) -> None:
        """Read the marks anew."""
        self._stale = False
        session, focus = self._workbench.session, self._workbench.focus
        marks: list[Mark] = []
        several = self.all_clips.isChecked()
        if session is not None and focus.clip:
            clip = "" if several else focus.clip
            found = self._workbench.attempt(lambda: marks_of(session, focus.layer, clip)) or []
            wanted = _CHOICES[str(self.kinds.currentData())]
            # What is chosen stays in sight, so that what was just resolved can be reopened.
            marks = [mark for mark in found if wanted(mark) or mark.key == self._chosen]
        self.model.show(marks, session, several_clips=several)
        self._page.show_hint("" if marks else self._why_empty())
        self._write.setEnabled(session is not None and not session.project.read_only and bool(focus.clip))
        self._show_chosen()

    def _why_empty(self) -> str:
        if self._workbench.session is None:
            return self.tr("No project is open.")
        if not self._workbench.focus.clip:
            return self.tr("No clip yet. Add a video or images first (Ctrl+M).")
        return {
            "open": self.tr(
                "Nothing waits for an answer. N pins a note to the active keypoint, Shift+N to the frame, "
                "F flags the frame for review."
            ),
            "notes": self.tr("No note yet. N pins one to the active keypoint, Shift+N to the frame."),
            "flags": self.tr("No frame is flagged in this layer. F flags the one in hand."),
            "events": self.tr("No event is marked. I marks one at the frame in hand."),
            "resolved": self.tr("No note has been resolved yet."),
        }.get(str(self.kinds.currentData()), self.tr("Nothing is marked here. N writes a note, F flags."))

    def _show_chosen(self) -> None:
        row = self.model.row_of(self._chosen)
        session = self._workbench.session
        if row < 0 or session is None:
            self._chosen = ()
            self.list.clearSelection()
            self.editor.show_mark(None, "", "")
            return
        self.list.setCurrentIndex(self.model.index(row, 0))
        mark = self.model.marks[row]
        reason = notes.why_not_change(session, mark.author, mark.kind.value)
        self.editor.show_mark(mark, reason, session.project.read_only)

    # ---- what hands do ---------------------------------------------------------------------------------

    def _on_chosen(self, mark: Mark) -> None:
        session = self._workbench.session
        self._chosen = mark.key
        self._show_chosen()
        if session is not None:
            notes.go_to(session, mark)

    def _on_walked(self) -> None:
        """Show what the arrow keys came to."""
        index = self.list.currentIndex()
        if index.isValid() and self.list.hasFocus():
            self._chosen = index.data(MARK_ROLE).key
            self._show_chosen()

    def _on_reworded(self, mark: Mark, text: str) -> None:
        session = self._workbench.session
        if session is not None:
            self._workbench.attempt(lambda: notes.reword(session, mark, text))
            self.refresh()  # words that were refused give way to those that stand

    def _on_resolve(self, mark: Mark, resolved: bool) -> None:
        session = self._workbench.session
        if session is not None:
            self._workbench.attempt(lambda: notes.resolve(session, mark, resolved=resolved))

    def _on_removal(self, mark: Mark) -> None:
        session = self._workbench.session
        if session is not None:
            self._workbench.attempt(lambda: notes.remove(session, mark))

    # ---- following the session -------------------------------------------------------------------------

    def _on_changed(self, change: Change) -> None:
        if change.notes or change.clips or change.instances or change.layers:
            self._on_touched()

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if (now.clip, now.layer) != (before.clip, before.layer):
            self._on_touched()

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
        """Draw the icon in the ink of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._write.setIcon(icon("note"))

    # ---- putting things in place -----------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 8, 8, 8)
        head.setSpacing(8)
        head.addWidget(self.kinds, 1)
        head.addWidget(self.all_clips)
        head.addWidget(self._write)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._page, 1)
        column.addWidget(self.editor)

    def _connect(self) -> None:
        self.list.mark_chosen.connect(self._on_chosen)
        self.list.removal_wanted.connect(self._on_removal)
        self.list.selectionModel().currentChanged.connect(
            lambda *_: self._on_walked(), Qt.ConnectionType.QueuedConnection
        )
        self.editor.reworded.connect(self._on_reworded)
        self.editor.resolve_wanted.connect(self._on_resolve)
        self.editor.removal_wanted.connect(self._on_removal)
        self.kinds.activated.connect(self._on_touched)
        self.all_clips.toggled.connect(self._on_touched)
        self._write.clicked.connect(self.note_wanted)
        self._workbench.session_changed.connect(self._on_touched)
        self._workbench.changed.connect(self._on_changed)
        self._workbench.focus_changed.connect(self._on_focus)
