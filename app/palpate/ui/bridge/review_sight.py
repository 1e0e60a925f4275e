"""Where the view goes while a queue is walked: near enough to judge, and back when the walk is over."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Floats, Ints
from palpate.session.review.looked_at import LEAST_ZOOM
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.canvas.view import CanvasView

_MOST_ZOOM = 6.0
_LEAST_REACH = 0.12  # of the pose's diagonal: so much around a point is always seen
_SAME = 1e-6


class ReviewSight:
    """Brings a keypoint and its limb near, and remembers the view from before.

    Who zooms by hand keeps that zoom for all that follows, as long as it is near enough to judge.
    """

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self._before: ViewTransform | None = None
        self._led: ViewTransform | None = None
        self._own: float | None = None

    @property
    def led(self) -> bool:
        """Whether the view was led somewhere and nobody has gone back."""
        return self._before is not None

    def lead(self, positions: Floats, keypoint: int, edges: Ints) -> None:
        """Go to a keypoint.

        Parameters
        ----------
        positions
            ``(K, 2)`` px of the pose; nothing is done where the keypoint has none.
        edges
            ``(E, 2)`` keypoint indices: what is joined to the keypoint is shown with it.
        """
        if not np.isfinite(positions[keypoint]).all():
            return
        view = self._canvas.view
        x, y = (float(value) for value in positions[keypoint])
        self._own = self._zoom_by_hand(view)
        zoom = self._own or _near(view, positions, keypoint, edges)
        if self._before is None:
            self._before = view
        self._led = view.centred_on(x, y, zoom)
        self._canvas.set_view(self._led)

    def go_back(self) -> None:
        """Show what was seen before the first step, unless a hand has chosen another view since."""
        before, led, now = self._before, self._led, self._canvas.view
        self.forget()
        if before is None or led is None or abs(now.zoom - led.zoom) > _SAME:
            return
        if before.fitted or before.image != now.image:
            self._canvas.set_view(now.fit())
        else:
            self._canvas.set_view(now.centred_on(*before.centre, before.zoom))

    def forget(self) -> None:
        """Let the view be what it is."""
        self._before = self._led = self._own = None

    def _zoom_by_hand(self, view: ViewTransform) -> float | None:
        if self._led is not None and abs(view.zoom - self._led.zoom) <= _SAME:
            return self._own
        chosen = not view.fitted and view.zoom >= LEAST_ZOOM and view.zoom > 1.05 * view.fit_zoom
        return view.zoom if chosen else None


def _near(view: ViewTransform, positions: Floats, keypoint: int, edges: Ints) -> float:
    """Return the zoom at which a keypoint in the middle is seen with everything that is joined to it."""
    known = positions[np.isfinite(positions).all(axis=1)]
    diagonal = float(np.hypot(*(known.max(axis=0) - known.min(axis=0))))
    joined = np.unique(edges[(edges == keypoint).any(axis=1)])
    off = np.abs(positions[joined] - positions[keypoint])
    reach = np.nanmax(np.vstack([off, np.full((1, 2), max(_LEAST_REACH * diagonal, 8.0))]), axis=0)
    framed = view.framing(tuple(-reach), tuple(reach))
    return float(np.clip(framed.zoom, LEAST_ZOOM, _MOST_ZOOM))
