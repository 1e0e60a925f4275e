"""What the canvas shows now, and how it is put together."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QFont, QImage, QPainter

from palpate.model.picture import Part, Picture, Region
from palpate.model.pose import Shape
from palpate.ui.canvas import notices
from palpate.ui.canvas.candidates import Candidate, draw_candidates
from palpate.ui.canvas.describe import words_for
from palpate.ui.canvas.drawing_hand import area_in_hand, draw_in_hand
from palpate.ui.canvas.drawing_tools import draw_tools
from palpate.ui.canvas.footprint import around, moved
from palpate.ui.canvas.hud import Around, Hud
from palpate.ui.canvas.loupe import Loupe, closer, draw_loupe, lacking, loupe_area
from palpate.ui.canvas.names import Names
from palpate.ui.canvas.paint import draw_active, draw_poses
from palpate.ui.canvas.scene import PoseOnCanvas, Scene, Target
from palpate.ui.canvas.shapes import draw_shape
from palpate.ui.canvas.smear import SmearLine, draw_smear
from palpate.ui.canvas.stack import LayerStack
from palpate.ui.canvas.tool_words import point_words
from palpate.ui.canvas.transform import ViewTransform


@dataclass
class Screen:
    """Everything visible.

    Attributes
    ----------
    preview
        A pose on its way, shown in place of the one that stands.
    shape
        Box and mask on their way, shown in place of the active instance's.
    aim
        Image px that a gesture works on; the pointer is hidden then.
    pointer
        Image px under the pointer; None elsewhere.
    busy
        Whether a gesture runs, so that names would be in its way.
    hover
        The keypoint under the pointer.
    hud
        The lines at the edges.
    foot
        Logical px, width and height, that something else has in the bottom right corner.
    candidates
        Places that are decided between.
    bare
        Whether only the picture is shown.
    magnified
        Whether the loupe is shown without a gesture.
    loupe
        How it is wanted.
    close_up
        A frame and a region of it as stored, for the loupe.
    """

    stack: LayerStack = field(default_factory=LayerStack)
    scene: Scene = field(default_factory=Scene)
    preview: PoseOnCanvas | None = None
    shape: Shape | None = None
    aim: tuple[float, float] | None = None
    pointer: tuple[float, float] | None = None
    busy: bool = False
    hover: Target | None = None
    hud: Hud = field(default_factory=Hud)
    foot: QSize = field(default_factory=lambda: QSize(0, 0))
    blank_text: str = ""
    smear: SmearLine | None = None
    candidates: tuple[Candidate, ...] = ()
    bare: bool = False
    magnified: bool = False
    loupe: Loupe = field(default_factory=Loupe)
    close_up: tuple[int, Part] | None = None
    _names: Names = field(default_factory=Names)
    _at_hand: QRect = field(default_factory=QRect)
    _stale: QRect = field(default_factory=QRect)

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
        self._paint_lines(painter, picture, view, font)
        self._paint_beside(painter, view, font)
        spot = self._magnified_spot
        if spot is not None:
            draw_loupe(
                painter,
                self._closer(picture),
                view,
                spot,
                loupe=self.loupe,
                font=font,
                lens=self.stack.lens,
            )
        painter.restore()
        self._at_hand, self._stale = self._area_at_hand(view, font), QRect()

    def touched(self, view: ViewTransform, font: QFont) -> QRect:
        """Return the logical px to be painted since what follows the pointer moved: where it was and is."""
        area = self._at_hand.united(self._area_at_hand(view, font))
        return self._grown(area.united(self.hud.stale(view, self._around(view, font))))

    def lacking(self, view: ViewTransform) -> Region | None:
        """Return what of the frame the loupe shows and is not at hand as stored; None if nothing lacks."""
        picture, spot = self.stack.picture, self._magnified_spot
        if picture is None or spot is None:
            return None
        return lacking(self._closer(picture), view, spot, self.loupe)

    def show_preview(self, pose: PoseOnCanvas | None, view: ViewTransform) -> QRect:
        """Show a pose for the one that stands, or that again; returns the logical px to be painted."""
        before, self.preview = self.preview, pose
        if before is None or pose is None:
            return self._grown(QRect(0, 0, *view.viewport))
        return self._grown(moved(view, before, pose))

    def _grown(self, area: QRect) -> QRect:
        # One rectangle: clipped to several, a whole image is drawn span by span.
        self._stale = self._stale.united(area)
        return self._stale

    def _paint_scene(self, painter: QPainter, view: ViewTransform, font: QFont) -> None:
        scene, moving = self.scene, self.preview
        without = moving.instance if moving is not None else ""
        shapeless = scene.instance if self.shape is not None else ""
        painter.drawImage(0, 0, self.stack.still(view, scene, without=without, shapeless=shapeless))
        if moving is not None:
            draw_poses(painter, view, [moving], regions=scene.regions)
            scene = scene.replacing(moving)
        else:
            if self.smear is not None:
                draw_smear(painter, view, self.smear)
            self._names.draw(painter, view, scene, font, self.stack.aids.gold)
        draw_candidates(painter, view, self.candidates, font)
        self._paint_tool(painter, view, scene)
        draw_active(painter, view, scene)

    def _paint_lines(self, painter: QPainter, picture: Picture, view: ViewTransform, font: QFont) -> None:
        waiting = not picture.exact and not picture.in_passing
        legend = self.stack.aids.words
        self.hud.draw(
            painter,
            view,
            font,
            lines=self.hud.lines(self.scene, legend, bare=self.bare, waiting=waiting),
            hint="" if self.bare else self.hud.foot_line(self.scene),
            around=self._around(view, font),
        )

    def _paint_beside(self, painter: QPainter, view: ViewTransform, font: QFont) -> None:
        beside = self._beside(view, font)
        if beside is not None:
            painter.drawImage(beside[1], beside[0])

    def _around(self, view: ViewTransform, font: QFont) -> Around:
        """Return what the lines keep off: the loupe, the pointer, and the name beside it."""
        taken, spot, beside = [], self._magnified_spot, self._beside(view, font)
        if spot is not None:
            area, unit = loupe_area(view, spot, self.loupe), view.ratio
            taken.append(QRectF(area.x() * unit, area.y() * unit, *_times(area, unit)).toAlignedRect())
        if beside is not None:
            taken.append(QRect(beside[1].toPoint(), beside[0].size()))
        if self.pointer is not None:
            x, y = view.to_device_point(*self.pointer)
            taken.append(QRect(round(x), round(y), 1, 1))
        return Around(tuple(taken), self.foot)

    def _paint_tool(self, painter: QPainter, view: ViewTransform, scene: Scene) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pose = scene.active_pose
        if pose is not None and self.shape is not None:
            draw_shape(painter, view, self.shape, pose.tint, active=True)
        if scene.in_hand.draws:
            draw_in_hand(painter, view, scene, self.shape or scene.active_shape, self.pointer)
        draw_tools(painter, view, scene, self.pointer)

    def _area_at_hand(self, view: ViewTransform, font: QFont) -> QRect:
        spot, beside = self._magnified_spot, self._beside(view, font)
        area = QRect() if spot is None else loupe_area(view, spot, self.loupe)
        area = area.united(area_in_hand(view, self.scene, self.pointer))
        if beside is not None:
            box, (x, y) = beside[0], beside[1].toTuple()
            ends = np.array([[x, y], [x + box.width(), y + box.height()]])
            area = area.united(around(view, ends, 1.0))
        return area

    def _beside(self, view: ViewTransform, font: QFont) -> tuple[QImage, QPointF] | None:
        """Return the words beside the pointer and their top-left, device px; None where there are none."""
        if self.pointer is None or self.bare or self.busy or self.magnified:
            return None
        words = self._words()
        at = view.to_device_point(*self.pointer)
        return notices.box_beside(view, at, words, font) if words[0] else None

    @property
    def magnifies(self) -> bool:
        """Whether the loupe is shown."""
        return self._magnified_spot is not None

    @property
    def _magnified_spot(self) -> tuple[float, float] | None:
        """What the loupe shows: what is aimed at, what the pointer is on, or, pinned, the active keypoint."""
        pinned = self.loupe.corner is not None and not self.bare
        if self.aim is not None or not (self.magnified or pinned):
            return self.aim
        at = self.scene.active_position if pinned and self.pointer is None else None
        return self.pointer if at is None else (float(at[0]), float(at[1]))

    def _closer(self, picture: Picture) -> Picture:
        close_up = self.close_up
        return closer(picture, close_up[1] if close_up is not None and close_up[0] == picture.frame else None)

    def _words(self) -> tuple[str, str]:
        """Return what stands beside the pointer: what a click would place, else what is under it."""
        if self.scene.in_hand.construction is not None:
            return self.scene.active_label, point_words(self.scene)
        name, detail = words_for(self.scene, self.hover) if self.hover is not None else ("", "")
        if not self.scene.placing:
            return name, detail
        if self.hover == Target(self.scene.instance, self.scene.keypoint):
            return name, detail  # a click places it anew
        over = QCoreApplication.translate("Canvas", "over {name}")
        return self.scene.active_label, over.format(name=name) if name else ""


def _times(area: QRect, unit: float) -> tuple[float, float]:
    return area.width() * unit, area.height() * unit
