"""One threshold: what it means, who says so, what it was, and two fields to change it."""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from palpate.base.errors import UsageError
from palpate.model.skeleton import Tolerance
from palpate.session.policies import (
    Threshold,
    Unit,
    bounds_of,
    constant_of,
    read_value,
    shown,
)
from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.when_words import whole_moment

_FIELD = 128


class PolicyDetail(QWidget):
    """Below the table: the row that is chosen.

    Signals
    -------
    set_wanted
        (value as typed, source).
    own_wanted
        It shall be as the skeleton says.
    """

    set_wanted = Signal(str, str)
    own_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: Threshold | None = None
        self._normalisers: Collection[str] = ()
        self._forbidden = ""
        self.title = _words(self, strong=True)
        self.meaning = _words(self)
        self.said = _words(self, quiet=True)
        self.changed = _words(self, quiet=True)
        self.value = QLineEdit(self)
        self.word = QComboBox(self)
        self.source = QLineEdit(self)
        self.bounds = _words(self, quiet=True)
        self.wrong = _words(self)
        self.own = QPushButton(self.tr("Back to the skeleton's own value"), self)
        self.set = QPushButton(self.tr("Set"), self)
        self._lay_out()
        self._connect()

    def show_row(
        self,
        row: Threshold,
        *,
        called: str,
        normalisers: Collection[str],
        scale_px: float,
        forbidden: str,
    ) -> None:
        """Show a threshold; what was typed and not set is gone.

        Parameters
        ----------
        called
            What people call its keypoint; empty for the whole skeleton.
        scale_px
            Size of an instance of this clip; NaN if nothing tells it.
        forbidden
            Why it cannot be changed; empty if it can.
        """
        self._row, self._normalisers, self._forbidden = row, normalisers, forbidden
        one = row.constant
        of = f" · {called}" if called else ""
        self.title.setText(f"{one.label}{of}: {row.shown}{self._here(row, scale_px)}")
        self.meaning.setText(one.meaning)
        acts = one.acts or self.tr("nowhere by itself: it is kept for the plans of the team")
        self.said.setText(
            self.tr("Source: {source}. {reason}\nActs in: {acts}.").format(
                source=one.source if row.usual else self.tr("skeleton"), reason=one.reason, acts=acts
            )
        )
        self.changed.setText(self._changed_words(row))
        self.changed.setVisible(bool(self.changed.text()))
        self._fill(row)
        self._check()

    def tell(self, sentence: str) -> None:
        """Say what is wrong."""
        self.wrong.setText(sentence)

    @property
    def typed(self) -> str:
        """The value as it stands in its field."""
        row = self._row
        is_word = row is not None and row.constant.unit is Unit.WORD
        return self.word.currentText() if is_word else self.value.text().strip()

    # ---- what is said ------------------------------------------------------------------------------------

    def _here(self, row: Threshold, scale_px: float) -> str:
        value = row.value.fraction if isinstance(row.value, Tolerance) else row.value
        known = row.constant.unit is Unit.SCALE and isinstance(value, float) and math.isfinite(scale_px)
        if not known or not isinstance(value, float):
            return ""
        return self.tr(" · {px} px in this clip").format(px=f"{value * scale_px:.1f}")

    def _changed_words(self, row: Threshold) -> str:
        if row.inherited:
            return self.tr("As the whole skeleton; a value here holds for this keypoint alone.")
        change = row.change
        if change is None:
            return ""
        said = self.tr("“{source}”: changed by {author}, {when}, from {before}. The skeleton says {own}.")
        constant = constant_of(change.key, change.keypoint)
        before = change.before
        if before:
            before = shown(constant, read_value(constant, before, (before,)))
        return said.format(
            source=change.source,
            author=change.author,
            when=whole_moment(change.time),
            before=before or "–",
            own=shown(row.constant, row.own),
        )

    def _fill(self, row: Threshold) -> None:
        is_word = row.constant.unit is Unit.WORD
        with QSignalBlocker(self.value), QSignalBlocker(self.word), QSignalBlocker(self.source):
            self.word.clear()
            if is_word:
                self.word.addItems(list(row.constant.words or (*self._normalisers, "box")))
                self.word.setCurrentText(str(row.value))
            self.value.setText("" if row.value is None else row.shown)
            self.source.setText("" if row.change is None or row.inherited else row.change.source)
        self.word.setVisible(is_word)
        self.value.setVisible(not is_word)
        self.bounds.setText(self._bounds(row))

    def _bounds(self, row: Threshold) -> str:
        said = bounds_of(row.constant)
        if row.constant.key == "tolerance":
            return self.tr("{bounds}; a fraction of s like 0.0095, or px like 8 px").format(bounds=said)
        return said if row.constant.unit is not Unit.WORD else ""

    # ---- what hands do -----------------------------------------------------------------------------------

    def _check(self) -> None:
        row = self._row
        if row is None:
            return
        wrong, ready = "", False
        try:
            read = partial(read_value, row.constant, self.typed, self._normalisers, by_label=True)
            value = read() if self.typed else row.value
            other = value != row.value or row.inherited
        except UsageError as fault:
            wrong, other = fault.sentence, False
        source = self.source.text().strip()
        renamed = row.change is not None and not row.inherited and source != row.change.source
        if not wrong and (other or renamed):
            ready = bool(source and self.typed)
        self.wrong.setText(wrong if not self._forbidden else "")
        self._enable(ready=ready, needs_source=other and not source, wrong=wrong)

    def _enable(self, *, ready: bool, needs_source: bool, wrong: str) -> None:
        row, free = self._row, not self._forbidden
        for field in (self.value, self.word, self.source):
            field.setEnabled(free)
            field.setToolTip(self._forbidden)
        self.set.setEnabled(free and ready)
        why = wrong or (self.tr("Say where the value comes from") if needs_source else "")
        self.set.setToolTip(self._forbidden or why)
        changed = row is not None and row.change is not None and not row.inherited
        self.own.setEnabled(free and changed)
        self.own.setToolTip(self._forbidden or ("" if changed else self.tr("It is as the skeleton says")))

    def _on_set(self) -> None:
        if self.set.isEnabled():
            self.set_wanted.emit(self.typed, self.source.text().strip())

    # ---- putting things in place -------------------------------------------------------------------------

    def _connect(self) -> None:
        self.value.textChanged.connect(self._check)
        self.word.currentTextChanged.connect(self._check)
        self.source.textChanged.connect(self._check)
        self.value.returnPressed.connect(self._on_set)
        self.source.returnPressed.connect(self._on_set)
        self.set.clicked.connect(self._on_set)
        self.own.clicked.connect(self.own_wanted)

    def _lay_out(self) -> None:
        for button in (self.own, self.set):
            button.setAutoDefault(False)
        self.value.setFont(number_font(self.font()))
        self.value.setFixedWidth(_FIELD)
        self.word.setFixedWidth(_FIELD)
        self.value.setAccessibleName(self.tr("Value"))
        self.word.setAccessibleName(self.tr("Value"))
        self.source.setAccessibleName(self.tr("Where the value comes from"))
        self.source.setPlaceholderText(self.tr("Where it comes from, such as “protocol of the lab, 2026”"))
        self.bounds.setWordWrap(False)
        palette = self.wrong.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(current().bad))
        self.wrong.setPalette(palette)
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.value)
        row.addWidget(self.word)
        row.addWidget(self.bounds, 1)
        fields.addWidget(QLabel(self.tr("Value"), self), 0, 0)
        fields.addLayout(row, 0, 1)
        fields.addWidget(QLabel(self.tr("Source"), self), 1, 0)
        fields.addWidget(self.source, 1, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.wrong, 1)
        foot.addWidget(self.own)
        foot.addWidget(self.set)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for label in (self.title, self.meaning, self.said, self.changed):
            column.addWidget(label)
        column.addSpacing(4)
        column.addLayout(fields)
        column.addLayout(foot)


def _words(parent: QWidget, *, strong: bool = False, quiet: bool = False) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if strong:
        font = QFont(label.font())
        font.setWeight(QFont.Weight.DemiBold)
        label.setFont(font)
    if quiet:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
