"""A drag lays the skeleton's template into a box."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from palpate.base.errors import GeometryRefused
from palpate.base.geometry import box_between
from palpate.model.arrays import Floats
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session.placing.pose_starts import by_person, template_laid
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.tools.gesture import Gesture, Pointer, Stage
from palpate.ui.canvas.tools.in_hand import Trace
from palpate.ui.canvas.tools.work import TemplateLaid


class LayTemplate:
    """Show the figure within the box while it lasts, tell the box at the end, also one of no size."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def press(self, pointer: Pointer) -> None:
        """Begin at a corner."""
        self._start = pointer
        self._pose = self._stage.scene.active_pose
        self._chosen = self._stage.scene.chosen | {self._stage.scene.keypoint}

    def move(self, pointer: Pointer) -> Gesture:
        """Show the figure as it would be placed."""
        try:
            box = box_between(self._start.image, pointer.image)
        except GeometryRefused:  # under way it may have no width for a moment
            return self
        (x0, y0), (x, y) = self._start.image, pointer.image
        self._trace(Trace(((x0, y0), (x, y0), (x, y), (x0, y))))
        if self._pose is not None:
            self._stage.preview(self._laid(self._pose, np.array(box)))
        return self

    def release(self, pointer: Pointer) -> None:
        """Tell the box."""
        self.cancel()
        end = pointer if pointer.beyond_click(self._start) else self._start
        self._stage.tell_work(TemplateLaid(self._start.image, end.image))

    def cancel(self) -> None:
        """Show what stands."""
        self._trace(None)
        self._stage.preview(None)

    def _trace(self, trace: Trace | None) -> None:
        self._stage.hold(replace(self._stage.scene.in_hand, trace=trace))

    def _laid(self, pose: PoseOnCanvas, box: Floats) -> PoseOnCanvas:
        """Return the pose with the template where no person placed anything."""
        view = pose.view
        free = ~by_person(view.origin)
        if self._stage.scene.chosen:
            free &= np.isin(np.arange(len(free)), list(self._chosen))
        elif pose.locked is not None:
            free &= ~pose.locked
        laid = template_laid(pose.skeleton, box)
        free &= np.isfinite(laid).all(axis=1)
        positions = np.where(free[:, None], laid, view.positions)
        return replace(
            pose,
            view=replace(
                view,
                positions=positions,
                visibility=np.where(free, Visibility.VISIBLE, view.visibility).astype(np.int8),
                origin=np.where(free, Origin.MODEL, view.origin).astype(np.int8),
                drift=np.where(free, np.nan, view.drift),
            ),
        )
