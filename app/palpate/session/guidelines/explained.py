"""What a project itself shows and tells of the keypoints, and what a new version of a skeleton leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from palpate.model.migration import Plan
from palpate.model.skeleton import Skeleton
from palpate.session.guidelines.examples import own
from palpate.session.guidelines.guidance import own_holds

if TYPE_CHECKING:
    from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class Explained:
    """How many examples, and how many keypoints with guidelines and targets of the project's own."""

    examples: int = 0
    guidelines: int = 0
    targets: int = 0

    def __add__(self, other: Explained) -> Explained:
        return Explained(
            self.examples + other.examples,
            self.guidelines + other.guidelines,
            self.targets + other.targets,
        )

    def __bool__(self) -> bool:
        return self != Explained()


NOTHING = Explained()
Counted = Mapping[tuple[str, bool], Explained]
"""By name of the keypoint, and whether it holds for the keypoint as it is."""


@dataclass(frozen=True, slots=True)
class Fates:
    """What becomes of it.

    Attributes
    ----------
    along
        Holds for the new version as well.
    outgrown
        Stays, but is of a place that the keypoint is no longer, also if it was so before.
    gone
        Is in the history alone.
    """

    along: Explained = field(default_factory=Explained)
    outgrown: Explained = field(default_factory=Explained)
    gone: Explained = field(default_factory=Explained)


def count_explained(session: Session, skeleton: Skeleton) -> Counted:
    """Count what the project itself has of a pinned skeleton.

    Raises
    ------
    PlateFaulty
        If what is stored of places is damaged.
    """
    found: dict[tuple[str, bool], Explained] = {}
    for place, one in _each(session, skeleton):
        found[place] = found.get(place, NOTHING) + one
    return found


def explained_of(counted: Counted, names: Iterable[str]) -> Explained:
    """Return what there is of some keypoints."""
    both = (counted.get((name, holds), NOTHING) for name in names for holds in (True, False))
    return sum(both, start=NOTHING)


def fates_of(counted: Counted, plan: Plan) -> Fates:
    """Return what a plan makes of it; what is of several keypoints then is counted once."""
    moved = {slot.name for slot in plan.slots if slot.outdated}
    sums = {"along": NOTHING, "outgrown": NOTHING, "gone": NOTHING}
    for (name, holds), one in counted.items():
        goes = plan.goes_to.get(name, (name,))
        fate = "gone" if not goes else "along" if holds and not moved & set(goes) else "outgrown"
        sums[fate] += one
    return Fates(**sums)


def _each(session: Session, skeleton: Skeleton) -> Iterator[tuple[tuple[str, bool], Explained]]:
    for shown in own(session, skeleton):
        example = shown.example
        yield (example.keypoint, not example.is_before(skeleton.version)), Explained(examples=1)
    guides = session.guides
    for of, name in guides.texts:
        if of == skeleton.name:
            yield (name, own_holds(skeleton, name, guides)), Explained(guidelines=1)
    for (of, name), targets in guides.targets.items():
        if of == skeleton.name:
            point = skeleton.position_of.get(name)
            holds = point is not None and targets.version >= skeleton.keypoints[point].since
            yield (name, holds), Explained(targets=1)
