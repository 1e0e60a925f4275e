"""The canvas in layers that are kept as long as they hold: the picture, and the poses that stand on it.

Only what follows the hand is drawn anew at each repaint.
"""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage, QPainter

from palpate.model.picture import Picture
from palpate.session.frames.enhancing import Lens
from palpate.ui.canvas.aids import NO_AIDS, Aids, draw_aids
from palpate.ui.canvas.background import view_image
from palpate.ui.canvas.gold_errors import draw_gold
from palpate.ui.canvas.look import look
from palpate.ui.canvas.paint import draw_poses
from palpate.ui.canvas.scene import PoseOnCanvas, Scene
from palpate.ui.canvas.shapes import draw_shapes
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.theme.apply import current


class LayerStack:
    """Keeps the frame as drawn per (frame, lens, view, theme) and the still image per (that, poses).

    Attributes
    ----------
    picture
        The frame as far as it is at hand; None where there is none.
    aids
        What lies under the poses to see by.
    lens
        What it is looked at through; None if it is shown as it is stored.
    """

    def __init__(self) -> None:
        self.picture: Picture | None = None
        self.aids: Aids = NO_AIDS
        self.lens: Lens | None = None
        self._drawn_key: tuple[int, ViewTransform, str] | None = None
        self._drawn_of: tuple[Picture | None, Lens | None] = None, None
        self._still_key: tuple[object, ...] | None = None
        self._poses: tuple[PoseOnCanvas, ...] = ()
        self._drawn = QImage()
        self._still = QImage()
        self._turn = 0

    def drawn(self, view: ViewTransform) -> QImage:
        """Return the frame as the viewport shows it, device px; there must be one."""
        key = self._key(view)
        if key != self._drawn_key:
            self._drawn, self._drawn_key = self._draw(view), key
        return self._drawn

    def still(self, view: ViewTransform, scene: Scene, *, without: str = "", shapeless: str = "") -> QImage:
        """Return picture and poses, device px.

        Parameters
        ----------
        without
            An instance that is on its way and drawn elsewhere.
        shapeless
            An instance whose box and mask are drawn elsewhere.
        """
        before = self._still_key
        key = (self._key(view), scene.instance, without, shapeless, current().name, look(), self.aids)
        if key == before and scene.poses is self._poses:
            return self._still
        # While frames follow each other each is drawn once, and only copied once poses change upon it.
        new = before is None or before[0] != key[0]
        if new and self._drawn_key != key[0]:
            self._still = self._draw(view)
        else:
            self._still = _copied(self.drawn(view), self._still)
        painter = QPainter(self._still)
        draw_shapes(painter, view, [pose for pose in scene.poses if pose.instance != shapeless])
        draw_aids(painter, view, self.aids, scene, without=without)
        drawn = [pose for pose in scene.poses if pose.instance != without]
        draw_poses(painter, view, drawn, regions=scene.regions)
        if self.aids.gold is not None:
            draw_gold(painter, view, self.aids.gold, drawn)
        painter.end()
        self._still_key, self._poses = key, scene.poses
        return self._still

    def _key(self, view: ViewTransform) -> tuple[int, ViewTransform, str]:
        if self.picture is not self._drawn_of[0] or self.lens is not self._drawn_of[1]:
            self._drawn_of = self.picture, self.lens
            self._turn += 1
        return self._turn, view, current().canvas

    def _draw(self, view: ViewTransform) -> QImage:
        assert self.picture is not None
        return view_image(self.picture, view, QColor(current().canvas), self.lens)


def _copied(image: QImage, over: QImage) -> QImage:
    """Return a copy, written over another image if that has its size: new memory costs more than copying."""
    if (over.size(), over.format()) != (image.size(), image.format()):
        return image.copy()
    painter = QPainter(over)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.drawImage(0, 0, image)
    painter.end()
    return over
