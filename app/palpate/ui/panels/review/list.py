"""The queue of what wants a look, as a list of two lines each."""

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
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from palpate.session.review.drift_review import DriftPoint
from palpate.ui.panels.review.parts import POINT_ROLE, PointList, draw_ground
from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.drift_words import px_words
from palpate.ui.widgets.words import reason_words

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_PAD = 8
_HALO = 32
translate = QCoreApplication.translate


class ReviewModel(QAbstractListModel):
    """Points to review, worst first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._points: list[DriftPoint] = []
        self._titles: dict[tuple[str, str], str] = {}
        self._several = False

    @property
    def points(self) -> list[DriftPoint]:
        """What is in the queue."""
        return self._points

    def show(self, points: list[DriftPoint], titles: dict[tuple[str, str], str]) -> None:
        """Show another queue; ``titles`` says what people read by (instance, keypoint name)."""
        if (points, titles) == (self._points, self._titles):
            return  # or the list would jump back to its top
        self.beginResetModel()
        self._points, self._titles = points, titles
        self._several = len({point.instance for point in points}) > 1
        self.endResetModel()

    def row_of(self, instance: str, frame: int, keypoint: str) -> int:
        """Return the row of the run that a place lies in, or −1."""
        for row, drifted in enumerate(self._points):
            same = (drifted.instance, drifted.keypoint_name) == (instance, keypoint)
            if same and drifted.point.start <= frame < drifted.point.stop:
                return row
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """One row per point."""
        return 0 if parent.isValid() else len(self._points)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """The point, and its words."""
        drifted = self._points[index.row()]
        if role == POINT_ROLE:
            return drifted
        if role == Role.DisplayRole:
            return self.title(drifted)
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return self._sentence(drifted)
        return None

    @property
    def last_frame(self) -> int:
        """The frame with the widest number."""
        return max((drifted.point.frame for drifted in self._points), default=0)

    def longest_reasons(self, metrics: QFontMetrics) -> str:
        """Return the words of the reasons that need most room."""
        found = {drifted.point.reasons for drifted in self._points}
        return max((reason_words(reasons) for reasons in found), key=metrics.horizontalAdvance, default="")

    def title(self, drifted: DriftPoint) -> str:
        """Name the keypoint, and its instance where there are several."""
        name = self._titles[drifted.instance, drifted.keypoint_name]
        return f"{name} · {drifted.instance_name}" if self._several else name

    def _sentence(self, drifted: DriftPoint) -> str:
        point = drifted.point
        said = translate("Review", "{keypoint}, frame {frame}: {drift}; {why}").format(
            keypoint=self.title(drifted),
            frame=point.frame,
            drift=px_words(point.score_px),
            why=reason_words(point.reasons),
        )
        run = translate("Review", "doubtful from frame {first} to {last}")
        return f"{said}\n{run.format(first=point.start, last=point.stop - 1)}"


class PointDelegate(QStyledItemDelegate):
    """A halo that grows with the drift, the keypoint, where it is, how far and why."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines; three where there is no room for the reasons beside the frame."""
        lines = 2 if self._is_roomy(option) else 3
        return QSize(200, lines * option.fontMetrics.height() + 2 * _PAD)

    def _is_roomy(self, option: QStyleOptionViewItem) -> bool:
        model = self._view.model()
        if not isinstance(model, ReviewModel):
            return True
        room = self._view.viewport().width() - _HALO - 3 * _PAD
        metrics = option.fontMetrics
        beside = metrics.horizontalAdvance(_frame_words(model.last_frame)) + 3 * _PAD
        return metrics.horizontalAdvance(model.longest_reasons(metrics)) + beside <= room

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        drifted = index.data(POINT_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box: QRect = option.rect
        draw_ground(painter, option)
        _draw_halo(
            painter, QPointF(box.left() + _PAD + _HALO / 2, box.center().y() + 0.5), drifted.point.score
        )
        text = box.adjusted(_PAD + _HALO + _PAD, _PAD, -_PAD, -_PAD)
        _draw_words(painter, option, text, str(index.data()), drifted)
        painter.restore()


class ReviewList(PointList):
    """The queue; a click or Enter goes there.

    Signals
    -------
    point_chosen
        (DriftPoint).
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("Review", "What wants a look, worst first"), parent)
        self.setItemDelegate(PointDelegate(self))


def _draw_halo(painter: QPainter, middle: QPointF, score: float) -> None:
    """A ring that grows from the threshold to three times it, as on the picture."""
    tokens = current()
    grown = min(max((score - 1.0) / 2.0, 0.0), 1.0)
    ink = QColor(tokens.bad if score >= 2.0 else tokens.warning)
    wash = QColor(ink)
    wash.setAlphaF(0.25)
    painter.setPen(QPen(ink, 2.0))
    painter.setBrush(wash)
    radius = 5.0 + 8.0 * grown
    painter.drawEllipse(middle, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.text))
    painter.drawEllipse(middle, 2.0, 2.0)


def _draw_words(
    painter: QPainter, option: QStyleOptionViewItem, box: QRect, title: str, drifted: DriftPoint
) -> None:
    tokens = current()
    metrics = option.fontMetrics
    line = metrics.height()
    far = translate("Review", "{px} px").format(px=f"{drifted.point.score_px:.1f}")
    frame = _frame_words(drifted.point.frame)
    right = Qt.AlignmentFlag.AlignRight
    bold = QFont(option.font)
    bold.setWeight(QFont.Weight.DemiBold)
    figures = number_font(option.font)
    figures_bold = number_font(bold)
    room = box.width() - metrics.horizontalAdvance(far) - 3 * _PAD
    upper, lower = (
        QRectF(box.left(), box.top(), box.width(), line),
        QRectF(box.left(), box.top() + line, box.width(), line),
    )
    painter.setPen(QColor(tokens.text))
    painter.setFont(figures_bold)
    painter.drawText(upper, right, far)
    painter.setFont(option.font)
    painter.drawText(upper, 0, metrics.elidedText(title, Qt.TextElideMode.ElideMiddle, room))
    painter.setPen(QColor(tokens.text_quiet))
    below = box.height() >= 3 * line
    reasons = lower.translated(0, line) if below else lower
    room = box.width() - (0 if below else metrics.horizontalAdvance(frame) + 3 * _PAD)
    why = metrics.elidedText(reason_words(drifted.point.reasons), Qt.TextElideMode.ElideRight, room)
    painter.drawText(reasons, 0, why)
    painter.setFont(figures)
    painter.drawText(lower, 0 if below else right, frame)


def _frame_words(frame: int) -> str:
    return translate("Review", "frame {frame}").format(frame=frame)
