"""Keys that do something while they are held, and one that also may be tapped."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

_TYPING = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)


class HeldKeys(QObject):
    """Watches the window for keys that are held; leaves text fields alone.

    Signals
    -------
    hiding
        Whether H is down.
    magnifying
        Whether the back-quote is down.
    """

    hiding = Signal(bool)
    magnifying = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Turn presses and releases into signals; nothing is taken from anybody."""
        if isinstance(event, QKeyEvent) and not event.isAutoRepeat() and not typing():
            down = event.type() == QEvent.Type.KeyPress
            if down or event.type() == QEvent.Type.KeyRelease:
                self._tell(Qt.Key(event.key()), down)
        return False

    def _tell(self, key: Qt.Key, down: bool) -> None:
        if key == Qt.Key.Key_H:
            self.hiding.emit(down)
        elif key == Qt.Key.Key_QuoteLeft:
            self.magnifying.emit(down)


def typing() -> bool:
    """Tell whether the keyboard is in a text field, where letters are letters."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QTextEdit | QPlainTextEdit):
        return not focus.isReadOnly()
    return isinstance(focus, _TYPING)
