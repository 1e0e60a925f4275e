"""Bars over the picture that tell what happened and can be ignored; nothing modal interrupts labelling."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from palpate.ui.bridge.workbench import Tone
from palpate.ui.theme.apply import current

_NOTE_FOR_MS, _WARNING_FOR_MS = 5000, 6000
_READ_MS = 60  # a character; long sentences stay longer
_AGAIN_MS = 1000  # while the pointer is over it
_SEEN_MS = 200
_READABLE_MS = 1000  # so long a note stays although the work goes on
_AT_MOST = 3
_MARGIN, _GAP = 12, 4
_FOOT = 48  # the hint line has the lower edge
_SHARE = 0.6


class MessageBars(QObject):
    """The latest few messages above the lower edge; only faults stay until closed.

    A note or a refusal goes by itself, or with the next of its kind; refusals also with what is done next. A
    question stays until it is answered, closed or withdrawn; it never takes the keyboard by itself. They lie
    over the parent and take no room from it, so that the picture never jumps; and but for buttons and
    questions the mouse goes through them.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._below = parent
        self._shown: list[_Bar] = []  # newest first
        parent.installEventFilter(self)

    def tell(self, tone: Tone, text: str) -> None:
        """Show a message; the same one is not shown twice, and of what passes only the newest."""
        text = with_capital(text)
        for bar in self._bars():
            passes = bar.controls is None and bar.tone is tone and tone is not Tone.FAULT
            if bar.text == text or passes:
                self._remove(bar)
        self._put(_Bar(tone, text, self._below))

    def ask(self, text: str, controls: QWidget, tip: str = "") -> None:
        """Show a question with what answers it."""
        bar = _Bar(Tone.NOTE, text, self._below, controls)
        bar.setToolTip(tip)
        self._put(bar)

    def withdraw(self, controls: QWidget) -> None:
        """Take a question back, if it is still there."""
        for bar in self._bars():
            if bar.controls is controls:
                self._remove(bar)

    def take_back(self, text: str) -> None:
        """Take back what was told and does not hold any more, if it is still there."""
        told = with_capital(text)
        self._drop([bar for bar in self._shown if bar.controls is None and bar.text == told])

    def texts(self) -> list[str]:
        """Return what is shown, newest first."""
        return [bar.text for bar in self._shown]

    def area(self) -> QRect:
        """Return what of the parent they cover; empty without any."""
        covered = QRect()
        for bar in self._shown:
            covered = covered.united(bar.geometry())
        return covered

    def go_on(self, *_: object) -> None:
        """Take back refusals, and notes that could be read: the work goes on."""
        self._drop([bar for bar in self._shown if bar.was_read])

    def clear_passing(self) -> None:
        """Take back what would go by itself."""
        self._drop([bar for bar in self._shown if bar.passes])

    def clear(self) -> None:
        """Take back everything but questions, whose askers know when they are answered."""
        self._drop([bar for bar in self._shown if bar.controls is None])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size and the colours of what lies below."""
        if watched is self._below and event.type() is QEvent.Type.Resize:
            self._fit()
        elif watched is self._below and event.type() is QEvent.Type.PaletteChange:
            for bar in self._shown:
                bar.dress()
        return False

    def _bars(self) -> list[_Bar]:
        return list(self._shown)

    def _put(self, bar: _Bar) -> None:
        bar.left.connect(self._remove)
        bar.grown.connect(self._fit)
        self._shown.insert(0, bar)
        told = [known for known in self._shown if known.controls is None]
        self._drop(told[_AT_MOST:])
        self._fit()

    def _drop(self, bars: list[_Bar]) -> None:
        for bar in bars:
            self._remove(bar)

    def _remove(self, bar: _Bar) -> None:
        if bar not in self._shown:  # its time was up in the very moment in which it was taken back
            return
        self._shown.remove(bar)
        for part in (bar, bar.buttons):
            part.hide()
            part.deleteLater()
        self._fit()

    def _fit(self) -> None:
        """Stack them upwards from the lower edge, each as wide as its sentence."""
        foot, room = self._below.height() - _FOOT, max(self._below.width() - 2 * _MARGIN, 0)
        for bar in self._shown:
            most = room if bar.controls is not None else round(_SHARE * self._below.width())
            height = bar.take_width(min(most, room))
            bar.place(QPoint(_MARGIN, max(foot - height, 0)))
            foot -= height + _GAP


class _Bar(QFrame):
    """A sentence on its ground; its buttons stand beside it in the tree, so that the mouse reaches them."""

    left = Signal(object)
    grown = Signal()

    def __init__(self, tone: Tone, text: str, parent: QWidget, controls: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.tone, self.controls = text, tone, controls
        self._head, _, self._rest = text.partition("\n")
        self.setAccessibleName(text)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, controls is None)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._label = QLabel(self._head, self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 4, 4, 4)
        self._row.addWidget(self._label, 1)
        if controls is not None:
            self._row.addSpacing(8)
            self._row.addWidget(controls, 0, Qt.AlignmentFlag.AlignVCenter)
        self.buttons = self._made_buttons(parent)
        self._row.addSpacing(self.buttons.sizeHint().width())
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time)
        if controls is None and tone is not Tone.FAULT:
            least = _NOTE_FOR_MS if tone is Tone.NOTE else _WARNING_FOR_MS
            self._timer.start(max(least, _READ_MS * len(text)))
        self.dress()

    @property
    def passes(self) -> bool:
        """Whether it goes by itself."""
        return self.controls is None and self.tone is not Tone.FAULT

    @property
    def was_read(self) -> bool:
        """Whether it may go when something else is done."""
        spent = self._timer.interval() - self._timer.remainingTime()
        # A computation that ends by chance must not wipe off what was said this moment.
        return self.passes and spent >= (_READABLE_MS if self.tone is Tone.NOTE else _SEEN_MS)

    def dress(self) -> None:
        """Take the colours of the theme in force."""
        tokens = current()
        edge = {Tone.NOTE: tokens.accent, Tone.WARNING: tokens.warning, Tone.FAULT: tokens.bad}[self.tone]
        self.setStyleSheet(
            f"_Bar {{ background: {tokens.raised}; border: 1px solid {tokens.line}; "
            f"border-left: 4px solid {edge}; border-radius: 4px; }} QLabel {{ color: {tokens.text}; }}"
        )

    def take_width(self, most: int) -> int:
        """Be as wide as the sentence, or as there is room; return the height that it takes then."""
        self.ensurePolished()  # or the border's width is not counted yet
        self._label.setWordWrap(False)
        self._row.invalidate()
        wanted = self._row.totalSizeHint().width()
        self._label.setWordWrap(wanted > most)
        self._row.invalidate()
        width = min(wanted, most)
        wrapped = self._row.hasHeightForWidth()
        high = self._row.totalHeightForWidth(width) if wrapped else self._row.totalSizeHint().height()
        self.resize(width, max(high, self.buttons.sizeHint().height() + 8))
        return self.height()

    def place(self, corner: QPoint) -> None:
        """Stand somewhere on the parent, over everything."""
        self.move(corner)
        size = self.buttons.sizeHint()
        at = QPoint(corner.x() + self.width() - size.width() - 4, corner.y() + 4)
        self.buttons.setGeometry(QRect(at, size))
        for part in (self, self.buttons):
            part.show()
            part.raise_()

    def _made_buttons(self, parent: QWidget) -> QWidget:
        buttons = QWidget(parent)
        buttons.setCursor(Qt.CursorShape.ArrowCursor)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        if self._rest:
            self._more = QToolButton(buttons)
            self._more.setCheckable(True)
            self._more.setText(self.tr("More"))
            self._more.setToolTip(self.tr("Show the rest of this message"))
            self._more.toggled.connect(self._on_more)
            row.addWidget(self._more)
        close = QToolButton(buttons)
        close.setText("✕")
        close.setAccessibleName(self.tr("Close this message"))
        close.setToolTip(self.tr("Close this message"))
        close.clicked.connect(lambda: self.left.emit(self))
        row.addWidget(close)
        for button in buttons.findChildren(QToolButton):
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the picture
        return buttons

    def _on_time(self) -> None:
        if self.rect().contains(self.mapFromGlobal(QCursor.pos())) and self.isVisible():
            self._timer.start(_AGAIN_MS)  # somebody reads
        else:
            self.left.emit(self)

    def _on_more(self, shown: bool) -> None:
        self._timer.stop()  # somebody reads
        self._more.setText(self.tr("Less") if shown else self.tr("More"))
        self._label.setText(self.text if shown else self._head)
        self.grown.emit()


def with_capital(sentence: str) -> str:
    """Return a sentence with a capital first letter; a path or file's name at its head keeps its own."""
    first = sentence.split(maxsplit=1)[0].rstrip(":,;") if sentence.strip() else ""
    if any(sign in first for sign in "./\\_"):
        return sentence
    return sentence[:1].upper() + sentence[1:]
