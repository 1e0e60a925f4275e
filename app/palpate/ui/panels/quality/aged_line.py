"""The line that says that labels have changed since the score, and offers to score again."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from palpate.ui.panels.quality.marks import Light, LightMark


class AgedLine(QWidget):
    """Stands above the pages, so that it is seen on every one of them.

    Signals
    -------
    wanted
        It is to be scored again.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark = LightMark(parent=self)
        mark.set_light(Light.AGED)
        words, link = self.tr("The labels have changed since."), self.tr("Score again")
        self.said = QLabel(f'{html.escape(words)} <a href="score">{html.escape(link)}</a>', self)
        self.said.setAccessibleName(f"{words} {link}")
        self.said.setToolTip(self.tr("All pages still show the labels as they were when they were scored"))
        self.said.setTextFormat(Qt.TextFormat.RichText)
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.said.linkActivated.connect(lambda _target: self.wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(mark)
        row.addWidget(self.said, 1)
