"""What a foreign format is to the rest of the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from types import ModuleType

from palpate.model.labels import Labels
from palpate.model.skeleton import Skeleton


class PixelOrigin(StrEnum):
    """Where a format counts pixels from; ours is the top-left corner of the top-left pixel."""

    CORNER = "corner of the top-left pixel, y down"
    CENTRE = "centre of the top-left pixel, y down"
    MATLAB = "centre of the top-left pixel is (1, 1), y down"
    BOTTOM_LEFT = "bottom left, y up"
    PERCENT = "percent of the image, y down"
    NORMALISED = "fraction of the image, y down"


class Part(StrEnum):
    """A part of a label set that a format may be unable to bring back."""

    TIERS = "the fourth visibility tier"
    ABSENT = "the difference between absent and not yet placed"
    ORIGIN = "the origin of each keypoint"
    SCORES = "model confidences"
    SHAPES = "boxes, areas and outlines"
    CLIPS = "what is known of a clip beyond its name"
    INSTANCES = "names and attributes of instances"
    SKELETON = "σ, sides and policy of the skeleton"


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What was written, and what was not.

    Attributes
    ----------
    instances
        Instances with at least one pose.
    frames
        Frames of all clips with at least one pose.
    keypoints
        Placed keypoints over all poses.
    losses
        Sentences on what the file cannot hold, with counts.
    warnings
        Sentences on what the writer had to decide.
    """

    instances: int
    frames: int
    keypoints: int
    losses: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """One foreign format; its modules are imported when they are first needed.

    Attributes
    ----------
    name, title
        For the command line, and for people.
    suffixes
        Usual endings, lower case, with the dot; the first is given to new files. Empty for folders.
    pixel_origin
        The file's own; readers and writers convert.
    package
        The sub-package with ``read``, ``write``, ``sniff`` and ``losses``.
    drops
        What does not survive writing and reading back.
    cannot_hold
        The same and finer points as sentences for the user.
    needs_skeleton
        Whether its files never name their keypoints.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    pixel_origin: PixelOrigin
    package: str
    reads: bool = True
    writes: bool = True
    drops: frozenset[Part] = frozenset()
    cannot_hold: tuple[str, ...] = ()
    needs_skeleton: bool = False

    def recognises(self, path: Path) -> bool:
        """Tell by its content whether the file or folder is of this format; never raises for a bad file."""
        answer: bool = self._module("sniff").recognises(path)
        return answer

    def read(
        self, path: Path, *, skeletons: Sequence[Skeleton] = (), skeleton: Skeleton | None = None
    ) -> Labels:
        """Return the labels; see `palpate.formats.registry.read`."""
        labels: Labels = self._module("read").read(path, skeletons=skeletons, skeleton=skeleton)
        return labels

    def write(self, labels: Labels, path: Path, *, force: bool) -> list[str]:
        """Write the labels and return warnings; see `palpate.formats.registry.write`."""
        warnings: list[str] = self._module("write").write(labels, path, force=force)
        return warnings

    def losses(self, labels: Labels) -> list[str]:
        """Return, with counts, what writing these labels would lose."""
        sentences: list[str] = self._module("losses").losses(labels)
        return sentences

    def _module(self, name: str) -> ModuleType:
        return import_module(f"{self.package}.{name}")
