"""What the hand holds: keypoints as ever, or a tool with what it has drawn so far."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from palpate.base.geometry import Outline
from palpate.model.arrays import Floats
from palpate.session.placing.constructing import Construction

Spot = tuple[float, float]

LEAST_BRUSH_PX, LARGEST_BRUSH_PX = 2.0, 240.0


class Tool(Enum):
    """What a press on the picture works on."""

    KEYPOINTS = auto()
    BOX = auto()
    POLYGON = auto()
    BRUSH = auto()
    LASSO = auto()
    TEMPLATE = auto()
    MIDDLE = auto()
    CIRCLE = auto()
    HIP = auto()


CONSTRUCTIONS = {
    Tool.MIDDLE: Construction.MIDDLE,
    Tool.CIRCLE: Construction.CIRCLE,
    Tool.HIP: Construction.HIP,
}
"""The tools whose clicks make a centre inside the body."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A line that is seen while a gesture lasts: a lasso, a box, a frame that turns, a curve to slide along.

    Attributes
    ----------
    spots
        Image px.
    closed
        Whether the last is joined to the first.
    said
        How far the gesture has gone, in figures; stands at the edge of the canvas.
    """

    spots: tuple[Spot, ...]
    closed: bool = True
    said: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """What a centre was made from: the clicked image px, in order."""

    kind: Construction
    points: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class InHand:
    """A tool, and what stands on the canvas of its work but nowhere else.

    Attributes
    ----------
    ring
        Vertices of an outline that is not closed yet, image px; kept while frames change.
    stroke
        The way of the brush since the button went down, image px.
    erases
        Whether that stroke takes away.
    brush_px
        Radius of the brush in logical px: zoomed in, it is finer.
    marks
        Image px that were clicked for a construction.
    trace
        What the gesture that runs has drawn.
    built
        What the active keypoint was constructed from, as long as it stands there.
    """

    tool: Tool = Tool.KEYPOINTS
    ring: tuple[Spot, ...] = ()
    stroke: tuple[Spot, ...] = ()
    erases: bool = False
    brush_px: float = 14.0
    marks: tuple[Spot, ...] = ()
    trace: Trace | None = None
    built: Built | None = None

    @property
    def draws(self) -> bool:
        """Whether a press draws, instead of placing keypoints."""
        return self.tool is not Tool.KEYPOINTS

    @property
    def drawing_ring(self) -> bool:
        """Whether an outline waits for its next vertex."""
        return self.tool is Tool.POLYGON and bool(self.ring)

    @property
    def construction(self) -> Construction | None:
        """What clicks construct, if they do."""
        return CONSTRUCTIONS.get(self.tool)

    def resized(self, factor: float) -> InHand:
        """Return it with a larger or smaller brush."""
        radius = min(max(self.brush_px * factor, LEAST_BRUSH_PX), LARGEST_BRUSH_PX)
        return replace(self, brush_px=radius)


@dataclass(frozen=True, slots=True)
class BoxDrawn:
    """A box was drawn or changed; two opposite corners, image px."""

    first: Spot
    second: Spot


@dataclass(frozen=True, slots=True)
class RingDrawn:
    """An outline was closed: ``(N, 2)`` image px. It stays in the hand until somebody has taken it."""

    ring: Floats


@dataclass(frozen=True, slots=True)
class Reshaped:
    """Vertices of the mask were moved, added or removed; perhaps it crosses itself now."""

    outline: Outline


@dataclass(frozen=True, slots=True)
class Painted:
    """A stroke of the brush: ``(N, 2)`` image px, and its radius in image px."""

    points: Floats
    radius: float
    erases: bool


Drawn = BoxDrawn | RingDrawn | Reshaped | Painted
