"""What a project itself tells of keypoints, and who wrote it last."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.model.plate import Target


@dataclass(frozen=True, slots=True)
class OwnText:
    """A guideline as Markdown with a head, as it is stored: it may be faulty in a file that came from afar.

    Attributes
    ----------
    author, time
        Who changed it last, and when (ISO 8601, UTC).
    """

    content: str
    author: str
    time: str


@dataclass(frozen=True, slots=True)
class OwnTargets:
    """Where a keypoint is shown; nowhere if there are none. Neighbours are not said here.

    Attributes
    ----------
    version
        Of the skeleton whose keypoint is meant.
    """

    targets: tuple[Target, ...]
    version: int
    author: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class OwnPlate:
    """A plate that is kept in the project, as the bytes of a file.

    Attributes
    ----------
    kind
        svg, png or jpeg.
    width_mm
        How wide is what it shows; None if it is not to scale.
    """

    name: str
    title: str
    kind: str
    content: bytes
    width_mm: float | None = None
    author: str = ""
    time: str = ""
