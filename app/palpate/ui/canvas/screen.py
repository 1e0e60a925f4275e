"""What the canvas shows now, and how it is put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QPainter

from palpate.model.picture import Picture
from palpate.ui.canvas import notices
from palpate.ui.canvas.describe import words_for
from palpate.ui.canvas.loupe import draw_loupe
from palpate.ui.canvas.paint import draw_active, draw_poses
from palpate.ui.canvas.scene import PoseOnCanvas, Scene, Target
from palpate.ui.canvas.stack import LayerStack
from palpate.ui.canvas.transform import ViewTransform


@dataclass
class Screen:
    """Everything visible.

    Attributes
    ----------
    preview
        A pose on its way, shown in place of the one that stands.
    aim
        Image px that a gesture works on; the pointer is hidden then.
    pointer
        Image px under the pointer; None elsewhere.
    busy
        Whether a gesture runs, so that names would be in its way.
    hover
        The keypoint under the pointer.
    hint, figures
        Lines at the bottom and the top edge.
    bare
        Whether only the picture is shown.
    magnified
        Whether the loupe is shown without a gesture.
    """

    stack: LayerStack = field(default_factory=LayerStack)
    scene: Scene = field(default_factory=Scene)
    preview: PoseOnCanvas | None = None
    aim: tuple[float, float] | None = None
    pointer: tuple[float, float] | None = None
    busy: bool = False
    hover: Target | None = None
    hint: str = ""
    figures: str = ""
    blank_text: str = ""
    bare: bool = False
    magnified: bool = False

    def paint(self, painter: QPainter, view: ViewTransform, font: QFont) -> None:
        """Draw everything; the painter works in logical px."""
        picture = self.stack.picture
        if picture is None:
            notices.draw_blank(painter, view.viewport, self.blank_text)
            return
        painter.save()
        painter.scale(1.0 / view.ratio, 1.0 / view.ratio)
        if self.bare:
            painter.drawImage(0, 0, self.stack.drawn(view))
        else:
            self._paint_scene(painter, view, font)
        self._paint_loupe(painter, picture, view)
        if self.figures:
            notices.draw_figures(painter, view, self.figures, font)
        painter.restore()

    def _paint_scene(self, painter: QPainter, view: ViewTransform, font: QFont) -> None:
        scene, moving = self.scene, self.preview
        without = moving.instance if moving is not None else ""
        painter.drawImage(0, 0, self.stack.still(view, scene, font, without=without))
        if moving is not None:
            draw_poses(painter, view, [moving])
            scene = scene.replacing(moving)
        draw_active(painter, view, scene)
        if self.hint:
            notices.draw_hint(painter, view, self.hint, font)
        if self.pointer is not None and not (self.busy or self.magnified):
            name, detail = self._words()
            if name:
                at = view.to_device_point(*self.pointer)
                notices.draw_beside(painter, view, at, (name, detail), font)

    def _paint_loupe(self, painter: QPainter, picture: Picture, view: ViewTransform) -> None:
        spot = self.aim or (self.pointer if self.magnified else None)
        if spot is not None:
            draw_loupe(painter, picture, view, spot)

    def _words(self) -> tuple[str, str]:
        """Return what stands beside the pointer: what a click would place, else what is under it."""
        name, detail = words_for(self.scene, self.hover) if self.hover is not None else ("", "")
        if not self.scene.placing:
            return name, detail
        over = QCoreApplication.translate("Canvas", "over {name}")
        return self.scene.active_label, over.format(name=name) if name else ""
