"""All keys and mouse gestures, from the table that makes them, with a line to search in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFont, QPalette, QResizeEvent
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
from palpate.ui.actions.table import ACTIONS, HELD_KEYS, MOUSE, ActionSpec
from palpate.ui.actions.tables.menu import MENUS
from palpate.ui.theme.apply import current

_RARE = ("file", "edit", "clip", "help")
_KEYS_WIDTH = 172
_WIDTH, _HEIGHT = 1180, 1000
_TWO_FROM_PX = 860
_ONE_UP_TO = 24  # lines that one column holds as well
_HEAD_LINES = 2


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
    """Keys on the left, what they do on the right, menu by menu, in two columns where there is room.

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
        self._sections: list[QWidget] = []
        self._titles: list[str] = []
        self._columns: list[tuple[QWidget, QVBoxLayout]] = []
        self._laid: list[list[int]] = []
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
        room = parent.window().size()
        self.resize(max(min(_WIDTH, room.width() - 64), 400), max(min(_HEIGHT, room.height() - 64), 320))

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
        for section, part in enumerate(self._sections):
            part.setVisible(section in left)
        self._none.setVisible(not left)
        self._flow()

    def shown(self) -> list[str]:
        """Return what is listed now, one lower-case line per row."""
        return [text for _, text, widgets in self._rows if not widgets[0].isHidden()]

    @property
    def columns(self) -> list[list[str]]:
        """The titles of the sections in each column, from the top down."""
        return [[self._titles[section] for section in column] for column in self._laid]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room that there is."""
        super().resizeEvent(event)
        self._flow()

    def _flow(self) -> None:
        """Put the sections that are left into as many columns as there is width for, about equally high."""
        left = [section for section, part in enumerate(self._sections) if not part.isHidden()]
        heights = [self._lines_of(section) + _HEAD_LINES for section in left]
        wide = self.width() >= _TWO_FROM_PX and sum(heights) > _ONE_UP_TO
        laid = _in_two(left, heights) if wide else [left, []]
        if laid == self._laid:
            return
        self._laid = laid
        for (holder, column), sections in zip(self._columns, laid, strict=True):
            for place, section in enumerate(sections):
                column.insertWidget(place, self._sections[section])
            holder.setVisible(bool(sections))

    def _lines_of(self, section: int) -> int:
        return sum(not widgets[0].isHidden() for at, _, widgets in self._rows if at == section)

    def _area(self) -> QScrollArea:
        page = QWidget(self)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(24)
        for _ in range(2):
            holder = QWidget(page)
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(12)
            column.addStretch(1)
            self._columns.append((holder, column))
            row.addWidget(holder, 1)
        for title, rows in _most_used_first(keys_by_menu()):
            self._add_section(title, rows)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        return area

    def _add_section(self, title: str, rows: list[KeyRow]) -> None:
        part, head = QWidget(self), QLabel(title, self)
        grid = QGridLayout(part)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, _KEYS_WIDTH)
        grid.setColumnStretch(1, 1)
        font = QFont(head.font())
        font.setWeight(QFont.Weight.DemiBold)
        head.setFont(font)
        head.setContentsMargins(0, 0, 0, 2)
        grid.addWidget(head, 0, 0, 1, 2)
        for line, row in enumerate(rows, 1):
            caps, does = _caps(row.keys), QLabel(row.does, self)
            does.setWordWrap(True)
            grid.addWidget(caps, line, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(does, line, 1, Qt.AlignmentFlag.AlignVCenter)
            text = " ".join((*row.keys, row.does)).casefold()
            self._rows.append((len(self._sections), text, [caps, does]))
        self._sections.append(part)
        self._titles.append(title)


def _most_used_first(sections: dict[str, list[KeyRow]]) -> list[tuple[str, list[KeyRow]]]:
    """Return the mouse and the held keys first, and the menus last that one rarely opens."""
    *menus, held, mouse = sections.items()
    rare = {_tr(MENUS[menu]).replace("&", "") for menu in _RARE}
    return [
        mouse,
        held,
        *(one for one in menus if one[0] not in rare),
        *(one for one in menus if one[0] in rare),
    ]


def _in_two(sections: list[int], heights: list[int]) -> list[list[int]]:
    """Cut sections in their order where the higher one of two columns is lowest."""
    cuts = range(1, len(sections) + 1)
    best = min(cuts, key=lambda at: max(sum(heights[:at]), sum(heights[at:])), default=0)
    return [sections[:best], sections[best:]]


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
