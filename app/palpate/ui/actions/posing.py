"""Poses to begin with, and poses as wholes: turned, mirrored, swapped, cleared, constructed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject

from palpate.model.arrays import Floats
from palpate.session.placing import constructing, gestures, pose_adjusting, pose_starts, swapping
from palpate.session.placing.constructing import Construction
from palpate.session.placing.pose_starts import CarriedPose, Started
from palpate.session.session import Session
from palpate.ui.actions.nudging import Nudger
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.dialogs.ask import ask_choice, window_over
from palpate.ui.dialogs.position import PositionDialog

_TURN_DEGREES, _SCALE_STEP, _SLIDE_PX = 1.0, 1.01, 1.0


Result = TypeVar("Result")


class Start(Protocol):
    """A way to begin a pose; it keeps what a person placed unless told otherwise."""

    def __call__(self, session: Session, *, overwrite: bool = False) -> Started:
        """Place what can be placed, as one edit."""


class Posing(QObject):
    """Commands on the pose in hand, or on its chosen keypoints."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._carried: CarriedPose | None = None
        self._last: Start | None = None
        self._nudger = Nudger()
        workbench.session_changed.connect(self._forget)

    # ---- something to start from -----------------------------------------------------------------------

    def copy_previous(self) -> None:
        """Copy the pose of the keyframe before."""
        self._start(pose_starts.from_previous)

    def start_nearest(self) -> None:
        """Copy the pose of the nearest keyframe."""
        self._start(pose_starts.from_nearest)

    def start_mean(self) -> None:
        """Put the mean pose of the instance here."""
        self._start(pose_starts.from_mean)

    def start_template(self) -> None:
        """Put the template where the subject is, as far as that is known."""
        self._start(pose_starts.from_template)

    def template_in(self, box: Floats) -> bool:
        """Put the template into a box that was dragged: x, y, width, height in px; False if refused."""
        return self._start(
            lambda session, overwrite=False: pose_starts.from_template(session, box, overwrite=overwrite)
        )

    def start_mirrored(self) -> None:
        """Place keypoints from their other side."""
        self._start(pose_starts.from_other_side)

    def carry_pose(self) -> None:
        """Remember what stands here, for pasting."""

        def copy(session: Session) -> None:
            self._carried = pose_starts.carry(session)
            said = self.tr("The pose of frame {frame} is copied; V pastes it")
            self._workbench.note(said.format(frame=self._carried.frame))

        self._with(copy)

    def paste_pose(self) -> None:
        """Put the remembered pose here."""
        carried = self._carried
        if carried is None:
            self._workbench.note(self.tr("no pose is copied yet: Ctrl+C copies the one in hand"))
            return
        self._start(lambda session, overwrite=False: pose_starts.paste(session, carried, overwrite=overwrite))

    def start_over(self) -> None:
        """Begin as the last time, also over what a person placed."""
        start = self._last
        if start is None:
            said = self.tr("choose something to start from first, such as the previous keyframe (C)")
            self._workbench.note(said)
            return
        self._with(lambda session: start(session, overwrite=True))

    def _start(self, start: Start) -> bool:
        self._last = start
        started = self._with(start)
        if started is not None and started.kept:
            said = self.tr("{placed} keypoints are placed; {kept} that somebody placed before stay")
            self._workbench.note(said.format(placed=started.placed, kept=started.kept))
        return started is not None

    # ---- as a whole ------------------------------------------------------------------------------------

    def choose_all(self) -> None:
        """Choose everything that is placed."""
        self._with(pose_adjusting.choose_all)

    def mirror_pose(self) -> None:
        """Mirror it in the picture."""
        self._with(pose_adjusting.mirror)

    def turn_left(self) -> None:
        """Turn it anticlockwise by a degree, more when held."""
        self._turn(-_TURN_DEGREES)

    def turn_right(self) -> None:
        """Turn it clockwise by a degree, more when held."""
        self._turn(_TURN_DEGREES)

    def make_larger(self) -> None:
        """One per cent larger, more when held."""
        self._scale(_SCALE_STEP)

    def make_smaller(self) -> None:
        """One per cent smaller, more when held."""
        self._scale(1.0 / _SCALE_STEP)

    def type_position(self) -> None:
        """Ask where the active keypoint is, in numbers."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.instance or focus.keypoint < 0:
            return
        label = session.contents.skeleton_of(focus.instance).keypoints[focus.keypoint].called
        now = gestures.current_view(session).positions[focus.keypoint]
        PositionDialog(label, now, self._put, window_over(self)).open()

    def _put(self, position: Floats) -> bool:
        def put(session: Session) -> bool:
            pose_adjusting.place_at(session, position)
            return True

        return self._with(put) is not None

    def _turn(self, degrees: float) -> None:
        factor = self._nudger.factor((degrees, 0.0))
        self._with(lambda session: pose_adjusting.turn(session, degrees * factor))

    def _scale(self, by: float) -> None:
        factor = self._nudger.factor((by, 1.0))
        self._with(lambda session: pose_adjusting.scale(session, by**factor))

    # ---- swapped and cleared ---------------------------------------------------------------------------

    def swap_sides(self) -> None:
        """Exchange left and right."""

        def swap(session: Session) -> None:
            swapping.refuse_elsewhere(session)
            swapping.swap_sides(session)

        self._with(swap)

    def swap_identity(self) -> None:
        """Exchange with another instance; with several, ask which."""
        session = self._workbench.session
        if session is None:
            return
        others = swapping.instances_to_swap(session)
        if not others:
            self._workbench.note(self.tr("there is no other instance with this skeleton to swap with"))
            return
        names = [f"{found.number} · {found.name}" for found in others]
        chosen = names[0] if len(names) == 1 else self._asked_with_whom(session, names)
        if chosen is not None:
            other = others[names.index(chosen)].id

            def swap(session: Session) -> None:
                swapping.refuse_elsewhere(session)
                swapping.swap_identity(session, other)

            self._with(swap)

    def _asked_with_whom(self, session: Session, names: list[str]) -> str | None:
        focus = session.selection.focus
        frames = self.tr("frame {frame}").format(frame=focus.frame)
        if focus.chosen_frames is not None:
            first, last = focus.chosen_frames
            frames = self.tr("frames {first} to {last}").format(first=first, last=last)
        name = session.contents.instance(focus.instance).name
        label = self.tr("Exchange {name} in {frames} with").format(name=name, frames=frames)
        return ask_choice(self.tr("Swap"), label, names)

    def clear_pose(self) -> None:
        """Take all of the pose back to not placed."""
        self._with(swapping.clear_pose)

    def clear_frames(self) -> None:
        """Leave a gap over the range."""
        self._with(swapping.clear_frames)

    def empty_span(self) -> None:
        """Leave the spans around this frame empty."""
        self._with(swapping.empty_span)

    # ---- constructed -----------------------------------------------------------------------------------

    def place_between(self) -> None:
        """Place the active keypoint in the middle of those it lies between."""
        self._with(constructing.place_between)

    def place_centre(self, kind: Construction, points: Floats) -> None:
        """Place the active keypoint where clicked points ``(n, 2)`` px have their centre."""
        self._with(lambda session: constructing.place_centre(session, kind, points))

    def drop_on_ruler(self) -> None:
        """Place the rest of the chain between its ends."""
        self._with(constructing.drop_on_ruler)

    def slide_back(self) -> None:
        """Slide the active keypoint towards the first end of its chain."""
        self._slide(-_SLIDE_PX)

    def slide_on(self) -> None:
        """Slide the active keypoint towards the last end of its chain."""
        self._slide(_SLIDE_PX)

    def _slide(self, by_px: float) -> None:
        factor = self._nudger.factor((0.0, by_px))
        self._with(lambda session: constructing.slide_on_ruler(session, by_px * factor))

    # ---- inside ----------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self._carried = self._last = None

    def _with(self, do: Callable[[Session], Result]) -> Result | None:
        session = self._workbench.session
        return None if session is None else self._workbench.attempt(lambda: do(session))
