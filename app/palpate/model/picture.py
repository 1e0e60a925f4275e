"""What is shown of a frame: regions of it in pixels, as fine as they are needed."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.model.arrays import Pixels


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

    def holds(self, other: Region) -> bool:
        """Tell whether all of the other one lies in this one."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def grown(self, margin: tuple[int, int], size: tuple[int, int]) -> Region:
        """Return it with a margin on all sides, (x, y) px, as far as a frame of this size reaches."""
        left, top = max(self.left - margin[0], 0), max(self.top - margin[1], 0)
        right, bottom = min(self.right + margin[0], size[0]), min(self.bottom + margin[1], size[1])
        return Region(left, top, max(right - left, 0), max(bottom - top, 0))


@dataclass(frozen=True, slots=True)
class Part:
    """A region of a frame in pixels ``(h, w, 4)`` uint8 BGRA, contiguous: reduced, or as stored."""

    region: Region
    pixels: Pixels

    @property
    def scale(self) -> float:
        """Pixels held per pixel of the frame; 1 if as stored."""
        return float(self.pixels.shape[1] / max(self.region.width, 1))


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody looks at: the visible region, and device px per pixel of the frame."""

    region: Region
    zoom: float


@dataclass(frozen=True, slots=True)
class Picture:
    """One frame as far as it is at hand.

    Attributes
    ----------
    size
        Width and height of the whole frame in px.
    parts
        Finest first.
    exact
        Whether the parts come from the original; False for a proxy, which is for looking only.
    """

    frame: int
    size: tuple[int, int]
    parts: tuple[Part, ...]
    exact: bool = True

    def part_for(self, sight: Sight) -> Part | None:
        """Return the coarsest part that shows all that can be seen in a sight; None if there is none."""
        enough = [part for part in self.parts if is_enough(part, sight)]
        return min(enough, key=lambda part: part.scale, default=None)

    @property
    def whole(self) -> Part | None:
        """The part as stored that holds all of the frame, if it is at hand."""
        everything = Region(0, 0, *self.size)
        return next((p for p in self.parts if p.scale == 1.0 and p.region.holds(everything)), None)


def is_enough(part: Part, sight: Sight) -> bool:
    """Tell whether a part shows all that can be seen: the region, at no less than the screen's resolution."""
    return part.region.holds(sight.region) and part.scale >= min(sight.zoom, 1.0) - 1e-9
