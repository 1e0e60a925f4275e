"""What the figures of a score rest on, sentence by sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout

from palpate.ui.messages import with_capital
from palpate.ui.panels.quality.page import Judged, QualityPage


class NotesPage(QualityPage):
    """Can be read to its end and copied."""

    def __init__(self) -> None:
        super().__init__()
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setMargin(8)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Notes on the score"))
        area.setWidget(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)

    @property
    def text(self) -> str:
        """All that is said."""
        return self._words.text()

    def show_judged(self, judged: Judged | None) -> None:
        """Tell the notes of another score."""
        notes = judged.view.score.notes if judged is not None else ()
        said = [f"{with_capital(note)}." for note in notes]
        self._words.setText("\n\n".join(said) if said else self.tr("There is nothing to add to this score."))
