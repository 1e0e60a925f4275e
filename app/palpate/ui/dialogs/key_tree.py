"""Every action with its keys, menu by menu, narrowed by a text or by a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from palpate.session.keys.keymap import Keymap
from palpate.ui.actions.keys import keys_told, shown
from palpate.ui.actions.table import ACTIONS, HELD_KEYS, ActionSpec
from palpate.ui.actions.tables.menu import MENUS
from palpate.ui.theme.apply import current

_ACTION, _KEYS, _CAME = range(3)
_NAME = Qt.ItemDataRole.UserRole


class KeyTree(QTreeWidget):
    """Actions, their keys, and which keys they had where somebody changed that.

    Signals
    -------
    chosen
        (name of an action) is the one in hand; empty for none.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Actions and their keys"))
        self.setHeaderLabels([self.tr("Action"), self.tr("Keys"), self.tr("Before your change")])
        self.setRootIsDecorated(False)
        self.setIndentation(12)
        self.setUniformRowHeights(True)
        self.setStyleSheet("QTreeView::item { padding: 3px 5px; }")  # under the words of the header
        self.setAllColumnsShowFocus(True)
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_ACTION, QHeaderView.ResizeMode.Stretch)
        for column in (_KEYS, _CAME):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(column, 170)
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._fill()
        self.currentItemChanged.connect(lambda now, _before: self.chosen.emit(_name(now)))

    @property
    def current(self) -> str:
        """The action in hand; empty for none."""
        return _name(self.currentItem())

    def choose(self, action: str) -> None:
        """Take an action in hand, and go there."""
        self.setCurrentItem(self._rows[action])
        self.scrollToItem(self._rows[action], QTreeWidget.ScrollHint.PositionAtCenter)

    def show_map(self, now: Keymap, base: Keymap) -> None:
        """Show a map, and what was changed of another."""
        quiet = QBrush(QColor(current().text_quiet))
        for action, row in self._rows.items():
            keys, came = now.of(action), base.of(action)
            changed = keys != came
            row.setText(_KEYS, _told(keys) or ", ".join(keys_told(action)))
            row.setText(_CAME, (_told(came) or self.tr("none")) if changed else "")
            row.setForeground(_CAME, quiet)
            font = QFont(self.font())
            font.setBold(changed)
            row.setFont(_KEYS, font)

    def narrow(self, typed: str, key: str, keymap: Keymap) -> int:
        """Show only what holds a text, or has a key if one is given; returns how many actions that are."""
        wanted, left = typed.strip().casefold(), 0
        for action, row in self._rows.items():
            text = f"{row.text(_ACTION)} {row.text(_KEYS)}".casefold()
            fits = key in keymap.of(action) if key else wanted in text
            row.setHidden(not fits)
            left += fits
        for at in range(self.topLevelItemCount()):
            menu = self.topLevelItem(at)
            assert menu is not None
            rows = [row for row in self._rows.values() if row.parent() is menu]
            menu.setHidden(all(row.isHidden() for row in rows))
        return left

    def listed(self) -> list[str]:
        """Return the actions that are shown."""
        return [action for action, row in self._rows.items() if not row.isHidden()]

    def _fill(self) -> None:
        held = QCoreApplication.translate("Actions", "Held keys")
        groups: Mapping[str, Sequence[ActionSpec]] = {
            _tr(title).replace("&", ""): [spec for spec in ACTIONS if spec.menu == menu]
            for menu, title in MENUS.items()
        }
        for title, specs in {**groups, held: HELD_KEYS}.items():
            head = QTreeWidgetItem(self, [title])
            font = QFont(self.font())
            font.setWeight(QFont.Weight.DemiBold)
            head.setFont(_ACTION, font)
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            head.setFirstColumnSpanned(True)
            for spec in specs:
                row = QTreeWidgetItem(head, [action_words(spec)])
                row.setData(_ACTION, _NAME, spec.does)
                row.setToolTip(_ACTION, _tr(spec.tip or spec.text).rstrip("…"))
                self._rows[spec.does] = row
        self.expandAll()
        self.setItemsExpandable(False)


def action_words(spec: ActionSpec) -> str:
    """Return what an action is called where it is no button."""
    return _tr(spec.text).rstrip("…")


def _name(row: QTreeWidgetItem | None) -> str:
    return str(row.data(_ACTION, _NAME) or "") if row is not None else ""


def _told(keys: Sequence[str]) -> str:
    return "   ".join(map(shown, keys))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)
