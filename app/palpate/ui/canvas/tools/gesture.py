"""What one gesture of the hand is, and what it may ask of the canvas."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from palpate.model.arrays import Floats, Ints
from palpate.model.pose import Shape
from palpate.model.visibility import Visibility
from palpate.ui.canvas.scene import PoseOnCanvas, Scene, Target
from palpate.ui.canvas.tools.in_hand import Drawn, InHand
from palpate.ui.canvas.tools.work import Work
from palpate.ui.canvas.transform import ViewTransform

CLICK_SLACK_PX = 4.0
REACH_PX = 8.0


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is: on the widget in logical px and in the image in px; and whether Shift is held."""

    widget: tuple[float, float]
    image: tuple[float, float]
    shift: bool = False

    def beyond_click(self, start: Pointer) -> bool:
        """Tell whether the hand has moved so far since the press that it means to drag."""
        (x, y), (x0, y0) = self.widget, start.widget
        return math.hypot(x - x0, y - y0) > CLICK_SLACK_PX


class Stage(Protocol):
    """The canvas as gestures see it."""

    @property
    def view(self) -> ViewTransform:
        """Zoom and pan now."""

    @property
    def scene(self) -> Scene:
        """What stands on the canvas now."""

    def set_view(self, view: ViewTransform) -> None:
        """Zoom or pan."""

    def preview(self, pose: PoseOnCanvas | None) -> None:
        """Show a pose in place of the one that stands, or what stands again."""

    def aim_at(self, image: tuple[float, float] | None) -> None:
        """Hide the pointer and magnify an image position, or show the pointer again."""

    def tell_placed(self, image: tuple[float, float], visibility: Visibility) -> None:
        """Tell that the active keypoint shall be at an image position."""

    def tell_moved(self, instance: str, keypoints: Ints, positions: Floats) -> None:
        """Tell that keypoints shall be at ``(n, 2)`` image px."""

    def tell_chosen(self, target: Target, *, extend: bool) -> None:
        """Tell that a keypoint shall be active, or join the chosen ones."""

    def tell_instance_chosen(self, instance: str) -> None:
        """Tell that an instance shall be active."""

    def preview_shape(self, shape: Shape | None) -> None:
        """Show box and mask in place of the active instance's, or those that stand again."""

    def hold(self, in_hand: InHand) -> None:
        """Keep what a tool has drawn so far."""

    def tell_drawn(self, drawn: Drawn) -> None:
        """Tell what was drawn around the active instance."""

    def tell_work(self, work: Work) -> None:
        """Tell what a tool for keypoints has done."""


class Gesture(Protocol):
    """One gesture from press to release; its state lives here, not in the canvas."""

    def press(self, pointer: Pointer) -> None:
        """Begin."""

    def move(self, pointer: Pointer) -> Gesture:
        """Follow the hand; returns the gesture that it turns out to be."""

    def release(self, pointer: Pointer) -> None:
        """Do it."""

    def cancel(self) -> None:
        """Leave everything as it was before the press."""
