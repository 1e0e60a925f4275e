"""Frames whose stored values may be deeper than a screen shows: one set of levels for all of a clip."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from palpate.base.errors import FrameUnavailable
from palpate.media.colour.converter import luma_of
from palpate.media.images.levels import Histogram, Levels, histogram_of, proposed_levels, usual_levels
from palpate.media.opencv import as_bgra
from palpate.media.orientation import UPRIGHT, Orientation
from palpate.model.arrays import Pixels
from palpate.model.frames import Stop
from palpate.model.picture import Sight

_SAMPLED = 3
_AT_ONCE = 1 << 18  # pixels whose luma is worked out together: the interim numbers stay in the cache


@dataclass(frozen=True, slots=True)
class Still:
    """A picture as stored.

    Attributes
    ----------
    values
        ``(H, W)`` or ``(H, W, 3)`` blue first, of whatever depth, not turned.
    orientation
        How it is to be turned for display.
    """

    values: NDArray[np.generic]
    orientation: Orientation = UPRIGHT


class DeepFrames(ABC):
    """Turns stored values into 8 bits, by the same levels in every frame so that brightness never flickers.

    Where nobody sets levels, they are the `usual_levels` of the first, the middle and the last frame.
    Pictures of 8 bits are shown as stored. Exported frames and tracking see what the screen shows.
    """

    def __init__(self) -> None:
        self._chosen: Levels | None = None
        self._usual: dict[np.dtype[np.generic], Levels] = {}

    @property
    @abstractmethod
    def n_frames(self) -> int:
        """Number of presentable frames."""

    @property
    @abstractmethod
    def depth(self) -> int:
        """Bits per sample of the first frame that can be read; 8 if none can."""

    @abstractmethod
    def still(self, frame: int) -> Still:
        """Return a picture as stored.

        Raises
        ------
        FrameUnavailable
            If it cannot be read.
        """

    @property
    def is_deep(self) -> bool:
        """Whether levels have an effect on the first frame."""
        return self.depth > 8

    def set_levels(self, levels: Levels | None) -> None:
        """Show all frames through these levels from now on, or through the usual ones again.

        Frames handed out before keep theirs: clear caches.
        """
        self._chosen = levels

    def levels(self) -> Levels | None:
        """Return the levels in use, None if the clip is not deep; may decode three frames, once."""
        if self._chosen is not None or not self.is_deep:
            return self._chosen
        if not self._usual and (samples := self._samples()):
            self._learn(samples[0], samples)
        return next(iter(self._usual.values()), None)

    def levels_told(self) -> str:
        """Return a sentence about the levels in use, empty if the clip is not deep; decodes as `levels`."""
        levels = self.levels()
        if levels is None:
            return ""
        whose = "as set" if self._chosen else "the same in every frame"
        return f"{self.depth}-bit values are shown from {levels.low:g} to {levels.high:g}, {whose}"

    def proposed_levels(self) -> Levels | None:
        """Return levels with the best contrast, None if the clip is not deep; decodes three frames."""
        samples = self._samples() if self.is_deep else []
        return proposed_levels(samples) if samples else None

    def histogram(self, *, bins: int = 256) -> Histogram | None:
        """Return how often stored values occur in three frames, None if the clip is not deep."""
        samples = self._samples() if self.is_deep else []
        return histogram_of(samples, bins=bins) if samples else None

    def run_start(self, frame: int) -> int:
        """Return the frame itself: no other is needed to come to it."""
        return frame

    def glimpse(self, frame: int, sight: Sight, *, stop: Stop | None = None) -> None:
        """Return None: reading takes the time here, and is needed for any look."""
        return

    def twin(self) -> Self:
        """Return the same: no file is held open and no place kept, and levels are meant for all."""
        return self

    def bgra(self, frame: int, *, stop: Stop | None = None) -> Pixels:
        """Return ``(H, W, 4)`` uint8, display-oriented, contiguous; blue first, opaque.

        Raises
        ------
        FrameUnavailable
            If exactly this frame cannot be had.
        """
        return self._in_eight_bits(frame, colour=True)

    def grey(self, frame: int) -> Pixels:
        """Return ``(H, W)`` uint8 luma, display-oriented; errors as `bgra`."""
        return self._in_eight_bits(frame, colour=False)

    def _in_eight_bits(self, frame: int, *, colour: bool) -> Pixels:
        still = self.still(frame)
        values = still.values
        try:
            eight = np.asarray(values, np.uint8) if values.dtype == np.uint8 else self._shown(values)
            if colour:
                return still.orientation.apply(as_bgra(eight))
            return still.orientation.apply(eight if eight.ndim == 2 else _luma(eight))
        except MemoryError as error:
            height, width = values.shape[:2]
            raise FrameUnavailable(
                f"does not fit into memory ({width} × {height} px)", frame=frame
            ) from error

    def _shown(self, values: NDArray[np.generic]) -> Pixels:
        if self._chosen is None and values.dtype not in self._usual:
            self._learn(values, self._samples())
        return (self._chosen or self._usual[values.dtype]).applied(values)

    def _learn(self, values: NDArray[np.generic], samples: list[NDArray[np.generic]]) -> None:
        alike = [sample for sample in samples if sample.dtype == values.dtype]
        self._usual[values.dtype] = usual_levels(alike or [values])

    def _samples(self) -> list[NDArray[np.generic]]:
        """Return the deep ones among the first, middle and last frame that can be read."""
        last = self.n_frames - 1
        held = []
        for frame in sorted({last * n // (_SAMPLED - 1) for n in range(_SAMPLED)}):
            try:
                values = self.still(frame).values
            except FrameUnavailable:
                continue
            if values.dtype != np.uint8:
                held.append(values)
        return held


def _luma(colours: Pixels) -> Pixels:
    height, width = colours.shape[:2]
    grey = np.empty((height, width), np.uint8)
    rows = max(1, _AT_ONCE // width)
    for top in range(0, height, rows):
        grey[top : top + rows] = luma_of(colours[top : top + rows])
    return grey
