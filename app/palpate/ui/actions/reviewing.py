"""Going through what wants a look, and scoring."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal

from palpate.session import gestures
from palpate.session.drift_review import (
    DriftPoint,
    accept_point,
    drift_points,
    mark_not_visible,
    next_drift,
    put_off,
)
from palpate.session.looked_at import LEAST_ZOOM, coverage
from palpate.session.session import Session
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.view import CanvasView


class Reviewing(QObject):
    """The review queue.

    Signals
    -------
    score_wanted
        The score against gold was asked for.
    """

    score_wanted = Signal()

    def __init__(self, workbench: Workbench, canvas: CanvasView) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._canvas = canvas
        self._shown: DriftPoint | None = None

    def accept(self) -> None:
        """Pin the guesses of this pose; of the point of the queue in hand its own, and go on."""
        drifted = self._in_hand()
        if drifted is None:
            self._with(gestures.accept)
        else:
            self._say(drifted, lambda s: accept_point(s, drifted, s.selection.focus.frame))

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
        x, y = session.view(focus.layer, instance, frame).positions[k]
        if np.isfinite((x, y)).all():
            zoom = max(self._canvas.view.zoom, LEAST_ZOOM)
            self._canvas.set_view(self._canvas.view.centred_on(x, y, zoom))

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
        self._shown = drifted
        if np.isfinite((drifted.point.x, drifted.point.y)).all():
            self._bring_into_view(drifted.point.x, drifted.point.y)

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
        x, y = session.view(session.selection.focus.layer, named[0].id, frame).positions[k]
        if k >= 0 and np.isfinite((x, y)).all():
            self._bring_into_view(x, y)

    def _bring_into_view(self, x: float, y: float) -> None:
        """Centre a place where people have zoomed in; a picture that is seen whole stays where it is."""
        if self._canvas.view.zoom > 1.05 * self._canvas.view.fit_zoom:
            self._canvas.centre_on(x, y)

    def _in_hand(self) -> DriftPoint | None:
        """Return the point of the queue that was gone to, while the work is still there."""
        session, focus, shown = self._workbench.session, self._workbench.focus, self._shown
        if session is None or shown is None or focus.keypoint < 0 or shown.instance != focus.instance:
            return None
        name = session.contents.skeleton_of(focus.instance).names[focus.keypoint]
        if focus.chosen or not shown.holds(focus.instance, focus.frame, name):
            return None
        queue = drift_points(session, focus.layer, focus.clip)
        return next((one for one in queue if one.holds(focus.instance, focus.frame, name)), None)

    def _say(self, drifted: DriftPoint, say: Callable[[Session], object]) -> None:
        """Say something of a point, and go on to the one that was behind it."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None:
            return
        queue = drift_points(session, focus.layer, focus.clip)
        behind = queue[queue.index(drifted) + 1 :] if drifted in queue else []
        before = session.undoable()
        self._with(say)
        if session.undoable() == before:
            return
        left = drift_points(session, focus.layer, focus.clip)
        known = {(p.instance, p.keypoint_name, p.point.frame) for p in left}
        on = [p for p in behind if (p.instance, p.keypoint_name, p.point.frame) in known] or left
        if on:
            self.show(on[0])
        else:
            self._workbench.note(self.tr("All done: nothing wants a look any more."))

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
        points = drift_points(session, focus.layer, focus.clip)
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
