"""What a migration does, rule by rule, and what each rule reaches in which layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from palpate.model.migration import Rename
from palpate.model.skeleton_diff import Guess
from palpate.session.skeletons.census import Said
from palpate.session.skeletons.migration_choice import MigrationChoice
from palpate.ui.theme.apply import number_font
from palpate.ui.widgets.calm_rows import CalmRows
from palpate.ui.widgets.rule_words import and_words, changed_words, reason_words, rule_words

_WHAT, _NUMBERS, _GOES = 0, 5, 6
_GOES_WIDTH = 176
_NAME = Qt.ItemDataRole.UserRole


class RulesTree(QTreeWidget):
    """Rules with a row per layer beneath; a tick takes a guess, a button says where labels go.

    Signals
    -------
    sent
        (name of a keypoint of the old version, names its labels go to).
    """

    sent = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What happens"))
        self.setHeaderLabels(
            [
                self.tr("What happens"),
                self.tr("Labels"),
                self.tr("Spans"),
                self.tr("Verdicts"),
                self.tr("Notes"),
                self.tr("Looks"),
                self.tr("Labels go to"),
            ]
        )
        for column, tip in (
            (1, self.tr("Stored values, in all layers and frames")),
            (2, self.tr("Spans for which a way of filling was chosen")),
            (3, self.tr("What somebody ruled in a review; on a place that is another now it says nothing")),
            (4, self.tr("Notes pinned to the keypoint")),
            (5, self.tr("Places in frames that somebody has looked at")),
            (6, self.tr("For a keypoint that goes: one that is new, or several")),
        ):
            self.headerItem().setToolTip(column, tip)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(CalmRows(self))
        self._set_columns()
        self._guesses: dict[str, Guess] = {}
        self._said: list[Said] = []
        self._offered = False
        self.itemChanged.connect(self._on_ticked)

    def show_choice(self, choice: MigrationChoice) -> None:
        """Show what would happen now."""
        self.blockSignals(True)
        scrolled = self.verticalScrollBar().value()
        self.clear()
        self._said, self._offered = [Said()], False
        self._guesses = {guess.name: guess for guess in choice.guesses}
        refused = [guess for guess in choice.guesses if not choice.is_taken(guess)]
        for touched in choice.foreseen.touched:
            rule = touched.rule
            row = self._row(rule_words(rule), touched.by_layer)
            guess = self._guesses.get(rule.name) if isinstance(rule, Rename) else None
            if guess is not None and choice.is_taken(guess):
                self._tick(row, guess, taken=True)
            name = getattr(rule, "name", "")
            if name in choice.gone or (
                name in choice.migration.before.position_of and not choice.goes_to(name)
            ):
                self._offer(row, choice, name)
        for guess in refused:
            said = self.tr("{name} may be called {to} now").format(name=guess.name, to=guess.to)
            self._tick(self._row(said, {}), guess, taken=False)
        if choice.of_skeleton:
            said = changed_words(choice.of_skeleton)
            self._row(self.tr("Of the whole skeleton: {said}").format(said=said), {})
        if not self.topLevelItemCount():
            self._row(self.tr("No keypoint comes, goes, or changes its name or place"), {})
        for column, of in enumerate(zip(*map(astuple, self._said), strict=True), start=1):
            self.setColumnHidden(column, column > 1 and not any(of))
        self.setColumnHidden(_GOES, not self._offered)
        self.verticalScrollBar().setValue(scrolled)
        self.blockSignals(False)

    def _set_columns(self) -> None:
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(_WHAT, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(_GOES, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(_GOES, _GOES_WIDTH)
        head.setSectionsMovable(False)
        for column in range(1, _NUMBERS + 1):
            self.headerItem().setTextAlignment(
                column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )

    def _row(self, text: str, by_layer: Mapping[str, Said]) -> QTreeWidgetItem:
        row = QTreeWidgetItem(self, [text])
        row.setToolTip(_WHAT, text)
        self._said.append(sum(by_layer.values(), start=Said()))
        self._fill(row, self._said[-1])
        for layer, said in by_layer.items():
            under = QTreeWidgetItem(row, [self.tr("in {layer}").format(layer=layer)])
            under.setForeground(_WHAT, self.palette().color(QPalette.ColorRole.PlaceholderText))
            self._fill(under, said)
        return row

    def _fill(self, row: QTreeWidgetItem, said: Said) -> None:
        quiet: QColor = self.palette().color(QPalette.ColorRole.PlaceholderText)
        for column, n in enumerate(astuple(said), start=1):
            row.setText(column, str(n) if n else "–")
            row.setFont(column, number_font(self.font()))
            row.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if not n:
                row.setForeground(column, quiet)

    def _tick(self, row: QTreeWidgetItem, guess: Guess, *, taken: bool) -> None:
        row.setText(_WHAT, f"{row.text(_WHAT)} · {reason_words(guess.because)}")
        row.setData(_WHAT, _NAME, guess.name)
        row.setCheckState(_WHAT, Qt.CheckState.Checked if taken else Qt.CheckState.Unchecked)
        row.setToolTip(
            _WHAT,
            self.tr(
                "{said}\nTicked: its labels follow the new name. Not ticked: one goes, the other is new."
            ).format(said=row.text(_WHAT)),
        )

    def _offer(self, row: QTreeWidgetItem, choice: MigrationChoice, name: str) -> None:
        """Let the labels of a keypoint that goes be sent elsewhere, where there is anything new."""
        free, now = choice.free_for(name), choice.goes_to(name)
        guess = self._guesses.get(name)
        if not free or (guess is not None and free == (guess.to,)):  # the tick says it
            return
        button = QToolButton(self)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAutoRaise(True)
        room = _GOES_WIDTH - 24
        said = and_words(now, 2) or self.tr("the history")
        button.setText(self.fontMetrics().elidedText(said, Qt.TextElideMode.ElideMiddle, room))
        button.setAccessibleName(self.tr("Where labels of {name} go").format(name=name))
        button.setToolTip(self.tr("Tick one: the same place under another name. Tick several: it is split."))
        menu = QMenu(button)
        for other in free:
            action = menu.addAction(other)
            action.setCheckable(True)
            action.setChecked(other in now)
            action.triggered.connect(lambda on, n=name, o=other, was=now: self._on_sent(n, o, was, on))
        button.setMenu(menu)
        self.setItemWidget(row, _GOES, button)
        self._offered = True

    def _on_sent(self, name: str, other: str, was: tuple[str, ...], on: bool) -> None:
        self.sent.emit(name, (*was, other) if on else tuple(n for n in was if n != other))

    def _on_ticked(self, row: QTreeWidgetItem, _column: int) -> None:
        guess = self._guesses.get(str(row.data(_WHAT, _NAME) or ""))
        if guess is not None:
            taken = row.checkState(_WHAT) is Qt.CheckState.Checked
            self.sent.emit(guess.name, (guess.to,) if taken else ())
