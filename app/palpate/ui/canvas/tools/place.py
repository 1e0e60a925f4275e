"""A click gives the active keypoint its position."""

from __future__ import annotations

from palpate.model.visibility import Visibility
from palpate.ui.canvas.scene import Target
from palpate.ui.canvas.tools.drag import Drag
from palpate.ui.canvas.tools.gesture import Gesture, Pointer, Stage
from palpate.ui.canvas.tools.refuse import Refuse


class Place:
    """Place where the click was, or where a drag from a free spot ends: slow aiming under the loupe.

    A drag that starts on an existing keypoint grabs that one instead; a click on it places.
    """

    def __init__(self, stage: Stage, visibility: Visibility, over: Target | None) -> None:
        self._stage = stage
        self._visibility = visibility
        self._over = over
        self._aiming = False

    def press(self, pointer: Pointer) -> None:
        """Begin."""
        self._start = pointer
        scene = self._stage.scene
        pose = scene.active_pose
        self._refusal = pose.refusal([scene.keypoint]) if pose is not None else ""

    def move(self, pointer: Pointer) -> Gesture:
        """Grab what lies under the press, or aim."""
        if not self._aiming and not pointer.beyond_click(self._start):
            return self
        if self._over is not None:
            grabbed = Drag(self._stage, self._over)
            grabbed.press(self._start)
            return grabbed.move(pointer)
        if self._refusal:
            return Refuse(self._stage, self._refusal)
        self._aiming = True
        self._stage.aim_at(pointer.image)
        return self

    def release(self, pointer: Pointer) -> None:
        """Place."""
        self._stage.aim_at(None)
        spot = pointer if self._aiming else self._start
        self._stage.tell_placed(spot.image, self._visibility)

    def cancel(self) -> None:
        """Place nothing."""
        self._stage.aim_at(None)
