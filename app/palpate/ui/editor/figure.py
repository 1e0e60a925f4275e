"""The template of a draft: keypoints dragged to their places, edges drawn from one to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from palpate.model.arrays import Floats, Ints
from palpate.model.skeleton import Subject
from palpate.ui.editor import figure_paint
from palpate.ui.editor.behind import Behind
from palpate.ui.editor.board import Board
from palpate.ui.editor.figure_paint import Scene
from palpate.ui.editor.shape import Frame, nearest_edge, nearest_point
from palpate.ui.theme.apply import current

_DRAG = 4.0
_NUDGE, _FINE = 0.005, 0.001  # fractions of the box
_TRAY = 14.0  # px between keypoints that have no place yet
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ASPECTS = {Subject.PERSON: 1.6, Subject.FACE: 1.2, Subject.HAND: 1.2, Subject.ANIMAL: 0.75}


class Tool(StrEnum):
    """What a drag does."""

    MOVE = "move"
    EDGES = "edges"
    RIGID = "rigid"


class Figure(QWidget):
    """Draws a draft and lets hands change it: the mouse, or arrows on the keypoints that are chosen.

    Signals
    -------
    rename_wanted
        The keypoint in hand shall get another name.
    tool_changed
        A key has chosen another tool.
    """

    rename_wanted = Signal()
    tool_changed = Signal()

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self.frame = Frame()
        self.frame.aspect = _ASPECTS.get(board.draft.state.inner.subject, 1.0)
        self.behind = Behind(board, self)
        self.behind.changed.connect(self.update)
        self.tool = Tool.MOVE
        self._press: QPointF | None = None
        self._at: QPointF | None = None
        self._grabbed = -1
        self._kind = ""  # of the drag: move, edge, band, pan; empty while it may still be a click
        self._over, self._over_edge = -1, -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Template figure"))
        self.setAccessibleDescription(
            self.tr("Arrows move the chosen keypoints, Page Up and Page Down choose the one before and after")
        )
        board.changed.connect(self._on_changed)
        board.chosen_changed.connect(self.update)

    def set_tool(self, tool: Tool) -> None:
        """Choose what a drag does."""
        self.tool = tool
        self.setCursor(Qt.CursorShape.ArrowCursor if tool is Tool.MOVE else Qt.CursorShape.CrossCursor)
        self._over_edge = -1
        self.tool_changed.emit()
        self.update()

    def set_aspect(self, aspect: float) -> None:
        """Show the box as high as this by its width; nothing of the skeleton changes."""
        self.frame.aspect = aspect
        self.update()

    def fit(self) -> None:
        """Have all of it in sight."""
        self.frame.fit()
        self.update()

    def places(self) -> Floats:
        """Return ``(K, 2)`` px where keypoints are shown; those without a place stand in a row below."""
        rest = self._rest()
        places = self.frame.to_view(rest)
        lacking = np.flatnonzero(np.isnan(rest[:, 0]))
        places[lacking, 0] = 14 + _TRAY * np.arange(len(lacking)) % max(self.width() - 28, _TRAY)
        places[lacking, 1] = self.height() - 12
        return places

    # ---- what is shown -----------------------------------------------------------------------------------

    def _rest(self) -> Floats:
        """Return the template with what is being dragged where it is dragged to."""
        state = self._board.draft.state
        rest = state.inner.rest.copy()
        if self._kind == "move" and self._press is not None and self._at is not None:
            a, b = self.frame.to_box(self._press), self.frame.to_box(self._at)
            for who in self._moving():
                k = state.inner.position_of[who]
                base = rest[k] if not np.isnan(rest[k, 0]) else np.array(a)
                rest[k] = base + np.subtract(b, a)
        return rest

    def _moving(self) -> list[str]:
        """Return who moves with the keypoint that was grabbed."""
        state = self._board.draft.state
        who = state.order[self._grabbed]
        chosen = self._board.chosen
        return list(chosen) if who in chosen else [who]

    def _scene(self) -> Scene:
        board, places = self._board, self.places()
        state = board.draft.state
        inner, place = state.inner, state.inner.position_of
        chosen = frozenset(place[who] for who in board.chosen if who in place)
        faulty = frozenset(place[one.who] for one in board.problems if one.who in place)
        named = {k for k in (self._over, place.get(board.current, -1)) if 0 <= k < len(places)}
        hollow = np.isnan(inner.rest[:, 0])
        hollow[: state.n_locked] = True
        box = self.frame.box
        return Scene(
            box=box,
            places=places,
            edges=_known(inner.edges, place),
            rigid=_known(inner.rigid_segments, place),
            sides=figure_paint.colours_of([point.side.value for point in inner.keypoints]),
            hollow=hollow,
            chosen=chosen,
            faulty=faulty,
            names={k: f"{k + 1}  {state.names[state.order[k]] or '?'}" for k in sorted(named)},
            picture=self.behind.picture(box, self.devicePixelRatioF()),
            picture_at=self.behind.rect(box),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the template, and what a hand is doing with it."""
        tokens = current()
        painter = QPainter(self)
        on_paper = self.behind.is_shown and tokens.name == "light"
        painter.fillRect(self.rect(), QColor(tokens.raised if on_paper else tokens.canvas))
        scene = self._scene()
        figure_paint.draw(painter, scene, tokens, shows_rigid=self.tool is Tool.RIGID)
        if self._over_edge >= 0:
            pairs = scene.rigid if self.tool is Tool.RIGID else scene.edges
            if self._over_edge < len(pairs):
                a, b = (QPointF(*scene.places[k].tolist()) for k in pairs[self._over_edge].tolist())
                figure_paint.draw_gone(painter, a, b, tokens)
        if self._press is not None and self._at is not None:
            if self._kind == "edge":
                start = QPointF(*scene.places[self._grabbed].tolist())
                figure_paint.draw_pull(painter, start, self._at, tokens)
            elif self._kind == "band":
                figure_paint.draw_band(painter, QRectF(self._press, self._at).normalized(), tokens)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def sizeHint(self) -> QSize:
        """As large as there is room for."""
        return QSize(560, 560)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the box anew."""
        super().resizeEvent(event)
        self.frame.size = (self.width(), self.height())

    # ---- the mouse ---------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grab a keypoint, or whatever is there."""
        at = event.position()
        self._press = self._at = at
        self._kind = "pan" if event.button() == Qt.MouseButton.MiddleButton else ""
        self._grabbed = nearest_point(self.places(), at)
        order, board = self._board.draft.state.order, self._board
        if self._grabbed >= 0 and not self._kind:
            who = order[self._grabbed]
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                rest = [one for one in board.chosen if one != who]
                board.choose(rest if who in board.chosen else [who, *board.chosen])
            elif who not in board.chosen or self.tool is not Tool.MOVE:
                board.choose([who])
            else:
                board.choose([who, *board.chosen])
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or show what is under the pointer."""
        at = event.position()
        if self._press is None:
            self._hover(at)
            return
        if self._kind == "pan" and self._at is not None:
            self.frame.pan(at - self._at)
        elif not self._kind and (at - self._press).manhattanLength() > _DRAG:
            draws = self.tool is not Tool.MOVE or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._kind = "band" if self._grabbed < 0 else ("edge" if draws else "move")
            if self._kind in ("edge", "move") and not self._board.may:
                self._board.refused.emit(self._board.why_not)
                self._let_go()
        self._at = at if self._press is not None else None
        if self._kind == "edge":
            self._over = nearest_point(self.places(), at)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what was dragged."""
        if self._press is None:
            return
        kind, at, places = self._kind, event.position(), self.places()
        if kind == "move":
            self._drop()
        elif kind == "edge":
            self._join(nearest_point(places, at))
        elif kind == "band":
            self._choose_in(QRectF(self._press, at).normalized(), places)
        elif not kind and self._grabbed < 0:
            self._click_away(at)
        self._let_go()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Add a keypoint where there is none."""
        if self.tool is Tool.MOVE and nearest_point(self.places(), event.position()) < 0:
            self._board.add(self.frame.to_box(event.position()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self.frame.zoom_at(event.position(), 1.2 ** (event.angleDelta().y() / 120))
        self.update()

    def _hover(self, at: QPointF) -> None:
        over = nearest_point(self.places(), at)
        edge = -1
        if over < 0 and self.tool is not Tool.MOVE and self._board.may:
            edge = self._edge_under(at)
        if (over, edge) != (self._over, self._over_edge):
            self._over, self._over_edge = over, edge
            self.setToolTip(self.tr("Click to take this away") if edge >= 0 else "")
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Name nothing but what is in hand."""
        super().leaveEvent(event)
        self._point_at_nothing()

    def _point_at_nothing(self) -> None:
        """Forget what is under the pointer until it moves: it may be another keypoint now, or none."""
        self._over = self._over_edge = -1
        self.setToolTip("")
        self.update()

    def _edge_under(self, at: QPointF) -> int:
        inner, places = self._board.draft.state.inner, self.places()
        pairs = inner.rigid_segments if self.tool is Tool.RIGID else inner.edges
        ends = places[_known(pairs, inner.position_of)]
        return nearest_edge(ends[:, 0], ends[:, 1], at)

    def _let_go(self) -> None:
        self._press = self._at = None
        self._grabbed, self._kind = -1, ""
        self.update()

    def _drop(self) -> None:
        rest, position_of = self._rest(), self._board.draft.state.inner.position_of
        places = {who: (float(x), float(y)) for who in self._moving() for x, y in (rest[position_of[who]],)}
        self._board.attempt(lambda: self._board.draft.put_rest(places))

    def _join(self, other: int) -> None:
        order, draft = self._board.draft.state.order, self._board.draft
        if other >= 0 and other != self._grabbed:
            a, b, rigid = order[self._grabbed], order[other], self.tool is Tool.RIGID
            self._board.attempt(lambda: draft.connect(a, b, rigid=rigid))

    def _choose_in(self, band: QRectF, places: Floats) -> None:
        order = self._board.draft.state.order
        self._board.choose([order[k] for k, (x, y) in enumerate(places.tolist()) if band.contains(x, y)])

    def _click_away(self, at: QPointF) -> None:
        """Take away the edge under a click; elsewhere nothing is chosen any more."""
        draft, rigid = self._board.draft, self.tool is Tool.RIGID
        edge = self._edge_under(at) if self.tool is not Tool.MOVE else -1
        if edge >= 0:
            inner = draft.state.inner
            k, m = _known(inner.rigid_segments if rigid else inner.edges, inner.position_of)[edge].tolist()
            a, b = draft.state.order[k], draft.state.order[m]
            self._board.attempt(lambda: draft.disconnect(a, b, rigid=rigid))
        elif self.tool is Tool.MOVE:
            self._board.choose([])

    # ---- the keyboard ------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move what is chosen, choose the next, change the tool."""
        key, board, shift = Qt.Key(event.key()), self._board, Qt.KeyboardModifier.ShiftModifier
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, shift)
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        tools = {Qt.Key.Key_M: Tool.MOVE, Qt.Key.Key_E: Tool.EDGES, Qt.Key.Key_R: Tool.RIGID}
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            board.move(_WAYS[key][1])
        elif plain and key in _WAYS:
            self._nudge(_WAYS[key], _FINE if event.modifiers() & shift else _NUDGE)
        elif plain and key in steps:
            board.step(steps[key])
        elif plain and key in tools:
            self.set_tool(tools[key])
        elif key is Qt.Key.Key_Escape and self._press is not None:
            self._let_go()
        elif plain and key in _DOES:
            getattr(self, _DOES[key])()
        else:
            super().keyPressEvent(event)

    def _nudge(self, way: tuple[int, int], by: float) -> None:
        draft = self._board.draft
        places = {}
        for who in self._board.chosen:
            x, y = draft.state.point(who).rest or (0.5, 0.5)
            places[who] = (x + way[0] * by, y + way[1] * by)
        if places:
            self._board.attempt(lambda: draft.put_rest(places, merge="nudge"))

    def _rename(self) -> None:
        self.rename_wanted.emit()

    def _delete(self) -> None:
        self._board.remove()

    def _add(self) -> None:
        self._board.add()

    def _zoom_in(self) -> None:
        self.frame.zoom_at(self.rect().center().toPointF(), 1.25)
        self.update()

    def _zoom_out(self) -> None:
        self.frame.zoom_at(self.rect().center().toPointF(), 0.8)
        self.update()

    def _on_changed(self) -> None:
        self._point_at_nothing()


_DOES = {
    Qt.Key.Key_F2: "_rename",
    Qt.Key.Key_Delete: "_delete",
    Qt.Key.Key_Insert: "_add",
    Qt.Key.Key_Plus: "_zoom_in",
    Qt.Key.Key_Equal: "_zoom_in",
    Qt.Key.Key_Minus: "_zoom_out",
    Qt.Key.Key_Z: "fit",
}


def _known(pairs: Sequence[tuple[str, str]], place: Mapping[str, int]) -> Ints:
    """Return ``(E, 2)`` indices of pairs, without those that lead nowhere."""
    known = [(place[a], place[b]) for a, b in pairs if a in place and b in place]
    return np.array(known, dtype=np.int64).reshape(-1, 2)
