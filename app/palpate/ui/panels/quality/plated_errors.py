"""Every error of a keypoint around its target, and behind them the plate that shows where that is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF
from PySide6.QtGui import QHideEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QWidget

from palpate.model.skeleton import Skeleton
from palpate.session.guidelines.guides import Guides
from palpate.session.guidelines.plates import Sight
from palpate.session.judging.quality_view import QualityView
from palpate.ui.bridge.plate_pictures import PlatePictures, Wish
from palpate.ui.panels.quality.error_picture import ErrorPicture
from palpate.ui.panels.quality.plot import Plot
from palpate.ui.theme.apply import current

_OPACITY = 0.28
_WISHED = 480.0  # device px that the surroundings of a keypoint take


class PlatedErrors(ErrorPicture):
    """The plate lies with its target under that of the errors, faint, neither to scale nor turned."""

    def __init__(self, pictures: PlatePictures, parent: QWidget | None = None) -> None:
        self._shown: tuple[Skeleton, str, Guides] | None = None
        super().__init__(parent)
        self._pictures = pictures
        pictures.came.connect(self.update)

    @property
    def sight(self) -> Sight | None:
        """What lies behind; None if no plate shows the keypoint."""
        found = () if self._shown is None else self._pictures.sights(*self._shown)
        return found[0] if found else None

    def show_errors(
        self, view: QualityView | None, skeleton: Skeleton, keypoint: str, guides: Guides
    ) -> None:
        """Show a keypoint of a score, and its plate; the project's own one if it has any."""
        self._shown = skeleton, keypoint, guides
        if self.isVisible():
            self._wish()
        self.show_keypoint(view, keypoint)

    def show_bare(self, view: QualityView | None, keypoint: str) -> None:
        """Show a keypoint of a score without a plate; nothing if it has no such keypoint."""
        self._shown = None
        self.show_keypoint(view, keypoint)

    def hideEvent(self, event: QHideEvent) -> None:
        """Wish for nothing any more."""
        super().hideEvent(event)
        self._pictures.wish((), self)

    def showEvent(self, event: QShowEvent) -> None:
        """Wish for the plate."""
        super().showEvent(event)
        self._wish()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._wish()

    def draw_behind(self, painter: QPainter, plot: Plot) -> None:
        """Draw the plate, its target where the errors have theirs."""
        sight = self.sight
        if sight is None:
            return
        scale = _fitting(sight, plot.box)
        image = self._pictures.at_hand(sight, scale * self.devicePixelRatioF(), current().name == "dark")
        if image is None:
            return
        across, down = (side * scale for side in sight.plate.size)
        x, y = sight.target.at
        painter.save()
        painter.setClipRect(plot.box)
        painter.setOpacity(_OPACITY)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(plot.centre - QPointF(x * across, y * down))
        if sight.target.mirrored:
            painter.translate(across, 0.0)
            painter.scale(-1.0, 1.0)
        painter.drawImage(QRectF(0.0, 0.0, across, down), image)
        painter.restore()

    def _wish(self) -> None:
        if self._shown is not None:
            skeleton, keypoint, guides = self._shown
            dark = current().name == "dark"
            self._pictures.wish((Wish(skeleton, keypoint, _scale, dark, guides=guides),), self)


def _fitting(sight: Sight, box: QRectF) -> float:
    """Return px per unit of a plate so that the surroundings of its target fill a box."""
    wide, high = sight.target.zoom[2] * sight.plate.size[0], sight.target.zoom[3] * sight.plate.size[1]
    return max(box.width() / wide, box.height() / high)


def _scale(sight: Sight) -> float:
    return _WISHED / min(
        sight.target.zoom[2] * sight.plate.size[0], sight.target.zoom[3] * sight.plate.size[1]
    )
