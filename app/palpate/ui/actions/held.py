"""Keys that do something while they are held, and one that also may be tapped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from palpate.ui.actions.keys import has_key

_TYPING = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)


class HeldKeys(QObject):
    """Watches the window for keys that are held; leaves text fields alone.

    A key whose release goes to another program or into a text field is let go of at once.

    Signals
    -------
    hiding
        Whether a key is down that hides what is drawn over the picture.
    magnifying
        Whether a key of the loupe is down.
    pressed
        Any key went down, anywhere.
    """

    hiding = Signal(bool)
    magnifying = Signal(bool)
    pressed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._signals = {"hold_hide": self.hiding, "hold_loupe": self.magnifying}
        self._down: dict[int, SignalInstance] = {}
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.installEventFilter(self)
        application.applicationStateChanged.connect(self._on_application_state)
        application.focusChanged.connect(self._on_focus)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Turn presses and releases into signals; nothing is taken from anybody."""
        if isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            key = event.key()
            alone = not event.modifiers() & Qt.KeyboardModifier.ControlModifier  # with Ctrl it is another key
            if event.type() is QEvent.Type.KeyPress:
                self.pressed.emit()
            if event.type() is QEvent.Type.KeyPress and alone and not typing():
                self._press(key)
            elif event.type() is QEvent.Type.KeyRelease:
                self._release(key)
        return False

    def release_all(self) -> None:
        """Let go of every key that is down."""
        for key in tuple(self._down):
            self._release(key)

    def _press(self, key: int) -> None:
        signal = next((signal for does, signal in self._signals.items() if has_key(does, key)), None)
        if signal is not None and key not in self._down:
            self._down[key] = signal
            signal.emit(True)

    def _release(self, key: int) -> None:
        signal = self._down.pop(key, None)
        if signal is not None:
            signal.emit(False)

    def _on_application_state(self, state: Qt.ApplicationState) -> None:
        if state is not Qt.ApplicationState.ApplicationActive:
            self.release_all()

    def _on_focus(self, _before: QWidget | None, _now: QWidget | None) -> None:
        if typing():
            self.release_all()


def typing() -> bool:
    """Tell whether the keyboard is in a text field, where letters are letters."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QTextEdit | QPlainTextEdit):
        return not focus.isReadOnly()
    return isinstance(focus, _TYPING)
