"""The retraining list in words, and what changed; links lead to guidelines and to the table."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, QUrl, Signal
from PySide6.QtWidgets import QSizePolicy, QTextBrowser, QWidget

from palpate.session.production_qa.weeks_view import WeeksView
from palpate.ui.theme.apply import current
from palpate.ui.weeks.words import CELL, GUIDELINE, PERSON, changes_html, notes_html, retraining_html


class RetrainingText(QTextBrowser):
    """Read from top to bottom; Tab walks through the links.

    Signals
    -------
    guideline_wanted
        (keypoint name).
    cell_wanted
        (person, name of a keypoint or type) its weeks are to be shown.
    person_wanted
        (person).
    """

    guideline_wanted = Signal(str)
    cell_wanted = Signal(str, str)
    person_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Who is retrained, and what changed"))
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.document().setDocumentMargin(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._view: WeeksView | None = None
        self.anchorClicked.connect(self._on_link)

    def show_view(self, view: WeeksView | None) -> None:
        """Show what is to be done."""
        self._view = view
        self._write()

    def minimumSizeHint(self) -> QSize:
        """A few words wide."""
        return QSize(180, 96)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme: links keep the colour that they were written in."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._write()

    def _write(self) -> None:
        if self._view is None:
            self.clear()
            return
        self.document().setDefaultStyleSheet(
            f"a {{ color: {current().accent}; text-decoration: none; }} h3 {{ margin-bottom: 2px; }}"
        )
        title = f"<h2>{self.tr('To be retrained')}</h2>"
        told = (retraining_html(self._view), changes_html(self._view), notes_html(self._view))
        self.setHtml(title + "".join(told))

    def _on_link(self, link: QUrl) -> None:
        kind, _, rest = QUrl.fromPercentEncoding(link.toEncoded()).partition(":")
        if kind == GUIDELINE:
            self.guideline_wanted.emit(rest)
        elif kind == PERSON:
            self.person_wanted.emit(rest)
        elif kind == CELL:
            who, _, name = rest.rpartition(":")
            self.cell_wanted.emit(who, name)
