"""The keys of one action: taken away, added, put back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from palpate.ui.actions.keys import shown
from palpate.ui.widgets.key_capture import KeyCapture


class KeyDetail(QWidget):
    """What the hands are on in the list of actions, and what can be done about its keys.

    Signals
    -------
    key_wanted
        (key) the action shall have it too; empty for one that cannot be used.
    key_unwanted
        (key) the action shall have it no more.
    reset_wanted
        The action shall have the keys it came with.
    """

    key_wanted = Signal(str)
    key_unwanted = Signal(str)
    reset_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        font = QFont(self._title.font())
        font.setWeight(QFont.Weight.DemiBold)
        self._title.setFont(font)
        self.add = KeyCapture(self.tr("Add a key…"), self)
        self.add.captured.connect(self.key_wanted)
        self.back = QPushButton(self.tr("Put back"), self)
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self.reset_wanted)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(8)
        self._caps: list[QToolButton] = []
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(self._keys)
        row.addStretch(1)
        row.addWidget(self.add)
        row.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(row)

    def show_action(self, words: str, keys: Sequence[str], *, changed: bool) -> None:
        """Show an action's keys; no words for none."""
        self._title.setText(words or self.tr("Choose an action to change its keys"))
        for cap in self._caps:
            cap.hide()  # at once: it may have the keyboard, and lives until the event is over
            self._keys.removeWidget(cap)
            cap.deleteLater()
        self._caps = [self._cap(key, words) for key in keys]
        for cap in self._caps:
            self._keys.addWidget(cap)
            cap.show()
        choose = self.tr("Choose an action first")
        self.add.setEnabled(bool(words))
        self.add.setToolTip("" if words else choose)
        self.back.setEnabled(changed)
        same = self.tr("These are the keys it came with")
        self.back.setToolTip("" if changed else same if words else choose)

    def _cap(self, key: str, words: str) -> QToolButton:
        cap = QToolButton(self)
        cap.setText(f"{shown(key)}  ✕")
        said = self.tr("Take {key} from “{action}”").format(key=shown(key), action=words)
        cap.setToolTip(said)
        cap.setAccessibleName(said)
        cap.clicked.connect(lambda: self.key_unwanted.emit(key))
        return cap
