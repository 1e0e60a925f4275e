"""Keys of the number pad that mean something else than the same signs elsewhere on the keyboard."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from palpate.session.keys.key_names import canonical
from palpate.ui.actions.held import typing
from palpate.ui.actions.keys import current_map

_PRESSES = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


class PadKeys(QObject):
    """Does the actions that have keys of the number pad.

    Under X11 and Wayland Qt looks for shortcuts as if all signs came from the rest of the keyboard: 3 on the
    pad would be 3 above the letters. So such a key is claimed before shortcuts are looked for.
    """

    def __init__(self, window: QWidget, actions: Mapping[str, QAction]) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Claim a press, then do what it means."""
        # The class first: this sees every event there is, and a type is dear to ask for.
        if not isinstance(event, QKeyEvent) or event.type() not in _PRESSES:
            return False
        if not event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
            return False
        action = self._meant(event)
        if action is None:
            return False
        if event.type() is QEvent.Type.KeyPress and (action.autoRepeat() or not event.isAutoRepeat()):
            action.trigger()
        event.accept()
        return True

    def _meant(self, event: QKeyEvent) -> QAction | None:
        """Return the action that has this key, if it can be done now."""
        if typing() or QApplication.activeModalWidget() or QApplication.activePopupWidget():
            return None
        if QApplication.activeWindow() is not self._window:
            return None
        combination = QKeyCombination(event.modifiers(), Qt.Key(event.key()))
        key = canonical(QKeySequence(combination).toString(QKeySequence.SequenceFormat.PortableText))
        action = next((self._actions.get(name) for name in current_map().holders(key)), None)
        return action if action is not None and action.isEnabled() else None
