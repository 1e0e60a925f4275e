"""A button that, once pressed, waits for a key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from palpate.session.keys.key_names import canonical

_ALONE = (
    *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta),
    *(Qt.Key.Key_Super_L, Qt.Key.Key_Super_R, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_unknown),
)


class KeyCapture(QPushButton):
    """Waits for one key; Escape, another press of the button or leaving it ends that.

    Signals
    -------
    captured
        (key) as `palpate.session.keys.key_names.canonical` spells it; empty for one that cannot be used.
    """

    captured = Signal(str)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._text = text
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.toggled.connect(self._on_toggled)

    def event(self, event: QEvent) -> bool:
        """Take every key while one is waited for, Tab and those of other actions included."""
        if self.isChecked() and isinstance(event, QKeyEvent):
            event.accept()
            if event.type() is QEvent.Type.KeyPress and not event.isAutoRepeat():
                self._take(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Wait no more."""
        self.setChecked(False)
        super().focusOutEvent(event)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _ALONE:
            return
        self.setChecked(False)
        if event.key() != Qt.Key.Key_Escape:
            self.captured.emit(key_of(event))

    def _on_toggled(self, waits: bool) -> None:
        if waits:
            self.setFocus()  # where a click does not do that, keys would go elsewhere
        self.setText(self.tr("Press a key… (Esc: none)") if waits else self._text)


def key_of(event: QKeyEvent) -> str:
    """Return the key of an event as maps of keys spell it; empty for one that cannot be used."""
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    if _is_sign(key):  # which of them needs Shift differs from keyboard to keyboard
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    written = QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)
    return canonical(written)


def _is_sign(key: Qt.Key) -> bool:
    return 0x20 < key.value < 0x1000000 and not chr(key.value).isalnum()
