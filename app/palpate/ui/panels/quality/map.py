"""The page of the body map: a click on a disc goes to the worst frame of its keypoint."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from palpate.session.judging.quality_view import QualityView
from palpate.ui.panels.quality.body_map import BodyMap, Chosen, Pane, at, draw_foot, draw_map
from palpate.ui.panels.quality.page import Judged, QualityPage, Surroundings
from palpate.ui.panels.quality.sentences import keypoint_sentences
from palpate.ui.theme.apply import current
from palpate.ui.widgets.hint import OrHint

_NOTCH = 120.0
_STEP = 1.25
_MOST_ZOOM = 24.0
_DRAG_FROM = 4.0


class MapView(QWidget):
    """The wheel zooms where the pointer is, a drag moves it, a double click shows all of it again.

    Signals
    -------
    chosen
        (index) a disc was clicked, or Enter was pressed on it.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: QualityView | None = None
        self._body: BodyMap | None = None
        self._pane: Pane | None = None
        self._words: tuple[str, ...] = ()
        self._selected = self._hovered = -1
        self._pressed: QPointF | None = None
        self._dragged = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Body map"))

    @property
    def body(self) -> BodyMap | None:
        """What is shown."""
        return self._body

    @property
    def pane(self) -> Pane:
        """How it lies on this widget."""
        assert self._body is not None
        return self._pane or Pane.fitting(self._body, QRectF(self.rect()))

    def show_map(self, view: QualityView | None, body: BodyMap | None) -> None:
        """Show another score."""
        self._view, self._body, self._pane = view, body, None
        self._selected = self._hovered = -1
        points = body.points if body is not None else ()
        self._words = tuple(view.titles[point.name] for point in points) if view is not None else ()
        self.update()

    def select(self, keypoint: str) -> None:
        """Let a keypoint stand out."""
        points = self._body.points if self._body is not None else ()
        self._selected = next((n for n, point in enumerate(points) if point.name == keypoint), -1)
        self.setAccessibleDescription(self.told(self._selected))
        self.update()

    def told(self, index: int) -> str:
        """Return all that is said of a keypoint; empty for none."""
        if index < 0 or self._view is None or self._body is None:
            return ""
        return "\n".join(keypoint_sentences(self._view, self._body.points[index]))

    # ---- Qt --------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Large enough to tell fingers apart."""
        return QSize(320, 400)

    def minimumSizeHint(self) -> QSize:
        """Below this nothing could be told apart."""
        return QSize(120, 96)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the map and its legend."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().panel))
        if self._body is not None:
            draw_map(painter, self._body, self.pane, Chosen(self._selected, self._hovered), self._words)
            words = self.tr("fails"), self.tr("passes"), self.tr("bias")
            draw_foot(painter, self._body, self.pane, QRectF(self.rect()), words)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show all of it in the new size."""
        super().resizeEvent(event)
        self._pane = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom where the pointer is."""
        if self._body is None:
            return
        fit = Pane.fitting(self._body, QRectF(self.rect()))
        factor = _STEP ** (event.angleDelta().y() / _NOTCH)
        wanted = min(max(self.pane.unit * factor, fit.unit), _MOST_ZOOM * fit.unit)
        whole = wanted <= fit.unit
        self._pane = None if whole else self.pane.zoomed(wanted / self.pane.unit, event.position())
        event.accept()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map, or show what a click would choose."""
        if self._body is None:
            return
        if self._pressed is not None:
            by = event.position() - self._pressed
            if self._dragged or by.manhattanLength() > _DRAG_FROM:
                self._dragged = True
                if self._pane is not None:
                    self._pane = self._pane.moved(by)
                self._pressed = event.position()
                self.update()
            return
        self._hover(at(self._body, self.pane, event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what was clicked."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or self._dragged or self._body is None:
            return
        found = at(self._body, self.pane, event.position())
        if found >= 0:
            self.chosen.emit(found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all of it again."""
        if self._body is not None and at(self._body, self.pane, event.position()) < 0:
            self._pane = None
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is meant any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the worst frame of the keypoint that stands out by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected >= 0:
            self.chosen.emit(self._selected)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell in a tooltip what is known of a keypoint."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = at(self._body, self.pane, QPointF(event.pos())) if self._body is not None else -1
            how = self.tr("Wheel: closer; drag: move; double click: all of it")
            QToolTip.showText(event.globalPos(), self.told(found) or how, self)
            return True
        return super().event(event)

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            hand = Qt.CursorShape.PointingHandCursor if index >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(hand)
            self.update()


class MapPage(QualityPage):
    """The map of the score, or why there is none."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._workbench = around.workbench
        self._judged: Judged | None = None
        self.map = MapView(self)
        self._or = OrHint(self.map, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._or)
        self.map.chosen.connect(self._on_chosen)

    @property
    def hint(self) -> str:
        """Why there is no map; empty while there is one."""
        return self._or.hint

    def show_judged(self, judged: Judged | None) -> None:
        """Show the map of another score."""
        self._judged = judged
        session = self._workbench.session
        body = None
        if judged is not None and session is not None:
            skeleton = session.contents.skeletons.get(judged.view.skeleton)
            body = BodyMap.of(judged.view, skeleton) if skeleton is not None else None
        self.map.show_map(judged.view if judged is not None else None, body)
        gone = self.tr("There is no figure: the skeleton of this score is not in the project.")
        self._or.show_hint(gone if body is None else "")

    def select(self, keypoint: str) -> None:
        """Let a keypoint stand out."""
        self.map.select(keypoint)

    def _on_chosen(self, index: int) -> None:
        if self.map.body is None:
            return
        point = self.map.body.points[index]
        self.map.select(point.name)
        self.keypoint_selected.emit(point.name)
        if point.worst is not None:
            self.goto_wanted.emit(point.worst.clip, point.worst.frame, point.worst.instance, point.name)
