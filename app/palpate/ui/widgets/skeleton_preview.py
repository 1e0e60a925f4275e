"""A skeleton as a small figure with the list of its keypoints, to see whether it is the right one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from palpate.model.arrays import Floats
from palpate.model.skeleton import Skeleton, Subject
from palpate.session.skeletons.skeleton_files import drawn
from palpate.ui.theme.apply import current
from palpate.ui.theme.tokens import SIDE_COLOURS

_MARGIN = 14.0
_RADIUS = 2.6
_WIDE = 260
_HIGH = 210
# A template knows only the fractions of its box; an upright body is about this much narrower than high.
_ASPECTS = {Subject.PERSON: 0.5, Subject.HAND: 0.75, Subject.FACE: 0.8}


class SkeletonPreview(QWidget):
    """Figure above, names in order below; takes the same room for every skeleton."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure = _Figure(self)
        self._said = QLabel(self)
        self._said.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._names = QListWidget(self)
        self._names.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self._names.setUniformItemSizes(True)
        self._names.setAccessibleName(self.tr("Keypoints of the skeleton"))
        self._names.setMinimumHeight(120)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._figure)
        column.addWidget(self._said)
        column.addWidget(self._names, 1)
        self.setFixedWidth(_WIDE)

    def show_skeleton(self, skeleton: Skeleton) -> None:
        """Draw it and list its keypoints."""
        self._figure.show_skeleton(skeleton)
        keypoints, edges = len(skeleton), len(skeleton.edges)
        pairs = sum(point.mirror is not None for point in skeleton.keypoints) // 2
        said = self.tr("Keypoints: {keypoints} · edges: {edges} · pairs: {pairs}")
        self._said.setText(said.format(keypoints=keypoints, edges=edges, pairs=pairs))
        lost = np.isnan(skeleton.rest).any()
        self._figure.setToolTip(self.tr("It has no template, so it is laid out by its edges") if lost else "")
        width = len(str(len(skeleton)))
        self._names.clear()
        for number, point in enumerate(skeleton.keypoints, 1):
            paired = f"  ↔  {point.mirror}" if point.mirror is not None else ""
            self._names.addItem(QListWidgetItem(f"{number:\u2007>{width}}  {point.name}{paired}"))

    def texts(self) -> list[str]:
        """Return the lines of the list."""
        return [self._names.item(row).text() for row in range(self._names.count())]


class _Figure(QWidget):
    """Edges and points, coloured by side, on the ground of the canvas."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._places: Floats = np.zeros((0, 2))
        self._edges: list[tuple[int, int]] = []
        self._colours: list[QColor] = []
        self._aspect = 1.0
        self.setFixedHeight(_HIGH)
        self.setAccessibleName(self.tr("Figure of the skeleton"))

    def sizeHint(self) -> QSize:
        """As wide as the list below."""
        return QSize(_WIDE, _HIGH)

    def show_skeleton(self, skeleton: Skeleton) -> None:
        self._places = drawn(skeleton)
        self._edges = [(a, b) for a, b in skeleton.edge_indices.tolist()]
        self._colours = [QColor(SIDE_COLOURS[point.side]) for point in skeleton.keypoints]
        self._aspect = _ASPECTS.get(skeleton.subject, 1.0) if not np.isnan(skeleton.rest).any() else 1.0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edges, then the points on top."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = current()
        area = QRectF(self.rect())
        painter.fillRect(area, QColor(tokens.canvas))
        spots = self._spots(area)
        painter.setPen(QPen(QColor(tokens.text_quiet), 1.2))
        for a, b in self._edges:
            painter.drawLine(spots[a], spots[b])
        painter.setPen(Qt.PenStyle.NoPen)
        for spot, colour in zip(spots, self._colours, strict=True):
            painter.setBrush(colour)
            painter.drawEllipse(spot, _RADIUS, _RADIUS)

    def _spots(self, area: QRectF) -> list[QPointF]:
        wide, high = area.width() - 2 * _MARGIN, area.height() - 2 * _MARGIN
        width = min(wide, high * self._aspect)
        height = min(high, width / self._aspect)
        left, top = (area.width() - width) / 2, (area.height() - height) / 2
        return [QPointF(left + x * width, top + y * height) for x, y in self._places.tolist()]
