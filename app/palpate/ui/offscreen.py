"""The canvas without a screen, to be painted on demand; for whoever may not know Qt."""

from __future__ import annotations

import sys

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from palpate.model.arrays import Floats, Pixels
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.session.tracks import PoseView
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.view import CanvasView
from palpate.ui.theme.apply import apply_theme

_applications: list[QApplication] = []  # Qt needs it to live as long as the process


def offscreen_application() -> None:
    """Make sure that there is an application; without one yet, it is one that needs no screen."""
    if QApplication.instance() is None:
        application = QApplication([*sys.argv[:1], "-platform", "offscreen"])
        apply_theme(application, "dark")
        _applications.append(application)


class CanvasOffscreen:
    """A canvas of a fixed size that paints when it is told to.

    Parameters
    ----------
    size
        Width and height in logical px.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self._canvas = CanvasView()
        self._canvas.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._canvas.resize(*size)
        self._canvas.show()
        self._turn = self._pointed = 0
        self._at, self._step = QPointF(), 1.0

    def zoom(self, zoom: float | None) -> None:
        """Zoom to device px per image px at the middle of the picture; None shows all of it."""
        self._canvas.fit()
        if zoom is not None:
            width, height = self._canvas.view.image
            self._canvas.set_zoom(zoom)
            self._canvas.centre_on(width / 2, height / 2)

    def show(
        self, pixels: Pixels, positions: Floats, skeleton: Skeleton, *, expected_px: Floats | None = None
    ) -> None:
        """Put a frame ``(H, W, 4)`` BGRA and poses ``(I, K, 2)`` px on the canvas, the first pose active.

        Parameters
        ----------
        expected_px
            ``(I, K)`` error to be expected of poses, which are derived then; None where a hand placed them.
        """
        self._turn += 1
        self._canvas.set_frame(pixels, self._turn)
        errors = [None] * len(positions) if expected_px is None else expected_px
        shown = zip(positions, errors, strict=True)
        self._canvas.set_poses([_pose(n, one, skeleton, errors) for n, (one, errors) in enumerate(shown)])
        self._canvas.set_active("0", 0)

    def pose(self, positions: Floats, skeleton: Skeleton) -> None:
        """Put other poses ``(I, K, 2)`` px over the same frame, as an edit does."""
        self._canvas.set_poses([_pose(n, one, skeleton) for n, one in enumerate(positions)])

    def paint(self) -> None:
        """Paint now, and return when all is drawn."""
        self._canvas.repaint()

    def point(self) -> None:
        """Move the pointer by some px near the middle, no button down, and return when that is drawn."""
        width, height = self._canvas.width(), self._canvas.height()
        self._pointed += 1
        self._at = QPointF(width / 2 + self._pointed * 7 % 97, height / 2 + self._pointed * 5 % 61)
        self._mouse(QEvent.Type.MouseMove, Qt.MouseButton.NoButton, held=Qt.MouseButton.NoButton)
        QCoreApplication.sendPostedEvents()

    def grab_keypoint(self, position: Floats) -> None:
        """Bring the keypoint at an image position ``(2,)`` to the middle and drag it a little."""
        self._canvas.centre_on(*position.tolist())
        self._at = QPointF(*self._canvas.view.to_widget(*position.tolist()))
        self._mouse(QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton)
        self._at += QPointF(8.0, 8.0)
        self.drag()
        self.paint()

    def drag(self) -> None:
        """Move what is grabbed by a px, one way and back, and return when what changed is drawn."""
        self._step = -self._step
        self._at += QPointF(self._step, self._step)
        self._mouse(QEvent.Type.MouseMove, Qt.MouseButton.NoButton)
        QCoreApplication.sendPostedEvents()

    def let_go(self) -> None:
        """Take the drag back."""
        QCoreApplication.sendEvent(self._canvas, QFocusEvent(QEvent.Type.FocusOut))

    def _mouse(
        self, kind: QEvent.Type, button: Qt.MouseButton, *, held: Qt.MouseButton = Qt.MouseButton.LeftButton
    ) -> None:
        event = QMouseEvent(kind, self._at, self._at, button, held, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(self._canvas, event)

    def close(self) -> None:
        """Take the widget away."""
        self._canvas.close()
        self._canvas.deleteLater()


class ReadyImage:
    """The floor of painting: a widget of the same size that copies a finished image."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._widget = _ImageWidget(size)

    def paint(self) -> None:
        """Paint now, and return when all is drawn."""
        self._widget.repaint()

    def close(self) -> None:
        """Take the widget away."""
        self._widget.close()
        self._widget.deleteLater()


class _ImageWidget(QWidget):
    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._image = QImage(*size, QImage.Format.Format_RGB32)
        self._image.fill(Qt.GlobalColor.darkGreen)
        self.resize(*size)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the image."""
        painter = QPainter(self)
        painter.drawImage(0, 0, self._image)
        painter.end()


def _pose(
    number: int, positions: Floats, skeleton: Skeleton, expected_px: Floats | None = None
) -> PoseOnCanvas:
    n_keypoints = len(positions)
    origin, drift = Origin.HAND, np.full(n_keypoints, np.nan)
    if expected_px is not None:
        origin, drift = Origin.TRACKED, expected_px / skeleton.policy.drift_px
    view = PoseView(
        positions=positions,
        visibility=np.full(n_keypoints, Visibility.VISIBLE, dtype=np.int8),
        origin=np.full(n_keypoints, origin, dtype=np.int8),
        drift=drift,
        reasons=np.zeros(n_keypoints, dtype=np.int8),
    )
    return PoseOnCanvas(
        str(number),
        number + 1,
        f"person {number + 1}",
        skeleton,
        view,
        active=number == 0,
        expected_px=expected_px,
    )
