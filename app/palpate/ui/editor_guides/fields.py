"""The fields of a guideline: texts that grow with their words, texts by a word, and the rule of blur."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from palpate.model.guideline import BlurRule
from palpate.ui.panels.guideline.blocks import condition_word, heading_font
from palpate.ui.theme.apply import number_font

_LINES = (2, 12)
_RATIOS = ("visible_max_ratio", "estimated_max_ratio", "absent_above_ratio")


class Words(QPlainTextEdit):
    """Some paragraphs; as high as its words need, within reason."""

    def __init__(self, name: str, parent: QWidget, *, hint: str = "", least: int = _LINES[0]) -> None:
        super().__init__(parent)
        self._least = least
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self._fit()

    def set_words(self, words: str) -> None:
        """Show a text; nobody is told, and it is where undoing while typing begins."""
        if words != self.toPlainText():
            self.blockSignals(True)
            self.setPlainText(words)
            self.blockSignals(False)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap, and follow."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll where all words are in sight."""
        if self.verticalScrollBar().maximum() > 0 and self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _fit(self) -> None:
        lines = int(self.document().size().height())
        shown = min(max(lines, self._least), _LINES[1])
        margins = self.contentsMargins()
        frame = margins.top() + margins.bottom() + 2 * int(self.document().documentMargin())
        height = shown * self.fontMetrics().lineSpacing() + frame + 2
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if lines > _LINES[1]
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)


class WordsBy(QWidget):
    """Texts below each other, each for one word: a tier, a condition of light.

    Signals
    -------
    edited
        Something was typed.
    """

    edited = Signal()

    def __init__(self, parent: QWidget, *, grows: str = "") -> None:
        super().__init__(parent)
        self._rows: dict[str, tuple[QLabel, Words]] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, 112)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._grid)
        self.other = QLineEdit(self)
        self.add = QPushButton(self.tr("Add"), self)
        self.other.setPlaceholderText(grows)
        self.other.setAccessibleName(grows)
        self.other.setMaxLength(40)
        line = QHBoxLayout()
        line.addWidget(self.other, 1)
        line.addWidget(self.add)
        column.addLayout(line)
        for part in (self.other, self.add):
            part.setVisible(bool(grows))

    def set_rows(self, rows: Iterable[tuple[str, str]], words: Mapping[str, str]) -> None:
        """Show a text for each (word, what people read for it), and for each other word that has one."""
        wanted = dict(rows)
        for word in words:
            wanted.setdefault(word, condition_word(word))
        if list(wanted) != list(self._rows):
            self._clear()
            for word, title in wanted.items():
                self._append(word, title)
        for word, (label, text) in self._rows.items():
            label.setText(wanted[word])
            text.set_words(words.get(word, ""))

    def words(self) -> dict[str, str]:
        """Return what is typed, by word."""
        return {word: text.toPlainText() for word, (_, text) in self._rows.items()}

    def append(self, word: str) -> None:
        """Make room for one more word, and go there."""
        if word not in self._rows:
            self._append(word, condition_word(word))
        self._rows[word][1].setFocus(Qt.FocusReason.OtherFocusReason)

    def field(self, word: str) -> Words:
        """Return the text of a word."""
        return self._rows[word][1]

    def _append(self, word: str, title: str) -> None:
        label = QLabel(title, self)
        label.setWordWrap(True)
        label.setContentsMargins(0, 5, 0, 0)
        text = Words(title, self, least=1)
        text.textChanged.connect(self.edited)
        label.setBuddy(text)
        row = len(self._rows)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(text, row, 1)
        self._rows[word] = (label, text)
        label.show()
        text.show()

    def _clear(self) -> None:
        for parts in self._rows.values():
            for part in parts:
                self._grid.removeWidget(part)
                part.hide()
                part.deleteLater()
        self._rows.clear()


class BlurFields(QWidget):
    """Whether there is a rule of motion blur, and what it says.

    Signals
    -------
    edited
        Something was changed.
    """

    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.given = QCheckBox(self.tr("Judge motion blur by a width"), self)
        self.reference = QLineEdit(self)
        self.reference.setAccessibleName(self.tr("Width that blur is held against"))
        self.reference.setPlaceholderText(self.tr("such as: breadth of the knee"))
        self.width_mm = _number(self, self.tr("Usual width"), " mm", 10_000.0, 1)
        self.ratios = [
            _number(self, name, " ×", 100.0, 2)
            for name in (self.tr("Visible up to"), self.tr("Estimated up to"), self.tr("Absent above"))
        ]
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(8)
        self._form.addRow(self.tr("Held against"), self.reference)
        self._form.addRow(self.tr("Usual width"), self.width_mm)
        shares = QHBoxLayout()
        shares.setSpacing(8)
        for spin in self.ratios:
            label = QLabel(spin.accessibleName(), self)
            label.setBuddy(spin)
            shares.addWidget(label)
            shares.addWidget(spin)
        shares.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.given)
        column.addLayout(self._form)
        column.addLayout(shares)
        self.given.toggled.connect(self._on_given)
        self.reference.textChanged.connect(self.edited)
        for spin in (self.width_mm, *self.ratios):
            spin.valueChanged.connect(self.edited)

    def set_rule(self, rule: BlurRule | None) -> None:
        """Show a rule, or that there is none."""
        shown = rule or BlurRule("", 0.0)
        parts: list[QWidget] = [self.given, self.reference, self.width_mm, *self.ratios]
        for part in parts:
            part.blockSignals(True)
        self.given.setChecked(rule is not None)
        self.reference.setText(shown.reference)
        self.width_mm.setValue(shown.reference_width_mm)
        for spin, name in zip(self.ratios, _RATIOS, strict=True):
            spin.setValue(getattr(shown, name))
        for part in parts:
            part.blockSignals(False)
        self._enable()

    def rule(self) -> BlurRule | None:
        """Return what is said; None if there is no rule."""
        if not self.given.isChecked():
            return None
        shares = (spin.value() for spin in self.ratios)
        return BlurRule(self.reference.text(), self.width_mm.value(), *shares)

    def _on_given(self, _on: bool) -> None:
        self._enable()
        self.edited.emit()

    def _enable(self) -> None:
        on = self.given.isChecked()
        why = "" if on else self.tr("Tick “Judge motion blur by a width” first")
        for part in (self.reference, self.width_mm, *self.ratios):
            part.setEnabled(on)
            part.setToolTip(why)


class _Spin(QDoubleSpinBox):
    """A number that scrolling past does not change."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the page unless this is in hand."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _number(parent: QWidget, name: str, unit: str, most: float, decimals: int) -> QDoubleSpinBox:
    spin = _Spin(parent)
    spin.setRange(0.0, most)
    spin.setDecimals(decimals)
    spin.setSingleStep(1.0 if decimals < 2 else 0.05)
    spin.setSuffix(unit)
    spin.setFont(number_font(parent.font()))
    spin.setAccessibleName(name)
    spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    spin.setMaximumWidth(120)
    return spin


def heading(text: str, parent: QWidget, buddy: QWidget | None = None) -> QLabel:
    """Return a small heading over a field."""
    label = QLabel(text, parent)
    label.setFont(heading_font(parent.font()))
    label.setForegroundRole(parent.palette().ColorRole.PlaceholderText)
    if buddy is not None:
        label.setBuddy(buddy)
    return label


def lies_within(widget: QWidget | None, whole: QWidget) -> bool:
    """Tell whether a widget is another or a part of it, also in a list that it has opened."""
    while widget is not None:
        if widget is whole:
            return True
        widget = widget.parentWidget()
    return False
