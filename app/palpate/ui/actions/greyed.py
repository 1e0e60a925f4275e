"""What is said when the key of a greyed action is pressed: the reason, where silence would look broken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow

from palpate.ui.bridge.workbench import Tone, Workbench
from palpate.ui.messages import with_capital


class GreyedKeys(QObject):
    """Watches a window for keys that nothing took, and says why the action that has one cannot be done.

    Parameters
    ----------
    names
        The actions that answer so.
    """

    def __init__(
        self, window: QMainWindow, workbench: Workbench, actions: Mapping[str, QAction], names: Iterable[str]
    ) -> None:
        super().__init__(window)
        self._workbench = workbench
        self._actions = tuple(actions[name] for name in names)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answer a key of a greyed action, and let the event go on."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            pressed = QKeySequence(event.keyCombination())
            for action in self._actions:
                if not action.isEnabled() and pressed in action.shortcuts() and action.statusTip():
                    self._workbench.told.emit(Tone.WARNING, f"{with_capital(action.statusTip())}.")
        return super().eventFilter(watched, event)
