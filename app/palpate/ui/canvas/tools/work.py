"""What tools for keypoints tell when a gesture has ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from palpate.model.arrays import Floats, Ints
from palpate.model.visibility import Visibility
from palpate.session.placing.pose_adjusting import Joining
from palpate.ui.canvas.tools.in_hand import Spot


@dataclass(frozen=True, slots=True)
class Caught:
    """Keypoints of the active instance were chosen ``(n,)``."""

    keypoints: Ints
    joining: Joining


@dataclass(frozen=True, slots=True)
class LimbCaught:
    """Both ends of a limb of an instance were chosen."""

    instance: str
    keypoints: Ints


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The chosen keypoints shall be moved by a function of their positions ``(n, 2)`` image px.

    Attributes
    ----------
    verb
        For the title of the edit.
    """

    verb: str
    change: Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class TemplateLaid:
    """A box for the template was dragged; two opposite corners, image px."""

    first: Spot
    second: Spot


@dataclass(frozen=True, slots=True)
class PointClicked:
    """A point of a construction was clicked; all that were clicked until now, image px."""

    points: tuple[Spot, ...]
    visibility: Visibility


@dataclass(frozen=True, slots=True)
class Slid:
    """A keypoint of a chain was slid along its curve to an image position."""

    instance: str
    keypoint: int
    spot: Spot


@dataclass(frozen=True, slots=True)
class Refused:
    """A gesture ended before it began.

    Attributes
    ----------
    sentence
        Why, for the one who made it.
    """

    sentence: str


Work = Caught | LimbCaught | Adjusted | TemplateLaid | PointClicked | Slid | Refused
