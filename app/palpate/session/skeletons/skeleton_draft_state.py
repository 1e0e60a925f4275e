"""A skeleton that is being changed: its keypoints go by identities, so any may have any name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from palpate.model.migration import Remove, Split
from palpate.model.reshaping import reshaped
from palpate.model.skeleton import Keypoint, Measure, Skeleton
from palpate.model.skeleton_diff import Wishes

_IDENTITY = "\ue000"  # begins each: no name that people write has this sign


def identity(number: int) -> str:
    """Return the identity of this number."""
    return f"{_IDENTITY}{number}"


@dataclass(frozen=True)
class DraftState:
    """One state of a draft.

    Attributes
    ----------
    inner
        The skeleton with identities in place of names. What names no keypoint stands in it as it was written.
    names
        What each keypoint is called, by identity; may be empty, or twice the same.
    parts
        Identity that a keypoint was split from, by its own.
    redefined
        Identities of those that are another place now.
    """

    inner: Skeleton
    names: Mapping[str, str]
    parts: Mapping[str, str] = field(default_factory=dict)
    redefined: frozenset[str] = frozenset()

    @staticmethod
    def of(skeleton: Skeleton) -> DraftState:
        """Begin with a skeleton; keypoint k has the identity of number k."""
        own = {identity(k): name for k, name in enumerate(skeleton.names)}
        by_name: dict[str, str] = {}
        for who, name in own.items():
            by_name.setdefault(name, who)
        inner = translated(skeleton, by_name)
        points = (replace(p, name=who) for p, who in zip(inner.keypoints, own, strict=True))
        return DraftState(replace(inner, keypoints=tuple(points)), own)

    @property
    def order(self) -> tuple[str, ...]:
        """The identities in order."""
        return self.inner.names

    @property
    def n_locked(self) -> int:
        """How many of the first keypoints belong to what the skeleton extends."""
        return self.inner.base.n_keypoints if self.inner.base is not None else 0

    def point(self, who: str) -> Keypoint:
        """Return a keypoint, with identities in it."""
        return self.inner.keypoints[self.inner.position_of[who]]

    def called(self, who: str) -> str:
        """Return what people call a keypoint."""
        return self.point(who).label or self.names[who]

    def skeleton(self) -> Skeleton:
        """Return the skeleton as it would be."""
        return translated(self.inner, self.names)

    def find(self, name: str) -> str:
        """Return the first keypoint of a name; the name itself if there is none."""
        return next((who for who in self.order if self.names[who] == name), name)


def translated(skeleton: Skeleton, names: Mapping[str, str]) -> Skeleton:
    """Return a skeleton whose keypoints are called otherwise, wherever they are named; all at once."""

    def pair(two: tuple[str, str]) -> tuple[str, str]:
        return names.get(two[0], two[0]), names.get(two[1], two[1])

    def every(some: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(name, name) for name in some)

    points = tuple(
        replace(
            point,
            name=names.get(point.name, point.name),
            mirror=None if point.mirror is None else names.get(point.mirror, point.mirror),
            parent=None if point.parent is None else names.get(point.parent, point.parent),
            centre_of=every(point.centre_of),
        )
        for point in skeleton.keypoints
    )
    return replace(
        skeleton,
        keypoints=points,
        edges=tuple(map(pair, skeleton.edges)),
        rigid_segments=tuple(map(pair, skeleton.rigid_segments)),
        normalisers={key: pair(two) for key, two in skeleton.normalisers.items()},
        measures=tuple(replace(one, points=every(one.points)) for one in skeleton.measures),
    )


def with_points(state: DraftState, points: Sequence[Keypoint]) -> DraftState:
    """Return a state with other keypoints, which go by identities."""
    return replace(state, inner=replace(state.inner, keypoints=tuple(points)))


def with_changed(state: DraftState, changed: Mapping[str, Keypoint]) -> DraftState:
    """Return a state in which some keypoints are others, by identity."""
    return with_points(state, [changed.get(point.name, point) for point in state.inner.keypoints])


def in_order(state: DraftState, order: Sequence[str]) -> DraftState:
    """Return a state with its keypoints in another order."""
    return with_points(state, [state.point(who) for who in order])


def without(state: DraftState, gone: Collection[str]) -> DraftState:
    """Return a state with some keypoints less; what named them goes with them, as in a migration."""
    inner = reshaped(state.inner, [Remove(who) for who in state.order if who in gone])
    kept = {who: name for who, name in state.names.items() if who not in gone}
    since = {point.name: point.since for point in state.inner.keypoints}
    return replace(state, inner=_as_before(inner, state.inner, since), names=kept)


def split(state: DraftState, who: str, into: Mapping[str, str]) -> DraftState:
    """Return a state with several keypoints in place of one.

    Parameters
    ----------
    into
        Their names by identity; the first is the one that is split.
    """
    called, since = state.called(who), {point.name: point.since for point in state.inner.keypoints}
    inner = _as_before(reshaped(state.inner, [Split(who, tuple(into))]), state.inner, since)
    points = [replace(p, label=f"{called}: {into[p.name]}") if p.name in into else p for p in inner.keypoints]
    root = state.parts.get(who, who)
    return replace(
        state,
        inner=replace(inner, keypoints=tuple(points)),
        names={**state.names, **into},
        parts={**state.parts, **{part: root for part in into if part != root}},
    )


def measures_with(state: DraftState, at: int, measure: Measure | None) -> DraftState:
    """Return a state with one measure put in place of another, added at the end, or gone."""
    listed = list(state.inner.measures)
    listed[at : at + 1] = [] if measure is None else [measure]
    return replace(state, inner=replace(state.inner, measures=tuple(listed)))


def wishes_of(before: Skeleton, state: DraftState) -> Wishes:
    """Return what the draft of a skeleton says became of each of its keypoints; nothing is left to guess."""
    renames: dict[str, str] = {}
    splits: dict[str, tuple[str, ...]] = {}
    removed: list[str] = []
    outdated = {state.names[who] for who in state.redefined if who in state.names}
    heirs = _heirs(state)
    for number, name in enumerate(before.names):
        root = identity(number)
        names = tuple(state.names[who] for who in heirs.get(root, ()))
        if not names:
            removed.append(name)
        elif len(names) > 1:
            splits[name] = names
            outdated -= set(names)
        else:
            if names[0] != name:
                renames[name] = names[0]
            if heirs[root] != [root]:
                outdated.add(names[0])
    known = {identity(number) for number in range(len(before))}
    fresh = {state.names[who] for who in state.order if state.parts.get(who, who) not in known}
    redefined = tuple(name for name in state.skeleton().names if name in outdated - fresh)
    return Wishes(renames, splits, redefined=redefined, removed=tuple(removed), guess=False)


def _heirs(state: DraftState) -> dict[str, list[str]]:
    """Return who has the labels of each keypoint that a draft began with, by its identity."""
    found: dict[str, list[str]] = {}
    for who in state.order:
        found.setdefault(state.parts.get(who, who), []).append(who)
    return found


def _as_before(inner: Skeleton, before: Skeleton, since: Mapping[str, int]) -> Skeleton:
    """Return what rules made of a skeleton without their dating: that is a matter of taking it over."""
    points = tuple(replace(point, since=since.get(point.name, 1)) for point in inner.keypoints)
    return replace(inner, version=before.version, keypoints=points, base=before.base)
