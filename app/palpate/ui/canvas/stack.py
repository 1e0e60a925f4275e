"""The canvas in layers that are kept as long as they hold: the picture, and the poses that stand on it.

Only what follows the hand is drawn anew at each repaint.
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QImage, QPainter

from palpate.model.arrays import Pixels
from palpate.ui.canvas.background import needs_refining, view_image
from palpate.ui.canvas.paint import draw_names, draw_poses
from palpate.ui.canvas.scene import PoseOnCanvas, Scene
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.apply import current


class LayerStack:
    """Keeps the picture per (frame, view, theme) and the still image per (picture, poses)."""

    def __init__(self) -> None:
        self._pixels: Pixels | None = None
        self._turn = 0
        self._refined: tuple[int, ViewTransform] | None = None
        self._picture_key: tuple[int, ViewTransform, str, bool] | None = None
        self._still_key: tuple[object, ...] | None = None
        self._poses: tuple[PoseOnCanvas, ...] = ()
        self._picture = QImage()
        self._still = QImage()

    @property
    def pixels(self) -> Pixels | None:
        """The frame, ``(H, W, 4)`` uint8 BGRA; None where there is none."""
        return self._pixels

    @pixels.setter
    def pixels(self, pixels: Pixels | None) -> None:
        self._pixels = pixels
        self._turn += 1

    def refine(self, view: ViewTransform) -> None:
        """Average all source pixels when this frame is drawn in this view."""
        self._refined = (self._turn, view)

    def wants_refining(self, view: ViewTransform) -> bool:
        """Tell whether this frame in this view is drawn the quick way though a better one exists."""
        return self._pixels is not None and self._refined != (self._turn, view) and needs_refining(view)

    def picture(self, view: ViewTransform) -> QImage:
        """Return the frame as the viewport shows it, device px."""
        fine = self._refined == (self._turn, view)
        key = (self._turn, view, current().canvas, fine)
        if key != self._picture_key:
            assert self._pixels is not None
            self._picture = view_image(self._pixels, view, QColor(current().canvas), fine=fine)
            self._picture_key = key
        return self._picture

    def still(self, view: ViewTransform, scene: Scene, font: QFont, *, without: str = "") -> QImage:
        """Return picture and poses, device px.

        Parameters
        ----------
        without
            An instance that is on its way and drawn elsewhere.
        """
        picture = self.picture(view)
        key = (self._picture_key, scene.instance, without, current().name)
        if key == self._still_key and scene.poses is self._poses:
            return self._still
        self._still = picture.copy()
        painter = QPainter(self._still)
        draw_poses(painter, view, [pose for pose in scene.poses if pose.instance != without])
        if not without:
            draw_names(painter, view, scene, font)
        painter.end()
        self._still_key, self._poses = key, scene.poses
        return self._still
