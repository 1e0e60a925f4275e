"""Where an image pixel lies on the widget, and back; pure numbers, no widget.

Image coordinates are px of the full-resolution frame with the origin at the top-left corner of the top-left
pixel. Widget coordinates are Qt's logical px; device px are logical px times the device pixel ratio.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from palpate.model.arrays import Floats

MIN_ZOOM = 0.05
MAX_ZOOM = 64.0
UNSMOOTHED_FROM = 2.0
GRID_FROM = 16.0
_FIT_MARGIN_PX = 8.0
_KEEP_IN_SIGHT_PX = 48.0


@dataclass(frozen=True, slots=True)
class ViewTransform:
    """A zoom and a pan over one image size and one widget size; every change gives a new one.

    Attributes
    ----------
    image
        Width and height in image px.
    viewport
        Width and height in logical px.
    ratio
        Device px per logical px.
    zoom
        Device px per image px: at 1 one (square) image pixel fills exactly one pixel of the screen.
    centre
        Image px in the middle of the viewport.
    fitted
        Whether the zoom follows the viewport so that the whole image is seen.
    aspect
        How wide an image pixel is shown for its height; the zoom counts along the height.
    """

    image: tuple[int, int] = (1, 1)
    viewport: tuple[int, int] = (1, 1)
    ratio: float = 1.0
    zoom: float = 1.0
    centre: tuple[float, float] = (0.5, 0.5)
    fitted: bool = True
    aspect: float = 1.0

    @property
    def scale(self) -> float:
        """Logical px per image px, along the height."""
        return self.zoom / self.ratio

    @property
    def zoom_xy(self) -> tuple[float, float]:
        """Device px per image px across and down."""
        return self.zoom * self.aspect, self.zoom

    @property
    def scale_xy(self) -> tuple[float, float]:
        """Logical px per image px across and down."""
        return self.zoom * self.aspect / self.ratio, self.zoom / self.ratio

    @property
    def least_zoom(self) -> float:
        """Device px per image px in the direction in which there are fewer."""
        return min(self.zoom_xy)

    @property
    def origin_device(self) -> tuple[int, int]:
        """Device px of the image's top-left corner, whole so that pixels are drawn sharp."""
        x, y = (
            round(extent * self.ratio / 2.0 - middle * zoom)
            for extent, middle, zoom in zip(self.viewport, self.centre, self.zoom_xy, strict=True)
        )
        return x, y

    @property
    def device_size(self) -> tuple[int, int]:
        """Width and height of the viewport in device px."""
        return round(self.viewport[0] * self.ratio), round(self.viewport[1] * self.ratio)

    @property
    def fit_zoom(self) -> float:
        """The zoom at which the whole image is seen, with a narrow margin."""
        fits = (
            max(extent - 2.0 * _FIT_MARGIN_PX, 1.0) * self.ratio / side
            for extent, side in zip(self.viewport, self._shown_size, strict=True)
        )
        return _within(min(fits))

    @property
    def unsmoothed(self) -> bool:
        """Whether pixels are drawn as squares."""
        return self.least_zoom >= UNSMOOTHED_FROM

    def to_image(self, x: float, y: float) -> tuple[float, float]:
        """Return the image px under a widget position."""
        (left, top), (across, down) = self.origin_device, self.zoom_xy
        return (x * self.ratio - left) / across, (y * self.ratio - top) / down

    def to_widget(self, x: float, y: float) -> tuple[float, float]:
        """Return the widget position of an image px."""
        u, v = self.to_device_point(x, y)
        return u / self.ratio, v / self.ratio

    def to_device(self, positions: Floats) -> Floats:
        """Return device px of image positions ``(..., 2)``; NaN stays NaN."""
        return np.asarray(positions * np.array(self.zoom_xy) + np.array(self.origin_device, dtype=np.float64))

    def to_device_point(self, x: float, y: float) -> tuple[float, float]:
        """Return the device px of one image px."""
        (left, top), (across, down) = self.origin_device, self.zoom_xy
        return x * across + left, y * down + top

    def visible(self) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of the viewport in image px, unclipped."""
        return (*self.to_image(0.0, 0.0), *self.to_image(float(self.viewport[0]), float(self.viewport[1])))

    def zoomed_to(self, zoom: float, at: tuple[float, float] | None = None) -> ViewTransform:
        """Zoom so that the image px at a widget position (default: the middle) stays where it is."""
        zoom = _within(zoom)
        at = at or (self.viewport[0] / 2.0, self.viewport[1] / 2.0)
        # From the unrounded centre: rounding at every wheel notch would make the image creep.
        away = [(p - extent / 2.0) * self.ratio for p, extent in zip(at, self.viewport, strict=True)]
        after = replace(self, zoom=zoom, fitted=False)
        x, y = (
            middle + off / old - off / new
            for middle, off, old, new in zip(self.centre, away, self.zoom_xy, after.zoom_xy, strict=True)
        )
        return replace(after, centre=(x, y)).clamped()

    def zoomed_by(self, factor: float, at: tuple[float, float] | None = None) -> ViewTransform:
        """Zoom by a factor, stopping at 100 % on the way, where the image is sharpest."""
        zoom = self.zoom * factor
        passes = min(self.zoom, zoom) < 1.0 - 1e-9 and max(self.zoom, zoom) > 1.0 + 1e-9
        return self.zoomed_to(1.0 if passes else zoom, at)

    def panned(self, dx: float, dy: float) -> ViewTransform:
        """Move the image by logical px."""
        (x, y), (across, down) = self.centre, self.scale_xy
        centre = (x - dx / across, y - dy / down)
        return replace(self, centre=centre, fitted=False).clamped()

    def centred_on(self, x: float, y: float, zoom: float | None = None) -> ViewTransform:
        """Bring an image px to the middle."""
        zoom = self.zoom if zoom is None else _within(zoom)
        return replace(self, centre=(x, y), zoom=zoom, fitted=False).clamped()

    def fit(self) -> ViewTransform:
        """Show the whole image."""
        centre = (self.image[0] / 2.0, self.image[1] / 2.0)
        return replace(self, zoom=self.fit_zoom, centre=centre, fitted=True)

    def framing(self, low: tuple[float, float], high: tuple[float, float]) -> ViewTransform:
        """Show a box of the image, given by two corners, with some surround."""
        sides = (self.aspect, 1.0)
        spans = [max(b - a, 8.0) * 1.25 * side for a, b, side in zip(low, high, sides, strict=True)]
        zoom = min(e * self.ratio / span for e, span in zip(self.viewport, spans, strict=True))
        return self.centred_on((low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0, zoom)

    def resized(self, width: int, height: int, ratio: float) -> ViewTransform:
        """Follow the widget's size: what was in the middle stays there, a fitted image stays fitted."""
        # The image keeps its size to the eye when the window moves to a screen of other density.
        zoom = _within(self.zoom * ratio / self.ratio)
        resized = replace(self, viewport=(max(width, 1), max(height, 1)), ratio=ratio, zoom=zoom)
        return resized.fit() if self.fitted else resized.clamped()

    def over(self, width: int, height: int, aspect: float = 1.0) -> ViewTransform:
        """Follow the image's shape: zoom and pan persist over frames of one shape, another one is fitted."""
        if (width, height) == self.image and aspect == self.aspect:
            return self
        return replace(self, image=(width, height), aspect=aspect).fit()

    def clamped(self) -> ViewTransform:
        """Keep a strip of the image in sight."""
        x, y = (
            _clamped_centre(middle, side, extent, scale)
            for middle, side, extent, scale in zip(
                self.centre, self.image, self.viewport, self.scale_xy, strict=True
            )
        )
        return replace(self, centre=(x, y))

    @property
    def _shown_size(self) -> tuple[float, float]:
        """Width and height of the image as it is shown, in units of an image pixel's height."""
        return self.image[0] * self.aspect, float(self.image[1])


def _within(zoom: float) -> float:
    return min(max(zoom, MIN_ZOOM), MAX_ZOOM)


def _clamped_centre(middle: float, side: int, extent: int, scale: float) -> float:
    keep = min(_KEEP_IN_SIGHT_PX, extent / 2.0, side * scale)
    reach = (extent / 2.0 - keep) / scale
    return min(max(middle, -reach), side + reach)
