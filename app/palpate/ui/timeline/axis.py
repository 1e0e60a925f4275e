"""Where frames lie along a width."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

_MOST_PX_PER_FRAME = 48.0
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """A clip's frames over a width in logical px; frame f fills ``x_of(f) … x_of(f + 1)``.

    Attributes
    ----------
    first
        What lies at the left edge, in frames, with fractions.
    px_per_frame
        Zoom; never less than what shows the whole clip.
    """

    n_frames: int
    width: float
    first: float = 0.0
    px_per_frame: float = 0.0

    @staticmethod
    def fitted(n_frames: int, width: float) -> TimeAxis:
        """Return the axis that shows the whole clip."""
        return TimeAxis(n_frames, width).limited()

    @property
    def fit(self) -> float:
        """Px per frame that shows everything."""
        return min(self.width / max(self.n_frames, 1), _MOST_PX_PER_FRAME)

    @property
    def is_fitted(self) -> bool:
        """Whether the whole clip is in view."""
        return self.px_per_frame <= self.fit * 1.0001

    @property
    def last(self) -> float:
        """What lies at the right edge, in frames."""
        return self.first + self.width / self.px_per_frame

    def limited(self) -> TimeAxis:
        """Return the nearest axis that shows nothing before or after the clip."""
        scale = min(max(self.px_per_frame, self.fit, 1e-9), _MOST_PX_PER_FRAME)
        most = max(self.n_frames - self.width / scale, 0.0)
        return replace(self, px_per_frame=scale, first=min(max(self.first, 0.0), most))

    def resized(self, width: float) -> TimeAxis:
        """Return the axis of another width; a whole clip stays whole."""
        if self.is_fitted:
            return TimeAxis.fitted(self.n_frames, width)
        return replace(self, width=width).limited()

    def zoomed(self, x: float, factor: float) -> TimeAxis:
        """Return the axis zoomed about a place, which stays under the cursor."""
        held = self.first + x / self.px_per_frame
        scale = min(max(self.px_per_frame * factor, self.fit), _MOST_PX_PER_FRAME)
        return replace(self, px_per_frame=scale, first=held - x / scale).limited()

    def scrolled(self, px: float) -> TimeAxis:
        """Return the axis moved to the right by some px."""
        return replace(self, first=self.first + px / self.px_per_frame).limited()

    def on_pixels(self, ratio: float) -> TimeAxis:
        """Return the axis with its left edge on a device px, so that what is drawn can be moved along."""
        scale = self.px_per_frame * ratio
        return replace(self, first=round(self.first * scale) / scale)

    def showing(self, frame: int) -> TimeAxis:
        """Return this axis, or one turned like a page so that a frame is in sight."""
        if self.first <= frame and frame + 1 <= self.last:
            return self
        span = self.width / self.px_per_frame
        lead = 0.1 if frame > self.first else 0.9
        return replace(self, first=frame - lead * span).limited()

    def x_of(self, frame: float) -> float:
        """Return the left edge of a frame."""
        return (frame - self.first) * self.px_per_frame

    def centre_of(self, frame: int) -> float:
        """Return the middle of a frame."""
        return self.x_of(frame + 0.5)

    def frame_at(self, x: float) -> int:
        """Return the frame under a place; the nearest one outside."""
        return min(max(math.floor(self.first + x / self.px_per_frame), 0), max(self.n_frames - 1, 0))

    def tick_step(self, room: float) -> int:
        """Return the least of 1, 2, 5, 10 … frames that lie at least some px apart."""
        power = 1
        while True:
            for step in _STEPS:
                if step * power * self.px_per_frame >= room:
                    return step * power
            power *= 10

    def ticks(self, room: float) -> range:
        """Return the frames in view that get a tick at that room."""
        step = self.tick_step(room)
        start = math.floor(self.first / step) * step
        return range(start, min(math.ceil(self.last) + 1, self.n_frames), step)
