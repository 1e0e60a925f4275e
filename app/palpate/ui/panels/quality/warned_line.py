"""The line that says what looks wrong in labels or gold, before any number is read."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from palpate.ui.messages import with_capital
from palpate.ui.panels.quality.marks import Light, LightMark


class WarnedLine(QWidget):
    """Stands above the verdict: sides exchanged, subjects twice, gold that was changed.

    Signals
    -------
    wanted
        All of it is to be read.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark = LightMark(parent=self)
        mark.set_light(Light.AGED)
        self.said = QLabel(self)
        self.said.setTextFormat(Qt.TextFormat.RichText)
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.said.linkActivated.connect(lambda _target: self.wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.said, 1)
        self.hide()

    def show_warnings(self, warnings: Sequence[str]) -> None:
        """Say the first, and how many more there are; nothing is shown if there is none."""
        self.setVisible(bool(warnings))
        if not warnings:
            self.said.clear()
            return
        sentences = [f"{with_capital(each)}." for each in warnings]
        more = (
            self.tr("All {n} warnings").format(n=len(sentences)) if len(sentences) > 1 else self.tr("Notes")
        )
        self.said.setText(f'{html.escape(sentences[0])} <a href="notes">{html.escape(more)}</a>')
        self.said.setToolTip("\n".join(sentences))
        self.said.setAccessibleName(" ".join(sentences))
