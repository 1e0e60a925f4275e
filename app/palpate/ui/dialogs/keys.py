"""All keys and mouse gestures, from the table that makes them, with a line to search in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from palpate.ui.actions.keys import keys_told
from palpate.ui.actions.menu_table import MENUS
from palpate.ui.actions.table import ACTIONS, HELD_KEYS, MOUSE, ActionSpec
from palpate.ui.theme.apply import current

_KEYS_WIDTH = 216


@dataclass(frozen=True, slots=True)
class KeyRow:
    """The keys or the gesture that do one thing, and what they do; no keys where only the menu does it."""

    keys: tuple[str, ...]
    does: str


def keys_by_menu() -> dict[str, list[KeyRow]]:
    """Return every action with its keys in force under its menu's title, the held ones and the mouse last."""
    sections: dict[str, list[KeyRow]] = {}
    for menu, title in MENUS.items():
        rows = [_row(spec) for spec in ACTIONS if spec.menu == menu]
        sections[_tr(title).replace("&", "")] = [row for row in rows if row.keys] + [
            row for row in rows if not row.keys
        ]
    sections[QCoreApplication.translate("Actions", "Held keys")] = [_row(spec) for spec in HELD_KEYS]
    sections[QCoreApplication.translate("Actions", "Mouse")] = [
        KeyRow((_tr(what),), _tr(text)) for what, text in MOUSE
    ]
    return sections


class KeysDialog(QDialog):
    """Keys on the left, what they do on the right, menu by menu.

    Signals
    -------
    edit_wanted
        Keys shall be changed.
    """

    edit_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keys and mouse"))
        self._rows: list[tuple[int, str, list[QWidget]]] = []
        self._heads: list[QWidget] = []
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(self.tr("Search: a key or what it does"))
        self._search.setAccessibleName(self.tr("Search the keys"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self.narrow)
        self._none = QLabel(self.tr("No match"), self)
        self._none.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        edit = buttons.addButton(self.tr("Change keys…"), QDialogButtonBox.ButtonRole.ActionRole)
        edit.setAutoDefault(False)
        edit.clicked.connect(self._on_edit)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)  # Enter ends a search
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._search)
        column.addWidget(self._none)
        column.addWidget(self._area(), 1)
        column.addWidget(buttons)
        self.resize(600, min(640, max(parent.height() - 96, 320)))

    def _on_edit(self) -> None:
        self.accept()
        self.edit_wanted.emit()

    def narrow(self, typed: str) -> None:
        """Show only what holds a text."""
        wanted = typed.strip().casefold()
        left = {section for section, text, _ in self._rows if wanted in text}
        for _, text, widgets in self._rows:
            for widget in widgets:
                widget.setVisible(wanted in text)
        for section, head in enumerate(self._heads):
            head.setVisible(section in left)
        self._none.setVisible(not left)

    def shown(self) -> list[str]:
        """Return what is listed now, one lower-case line per row."""
        return [text for _, text, widgets in self._rows if not widgets[0].isHidden()]

    def _area(self) -> QScrollArea:
        page = QWidget(self)
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, _KEYS_WIDTH)
        grid.setColumnStretch(1, 1)
        for title, rows in keys_by_menu().items():
            self._add_section(grid, title, rows)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        return area

    def _add_section(self, grid: QGridLayout, title: str, rows: list[KeyRow]) -> None:
        head = QLabel(title, self)
        font = QFont(head.font())
        font.setWeight(QFont.Weight.DemiBold)
        head.setFont(font)
        head.setContentsMargins(0, 12 if self._heads else 0, 0, 2)
        grid.addWidget(head, grid.rowCount(), 0, 1, 2)
        for row in rows:
            caps, does = _caps(row.keys), QLabel(row.does, self)
            does.setWordWrap(True)
            line = grid.rowCount()
            grid.addWidget(caps, line, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(does, line, 1, Qt.AlignmentFlag.AlignVCenter)
            text = " ".join((*row.keys, row.does)).casefold()
            self._rows.append((len(self._heads), text, [caps, does]))
        self._heads.append(head)


def _caps(keys: tuple[str, ...]) -> QWidget:
    tokens = current()
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    if not keys:
        quiet = QLabel(QCoreApplication.translate("Actions", "in the menu"), holder)
        quiet.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row.addWidget(quiet)
    for key in keys:
        cap = QLabel(key, holder)
        cap.setStyleSheet(
            f"background: {tokens.raised}; border: 1px solid {tokens.line}; border-radius: 4px; "
            "padding: 1px 6px;"
        )
        row.addWidget(cap)
    return holder


def _row(spec: ActionSpec) -> KeyRow:
    return KeyRow(tuple(keys_told(spec.does)), _tr(spec.text).rstrip("…"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)
