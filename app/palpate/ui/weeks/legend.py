"""What the marks of the table of weeks mean, in one or two lines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from palpate.session.production_qa.weekly_view import WeeklyReport
from palpate.ui.panels.quality.marks import Light, draw_light
from palpate.ui.theme.apply import current
from palpate.ui.weeks.heat import draw_diamond
from palpate.ui.weeks.words import scaled_differs

_MARK, _GAP, _LINE = 13, 14, 20


class HeatLegend(QWidget):
    """Flows into as many lines as the width asks for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[tuple[Light | str, str]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_report(self, report: WeeklyReport) -> None:
        """Say it with the numbers of the rule in force."""
        rule = report.rule
        unit = (
            self.tr("px where the subject stands 1500 px tall") if scaled_differs(report) else self.tr("px")
        )
        self._entries = [
            ("", self.tr("mean error, {unit}").format(unit=unit)),
            (Light.AGED, self.tr("above the limit of {px:g}").format(px=rule.limit_px)),
            (Light.FAILS, self.tr("{n} such weeks in a row: retrain").format(n=rule.weeks)),
            ("( )", self.tr("fewer than {n}: skipped").format(n=rule.min_n)),
            ("◆", self.tr("placed differently since")),
            ("·", self.tr("nothing reviewed")),
        ]
        self.setAccessibleName(self.tr("Legend"))
        self.setAccessibleDescription("; ".join(said for _, said in self._entries))
        self._fit()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """It flows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """So many lines."""
        places = self._places(width)
        return (places[-1][1] if places else 0) + _LINE

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many lines as it needs now."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw marks and words."""
        painter, tokens = QPainter(self), current()
        for (left, top), (mark, said) in zip(self._places(self.width()), self._entries, strict=True):
            middle = top + (_LINE - _MARK) / 2
            shift = self._mark_width(mark)
            painter.setPen(QColor(tokens.text_quiet))
            if isinstance(mark, Light):
                draw_light(painter, mark, QRectF(left, middle, _MARK, _MARK))
            elif mark == "◆":
                draw_diamond(painter, QPointF(left + _MARK / 2, top + _LINE / 2), tokens, radius=4.5)
            elif mark:
                room = QRectF(left, top, shift, _LINE)
                painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), mark)
            painter.setPen(QColor(tokens.text_quiet))
            room = QRectF(left + shift, top, max(self.width() - left - shift, 0), _LINE)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), said)
        painter.end()

    def _fit(self) -> None:
        self.setFixedHeight(self.heightForWidth(max(self.width(), 1)))

    def _mark_width(self, mark: Light | str) -> int:
        if isinstance(mark, Light) or mark == "◆":
            return _MARK + 5
        return self.fontMetrics().horizontalAdvance(mark) + 5 if mark else 0

    def _places(self, width: int) -> list[tuple[int, int]]:
        """Return left and top of each entry."""
        metrics: QFontMetrics = self.fontMetrics()
        places, left, top = [], 0, 0
        for mark, said in self._entries:
            wide = self._mark_width(mark) + metrics.horizontalAdvance(said)
            if left and left + wide > width:
                left, top = 0, top + _LINE
            places.append((left, top))
            left += wide + _GAP
        return places
