"""What is known of each frame's brightness, so that any part of it is enhanced as the whole would be."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from palpate.media.colour.enhance import (
    Curves,
    Enhancement,
    Spread,
    curves_of,
    enhance,
    full_range,
    is_limited,
    sampled,
)
from palpate.model.arrays import Pixels
from palpate.model.picture import Picture

_FRAMES_AT_MOST = 192  # 45 MB


@dataclass(frozen=True, slots=True)
class Seen:
    """One frame as it is to be shown."""

    size: tuple[int, int]
    enhancement: Enhancement
    curves: Curves | None

    def show(
        self, pixels: Pixels, into: Pixels, *, corner: tuple[float, float], step: tuple[float, float]
    ) -> None:
        """Write ``(h, w, 4)`` BGRA of the frame as it is to be shown, opaque.

        Parameters
        ----------
        into
            As large; may be the same array.
        corner
            Frame px at the top-left corner of the first pixel.
        step
            Frame px from one pixel to the next, across and down.
        """
        (width, height), (x, y), (across, down) = self.size, corner, step
        spread = Spread(x / width, y / height, across / width, down / height)
        enhance(pixels, into, self.enhancement, curves=self.curves, spread=spread)


class FrameTones:
    """Keeps small samples of the frames that are decoded, from which the curves of each follow.

    Attributes
    ----------
    gathering
        Whether decoded frames are sampled, which costs 2 ms for each of 4K.
    """

    def __init__(self) -> None:
        self.gathering = False
        self._exact: OrderedDict[int, Pixels] = OrderedDict()
        self._stored: OrderedDict[int, Pixels] = OrderedDict()  # luma in the range of the file
        self._limited: bool | None = None
        self._last: tuple[Picture, Seen] | None = None
        self._lock = threading.Lock()

    def see(self, frame: int, pixels: Pixels) -> None:
        """Sample a decoded frame, ``(H, W, 4)`` BGRA or ``(H, W)`` luma as stored; in any thread."""
        if self.gathering:
            self._keep(self._exact if pixels.ndim == 3 else self._stored, frame, sampled(pixels))

    def knows(self, picture: Picture) -> bool:
        """Tell whether there is a sample of this frame, or all of it at hand to make one."""
        with self._lock:
            kept = picture.frame in self._exact or picture.frame in self._stored
        return kept or picture.all_of_it is not None

    def seen(self, picture: Picture, enhancement: Enhancement) -> Seen:
        """Return how to show a frame; what a part of it alone does not tell is taken from the nearest one."""
        if not enhancement.is_local:
            return Seen(picture.size, enhancement, None)
        last = self._last
        if last is not None and last[0] is picture and last[1].enhancement == enhancement:
            return last[1]  # a loupe asks at every movement of the hand
        sample = self._sample(picture)
        curves = None if sample is None else curves_of(sample, enhancement)
        seen = Seen(picture.size, enhancement, curves)
        self._last = (picture, seen)
        return seen

    def _sample(self, picture: Picture) -> Pixels | None:
        frame = picture.frame
        with self._lock:
            exact, stored = self._exact.get(frame), self._stored.get(frame)
        if exact is not None:
            return exact
        if picture.whole is not None:
            sample = sampled(picture.whole.pixels)
            if picture.exact:
                self._keep(self._exact, frame, sample)
            return sample
        if stored is not None:
            return full_range(stored) if self._is_limited(stored, picture) else stored
        part = picture.all_of_it
        return sampled(part.pixels) if part is not None else self._nearest(frame)

    def _is_limited(self, stored: Pixels, picture: Picture) -> bool:
        """Tell what range the file has, by the first frame of which a part has been converted."""
        if self._limited is None:
            part, (width, height) = picture.finest, picture.size
            per_px = 1.0 / part.scale
            spread = Spread(
                part.left * per_px / width, part.top * per_px / height, per_px / width, per_px / height
            )
            self._limited = is_limited(stored, part.pixels, spread)
        return self._limited

    def _nearest(self, frame: int) -> Pixels | None:
        with self._lock:
            nearest = min(self._exact, key=lambda known: abs(known - frame), default=None)
            return None if nearest is None else self._exact[nearest]

    def _keep(self, where: OrderedDict[int, Pixels], frame: int, sample: Pixels) -> None:
        with self._lock:
            where[frame] = sample
            where.move_to_end(frame)
            while len(where) > _FRAMES_AT_MOST:
                where.popitem(last=False)
