"""What is called visible despite its blur, as a list of two lines each."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from palpate.session.blurred.blur_review import BlurPoint
from palpate.ui.panels.review.parts import POINT_ROLE, PointList, draw_ground
from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.blur_words import allowed_words, frames_words, px_words, ratio_words

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_PAD, _SIGN = 8, 32
_MOST = 8.0  # times what is allowed, from which on the sign does not grow
translate = QCoreApplication.translate


class BlurModel(QAbstractListModel):
    """Entries, worst first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.points: list[BlurPoint] = []
        self._titles: dict[tuple[str, int], str] = {}

    def show(self, points: list[BlurPoint], titles: dict[tuple[str, int], str]) -> None:
        """Show another list; ``titles`` says what people read by (instance, keypoint)."""
        if points == self.points and titles == self._titles:
            return
        self.beginResetModel()
        self.points, self._titles = points, titles
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        """Count the entries."""
        return len(self.points)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return the entry, and its words."""
        point = self.points[index.row()]
        if role == POINT_ROLE:
            return point
        title = self._titles[point.instance, point.keypoint]
        if role == Role.DisplayRole:
            return title
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            parts = px_words(point), ratio_words(point), allowed_words(point), frames_words(point)
            return f"{title}: {', '.join(filter(None, parts))}"
        return None


class BlurDelegate(QStyledItemDelegate):
    """A smear that grows with the blur, the keypoint, how far, what that allows, and where."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines."""
        return QSize(200, 2 * option.fontMetrics.height() + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        point, box = index.data(POINT_ROLE), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_ground(painter, option)
        _draw_sign(painter, QPointF(box.left() + _PAD + _SIGN / 2, box.center().y() + 0.5), point.score)
        text = box.adjusted(_PAD + _SIGN + _PAD, _PAD, -_PAD, -_PAD)
        _draw_words(painter, option, text, str(index.data()), point)
        painter.restore()


class BlurList(PointList):
    """The list; a click or Enter goes there.

    Signals
    -------
    point_chosen
        (BlurPoint).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("Review", "Visible despite blur, worst first"), parent)
        self.setItemDelegate(BlurDelegate(self))


def _draw_sign(painter: QPainter, middle: QPointF, score: float) -> None:
    """A line with ends, as on the picture, from short to as wide as there is room."""
    tokens = current()
    ink = QColor(tokens.bad if score >= 0.5 * _MOST else tokens.warning)
    half = 4.0 + 9.0 * min(max(score - 1.0, 0.0) / (_MOST - 1.0), 1.0)
    painter.setPen(QPen(ink, 2.0))
    along, across = QPointF(half, 0.0), QPointF(0.0, 4.0)
    painter.drawLine(middle - along, middle + along)
    for end in (middle - along, middle + along):
        painter.drawLine(end - across, end + across)


def _draw_words(
    painter: QPainter, option: QStyleOptionViewItem, box: QRect, title: str, point: BlurPoint
) -> None:
    tokens, metrics = current(), option.fontMetrics
    upper = QRectF(box.left(), box.top(), box.width(), metrics.height())
    lower = upper.translated(0, metrics.height())
    bold = QFont(option.font)
    bold.setWeight(QFont.Weight.DemiBold)
    right, elide = Qt.AlignmentFlag.AlignRight, Qt.TextElideMode.ElideMiddle
    far, frames = px_words(point), frames_words(point)
    said = " · ".join(filter(None, (ratio_words(point), allowed_words(point))))
    if point.later:
        said = translate("Review", "put off · {said}").format(said=said)
    painter.setPen(QColor(tokens.text))
    painter.setFont(number_font(bold))
    painter.drawText(upper, right, far)
    painter.setFont(option.font)
    room = int(upper.width()) - metrics.horizontalAdvance(far) - 3 * _PAD
    painter.drawText(upper, 0, metrics.elidedText(title, elide, room))
    painter.setPen(QColor(tokens.text_quiet))
    room = int(lower.width()) - metrics.horizontalAdvance(frames) - 2 * _PAD
    painter.drawText(lower, 0, metrics.elidedText(said, Qt.TextElideMode.ElideRight, room))
    painter.setFont(number_font(option.font))
    painter.drawText(lower, right, frames)
