"""Which of a file's video streams is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from palpate.session.frames.media_adding import best_stream
from palpate.ui.theme.apply import number_font
from palpate.ui.widgets.calm_rows import CalmRows

if TYPE_CHECKING:
    from palpate.session.frames.media_adding import StreamChoice

Offers: TypeAlias = "Mapping[Path, Sequence[StreamChoice]]"


class StreamsDialog(QDialog):
    """One table of streams after the other; files that offer the same are decided together.

    Parameters
    ----------
    offers
        The streams of each file that has several.
    """

    def __init__(self, offers: Offers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Several video streams"))
        self._offers = offers
        self._chosen: dict[Path, int] = {}
        self._question = QLabel(self)
        self._question.setWordWrap(True)
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        self._table = self._made_table()
        self._alike = QCheckBox(self)
        self._alike.setChecked(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._question)
        column.addWidget(self._table, 1)
        column.addWidget(self._alike)
        column.addWidget(buttons)
        self.resize(560, 300)
        self._show_next()

    def chosen(self) -> dict[Path, int]:
        """Return the stream of each file."""
        return dict(self._chosen)

    def accept(self) -> None:
        """Take the marked stream; close when every file has one."""
        number = self._now[self._table.currentRow()].number
        paths = [self._path, *self._like_this()] if self._alike.isChecked() else [self._path]
        self._chosen.update(dict.fromkeys(paths, number))
        if len(self._chosen) < len(self._offers):
            self._show_next()
        else:
            super().accept()

    def _show_next(self) -> None:
        self._path = next(path for path in self._offers if path not in self._chosen)
        self._now = list(self._offers[self._path])
        self._question.setText(
            self.tr("{name} holds {n} video streams. Which one is to be labelled?").format(
                name=self._path.name, n=len(self._now)
            )
        )
        self._table.setRowCount(len(self._now))
        for row, choice in enumerate(self._now):
            for column, text in enumerate(_cells(choice)):
                self._table.setItem(row, column, QTableWidgetItem(text))
        best = best_stream(self._now)
        self._table.selectRow(next(row for row, choice in enumerate(self._now) if choice.number == best))
        alike = len(self._like_this())
        self._alike.setVisible(alike > 0)
        self._alike.setText(self.tr("The same for {n} more files like this one").format(n=alike))
        self._table.setFocus()

    def _like_this(self) -> list[Path]:
        return [
            path
            for path, choices in self._offers.items()
            if path not in self._chosen
            and path != self._path
            and [(one.codec, one.size, one.fps) for one in choices]
            == [(one.codec, one.size, one.fps) for one in self._now]
        ]

    def _made_table(self) -> QTableWidget:
        table = QTableWidget(0, 6, self)
        table.setHorizontalHeaderLabels(
            [
                self.tr("Stream"),
                self.tr("Codec"),
                self.tr("Size"),
                self.tr("Rate"),
                self.tr("Frames"),
                self.tr("Name"),
            ]
        )
        table.setAccessibleName(self.tr("Video streams"))
        table.setFont(number_font(table.font()))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        table.setItemDelegate(CalmRows(table))
        table.doubleClicked.connect(self.accept)
        return table


def _cells(choice: StreamChoice) -> tuple[str, ...]:
    return (
        str(choice.number),
        choice.codec,
        f"{choice.size[0]} × {choice.size[1]}",
        f"{choice.fps:.6g} fps" if choice.fps else "",
        str(choice.frames) if choice.frames else "",
        choice.title,
    )
