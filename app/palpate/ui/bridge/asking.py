"""One question at a time about one keypoint, answered by one key, a click or a drag."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from palpate.model.arrays import Floats, Ints
from palpate.model.origin import GUESSED, Origin
from palpate.model.visibility import Visibility
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.session.tracks import PoseView
from palpate.ui.bridge.presenter import Presenter
from palpate.ui.bridge.review_sight import ReviewSight
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.candidates import Candidate
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.view import CanvasView

if TYPE_CHECKING:
    from palpate.ui.actions.menus import ActionSet, Answer

_LINE = "asking"
_NUDGES = {
    "nudge_left": (-1.0, 0.0),
    "nudge_right": (1.0, 0.0),
    "nudge_up": (0.0, -1.0),
    "nudge_down": (0.0, 1.0),
    "nudge_left_finely": (-0.1, 0.0),
    "nudge_right_finely": (0.1, 0.0),
    "nudge_up_finely": (0.0, -0.1),
    "nudge_down_finely": (0.0, 0.1),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question is about: ids, frame and index of the keypoint."""

    clip: str
    layer: str
    instance: str
    frame: int
    keypoint: int

    def is_at(self, focus: Focus) -> bool:
        """Tell whether the hands are there."""
        there = focus.clip, focus.layer, focus.instance, focus.frame, focus.keypoint
        return there == (self.clip, self.layer, self.instance, self.frame, self.keypoint)


class Veil(Enum):
    """What of the layer in hand is not to be seen: nothing, a guess at what is asked about, or all of it."""

    NOTHING = auto()
    GUESS = auto()
    ALL = auto()


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes
    ----------
    candidates
        Marks on the picture.
    line
        What stands on the picture.
    answers
        What actions do meanwhile, by their names.
    place
        Called with image px and tier where somebody has clicked, or dragged the keypoint to.
    nudge
        Called with px right and down; None if there is nothing to nudge.
    tier
        Of a keypoint that is dragged.
    veil
        What is not to be seen.
    blind
        Whether ghosts of other layers are not to be seen either.
    reach
        Image px that are to be in sight; those of the marks if empty.
    """

    at: Place
    candidates: tuple[Candidate, ...]
    line: str
    answers: Mapping[str, Answer]
    place: Callable[[tuple[float, float], Visibility], object]
    nudge: Callable[[float, float], object] | None = None
    tier: Visibility = Visibility.VISIBLE
    veil: Veil = Veil.NOTHING
    blind: bool = False
    reach: tuple[tuple[float, float], ...] = ()


class Asking(QObject):
    """Puts a question to the hands: goes there, marks the places, lends it the keys, and takes all back.

    Whoever goes elsewhere, or presses Escape, has the usual keys again; the question is asked again by
    whoever asked it. Until then the labels of the layer in hand are changed by answers alone: whatever else
    would change them, a paste or a swap, is refused.

    Signals
    -------
    dropped
        The question is no longer in hand, though nobody has answered it.
    blinding
        (whether) no other layer is to be seen.
    """

    dropped = Signal()
    blinding = Signal(bool)

    def __init__(self, workbench: Workbench, canvas: CanvasView, presenter: Presenter) -> None:
        super().__init__(workbench)
        self._workbench, self._canvas, self._presenter = workbench, canvas, presenter
        self._actions: ActionSet | None = None
        self._sight = ReviewSight(canvas)
        self.question: Question | None = None
        workbench.focus_changed.connect(self._on_focus)
        workbench.session_changed.connect(self._forget)
        presenter.frame_shown.connect(self._mark)
        canvas.escaped.connect(self.end)

    def attend(self, actions: ActionSet) -> None:
        """Say whose keys are lent."""
        self._actions = actions

    def ask(self, question: Question) -> None:
        """Put a question to the hands, in place of the one before."""
        session, at = self._workbench.session, question.at
        if session is None:
            return
        self.question = None  # going there must not drop it
        self._canvas.set_candidates(())
        self._presenter.taker = None
        session.selection.move(
            clip=at.clip,
            layer=at.layer,
            instance=at.instance,
            frame=at.frame,
            keypoint=at.keypoint,
            chosen=frozenset(),
        )
        self.question, self._presenter.taker = question, self
        self._refuse_others(session, at.layer)
        self.blinding.emit(question.blind)
        self._presenter.show_poses()
        self._lead(session, question)
        self._canvas.set_always_placing(True)
        self._canvas.set_line(_LINE, question.line)
        self._mark()
        self._lend({**self._nudges(question), **question.answers})

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Let what is done inside change the layer in hand: it is an answer."""
        session = self._workbench.session
        if session is not None:
            session.asked_about.clear()
        try:
            yield
        finally:
            if session is not None and self.question is not None:
                self._refuse_others(session, self.question.at.layer)

    def end(self) -> None:
        """Take the question back, and go back to the view from before the first one."""
        if self.question is not None:
            self._drop()
            self._sight.go_back()
            self.dropped.emit()

    # ---- what the hand does meanwhile: see `palpate.ui.bridge.presenter.Taker` ---------------------------

    def veiled(self, session: Session, poses: list[PoseOnCanvas]) -> list[PoseOnCanvas]:
        """Return the poses without what is not to be seen."""
        question = self.question
        if question is None or question.veil is Veil.NOTHING:
            return poses
        if question.veil is Veil.ALL:
            return [replace(pose, view=_blank(pose.view), doubt=None) for pose in poses]
        at = question.at
        return [_without_guess(pose, at.keypoint) if pose.instance == at.instance else pose for pose in poses]

    def take_place(self, position: Floats, visibility: Visibility) -> None:
        """Answer with the place that was clicked."""
        if self.question is not None:
            x, y = position.tolist()
            self.question.place((x, y), visibility)

    def take_move(self, keypoints: Ints, positions: Floats) -> None:
        """Answer with the place that the keypoint was dragged to; nothing else can be dragged."""
        question, session = self.question, self._workbench.session
        if question is None or session is None:
            return
        if keypoints.tolist() == [question.at.keypoint]:
            x, y = positions[0].tolist()
            question.place((x, y), question.tier)
            return
        skeleton = session.contents.skeleton_of(question.at.instance)
        name = skeleton.keypoints[question.at.keypoint].called
        self._workbench.note(
            self.tr("Only {keypoint} is asked about here; Escape ends the questions").format(keypoint=name)
        )

    # ---- inside ------------------------------------------------------------------------------------------

    def _lead(self, session: Session, question: Question) -> None:
        at, places = question.at, np.array(question.reach or [one.place for one in question.candidates])
        if not len(places):
            return
        positions = session.view(at.layer, at.instance, at.frame).positions.copy()
        positions[at.keypoint] = places.mean(axis=0)
        edges = session.contents.skeleton_of(at.instance).edge_indices
        if len(places) > 1:  # near enough to tell them apart, be the limb in sight or not
            edges = edges[:0]
        more = len(positions) + np.arange(len(places))
        to_places = np.stack([np.full(len(places), at.keypoint), more], axis=1)
        self._sight.lead(np.concatenate([positions, places]), at.keypoint, np.concatenate([edges, to_places]))

    def _nudges(self, question: Question) -> dict[str, Answer]:
        from palpate.ui.actions.menus import Answer  # knows all actions, which know this

        def answer(dx: float, dy: float) -> Answer:
            def give() -> None:
                if question.nudge is None:
                    self._workbench.note(self.tr("There is nothing to nudge yet: choose a place first"))
                else:
                    question.nudge(dx, dy)

            return Answer(self.tr("Nudge what was decided"), give)

        return {name: answer(*by) for name, by in _NUDGES.items()}

    def _refuse_others(self, session: Session, layer: str) -> None:
        name = session.contents.layer(layer).name
        said = self.tr("{layer} stays as it is while you are asked about it; Escape ends the questions")
        session.asked_about.clear()
        session.asked_about[layer] = said.format(layer=name)

    def _lend(self, answers: Mapping[str, Answer]) -> None:
        if self._actions is not None:
            self._actions.take_over(answers)

    def _mark(self, *_: object) -> None:
        """Show the marks once the frame that they belong to is on the canvas."""
        if self.question is not None and self._canvas.frame == self.question.at.frame:
            self._canvas.set_candidates(self.question.candidates)

    def _on_focus(self, now: Focus, _before: Focus) -> None:
        if self.question is not None and not self.question.at.is_at(now):
            self._drop()
            self._sight.forget()
            self.dropped.emit()

    def _forget(self) -> None:
        if self.question is not None:
            self._drop()
        self._sight.forget()

    def _drop(self) -> None:
        self.question, self._presenter.taker = None, None
        if self._workbench.session is not None:
            self._workbench.session.asked_about.clear()
        self._canvas.set_candidates(())
        self._canvas.set_line(_LINE, "")
        self._canvas.set_always_placing(False)
        self._lend({})
        self.blinding.emit(False)
        self._presenter.show_poses()


def _blank(view: PoseView) -> PoseView:
    return replace(
        view,
        positions=np.full_like(view.positions, np.nan),
        visibility=np.full_like(view.visibility, Visibility.NOT_PLACED),
        origin=np.full_like(view.origin, Origin.NONE),
        drift=np.full_like(view.drift, np.nan),
        shape=None,
    )


def _without_guess(pose: PoseOnCanvas, keypoint: int) -> PoseOnCanvas:
    view = pose.view
    if view.origin[keypoint] not in GUESSED:
        return pose
    positions, visibility, origin = view.positions.copy(), view.visibility.copy(), view.origin.copy()
    positions[keypoint], visibility[keypoint] = np.nan, Visibility.NOT_PLACED
    origin[keypoint] = Origin.NONE
    return replace(
        pose, view=replace(view, positions=positions, visibility=visibility, origin=origin), doubt=None
    )
