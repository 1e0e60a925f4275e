"""Boxes, masks, and one instance among many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from palpate.session.placing import shaping
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Tone, Workbench
from palpate.ui.canvas.tools.in_hand import BoxDrawn, Drawn, Painted, Reshaped, RingDrawn, Tool
from palpate.ui.canvas.view import CanvasView

TOOL_ACTIONS = {"draw_box": Tool.BOX, "draw_polygon": Tool.POLYGON, "paint_mask": Tool.BRUSH}

Said = TypeVar("Said")

_BRUSH_STEP = 1.25


class _Maker(Protocol):
    def __call__(self, session: Session, *, replace: bool) -> None: ...


class Shaping(QObject):
    """Puts tools into the hand, and carries what they draw into the session.

    Signals
    -------
    shown_changed
        Which tool is in the hand, or who is shown, is not the same any more.
    """

    shown_changed = Signal()

    def __init__(self, workbench: Workbench, canvas: CanvasView) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._canvas = canvas
        self._spared: tuple[str, str, str, int] | None = None
        canvas.drawn.connect(self._on_drawn)
        canvas.tool_changed.connect(self._on_tool)
        workbench.session_changed.connect(self._on_session)
        workbench.focus_changed.connect(self._on_focus)

    @property
    def shown(self) -> dict[str, bool]:
        """What is switched on, by the names of the actions."""
        tools = {name: tool is self._canvas.tool for name, tool in TOOL_ACTIONS.items()}
        return {**tools, "isolate": self._canvas.scene.isolated}

    # ---- tools -----------------------------------------------------------------------------------------

    def draw_box(self) -> None:
        """Take up the box, or put it away."""
        self._take_up(Tool.BOX)

    def draw_polygon(self) -> None:
        """Take up the polygon, or put it away."""
        self._take_up(Tool.POLYGON)

    def paint_mask(self) -> None:
        """Take up the brush, or put it away."""
        self._take_up(Tool.BRUSH)

    def smaller_brush(self) -> None:
        """A fifth less."""
        self._canvas.resize_brush(1.0 / _BRUSH_STEP)

    def larger_brush(self) -> None:
        """A quarter more."""
        self._canvas.resize_brush(_BRUSH_STEP)

    # ---- made at once ----------------------------------------------------------------------------------

    def box_from_keypoints(self) -> None:
        """A box around the keypoints; asked for again, also in place of one by hand."""
        self._make("box_from_keypoints", shaping.box_from_keypoints)

    def mask_from_hull(self) -> None:
        """A mask around the keypoints; asked for again, also in place of one by hand."""
        self._make("mask_from_hull", shaping.mask_from_hull)

    def clear_shape(self) -> None:
        """Neither box nor mask."""
        self._with(shaping.clear_shape)

    # ---- one among many --------------------------------------------------------------------------------

    def isolate(self) -> None:
        """Show the active instance alone, or everybody again."""
        self._canvas.set_isolated(not self._canvas.scene.isolated)
        self.shown_changed.emit()

    def next_instance(self) -> None:
        """Make the next instance active."""
        self._with(lambda session: shaping.step_instance(session, 1))

    def previous_instance(self) -> None:
        """Make the previous instance active."""
        self._with(lambda session: shaping.step_instance(session, -1))

    # ---- the hand --------------------------------------------------------------------------------------

    def _take_up(self, tool: Tool) -> None:
        self._canvas.take_up(Tool.KEYPOINTS if self._canvas.tool is tool else tool)
        self._canvas.setFocus()

    def _on_drawn(self, drawn: Drawn) -> None:
        if isinstance(drawn, RingDrawn):
            self._close(drawn)
        elif isinstance(drawn, Reshaped):
            self._say(self._with(lambda session: shaping.reshape(session, drawn.outline)))
        elif isinstance(drawn, BoxDrawn):
            self._with(lambda session: shaping.draw_box(session, drawn.first, drawn.second))
        else:
            self._paint(drawn)

    def _close(self, drawn: RingDrawn) -> None:
        said = self._with(lambda session: shaping.draw_ring(session, drawn.ring))
        if said is not None:  # one that was refused stays in the hand
            self._canvas.drop_ring()
        self._say(said)

    def _paint(self, drawn: Painted) -> None:
        self._with(lambda session: shaping.paint(session, drawn.points, drawn.radius, erases=drawn.erases))

    def _say(self, sentence: str | None) -> None:
        if sentence:
            self._workbench.told.emit(Tone.WARNING, sentence)

    def _make(self, name: str, make: _Maker) -> None:
        focus = self._workbench.focus
        asked = (name, focus.layer, focus.instance, focus.frame)
        again, self._spared = asked == self._spared, None

        def do(session: Session) -> None:
            try:
                make(session, replace=again)
            except shaping.MadeByHand as spared:
                self._spared = asked
                once_more = self.tr("{reason}; ask for it once more to replace it")
                self._workbench.note(once_more.format(reason=spared.sentence))

        self._with(do)

    def _on_tool(self, _tool: Tool) -> None:
        self.shown_changed.emit()

    def _on_session(self) -> None:
        self._canvas.drop_ring()
        self._canvas.take_up(Tool.KEYPOINTS)
        self._canvas.set_isolated(False)
        self.shown_changed.emit()

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if now.clip != before.clip:
            self._canvas.drop_ring()
        if (now.layer, now.instance, now.frame) != (before.layer, before.instance, before.frame):
            self._spared = None

    def _with(self, do: Callable[[Session], Said]) -> Said | None:
        session = self._workbench.session
        return None if session is None else self._workbench.attempt(lambda: do(session))
