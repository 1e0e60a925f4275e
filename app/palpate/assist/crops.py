"""Grey frames around an instance: fetched once, cut to what is needed, held within a memory bound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats, Pixels

GreyFrames = Callable[[int], Pixels]
_ALIGNMENT = 8  # three halvings: the pyramid of a crop then holds the same pixels as the frame's


@dataclass(frozen=True, slots=True)
class Box:
    """A cut-out of the frame in whole px; right and bottom are excluded."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        """Number of pixels."""
        return max(self.right - self.left, 0) * max(self.bottom - self.top, 0)


def box_around(positions: Floats, *, margin_px: int, within: Box) -> Box:
    """Return the aligned box around ``(M, 2)`` finite points with a margin, cut to another box.

    Its area is 0 where all points lie outside by more than the margin.
    """
    low = np.floor((positions.min(axis=0) - margin_px) / _ALIGNMENT) * _ALIGNMENT
    high = np.ceil((positions.max(axis=0) + margin_px) / _ALIGNMENT) * _ALIGNMENT
    left, top = np.clip(low, (within.left, within.top), (within.right, within.bottom)).astype(int)
    right, bottom = np.clip(high, (within.left, within.top), (within.right, within.bottom)).astype(int)
    return Box(int(left), int(top), int(right), int(bottom))


class LastFrame:
    """A source of grey frames that remembers the last one: neighbouring spans share a frame."""

    def __init__(self, grey: GreyFrames) -> None:
        self._grey = grey
        self._frame = -1
        self._image: Pixels | None = None

    def __call__(self, frame: int) -> Pixels:
        """Return ``(H, W)`` uint8."""
        if self._image is None or frame != self._frame:
            self._image = self._grey(frame)
            self._frame = frame
        return self._image


class Crops:
    """Cut-outs of consecutive frames, as many as fit the bound.

    Forwards each frame is fetched once, in order. Backwards the cut-outs that are still held serve
    first; before them a stretch is fetched again, in ascending order too, because that is how a video
    decodes.
    """

    def __init__(
        self, grey: GreyFrames, *, first: int, around: Floats, margin_px: int, memory_bytes: int
    ) -> None:
        self._grey = grey
        self._first = first
        image = grey(first)
        height, width = image.shape
        self.box = box_around(around, margin_px=margin_px, within=Box(0, 0, width, height))
        self._held: dict[int, Pixels] = {first: self._cut(image)}
        # a step needs two frames, whatever the bound
        self._room = max(2, memory_bytes // max(self.box.area, 1))

    def ahead(self, frame: int, *, tick: Callable[[], None]) -> Pixels:
        """Return the cut-out of a frame on the way forwards; `tick` runs before a fetch and may raise."""
        if frame not in self._held:
            self._load(range(frame, frame + 1), tick)
        return self._held[frame]

    def back(self, frame: int, *, tick: Callable[[], None]) -> Pixels:
        """Return the cut-out of a frame on the way backwards, fetching those before it along with it."""
        if frame not in self._held:
            below = max((one for one in self._held if one < frame), default=self._first - 1)
            # the frame just left is the other half of the next step
            self._held = {one: cut for one, cut in self._held.items() if one <= frame + 1}
            self._load(range(max(below + 1, frame - self._room + 2), frame + 1), tick)
        return self._held[frame]

    def _load(self, stretch: range, tick: Callable[[], None]) -> None:
        for one in stretch:
            tick()
            self._held[one] = self._cut(self._grey(one))
            while len(self._held) > self._room:
                del self._held[min(self._held)]

    def _cut(self, image: Pixels) -> Pixels:
        box = self.box
        return image[box.top : box.bottom, box.left : box.right].copy()
