"""What the pages of the review panel have in common: buttons above a list, and how a row is marked."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QGridLayout,
    QLayout,
    QPushButton,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from palpate.ui.actions.keys import with_keys
from palpate.ui.theme.apply import current
from palpate.ui.widgets.calm_list import CalmList

POINT_ROLE = Qt.ItemDataRole.UserRole
_EDGE = 4
_SPACING = 8
_IN_A_ROW = 3


class PointList(CalmList):
    """A list of what to go to; a click or Enter goes there.

    Signals
    -------
    point_chosen
        What the row holds as `POINT_ROLE`.
    """

    point_chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.clicked.connect(self.choose)

    def choose(self, index: QModelIndex) -> None:
        """Go to what a row holds."""
        self.point_chosen.emit(index.data(POINT_ROLE))


def in_rows(buttons: Iterable[QPushButton]) -> QGridLayout:
    """Return buttons three to a row."""
    grid = QGridLayout()
    grid.setSpacing(_SPACING)
    for n, button in enumerate(buttons):
        grid.addWidget(button, n // _IN_A_ROW, n % _IN_A_ROW)
    return grid


def lay_out(page: QWidget, top: QLayout, *below: QWidget) -> None:
    """Put widgets below each other; the last one, which is the list, gets the room."""
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(_SPACING)
    column.addLayout(top)
    for widget in below:
        column.addWidget(widget)
    column.setStretchFactor(below[-1], 1)


def tell_button(button: QPushButton, does: str, what: str, *, reason: str) -> None:
    """Say what a button does and by which keys, and let it be pressed unless there is a reason against it."""
    button.setEnabled(not reason)
    not_now = QCoreApplication.translate("Review", "Not now: {reason}").format(reason=reason)
    button.setToolTip("\n".join([with_keys(what, does), *([not_now] if reason else [])]))


def draw_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Draw what lies under the words of a row: raised under the mouse, with an edge where it is chosen."""
    tokens, box = current(), option.rect
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    if chosen or option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(box, QColor(tokens.raised))
    if chosen:
        painter.fillRect(QRect(box.left(), box.top(), _EDGE, box.height()), QColor(tokens.accent))
    painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), QColor(tokens.line))
