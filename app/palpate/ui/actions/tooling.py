"""Tools for keypoints: taken up by an action, worked by mouse, carried into the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QObject, Signal

from palpate.session.calibrating.blindness import view_to_see
from palpate.session.placing import constructing, gestures, pose_adjusting
from palpate.session.placing.constructing import Construction
from palpate.session.placing.pose_starts import why_no_template
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.actions.posing import Posing
from palpate.ui.bridge.workbench import Tone, Workbench
from palpate.ui.canvas.tools.in_hand import CONSTRUCTIONS, Built, Tool
from palpate.ui.canvas.tools.work import (
    Adjusted,
    Caught,
    LimbCaught,
    PointClicked,
    Refused,
    Slid,
    TemplateLaid,
    Work,
)
from palpate.ui.canvas.view import CanvasView

TOOL_OF = {
    "choose_by_lasso": Tool.LASSO,
    "template_in_box": Tool.TEMPLATE,
    "construct_middle": Tool.MIDDLE,
    "construct_circle": Tool.CIRCLE,
    "construct_hip": Tool.HIP,
}
_SAME_PX = 1e-6  # a position that was stored and read again

Result = TypeVar("Result")
Place = tuple[str, str, int, int]  # layer, instance, frame, keypoint


class Tooling(QObject):
    """Puts tools for keypoints into the hand, and carries what they do into the session.

    What a centre was constructed from is remembered until the project is closed, and shown while its keypoint
    is active and stands there.

    Signals
    -------
    shown_changed
        Another tool is in the hand.
    """

    shown_changed = Signal()

    def __init__(self, workbench: Workbench, canvas: CanvasView, posing: Posing) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._canvas = canvas
        self._posing = posing
        self._built: dict[Place, tuple[Built, tuple[float, float]]] = {}
        canvas.worked.connect(self._on_work)
        canvas.tool_changed.connect(lambda _tool: self.shown_changed.emit())
        workbench.session_changed.connect(self._on_session)
        workbench.focus_changed.connect(self._on_focus)
        workbench.changed.connect(lambda _change: self._show_built())

    @property
    def shown(self) -> dict[str, bool]:
        """Which tool is in the hand, by the names of the actions."""
        return {name: tool is self._canvas.tool for name, tool in TOOL_OF.items()}

    # ---- taken up --------------------------------------------------------------------------------------

    def choose_by_lasso(self) -> None:
        """Take up the lasso, or put it away."""
        self._take_up(Tool.LASSO)

    def choose_none(self) -> None:
        """Let go of the chosen keypoints."""
        self._with(pose_adjusting.choose_none)

    def template_in_box(self) -> None:
        """Lay the template into the next box that is dragged."""
        session, instance = self._workbench.session, self._workbench.focus.instance
        refusal = why_no_template(session.contents.skeleton_of(instance)) if session and instance else ""
        if refusal:
            self._workbench.told.emit(Tone.FAULT, refusal)
        else:
            self._take_up(Tool.TEMPLATE)

    def construct_middle(self) -> None:
        """Place the active keypoint between the next two clicks."""
        self._construct(Tool.MIDDLE)

    def construct_circle(self) -> None:
        """Place the active keypoint in the middle of the circle through the next three clicks."""
        self._construct(Tool.CIRCLE)

    def construct_hip(self) -> None:
        """Place the active hip from two clicks on the pelvis."""
        self._construct(Tool.HIP)

    def _construct(self, tool: Tool) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.instance or focus.keypoint < 0:
            return
        skeleton = session.contents.skeleton_of(focus.instance)
        refusal = constructing.why_not_construct(CONSTRUCTIONS[tool], skeleton, focus.keypoint)
        if refusal:
            self._workbench.told.emit(Tone.WARNING, refusal)
        else:
            self._take_up(tool)

    def _take_up(self, tool: Tool) -> None:
        self._canvas.take_up(Tool.KEYPOINTS if self._canvas.tool is tool else tool)
        self._canvas.setFocus()

    # ---- worked ----------------------------------------------------------------------------------------

    def _on_work(self, work: Work) -> None:
        if isinstance(work, Caught):
            self._with(lambda session: pose_adjusting.choose_keypoints(session, work.keypoints, work.joining))
        elif isinstance(work, LimbCaught):
            self._with(lambda session: _choose_limb(session, work))
        elif isinstance(work, Adjusted):
            self._with(lambda session: pose_adjusting.transform(session, work.change, work.verb))
        elif isinstance(work, TemplateLaid):
            self._lay_template(work)
        elif isinstance(work, Slid):
            self._with(lambda session: _slide(session, work))
        elif isinstance(work, Refused):
            self._workbench.told.emit(Tone.FAULT, work.sentence)
        else:
            self._click_point(work)

    def _lay_template(self, work: TemplateLaid) -> None:
        ends = np.array([work.first, work.second], dtype=np.float64)
        low = ends.min(axis=0)
        if self._posing.template_in(np.concatenate([low, ends.max(axis=0) - low])):
            self._canvas.take_up(Tool.KEYPOINTS)

    def _click_point(self, work: PointClicked) -> None:
        kind = self._canvas.scene.in_hand.construction
        if kind is None:
            return
        if len(work.points) < kind.n_points:
            self._canvas.keep_marks(work.points)
        elif self._with(lambda session: self._place_centre(session, kind, work)):
            self._canvas.take_up(Tool.KEYPOINTS)
        else:  # what was refused is clicked anew, the rest stands
            self._canvas.keep_marks(work.points[:-1])

    def _place_centre(self, session: Session, kind: Construction, work: PointClicked) -> bool:
        place = _place_of(session.selection.focus)
        points = np.array(work.points, dtype=np.float64)
        constructing.place_centre(session, kind, points, work.visibility)
        layer, instance, frame, keypoint = place
        x, y = view_to_see(session, layer, instance, frame).positions[keypoint].tolist()
        self._built[place] = Built(kind, work.points), (x, y)
        self._show_built()
        return True

    # ---- what was built --------------------------------------------------------------------------------

    def _show_built(self) -> None:
        session = self._workbench.session
        place = _place_of(self._workbench.focus)
        known = self._built.get(place)
        if session is None or known is None:
            self._canvas.show_built(None)
            return
        built, centre = known
        now = gestures.current_view(session).positions[place[3]]
        self._canvas.show_built(built if np.allclose(now, centre, rtol=0.0, atol=_SAME_PX) else None)

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if _place_of(now) != _place_of(before):
            self._canvas.keep_marks(())
            if now.keypoint < 0 and self._canvas.scene.in_hand.construction is not None:
                self._canvas.take_up(Tool.KEYPOINTS)
            self._show_built()

    def _on_session(self) -> None:
        self._built.clear()
        self._canvas.show_built(None)

    def _with(self, do: Callable[[Session], Result]) -> Result | None:
        session = self._workbench.session
        return None if session is None else self._workbench.attempt(lambda: do(session))


def _place_of(focus: Focus) -> Place:
    return focus.layer, focus.instance, focus.frame, focus.keypoint


def _choose_limb(session: Session, limb: LimbCaught) -> None:
    ends = frozenset(limb.keypoints.tolist())
    session.selection.move(instance=limb.instance, keypoint=min(ends), chosen=ends)


def _slide(session: Session, slid: Slid) -> None:
    focus = session.selection.focus
    if (focus.instance, focus.keypoint) != (slid.instance, slid.keypoint):
        gestures.choose(session, slid.instance, slid.keypoint)
    constructing.slide_to(session, np.array(slid.spot))
