"""Where the template of a draft lies in a view, and what lies under the pointer."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from palpate.model.arrays import Floats

MARGIN = 28.0
_REACH = 11.0  # px around a keypoint in which it is meant
_EDGE_REACH = 6.0
MOST_ZOOM = 24.0


class Frame:
    """A view of the template's box: wholly in sight, or from near.

    Attributes
    ----------
    aspect
        Height of the box by its width.
    zoom
        1 while all is in sight.
    middle
        The place of the box in the middle of the view, in its fractions.
    """

    def __init__(self) -> None:
        self.size = (1.0, 1.0)
        self.aspect = 1.0
        self.zoom = 1.0
        self.middle = (0.5, 0.5)

    @property
    def box(self) -> QRectF:
        """The whole box, in px of the view."""
        width, height = (max(side - 2 * MARGIN, 16.0) for side in self.size)
        wide = min(width, height / self.aspect) * self.zoom
        high = wide * self.aspect
        left = self.size[0] / 2 - self.middle[0] * wide
        top = self.size[1] / 2 - self.middle[1] * high
        return QRectF(left, top, wide, high)

    def to_view(self, places: Floats) -> Floats:
        """Return ``(K, 2)`` px of fractions of the box."""
        box = self.box
        return np.asarray(places * (box.width(), box.height()) + (box.x(), box.y()))

    def to_box(self, at: QPointF) -> tuple[float, float]:
        """Return the fractions of the box of a place in the view."""
        box = self.box
        return (at.x() - box.x()) / box.width(), (at.y() - box.y()) / box.height()

    def fit(self) -> None:
        """Have all in sight."""
        self.zoom, self.middle = 1.0, (0.5, 0.5)

    def zoom_at(self, at: QPointF, factor: float) -> None:
        """Zoom so that what is under a place stays there."""
        here = self.to_box(at)
        self.zoom = min(max(self.zoom * factor, 1.0), MOST_ZOOM)
        if self.zoom == 1.0:
            self.fit()
            return
        box = self.box
        left, top = at.x() - here[0] * box.width(), at.y() - here[1] * box.height()
        self.middle = ((self.size[0] / 2 - left) / box.width(), (self.size[1] / 2 - top) / box.height())

    def pan(self, by: QPointF) -> None:
        """Move what is seen by px."""
        box = self.box
        self.middle = (self.middle[0] - by.x() / box.width(), self.middle[1] - by.y() / box.height())


def nearest_point(places: Floats, at: QPointF) -> int:
    """Return the index of the keypoint ``(K, 2)`` px under a place; -1 for none."""
    if not len(places):
        return -1
    apart = np.hypot(places[:, 0] - at.x(), places[:, 1] - at.y())
    apart = np.where(np.isnan(apart), np.inf, apart)
    k = int(np.argmin(apart))
    return k if apart[k] <= _REACH else -1


def nearest_edge(starts: Floats, ends: Floats, at: QPointF) -> int:
    """Return the index of the edge between ``(E, 2)`` px under a place; -1 for none."""
    if not len(starts):
        return -1
    along = ends - starts
    to = np.array([at.x(), at.y()]) - starts
    length = np.maximum((along**2).sum(axis=1), 1e-9)
    share = np.clip((to * along).sum(axis=1) / length, 0.0, 1.0)
    apart = np.linalg.norm(to - along * share[:, None], axis=1)
    apart = np.where(np.isnan(apart), np.inf, apart)
    k = int(np.argmin(apart))
    return k if apart[k] <= _EDGE_REACH else -1
