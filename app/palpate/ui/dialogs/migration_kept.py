"""Keypoints whose labels stay: which of them are another place under the same name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from palpate.session.skeletons.migration_choice import Kept
from palpate.ui.theme.apply import number_font
from palpate.ui.widgets.calm_rows import CalmRows
from palpate.ui.widgets.rule_words import changed_words

_NAME = Qt.ItemDataRole.UserRole


class KeptList(QWidget):
    """A line to look for one, and a tick for each; those that changed stand first.

    Signals
    -------
    redefined
        (name, whether its place is another one now).
    """

    redefined = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(
            self.tr("Keypoints that stay. Tick one whose name means another place now: place anew."), self
        )
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Find a keypoint"))
        self.line.setAccessibleName(self.tr("Find a keypoint"))
        self.line.setClearButtonEnabled(True)
        self.line.setMaximumWidth(200)
        self.rows = QTreeWidget(self)
        self.rows.setAccessibleName(self.tr("Keypoints that stay"))
        self.rows.setHeaderLabels(
            [self.tr("Another place now"), self.tr("What else changes"), self.tr("Labels")]
        )
        self.rows.setRootIsDecorated(False)
        self.rows.setUniformRowHeights(True)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.rows.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.rows.setItemDelegate(CalmRows(self.rows))
        head = self.rows.header()
        head.setStretchLastSection(False)
        head.setSectionsMovable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self.rows.headerItem().setTextAlignment(2, right)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.rows, 1)
        self._order: list[str] = []
        self.line.textChanged.connect(self._filter)
        self.rows.itemChanged.connect(self._on_ticked)

    def show_kept(self, kept: Sequence[Kept]) -> None:
        """Show them; they keep their places in the list while ticks come and go."""
        names = {one.name for one in kept}
        self._order = [name for name in self._order if name in names]
        known = set(self._order)
        fresh = sorted((one for one in kept if one.name not in known), key=lambda one: not one.changed)
        self._order += [one.name for one in fresh]
        by_name = {one.name: one for one in kept}
        scrolled, here = self.rows.verticalScrollBar().value(), self.rows.currentItem()
        current = str(here.data(0, _NAME)) if here is not None else ""
        self.rows.blockSignals(True)
        self.rows.clear()
        for name in self._order:
            row = self._row(by_name[name])
            if name == current:
                self.rows.setCurrentItem(row)
        self.rows.blockSignals(False)
        self._filter(self.line.text())
        self.rows.verticalScrollBar().setValue(scrolled)

    def _row(self, one: Kept) -> QTreeWidgetItem:
        called = one.name if one.called == one.name else f"{one.called}  ({one.name})"
        row = QTreeWidgetItem(self.rows, [called, changed_words(one.changed), str(one.labels or "–")])
        row.setData(0, _NAME, one.name)
        row.setCheckState(0, Qt.CheckState.Checked if one.redefined else Qt.CheckState.Unchecked)
        row.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.setFont(2, number_font(self.font()))
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        row.setForeground(1, quiet)
        if one.for_good:
            row.setFlags(row.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            row.setToolTip(0, self.tr("The new version itself says that this is another place"))
        else:
            row.setToolTip(
                0,
                self.tr(
                    "Ticked: labels stay and show, but leave no project and judge nobody until each is "
                    "placed anew, or is called right as it is"
                ),
            )
        return row

    def _filter(self, words: str) -> None:
        wanted = words.casefold().split()
        for n in range(self.rows.topLevelItemCount()):
            row = self.rows.topLevelItem(n)
            if row is None:
                continue
            text = f"{row.text(0)} {row.text(1)}".replace("_", " ").casefold() + row.text(0).casefold()
            row.setHidden(not all(word in text for word in wanted))

    def _on_ticked(self, row: QTreeWidgetItem, _column: int) -> None:
        self.redefined.emit(str(row.data(0, _NAME)), row.checkState(0) is Qt.CheckState.Checked)
