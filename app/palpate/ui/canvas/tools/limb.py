"""A drag moves a limb: both ends of an edge together."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Ints
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.tools.drag import with_positions
from palpate.ui.canvas.tools.gesture import Gesture, Pointer, Stage
from palpate.ui.canvas.tools.in_hand import Spot
from palpate.ui.canvas.tools.refuse import Refuse
from palpate.ui.canvas.tools.work import LimbCaught


class DragLimb:
    """Show the move while it lasts, tell it once at the end; a press without a drag chooses both ends.

    A limb of which one end is locked is not moved: it would become longer or shorter.
    """

    def __init__(self, stage: Stage, keypoints: Ints) -> None:
        self._stage = stage
        self._keypoints = keypoints
        self._moving = False

    def press(self, pointer: Pointer) -> None:
        """Note where everything was."""
        pose = self._stage.scene.active_pose
        assert pose is not None  # it was hit a moment ago
        self._start, self._pose = pointer, pose
        self._before = pose.view.positions[self._keypoints]
        self._refusal = next(filter(None, (pose.refusal([k]) for k in self._keypoints.tolist())), "")

    def move(self, pointer: Pointer) -> Gesture:
        """Show the limb where the hand has taken it."""
        if self._moving or pointer.beyond_click(self._start):
            if self._refusal:
                return Refuse(self._stage, self._refusal)
            self._moving = True
            by = np.subtract(pointer.image, self._start.image)
            self._stage.preview(with_positions(self._pose, self._keypoints, self._before + by))
        return self

    def release(self, pointer: Pointer) -> None:
        """Tell the move, or the choice."""
        self.cancel()
        if self._moving:
            positions = self._before + np.subtract(pointer.image, self._start.image)
            self._stage.tell_moved(self._pose.instance, self._keypoints, positions)
        else:
            self._stage.tell_work(LimbCaught(self._pose.instance, self._keypoints))

    def cancel(self) -> None:
        """Put it back."""
        self._stage.preview(None)


def limb_at(pose: PoseOnCanvas | None, spot: Spot, reach: float, aspect: float) -> Ints | None:
    """Return the two keypoints ``(2,)``, ascending, of the nearest edge within reach; None if there is none.

    Parameters
    ----------
    reach
        In heights of an image px.
    aspect
        How wide an image pixel is shown for its height.
    """
    if pose is None:
        return None
    edges = pose.skeleton.edge_indices
    edges = edges[pose.shown[edges].all(axis=1)]
    if not len(edges):
        return None
    shape = np.array([aspect, 1.0])
    start, end = pose.view.positions[edges[:, 0]] * shape, pose.view.positions[edges[:, 1]] * shape
    point, along = np.array(spot) * shape, end - start
    square = np.maximum((along**2).sum(axis=1), 1e-12)
    part = np.clip(((point - start) * along).sum(axis=1) / square, 0.0, 1.0)
    away = np.hypot(*(start + part[:, None] * along - point).T)
    best = int(away.argmin())
    return np.sort(edges[best]) if away[best] <= reach else None
