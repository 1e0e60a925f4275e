"""Which keypoints the curves are of, with their colours."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from palpate.ui.theme.apply import current
from palpate.ui.timeline.drawing import small
from palpate.ui.trajectory.plots import Curve

_LINE = 18
_SWATCH = 10


class CurveNames(QWidget):
    """One line per curve; a click makes its keypoint the active one.

    Signals
    -------
    keypoint_wanted
        (keypoint)
    """

    keypoint_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: Sequence[Curve] = ()
        self._rest = 0
        self._active = -1
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_curves(self, curves: Sequence[Curve], *, active: int, rest: int) -> None:
        """Name these; ``rest`` more are chosen than can be told apart."""
        self._curves, self._active, self._rest = curves, active, rest
        names = ", ".join(curve.name for curve in curves)
        self.setAccessibleName(self.tr("Curves of {names}").format(names=names))
        self.setToolTip(
            self.tr(
                "Continuous: by hand, accepted, imported, gold; long dashes: model;\n"
                "dashes: interpolated; dots: tracked. Ctrl+click on names of lanes chooses several."
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all lines."""
        return QSize(80, _LINE * (len(self._curves) + bool(self._rest)) + 8)

    def minimumSizeHint(self) -> QSize:
        """It can do with one line."""
        return QSize(40, _LINE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw swatches and names."""
        tokens = current()
        painter = QPainter(self)
        painter.setFont(small(self.font()))
        metrics = painter.fontMetrics()
        room = self.width() - _SWATCH - 20
        for row, curve in enumerate(self._curves):
            top = row * _LINE + 4
            painter.fillRect(QRectF(8, top + (_LINE - 3) / 2, _SWATCH, 3), curve.colour)
            painter.setPen(QColor(tokens.text if curve.keypoint == self._active else tokens.text_quiet))
            said = metrics.elidedText(curve.name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(_SWATCH + 14, top, room, _LINE), Qt.AlignmentFlag.AlignVCenter, said)
        if self._rest:
            painter.setPen(QColor(tokens.text_quiet))
            top = len(self._curves) * _LINE + 4
            said = self.tr("and {n} more").format(n=self._rest)
            painter.drawText(QRectF(_SWATCH + 14, top, room, _LINE), Qt.AlignmentFlag.AlignVCenter, said)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make a keypoint active."""
        row = int(event.position().y() - 4) // _LINE
        if event.button() is Qt.MouseButton.LeftButton and 0 <= row < len(self._curves):
            self.keypoint_wanted.emit(self._curves[row].keypoint)
