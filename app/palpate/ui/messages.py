"""Bars over the picture that tell what happened and can be ignored; nothing modal interrupts labelling."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from palpate.ui.bridge.workbench import Tone
from palpate.ui.theme.apply import current

_NOTE_FOR_MS = 5000
_AT_MOST = 3
_MARGIN = 8


class MessageBars(QWidget):
    """The latest few messages, newest on top; notes leave by themselves, faults stay until closed.

    A question stays until it is answered, closed or withdrawn; it never takes the keyboard by itself.
    They lie over the top of the parent and take no room from it, so that the picture never jumps.

    Signals
    -------
    head_changed
        (logical px) at the top of the parent that they take now, 0 without any.
    """

    head_changed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.setAccessibleName(self.tr("Messages"))
        self.hide()
        self._below = parent
        parent.installEventFilter(self)

    def tell(self, tone: Tone, text: str) -> None:
        """Show a message; the same one is not shown twice."""
        text = with_capital(text)
        for bar in self._bars():
            if bar.text == text:
                self._remove(bar)
        self._put(_Bar(tone, text, self))

    def ask(self, text: str, controls: QWidget, tip: str = "") -> None:
        """Show a question with what answers it."""
        bar = _Bar(Tone.NOTE, text, self, controls)
        bar.setToolTip(tip)
        self._put(bar)

    def withdraw(self, controls: QWidget) -> None:
        """Take a question back, if it is still there."""
        for bar in self._bars():
            if bar.controls is controls:
                self._remove(bar)

    def _put(self, bar: _Bar) -> None:
        bar.left.connect(self._remove)
        bar.grown.connect(self._fit)
        self._column.insertWidget(0, bar)
        bar.show()  # a layout shows it a turn later, and counts it from then on
        for old in [known for known in self._bars() if known.controls is None][_AT_MOST:]:
            self._remove(old)
        self._fit()

    def texts(self) -> list[str]:
        """Return what is shown, newest first."""
        return [bar.text for bar in self._bars()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what lies below."""
        if watched is self._below and event.type() is QEvent.Type.Resize:
            self._fit()
        return False

    def _bars(self) -> list[_Bar]:
        items = (self._column.itemAt(n) for n in range(self._column.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, _Bar)]

    def _remove(self, bar: _Bar) -> None:
        self._column.removeWidget(bar)
        bar.hide()
        bar.deleteLater()
        self._fit()

    def _fit(self) -> None:
        if not self._bars():
            self.hide()
            self.head_changed.emit(0)
            return
        width = max(self._below.width() - 2 * _MARGIN, 0)
        self._column.invalidate()
        # Bars whose text does not wrap have a height that follows from no width.
        wraps = self._column.hasHeightForWidth()
        height = self._column.heightForWidth(width) if wraps else self._column.sizeHint().height()
        self.setGeometry(_MARGIN, _MARGIN, width, height)
        self.show()
        self.raise_()
        self.head_changed.emit(_MARGIN + height)


class _Bar(QFrame):
    left = Signal(object)
    grown = Signal()

    def __init__(self, tone: Tone, text: str, parent: QWidget, controls: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = text
        self.controls = controls
        self._head, _, self._rest = text.partition("\n")
        tokens = current()
        edge = {Tone.NOTE: tokens.accent, Tone.WARNING: tokens.warning, Tone.FAULT: tokens.bad}[tone]
        self.setStyleSheet(
            f"_Bar {{ background: {tokens.raised}; border: 1px solid {tokens.line}; "
            f"border-left: 4px solid {edge}; border-radius: 4px; }}"
        )
        self.setAccessibleName(text)
        self._label = QLabel(self._head, self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 4, 8, 4)
        self._row.addWidget(self._label, 1 if controls is None else 0)
        self._timer = QTimer(self)
        if controls is not None:
            self._label.setWordWrap(False)  # the answer stands right behind the question
            self._row.addSpacing(8)
            self._row.addWidget(controls, 0, Qt.AlignmentFlag.AlignVCenter)
            self._row.addStretch(1)
        self._add_buttons()
        if tone is Tone.NOTE and controls is None:
            self._timer.setSingleShot(True)
            self._timer.timeout.connect(lambda: self.left.emit(self))
            self._timer.start(_NOTE_FOR_MS)

    def _add_buttons(self) -> None:
        if self._rest:
            self._more = QToolButton(self)
            self._more.setCheckable(True)
            self._more.setAutoRaise(True)
            self._more.setText(self.tr("More"))
            self._more.setToolTip(self.tr("Show the rest of this message"))
            self._more.toggled.connect(self._on_more)
            self._row.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        close = QToolButton(self)
        close.setText("✕")
        close.setAutoRaise(True)
        close.setAccessibleName(self.tr("Close this message"))
        close.setToolTip(self.tr("Close this message"))
        close.clicked.connect(lambda: self.left.emit(self))
        self._row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)

    def _on_more(self, shown: bool) -> None:
        self._timer.stop()  # somebody reads
        self._more.setText(self.tr("Less") if shown else self.tr("More"))
        self._label.setText(self.text if shown else self._head)
        self.updateGeometry()  # the strip has kept the height of before
        self.grown.emit()


def with_capital(sentence: str) -> str:
    """Return a sentence with a capital first letter; a path or file's name at its head keeps its own."""
    first = sentence.split(maxsplit=1)[0].rstrip(":,;") if sentence.strip() else ""
    if any(sign in first for sign in "./\\_"):
        return sentence
    return sentence[:1].upper() + sentence[1:]
