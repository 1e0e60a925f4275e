"""Which keypoints there are, in which order, and everything that judging them needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from palpate.model.arrays import Floats, Ints
from palpate.model.policy import KeypointPolicy, Policy
from palpate.model.visibility import FOUR_TIERS, THREE_TIERS, Visibility


class Side(StrEnum):
    """The subject's own side."""

    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"


class Subject(StrEnum):
    """What an instance is."""

    PERSON = "person"
    ANIMAL = "animal"
    HAND = "hand"
    FACE = "face"
    OBJECT = "object"


class Tiers(StrEnum):
    """How many visibility tiers a skeleton tells apart."""

    THREE = "three_tier"
    FOUR = "four_tier"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a placement may be off: a fraction of the instance's scale, or fixed px."""

    fraction: float | None = None
    px: float | None = None

    def in_px(self, scale_px: float) -> float:
        """Return the tolerance in px for an instance of this scale."""
        if self.px is not None:
            return self.px
        return (self.fraction or 0.0) * scale_px


@dataclass(frozen=True, slots=True)
class ChainPlace:
    """Where a keypoint lies along an anatomical chain: 0 at its first end, 1 at its last."""

    of: str
    fraction: float


@dataclass(frozen=True, slots=True)
class ScaleRule:
    """What s, the instance's scale in px, is taken from, in order of preference.

    Attributes
    ----------
    sources
        Some of ``mask``, ``box``, ``keypoints``.
    factor
        s² is multiplied by this for a mask's area.
    """

    sources: tuple[str, ...] = ("mask", "box", "keypoints")
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity derived from keypoints: its kind, the keypoints in order, and what zero means."""

    name: str
    kind: str
    points: tuple[str, ...]
    zero: str = ""


@dataclass(frozen=True, slots=True)
class FormerName:
    """What a keypoint was called up to a version of its skeleton, that one included."""

    name: str
    until: int


@dataclass(frozen=True, slots=True)
class Keypoint:
    """One named point of a skeleton.

    Attributes
    ----------
    name, label
        Identifier and what people read.
    region, type
        Body region, and the group that sampling and reports pool.
    side, mirror
        The subject's own side and the name of the keypoint on the other one.
    parent
        Name of the neighbour towards the root.
    sigma
        OKS constant σ (dimensionless, a fraction of scale); None if nobody published one.
    tolerance
        How far a placement may be off.
    local_width
        Width of the limb here as a fraction of scale, for the blur rule.
    chain
        Place on an anatomical chain, for rulers.
    centre_of
        Keypoints or surface points whose middle this is.
    rest
        Its place in the template, as fractions of the box around all keypoints; x right, y down.
    since
        The version of its skeleton from which on it is this place: the same name was another one before.
    formerly
        What this place was called in earlier versions, the oldest first.
    policy
        What it asks for in place of the skeleton's policy.
    """

    name: str
    label: str = ""
    region: str = ""
    type: str = ""
    side: Side = Side.MIDLINE
    mirror: str | None = None
    parent: str | None = None
    sigma: float | None = None
    tolerance: Tolerance = field(default_factory=Tolerance)
    local_width: float | None = None
    chain: ChainPlace | None = None
    centre_of: tuple[str, ...] = ()
    rest: tuple[float, float] | None = None
    since: int = 1
    formerly: tuple[FormerName, ...] = ()
    policy: KeypointPolicy = field(default_factory=KeypointPolicy)

    @property
    def called(self) -> str:
        """What people call it: its label, or its name in a skeleton without labels."""
        return self.label or self.name

    def name_in(self, version: int) -> str:
        """Return its name in a version of its skeleton, in which it was this place already."""
        return next((former.name for former in self.formerly if version <= former.until), self.name)


@dataclass(frozen=True, slots=True)
class Base:
    """The skeleton that another one extends: its first keypoints are these, in the same order."""

    name: str
    version: int
    n_keypoints: int


@dataclass(frozen=True)
class Skeleton:
    """Named, ordered keypoints with edges, sides, σ and policy. K is their number everywhere.

    `guidelines` names the folder of its own guidelines, `inherited_guidelines` those of what it extends.
    """

    name: str
    keypoints: tuple[Keypoint, ...]
    edges: tuple[tuple[str, str], ...] = ()
    version: int = 1
    title: str = ""
    subject: Subject = Subject.PERSON
    tiers: Tiers = Tiers.THREE
    scale: ScaleRule = field(default_factory=ScaleRule)
    rigid_segments: tuple[tuple[str, str], ...] = ()
    normalisers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)
    measures: tuple[Measure, ...] = ()
    events: tuple[str, ...] = ()
    sigma_source: str = ""
    guidelines: str = ""
    inherited_guidelines: tuple[str, ...] = ()
    base: Base | None = None

    def __len__(self) -> int:
        return len(self.keypoints)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Keypoint names in order."""
        return tuple(keypoint.name for keypoint in self.keypoints)

    @cached_property
    def position_of(self) -> Mapping[str, int]:
        """Index of each keypoint by name."""
        return {name: k for k, name in enumerate(self.names)}

    @cached_property
    def edge_indices(self) -> Ints:
        """``(E, 2)`` keypoint indices of the edges."""
        return self._pairs(self.edges)

    @cached_property
    def rigid_indices(self) -> Ints:
        """``(R, 2)`` keypoint indices of the segments whose length a body keeps."""
        return self._pairs(self.rigid_segments)

    @cached_property
    def mirror_indices(self) -> Ints:
        """``(K,)`` index of each keypoint's other side; its own index on the midline."""
        place = self.position_of
        return np.array(
            [place[point.mirror] if point.mirror else k for k, point in enumerate(self.keypoints)],
            dtype=np.int64,
        )

    @cached_property
    def sigmas(self) -> Floats:
        """``(K,)`` OKS constants; NaN where none is known."""
        return np.array([np.nan if p.sigma is None else p.sigma for p in self.keypoints], dtype=np.float64)

    @cached_property
    def local_widths(self) -> Floats:
        """``(K,)`` limb widths as fractions of scale; NaN where unknown."""
        return np.array(
            [np.nan if p.local_width is None else p.local_width for p in self.keypoints], dtype=np.float64
        )

    @cached_property
    def drift_limits_px(self) -> Floats:
        """``(K,)`` px from which on a derived position wants a look."""
        return self._limits("drift_px")

    @cached_property
    def mpjpe_limits_px(self) -> Floats:
        """``(K,)`` mean errors in px that call for retraining."""
        return self._limits("mpjpe_px")

    @cached_property
    def blur_visible(self) -> Floats:
        """``(K,)`` blur extents ÷ local width up to which each may be visible."""
        return self._limits("blur_visible")

    @cached_property
    def blur_estimated(self) -> Floats:
        """``(K,)`` blur extents ÷ local width up to which each may be estimated by itself."""
        return self._limits("blur_estimated")

    @cached_property
    def rest(self) -> Floats:
        """``(K, 2)`` template as fractions of its box; NaN where a keypoint has no place in it."""
        nowhere = (np.nan, np.nan)
        return np.array([nowhere if p.rest is None else p.rest for p in self.keypoints], dtype=np.float64)

    @property
    def visibility_levels(self) -> tuple[Visibility, ...]:
        """The tiers a person decides between."""
        return FOUR_TIERS if self.tiers is Tiers.FOUR else THREE_TIERS

    def tolerances_px(self, scale_px: float) -> Floats:
        """Return ``(K,)`` tolerances in px for an instance of this scale."""
        return np.array([p.tolerance.in_px(scale_px) for p in self.keypoints], dtype=np.float64)

    def base_part(self) -> Skeleton | None:
        """Return the skeleton that this one extends, with the policy of this one; None if it extends none.

        Its keypoints are the first of this one, so positions ``(…, K, 2)`` are cut to it by their length.
        """
        if self.base is None:
            return None
        names = frozenset(self.names[: self.base.n_keypoints])
        return replace(
            self,
            name=self.base.name,
            version=self.base.version,
            keypoints=self.keypoints[: self.base.n_keypoints],
            edges=tuple(pair for pair in self.edges if names.issuperset(pair)),
            rigid_segments=tuple(pair for pair in self.rigid_segments if names.issuperset(pair)),
            normalisers={key: pair for key, pair in self.normalisers.items() if names.issuperset(pair)},
            measures=tuple(measure for measure in self.measures if names.issuperset(measure.points)),
            guidelines=self.inherited_guidelines[0] if self.inherited_guidelines else "",
            inherited_guidelines=self.inherited_guidelines[1:],
            base=None,
        )

    def _limits(self, key: str) -> Floats:
        whole, own = getattr(self.policy, key), (getattr(p.policy, key) for p in self.keypoints)
        return np.array([whole if value is None else value for value in own], dtype=np.float64)

    def _pairs(self, pairs: tuple[tuple[str, str], ...]) -> Ints:
        place = self.position_of
        return np.array([(place[a], place[b]) for a, b in pairs], dtype=np.int64).reshape(-1, 2)
