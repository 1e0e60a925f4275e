"""A person's attempts as small plots below each other; one attempt is chosen in all of them at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from palpate.session.calibrating.attempt_course import Figure, Point
from palpate.ui.panels.quality.attempts_plot import SmallPlot, draw_small_plot
from palpate.ui.theme.apply import current, number_font
from palpate.ui.widgets.course_words import point_words

_WIDE = 460  # px of width from which two plots stand side by side
_GAP = 12.0
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, *_ENTER)
_LEAST = 84  # px of height of a plot


class AttemptsGraph(QWidget):
    """Reacts to the mouse, the arrow keys and Enter.

    Signals
    -------
    pointed
        (place of the attempt) it is looked at; −1 where none is.
    wanted
        (place of the attempt) it was clicked.
    """

    pointed = Signal(int)
    wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: tuple[Point, ...] = ()
        self._figures: tuple[Figure, ...] = ()
        self._at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Attempts over time"))

    @property
    def at(self) -> int:
        """Place of the attempt that is looked at; −1 where none is."""
        return self._at

    def show_course(self, points: Sequence[Point], figures: Sequence[Figure]) -> None:
        """Show other attempts; the last one is looked at."""
        self._points, self._figures = tuple(points), tuple(figures)
        self._at = len(self._points) - 1
        self._fit()
        self._tell()
        self.update()

    def plots(self) -> list[SmallPlot]:
        """Return where everything lies."""
        columns = self._columns()
        rows = -(-len(self._figures) // columns)
        width = (self.width() - _GAP * (columns - 1)) / columns
        height = (self.height() - _GAP * (rows - 1)) / max(rows, 1)
        line = float(self.fontMetrics().height())
        return [
            SmallPlot.of(
                figure,
                self._points,
                QRectF(n % columns * (width + _GAP), n // columns * (height + _GAP), width, height),
                line,
            )
            for n, figure in enumerate(self._figures)
        ]

    # ---- Qt ----------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Room to read them in."""
        return QSize(360, 480)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the plots."""
        painter = QPainter(self)
        painter.setFont(number_font(painter.font()))
        if self._points:
            for plot in self.plots():
                draw_small_plot(painter, plot, self._points, chosen=self._at)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(current().accent), 1.0))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at the attempt that is nearest to the pointer."""
        at = self._under(event)
        self.setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)
        if at >= 0:
            self._look_at(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the attempt that was clicked."""
        at = self._under(event)
        if at >= 0:
            self._look_at(at)
            self.wanted.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from attempt to attempt; Enter asks for it."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._points:
            by = 1 if event.key() == Qt.Key.Key_Right else -1
            self._look_at(min(max(self._at + by, 0), len(self._points) - 1))
        elif event.key() in _ENTER and self._at >= 0:
            self.wanted.emit(self._at)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the graph from the window's commands."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.setAccepted(event.key() in _KEYS)
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for every plot."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and font."""
        super().changeEvent(event)
        self.update()

    # ---- inside ------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        self.setMinimumHeight(_LEAST * -(-len(self._figures) // self._columns()))

    def _columns(self) -> int:
        return 2 if self.width() >= _WIDE and len(self._figures) > 1 else 1

    def _under(self, event: QMouseEvent) -> int:
        place = event.position()
        if not self._points:
            return -1
        for plot in self.plots():
            if plot.box.contains(place):
                return min(range(len(self._points)), key=lambda n: abs(plot.x(n) - place.x()))
        return -1

    def _look_at(self, at: int) -> None:
        if at != self._at:
            self._at = at
            self._tell()
            self.update()

    def _tell(self) -> None:
        self.setAccessibleDescription(point_words(self._points[self._at]) if self._points else "")
        self.pointed.emit(self._at)
