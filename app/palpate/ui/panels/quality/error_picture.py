"""Every error of one keypoint around its target: what is chance looks round, what is bias looks shifted."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from palpate.session.judging.quality_view import KeypointScore, QualityView
from palpate.ui.panels.quality.legend import draw_words
from palpate.ui.panels.quality.plot import Plot, draw_plot, words_room
from palpate.ui.panels.quality.words import error_sentence, verdict_words
from palpate.ui.theme.apply import current

_NEAR = 8.0  # px around the pointer in which an error is meant


class ErrorPicture(QWidget):
    """The errors of one keypoint in the picture's own axes, with bias, its ellipse, and the tolerance.

    Attributes
    ----------
    titled
        Whether it says itself which keypoint that is; else somebody does beside it.

    Signals
    -------
    error_chosen
        (clip name, frame, instance name) of the error that was clicked, or chosen by Up, Down and Enter.
    """

    error_chosen = Signal(str, int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: QualityView | None = None
        self._keypoint: KeypointScore | None = None
        self._at = -1
        self.titled = True
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._tell()

    @property
    def keypoint(self) -> str:
        """Name of the keypoint that is shown, or empty."""
        return self._keypoint.name if self._keypoint is not None else ""

    def show_keypoint(self, view: QualityView | None, name: str) -> None:
        """Show another keypoint of a score; none if the name is not in it."""
        self._view = view
        self._keypoint = view.score.keypoints.get(name) if view is not None else None
        self._at = -1
        self._tell()
        self.update()

    def error_at(self, place: QPointF) -> int:
        """Return which error lies at a place, the largest first; −1 if there is none."""
        plot = self._plot()
        if plot is None:
            return -1
        away = np.hypot(*(plot.ends() - (place.x(), place.y())).T)
        nearest = int(away.argmin())  # there is one, or there would be no plot
        return nearest if away[nearest] <= _NEAR else -1

    def place_of(self, error: int) -> QPointF:
        """Return where an error ends on the widget."""
        plot = self._plot()
        assert plot is not None
        return QPointF(*plot.ends()[error].tolist())

    # ---- Qt --------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Square, large enough to read."""
        return QSize(320, 320)

    def minimumSizeHint(self) -> QSize:
        """Below this nothing could be told apart."""
        return QSize(160, 96)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the errors, or say that there are none."""
        painter = QPainter(self)
        plot = self._plot()
        title, verdict = self._words()
        tokens = current()
        painter.fillRect(self.rect(), QColor(tokens.panel))
        if plot is not None:
            self.draw_behind(painter, plot)
            draw_plot(painter, plot, chosen=self._at)
        draw_words(painter, words_room(self.rect()), plot, title if self.titled else "", verdict)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), 1.0))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that an error can be clicked."""
        self._choose(self.error_at(event.position()))
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._at >= 0 else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the frame of the error that was clicked."""
        self._choose(self.error_at(event.position()))
        self._go()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is meant any more."""
        super().leaveEvent(event)
        self._choose(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the errors by size; Enter goes there."""
        n = len(self._view.errors[self.keypoint]) if self._view is not None and self.keypoint else 0
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and n:
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            self._choose(min(max(self._at + by, 0), n - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at >= 0:
            self._go()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell in a tooltip which frame an error belongs to."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, place: QPointF) -> str:
        """Say what lies at a place."""
        at = self.error_at(place)
        return self._sentence(at) if at >= 0 else self.accessibleDescription()

    def draw_behind(self, painter: QPainter, plot: Plot) -> None:
        """Draw what lies under the errors: nothing here."""

    # ---- inside ----------------------------------------------------------------------------------------

    def _plot(self) -> Plot | None:
        if self._view is None or self._keypoint is None or not len(self._view.errors[self.keypoint]):
            return None
        return Plot.of(self._keypoint, self._view.errors[self.keypoint], self.rect(), self.fontMetrics())

    def _words(self) -> tuple[str, str]:
        if self._view is None or self._keypoint is None:
            return "", self.tr("Choose a keypoint to see its errors")
        title = self._view.titles[self.keypoint]
        if not self._keypoint.n:
            return title, self.tr("no position on both sides: there is no error to show")
        return title, verdict_words(self._keypoint)

    def _choose(self, error: int) -> None:
        if error != self._at:
            self._at = error
            if error >= 0:
                self.setAccessibleDescription(self._sentence(error))
            else:
                self._tell()
            self.update()

    def _sentence(self, error: int) -> str:
        assert self._view is not None
        errors = self._view.errors[self.keypoint]
        clip, frame, instance = errors.place(error)
        return self.tr("{clip}, frame {frame}, {instance}: {px} px off. Click to go there").format(
            clip=clip,
            frame=frame,
            instance=instance,
            px=f"{math.hypot(*errors.vectors[error]):.1f}",
        )

    def _go(self) -> None:
        if self._view is not None and self._at >= 0:
            self.error_chosen.emit(*self._view.errors[self.keypoint].place(self._at))

    def _tell(self) -> None:
        title, said = self._words()
        self.setAccessibleName(
            self.tr("Error picture of {keypoint}").format(keypoint=title) if title else said
        )
        self.setAccessibleDescription(error_sentence(self._keypoint) if self._keypoint is not None else said)
