"""Going through what wants a look, and scoring."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from palpate.model.change import Change
from palpate.model.origin import is_fact
from palpate.session.calibrating.blindness import view_to_see
from palpate.session.placing import gestures
from palpate.session.review.drift_review import (
    DriftPoint,
    accept_point,
    mark_not_visible,
    next_drift,
    put_off,
    walk,
)
from palpate.session.review.looked_at import coverage
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.review_sight import ReviewSight
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.view import CanvasView

_LINE = "review"
_SEEN_MS = 600  # so long the span that a fix has filled in again stays in sight before the queue goes on


class Reviewing(QObject):
    """The review queue: going from point to point, near enough to judge, and saying what is so.

    Every decision goes on to the next point. So does a point that was put right with the mouse, once it
    could be seen what became of its span; nudging does not, for it takes several keys. An undo comes back to
    the point that it is about.

    Signals
    -------
    score_wanted
        The score against gold was asked for.
    queue_wanted
        The queue is wanted in sight.
    confirm_wanted
        What is in hand has to be placed anew, and was accepted as it is.
    """

    score_wanted = Signal()
    queue_wanted = Signal()
    confirm_wanted = Signal()

    def __init__(self, workbench: Workbench, canvas: CanvasView) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._canvas = canvas
        self._shown: DriftPoint | None = None
        self._behind: list[DriftPoint] = []
        self._decided: list[tuple[DriftPoint, int]] = []  # and the frame in which it was said
        self._saying = False
        self._sight = ReviewSight(canvas)
        self._fixed = QTimer(self)
        self._fixed.setSingleShot(True)
        self._fixed.setInterval(_SEEN_MS)
        self._fixed.timeout.connect(self._on_fixed)
        canvas.moved.connect(self._on_hand)
        canvas.placed.connect(self._on_hand)
        canvas.escaped.connect(self.leave)
        workbench.changed.connect(self._on_changed)
        workbench.focus_changed.connect(self._on_focus)
        workbench.session_changed.connect(self._forget)

    def leave(self) -> None:
        """End the walk: back to the view from before."""
        self._fixed.stop()
        self._shown, self._behind = None, []
        self._sight.go_back()
        self._canvas.set_line(_LINE, "")

    def accept(self) -> None:
        """Pin the guesses of this pose; of the point of the queue in hand its own, and go on.

        Of a keypoint that has to be placed anew it says that it stands right as it is.
        """
        drifted = self._in_hand()
        if drifted is None and self._waits():
            self.confirm_wanted.emit()
        elif drifted is None:
            self._with(gestures.accept)
        else:
            self._say(drifted, lambda s: accept_point(s, drifted, s.selection.focus.frame))

    def _waits(self) -> bool:
        """Tell whether a label in hand has to be placed anew."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not (focus.layer and focus.instance):
            return False
        marks = session.outdated.at(focus.layer, focus.instance, focus.frame)
        return marks is not None and bool(marks[gestures.chosen_keypoints(session)].any())

    def review_hidden(self) -> None:
        """Say that the point of the queue in hand is not visible, and go on."""
        drifted = self._in_hand()
        if drifted is None:
            self._workbench.note(self._choose_first())
        else:
            self._say(drifted, lambda s: mark_not_visible(s, drifted, s.selection.focus.frame))

    def review_later(self) -> None:
        """Put the point of the queue in hand behind the others, and go on."""
        drifted = self._in_hand()
        if drifted is None:
            self._workbench.note(self._choose_first())
        else:
            self._say(drifted, lambda s: put_off(s, drifted))

    def next_unseen(self) -> None:
        """Go to what nobody has looked at, from here on and then from the beginning."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None:
            return
        left = [
            (first + (last - first) // 2, found.instance, k)
            for found in coverage(session, focus.layer, focus.clip)
            for k, first, last in found.unseen_frames()
        ]
        here = (focus.frame, focus.instance, focus.keypoint)
        if not left:
            self._workbench.note(self.tr("Somebody has looked at every keyframe and every span of this clip"))
            return
        frame, instance, k = min((one for one in left if one > here), default=min(left))
        session.selection.move(instance=instance, frame=frame, keypoint=k, chosen=frozenset())
        self._lead(session)

    def next_drift(self) -> None:
        """On to the next point, worst first."""
        self._go(forwards=True)

    def previous_drift(self) -> None:
        """Back to the one before."""
        self._go(forwards=False)

    def score(self) -> None:
        """Score the layer in hand against gold."""
        self.score_wanted.emit()

    def show(self, drifted: DriftPoint) -> None:
        """Go to a point: its frame, instance and keypoint, in the middle of the picture."""
        session = self._workbench.session
        if session is None:
            return
        skeleton = session.contents.skeleton_of(drifted.instance)
        session.selection.move(
            clip=drifted.clip,
            instance=drifted.instance,
            frame=drifted.point.frame,
            keypoint=skeleton.position_of[drifted.keypoint_name],
            chosen=frozenset(),
        )
        self._fixed.stop()
        queue = walk(session, session.selection.focus.layer, drifted.clip)
        self._shown = drifted
        self._behind = queue[queue.index(drifted) + 1 :] if drifted in queue else []
        self._lead(session)
        self._tell(queue)
        self.queue_wanted.emit()

    def go_to_worst(self, clip: str, frame: int, instance: str, keypoint: str) -> None:
        """Go to a placement that the quality panel names."""
        session = self._workbench.session
        if session is None:
            return
        found = self._workbench.attempt(lambda: session.contents.clip_named(clip))
        if found is None:
            return
        named = [i for i in session.contents.instances_of(found.id) if i.name == instance]
        if not named:
            return
        skeleton = session.contents.skeleton_of(named[0].id)
        k = skeleton.position_of.get(keypoint, -1)
        session.selection.move(
            clip=found.id, instance=named[0].id, frame=frame, keypoint=k, chosen=frozenset()
        )
        x, y = view_to_see(session, session.selection.focus.layer, named[0].id, frame).positions[k]
        if k >= 0 and np.isfinite((x, y)).all():
            self._bring_into_view(x, y)

    def look_at_worst(self, clip: str, frame: int, instance: str, keypoint: str) -> None:
        """Go to a placement, and near enough to judge it; Escape goes back to the view from before."""
        self.go_to_worst(clip, frame, instance, keypoint)
        session = self._workbench.session
        if session is not None and session.selection.focus.keypoint >= 0:
            self._lead(session)

    def _bring_into_view(self, x: float, y: float) -> None:
        """Centre a place where people have zoomed in; a picture that is seen whole stays where it is."""
        if self._canvas.view.zoom > 1.05 * self._canvas.view.fit_zoom:
            self._canvas.centre_on(x, y)

    def _in_hand(self) -> DriftPoint | None:
        """Return the point of the queue that was gone to, while the work is still there."""
        session, focus, shown = self._workbench.session, self._workbench.focus, self._shown
        if session is None or shown is None or focus.chosen or not self._is_at(shown):
            return None
        name = shown.keypoint_name
        queue = walk(session, focus.layer, focus.clip)
        return next((one for one in queue if one.holds(focus.instance, focus.frame, name)), None)

    def _say(self, drifted: DriftPoint, say: Callable[[Session], object]) -> None:
        """Say something of a point, and go on to the one that was behind it."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None:
            return
        queue = walk(session, focus.layer, focus.clip)
        behind = queue[queue.index(drifted) + 1 :] if drifted in queue else []
        before = session.undoable()
        self._saying = True
        try:
            self._with(say)
        finally:
            self._saying = False
        if session.undoable() != before:
            self._decided.append((drifted, focus.frame))
            self._go_on(session, behind)

    def _go_on(self, session: Session, behind: list[DriftPoint]) -> None:
        """Go to the first of some points that still wants a look, or to the worst of all."""
        focus = session.selection.focus
        left = {_place(p): p for p in walk(session, focus.layer, focus.clip)}
        on = next((left[_place(p)] for p in behind if _place(p) in left), next(iter(left.values()), None))
        if on is None:
            self.leave()
            self._workbench.note(self.tr("All done: nothing wants a look any more."))
        else:
            self.show(on)

    def _lead(self, session: Session) -> None:
        focus = session.selection.focus
        view = view_to_see(session, focus.layer, focus.instance, focus.frame)
        skeleton = session.contents.skeleton_of(focus.instance)
        self._sight.lead(view.positions, focus.keypoint, skeleton.edge_indices)

    def _tell(self, queue: list[DriftPoint]) -> None:
        """Say on the picture how far the review has come, and what can be said of the point."""
        said = self.tr("Review: {n} left").format(n=len(queue))
        keys = (
            with_keys(self.tr("accept"), "accept"),
            self.tr("drag to correct"),
            with_keys(self.tr("not visible"), "review_hidden"),
            with_keys(self.tr("later"), "review_later"),
        )
        self._canvas.set_line(_LINE, " · ".join((said, *keys)))

    # ---- what the hand does meanwhile ------------------------------------------------------------------

    def _on_hand(self, *_: object) -> None:
        """A point was dragged or placed: the walk goes on when that could be seen."""
        if self._shown is not None:
            self._fixed.start()

    def _on_fixed(self) -> None:
        session, shown = self._workbench.session, self._shown
        if session is None or shown is None or not self._is_at(shown):
            return
        focus = session.selection.focus
        origin = session.view(focus.layer, focus.instance, focus.frame).origin[focus.keypoint]
        if is_fact(np.array([origin]))[0]:
            self._decided.append((shown, focus.frame))
            self._go_on(session, list(self._behind))

    def _on_changed(self, change: Change) -> None:
        """Come back to the point of a decision that was undone."""
        session = self._workbench.session
        if self._saying or session is None or not self._decided or session.redoable() is None:
            return
        (last, frame), focus = self._decided[-1], session.selection.focus
        about = (focus.layer, last.instance, frame) in change.poses
        if not about and (change.poses or not change.notes):
            return
        queue = walk(session, focus.layer, focus.clip)
        there = next((p for p in queue if _same_run(p, last)), None)
        if there is not None:
            self._decided.pop()
            self.show(there)
        elif about:  # its span is tracked anew, and what was known of it is gone until then
            self._decided.pop()
            self._shown = None
            k = session.contents.skeleton_of(last.instance).position_of[last.keypoint_name]
            session.selection.move(instance=last.instance, frame=frame, keypoint=k, chosen=frozenset())
            self._lead(session)

    def _on_focus(self, now: Focus, before: Focus) -> None:
        if (now.clip, now.layer) != (before.clip, before.layer):
            self._forget()
        elif self._shown is not None and not self._is_at(self._shown):
            self._canvas.set_line(_LINE, "")

    def _forget(self) -> None:
        self._fixed.stop()
        self._shown, self._behind, self._decided = None, [], []
        self._sight.forget()
        self._canvas.set_line(_LINE, "")

    def _is_at(self, drifted: DriftPoint) -> bool:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or focus.keypoint < 0 or drifted.instance != focus.instance:
            return False
        name = session.contents.skeleton_of(focus.instance).names[focus.keypoint]
        return drifted.holds(focus.instance, focus.frame, name)

    def _choose_first(self) -> str:
        return with_keys(self.tr("go to a point of the queue first"), "next_drift")

    def _with(self, do: Callable[[Session], object]) -> None:
        session = self._workbench.session
        if session is not None:
            self._workbench.attempt(lambda: do(session))

    def _go(self, *, forwards: bool) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None:
            return
        points = walk(session, focus.layer, focus.clip)
        here = None
        if focus.instance and focus.keypoint >= 0:
            name = session.contents.skeleton_of(focus.instance).names[focus.keypoint]
            here = (focus.instance, focus.frame, name)
        drifted = next_drift(points, here, forwards)
        if drifted is None:
            said = with_keys(self.tr("nothing wants a look; track the instance"), "track_all")
            self._workbench.note(said + self.tr(" to judge what lies between"))
        else:
            self.show(drifted)


def _place(drifted: DriftPoint) -> tuple[str, str, int]:
    return drifted.instance, drifted.keypoint_name, drifted.point.frame


def _same_run(one: DriftPoint, other: DriftPoint) -> bool:
    who = (one.instance, one.keypoint_name, one.later) == (other.instance, other.keypoint_name, other.later)
    return who and one.point.start < other.point.stop and other.point.start < one.point.stop
