"""Going through what wants a look, and scoring."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from palpate.session.drift_review import DriftPoint, drift_points, next_drift
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
