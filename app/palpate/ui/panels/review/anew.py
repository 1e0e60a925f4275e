"""What has to be placed anew, keypoint by keypoint and frame by frame."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from palpate.session.session import Session
from palpate.session.skeletons.outdated import Places, Waiting
from palpate.ui.panels.review.parts import POINT_ROLE, PointList, draw_ground
from palpate.ui.theme.apply import current, number_font

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_FRAME_ROLE = Role.UserRole + 1
_PAD, _HIGH = 8, 8


class AnewModel(QAbstractListModel):
    """Labels by keypoint, instance and frame; words are made for those in sight."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self.places = Places.none()

    def show(self, session: Session | None, places: Places) -> None:
        """Show another list."""
        if session is self._session and places.same_as(self.places):
            return
        self.beginResetModel()
        self._session, self.places = session, places
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        """Count the labels."""
        return len(self.places)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return the label, and its words."""
        if self._session is None or role not in (
            POINT_ROLE,
            _FRAME_ROLE,
            Role.DisplayRole,
            Role.ToolTipRole,
            Role.AccessibleTextRole,
        ):
            return None
        one = self.places.at(index.row())
        if role == POINT_ROLE:
            return one
        frame = _tr("frame {n}").format(n=one.frame)
        if role == _FRAME_ROLE:
            return frame
        title = self._title(self._session, one)
        return title if role == Role.DisplayRole else f"{title}, {frame}"

    def row_of(self, instance: str, frame: int, keypoint: int) -> int:
        """Return the row of a label, -1 where it does not wait."""
        return self.places.place_of(instance, frame, keypoint)

    def _title(self, session: Session, one: Waiting) -> str:
        contents = session.contents
        called = contents.skeleton_of(one.instance).keypoints[one.keypoint].called
        several = len(self.places.instances) > 1
        return f"{called} · {contents.instance(one.instance).name}" if several else called


class _Row(QStyledItemDelegate):
    """The keypoint, and its frame at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One line."""
        return QSize(120, option.fontMetrics.height() + _HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        painter.save()
        draw_ground(painter, option)
        box: QRect = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        middle, frame = Qt.AlignmentFlag.AlignVCenter, str(index.data(_FRAME_ROLE))
        painter.setFont(number_font(option.font))
        painter.setPen(QColor(current().text_quiet))
        painter.drawText(box, int(middle | Qt.AlignmentFlag.AlignRight), frame)
        room = box.width() - painter.fontMetrics().horizontalAdvance(frame) - 2 * _PAD
        title = option.fontMetrics.elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, room)
        painter.setFont(option.font)
        painter.setPen(QColor(current().text))
        painter.drawText(box, int(middle | Qt.AlignmentFlag.AlignLeft), title)
        painter.restore()


class AnewList(PointList):
    """The list; a click or Enter goes there.

    Signals
    -------
    point_chosen
        (Waiting).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_tr("To be placed anew, by keypoint and frame"), parent)
        self.setItemDelegate(_Row(self))
        self.rows = AnewModel(self)
        self.setModel(self.rows)

    def mark(self, instance: str, frame: int, keypoint: int) -> None:
        """Mark the row that the work is at."""
        row = self.rows.row_of(instance, frame, keypoint)
        if row >= 0:
            self.setCurrentIndex(self.rows.index(row, 0))
        else:
            self.clearSelection()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Review", text)
