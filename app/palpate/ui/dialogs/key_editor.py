"""Which key does what, and changing it: every change is in force at once and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from palpate.base.errors import PalpateError
from palpate.base.folders import documents_folder
from palpate.session.keys.key_editing import DEFAULT, KeyEditing
from palpate.session.keys.keymap_file import READY_MADE
from palpate.ui.actions.keys import shown
from palpate.ui.actions.table import ACTIONS, HELD_KEYS
from palpate.ui.dialogs import ask
from palpate.ui.dialogs.key_detail import KeyDetail
from palpate.ui.dialogs.key_tree import KeyTree, action_words
from palpate.ui.theme.apply import current
from palpate.ui.widgets.key_capture import KeyCapture

_SPECS = {spec.does: spec for spec in (*ACTIONS, *HELD_KEYS)}


class KeyEditor(QDialog):
    """A list of actions, the keys of the one in hand, maps to begin from.

    Signals
    -------
    changed
        Other keys shall be in force.
    """

    changed = Signal()

    def __init__(self, editing: KeyEditing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys"))
        self._editing = editing
        self._sought = ""
        self._wanted: tuple[str, str] | None = None
        self.maps = QComboBox(self)
        self.maps.setAccessibleName(self.tr("Map of keys"))
        self._about = self._quiet()
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search: what it does, or a key"))
        self.search.setAccessibleName(self.tr("Search the actions"))
        self.search.setClearButtonEnabled(True)
        self.by_key = KeyCapture(self.tr("Find by pressing…"), self)
        self.tree = KeyTree(self)
        self.detail = KeyDetail(self)
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        self.give = self._button(self.tr("Give it here"), self._on_give)
        self.undo = self._button(self.tr("Undo"), self._on_undo)
        self.reset = self._button(self.tr("Put all back"), self._on_reset_all)
        self._list_maps()
        self._lay_out()
        self._connect()
        height = parent.height() if parent is not None else 720
        self.resize(760, min(760, max(height - 64, 420)))
        self._show()
        self.search.setFocus()

    @property
    def said(self) -> str:
        """What was told of the last change."""
        return self._said.text()

    # ---- what is shown -----------------------------------------------------------------------------------

    def _show(self) -> None:
        editing = self._editing
        self.tree.show_map(editing.keymap, editing.base_map)
        self.maps.setCurrentIndex(self.maps.findData(editing.base))
        n = len(editing.changed)
        about = editing.about(editing.base)[1] or self.tr("The keys that the manual speaks of.")
        changed = self.tr("Actions changed by you: {n}.").format(n=n) if n else ""
        self._about.setText(" ".join(filter(None, (about, changed))))
        self.undo.setEnabled(editing.undoable)
        self.undo.setToolTip("" if editing.undoable else self.tr("Nothing was changed since this was opened"))
        self.reset.setEnabled(bool(n))
        self.reset.setToolTip("" if n else self.tr("All keys are as they came"))
        self._show_action()
        self._narrow()

    def _show_action(self) -> None:
        action = self.tree.current
        words = action_words(_SPECS[action]) if action else ""
        self.detail.show_action(
            words, self._editing.keymap.of(action), changed=action in self._editing.changed
        )

    def _narrow(self) -> None:
        if not self.tree.narrow(self.search.text(), self._sought, self._editing.keymap) and self._sought:
            self._tell(self.tr("{key} does nothing so far.").format(key=shown(self._sought)))

    def _tell(self, sentence: str, *, bad: bool = False, asks: bool = False) -> None:
        self._said.setText(sentence)
        palette = self.palette()
        if bad:
            palette.setColor(QPalette.ColorRole.WindowText, current().bad)
        self._said.setPalette(palette)
        self.give.setVisible(asks)
        if not asks:
            self._wanted = None

    # ---- what hands do -----------------------------------------------------------------------------------

    def _on_key(self, key: str) -> None:
        """Give the action a key that is free; ask about one that is another's."""
        action, editing = self.tree.current, self._editing
        if not key:
            self._tell(self.tr("This key cannot be used."), bad=True)
            return
        others = [other for other in editing.keymap.holders(key) if other != action]
        if not others:
            self._change(lambda: editing.give(action, key))
            return
        said = self.tr("{key} is the key of {others} already.")
        self._wanted = (action, key)
        self._tell(said.format(key=shown(key), others=self._named(others)), bad=True, asks=True)
        self.give.setText(self.tr("Give it to “{action}”").format(action=action_words(_SPECS[action])))
        self.give.setFocus()

    def _on_give(self) -> None:
        if self._wanted is not None:
            action, key = self._wanted
            self._change(lambda: self._editing.give(action, key))

    def _on_unwanted(self, key: str) -> None:
        action = self.tree.current
        self._change(lambda: self._editing.take(action, key))
        self.detail.add.setFocus()

    def _on_reset(self) -> None:
        action = self.tree.current
        self._change(lambda: self._editing.reset(action))

    def _on_reset_all(self) -> None:
        self._change(self._editing.reset_all)

    def _on_undo(self) -> None:
        self._change(self._editing.undo)

    def _on_map(self) -> None:
        self._change(lambda: self._editing.choose(str(self.maps.currentData())))

    def _on_import(self) -> None:
        filters = self.tr("Keys (*.json);;All files (*)")
        for path in ask.ask_open(self.tr("Import keys"), filters)[:1]:
            self.read(path)

    def _on_export(self) -> None:
        suggestion = documents_folder() / "keys.json"
        path, _ = ask.ask_save(self.tr("Export keys"), suggestion, [self.tr("Keys (*.json)")])
        if path is not None:
            self.write(path)

    def read(self, path: Path) -> None:
        """Take the map of a file; one that is wrong is told, and nothing changes."""
        if self._change(lambda: self._editing.read(path)):
            self._tell(self.tr("The keys of {name} are in force.").format(name=path.name))

    def write(self, path: Path) -> None:
        """Write the map in force to a file."""
        try:
            self._editing.write(path, title=path.stem)
        except PalpateError as error:
            self._tell(str(error), bad=True)
        else:
            self._tell(self.tr("Written to {name}.").format(name=path.name))

    def _change(self, do: Callable[[], list[str] | None]) -> bool:
        """Do something, put it in force, and tell who lost keys by it; False if it was refused."""
        try:
            losing = do() or []
        except PalpateError as error:
            self._tell(str(error), bad=True)
            self._show()
            return False
        self.changed.emit()
        bare = [other for other in losing if not self._editing.keymap.of(other)]
        said = self.tr("No key any more: {others}.").format(others=self._named(bare)) if bare else ""
        self._tell(said)
        self._show()
        return True

    def _on_typed(self) -> None:
        self._sought = ""
        self._narrow()

    def _on_sought(self, key: str) -> None:
        if not key:
            self._tell(self.tr("This key cannot be used."), bad=True)
            return
        self._tell("")
        self.search.setText(shown(key))
        self._sought = key
        self._narrow()
        for action in self._editing.keymap.holders(key)[:1]:
            self.tree.choose(action)

    def _named(self, actions: list[str]) -> str:
        return ", ".join(f"“{action_words(_SPECS[action])}”" for action in actions)

    # ---- putting things in place -------------------------------------------------------------------------

    def _list_maps(self) -> None:
        self.maps.addItem(self.tr("Palpate’s own"), DEFAULT)
        for name in READY_MADE:
            title, about = self._editing.about(name)
            self.maps.addItem(QCoreApplication.translate("Keymaps", title), name)
            self.maps.setItemData(self.maps.count() - 1, about, Qt.ItemDataRole.ToolTipRole)

    def _lay_out(self) -> None:
        label = QLabel(self.tr("&Map"), self)
        label.setBuddy(self.maps)
        self.maps.setMinimumWidth(240)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label)
        head.addWidget(self.maps)
        head.addStretch(1)
        head.addWidget(self._button(self.tr("Import…"), self._on_import))
        head.addWidget(self._button(self.tr("Export…"), self._on_export))
        seek = QHBoxLayout()
        seek.setSpacing(8)
        seek.addWidget(self.search, 1)
        seek.addWidget(self.by_key)
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self._said, 1)
        said.addWidget(self.give)
        self.give.hide()
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.rejected.connect(self.reject)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.undo)
        foot.addWidget(self.reset)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._about)
        column.addLayout(seek)
        column.addWidget(self.tree, 1)
        column.addWidget(self.detail)
        column.addLayout(said)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.maps.activated.connect(self._on_map)
        self.search.textEdited.connect(self._on_typed)
        self.search.textChanged.connect(lambda typed: None if typed else self._on_typed())
        self.by_key.captured.connect(self._on_sought)
        self.tree.chosen.connect(self._on_chosen)
        self.detail.key_wanted.connect(self._on_key)
        self.detail.key_unwanted.connect(self._on_unwanted)
        self.detail.reset_wanted.connect(self._on_reset)

    def _on_chosen(self, _action: str) -> None:
        self._tell("")
        self._show_action()

    def _button(self, text: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(partial(_without_checked, do))
        return button

    def _quiet(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        return label


def _without_checked(do: Callable[[], object], _checked: bool = False) -> None:
    do()
