"""What is shown of a frame: regions of it in pixels, as fine as they are needed."""

from __future__ import annotations

import math
from dataclasses import dataclass

from palpate.model.arrays import Pixels

_NEARLY = 1e-9


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of whole pixels of the full-resolution, display-oriented frame; corner origin."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First column that is not in it."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """First row that is not in it."""
        return self.top + self.height

    def grown(self, margin: tuple[int, int], size: tuple[int, int]) -> Region:
        """Return it with a margin on all sides, (x, y) px, as far as a frame of this size reaches."""
        left, top = max(self.left - margin[0], 0), max(self.top - margin[1], 0)
        right, bottom = min(self.right + margin[0], size[0]), min(self.bottom + margin[1], size[1])
        return Region(left, top, max(right - left, 0), max(bottom - top, 0))


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody looks at.

    Attributes
    ----------
    region
        What of the frame can be seen, at least one pixel.
    zoom
        Device px per pixel of the frame.
    """

    region: Region
    zoom: float

    @property
    def scale(self) -> float:
        """Pixels worth holding per pixel of the frame: as many as the screen shows, at most all."""
        return min(self.zoom, 1.0)

    def within(self, size: tuple[int, int]) -> Sight:
        """Return it for a frame of a size that may be another: all of that frame if nothing of it is seen."""
        region = self.region.grown((0, 0), size)
        return Sight(region if region.width and region.height else Region(0, 0, *size), self.zoom)


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of a frame, reduced or as stored.

    Attributes
    ----------
    left, top
        Where it begins in the reduced frame, whole px: the pixel in row i and column j shows what lies from
        ``((left + j) / scale, (top + i) / scale)`` on, in px of the frame.
    scale
        Pixels held per pixel of the frame; 1 if as stored.
    pixels
        ``(h, w, 4)`` uint8 BGRA, contiguous, not to be written to.
    """

    left: int
    top: int
    scale: float
    pixels: Pixels

    def shows(self, sight: Sight) -> bool:
        """Tell whether it holds all that can be seen in a sight, no coarser than the screen."""
        if self.scale < sight.scale - _NEARLY:
            return False
        region, (height, width) = sight.region, self.pixels.shape[:2]
        # the last pixel of a reduced frame may be a fraction of one
        across = self._reaches(region.left, region.right, self.left, width)
        return across and self._reaches(region.top, region.bottom, self.top, height)

    def _reaches(self, low: int, high: int, start: int, extent: int) -> bool:
        return start <= math.ceil(low * self.scale) and math.floor(high * self.scale) <= start + extent


@dataclass(frozen=True, slots=True)
class Picture:
    """One frame as far as it is at hand.

    Attributes
    ----------
    size
        Width and height of the whole frame in px.
    parts
        In any order.
    exact
        Whether the parts are as stored or properly reduced from that; False for what is for looking only.
    in_passing
        Whether it was made quickly of the original, since pictures follow each other; never exact then.
    """

    frame: int
    size: tuple[int, int]
    parts: tuple[Part, ...]
    exact: bool = True
    in_passing: bool = False

    @classmethod
    def of(cls, frame: int, pixels: Pixels) -> Picture:
        """Return the picture of a whole frame ``(H, W, 4)`` as stored."""
        return cls(frame, (pixels.shape[1], pixels.shape[0]), (Part(0, 0, 1.0, pixels),))

    @property
    def whole(self) -> Part | None:
        """The part that is the whole frame as stored, if that is at hand."""
        return next((part for part in self.parts if self._is_whole(part)), None)

    @property
    def finest(self) -> Part:
        """The part with most pixels per pixel of the frame; of equals the largest."""
        return max(self.parts, key=lambda part: (part.scale, part.pixels.size))

    @property
    def all_of_it(self) -> Part | None:
        """The coarsest part that shows the whole frame, if any does."""
        return self.part_for(Sight(Region(0, 0, *self.size), _NEARLY))

    def part_for(self, sight: Sight) -> Part | None:
        """Return the coarsest part that shows all that can be seen; None if there is none."""
        enough = [part for part in self.parts if part.shows(sight)]
        return min(enough, key=lambda part: (part.scale, part.pixels.size), default=None)

    def _is_whole(self, part: Part) -> bool:
        return part.scale == 1.0 and part.pixels.shape[1::-1] == self.size
