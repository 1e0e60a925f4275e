"""Two layers of a project side by side, frame by frame, where both say something."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.layer import LayerKind
from palpate.model.origin import GUESSED, by_person
from palpate.model.plan import Unit
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility, has_position
from palpate.session.calibrating.blindness import withheld
from palpate.session.session import Session

_FACTS_ONLY = (LayerKind.GOLD, LayerKind.CALIBRATION)


@dataclass(frozen=True)
class Sides:
    """An instance in the N frames that two layers have in common.

    Attributes
    ----------
    frames
        ``(N,)`` ascending.
    first, second
        ``(N, K, 2)`` px, NaN where there is none.
    first_tiers, second_tiers
        ``(N, K)`` codes; NOT_PLACED where nothing is asked for.
    """

    clip: str
    instance: str
    skeleton: Skeleton
    frames: Ints
    first: Floats
    second: Floats
    first_tiers: Codes
    second_tiers: Codes

    @cached_property
    def both(self) -> Bools:
        """``(N, K)`` where both have a position."""
        return np.asarray(has_position(self.first_tiers) & has_position(self.second_tiers))

    @cached_property
    def decided(self) -> Bools:
        """``(N, K)`` where both have decided anything."""
        placed = Visibility.NOT_PLACED
        return np.asarray((self.first_tiers != placed) & (self.second_tiers != placed))

    @cached_property
    def errors(self) -> Floats:
        """``(N, K, 2)`` first − second, px; NaN unless both have a position."""
        return np.where(self.both[..., None], self.first - self.second, np.nan)

    def only(self, kept: Bools) -> Sides:
        """Return them with nothing decided in the first but what is kept, ``(N, K)``."""
        tiers = np.where(kept, self.first_tiers, Visibility.NOT_PLACED).astype(np.int8)
        return replace(self, first_tiers=tiers)


def placed_by_hand(session: Session, layer: str, sides: Sides) -> tuple[Sides, int]:
    """Return sides with only what a person placed, accepted or brought along in the first layer.

    Also how many places that both have were left out: filled in between keyframes, or guessed by a model.
    """
    resolved = session.live(layer, sides.instance).resolved
    kept = by_person(resolved.origin[sides.frames - resolved.start])
    return sides.only(kept), int((sides.both & ~kept).sum())


def side_by_side(
    session: Session,
    first: str,
    second: str,
    units: Collection[Unit] | None = None,
    *,
    even_hidden: bool = False,
    clip: str = "",
) -> list[Sides]:
    """Return the instances that two layers have frames of in common, in the order of the project.

    What is filled in between keyframes counts, but not in gold and in blind labels: of these only the facts
    do. What has to be placed anew since a version of the skeleton is left out.

    Parameters
    ----------
    first, second
        Ids of layers.
    units
        Only these, and of each only the keypoints that it asks for.
    even_hidden
        Also what is kept from this person: only for what is judged before they see it.
    clip
        Id of the only clip that is asked for; all if empty.
    """
    asked = None if units is None else _asked(units)
    labelled = set(session.project.labelled_instances(first))
    labelled &= set(session.project.labelled_instances(second))
    found = []
    for instance in session.contents.instances:
        if instance.id not in labelled or clip not in ("", instance.clip):
            continue
        one, other = (
            _seen(session, layer, instance.id, even_hidden=even_hidden) for layer in (first, second)
        )
        asked_here = None if asked is None else asked.get(instance.id, {})
        frames = np.intersect1d(one.frames, other.frames)
        if asked_here is not None:
            frames = np.intersect1d(frames, np.array(list(asked_here), dtype=np.int64))
        if len(frames):
            skeleton = session.contents.skeleton_of(instance.id)
            (a, a_tiers), (b, b_tiers) = one.at(frames), other.at(frames)
            if asked_here is not None:
                a_tiers = _cleared(a_tiers, skeleton, [asked_here[frame] for frame in frames.tolist()])
            found.append(Sides(instance.clip, instance.id, skeleton, frames, a, b, a_tiers, b_tiers))
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    """What counts of an instance in a layer, by frame; the arrays are those of what it resolves to."""

    start: int
    positions: Floats
    tiers: Codes

    @property
    def frames(self) -> Ints:
        """Frames in which anything counts."""
        return np.flatnonzero((self.tiers != Visibility.NOT_PLACED).any(axis=1)) + self.start

    def at(self, frames: Ints) -> tuple[Floats, Codes]:
        rows = frames - self.start
        placed = has_position(self.tiers[rows])
        return np.where(placed[..., None], self.positions[rows], np.nan), self.tiers[rows]


def _seen(session: Session, layer: str, instance: str, *, even_hidden: bool) -> _Seen:
    resolved = session.live(layer, instance).resolved
    gone = np.zeros(resolved.visibility.shape, dtype=np.bool_)
    if session.contents.layer(layer).kind in _FACTS_ONLY:
        gone |= np.isin(resolved.origin, GUESSED)
    outdated = session.outdated.resolved(layer, instance)
    hidden = None if even_hidden else withheld(session, layer, instance)
    for mask in (outdated, hidden):
        if mask is not None:
            gone |= mask
    tiers = np.where(gone, Visibility.NOT_PLACED, resolved.visibility).astype(np.int8)
    return _Seen(resolved.start, resolved.positions, tiers)


def _asked(units: Collection[Unit]) -> dict[str, dict[int, tuple[str, ...]]]:
    asked: dict[str, dict[int, tuple[str, ...]]] = {}
    for unit in units:
        asked.setdefault(unit.instance, {})[unit.frame] = unit.keypoints
    return asked


def _cleared(tiers: Codes, skeleton: Skeleton, asked: Sequence[tuple[str, ...]]) -> Codes:
    """Take out what is not asked for."""
    known = {names: _left_out(skeleton, names) for names in set(asked)}
    outside = np.array([known[names] for names in asked], dtype=np.bool_)
    return np.where(outside.reshape(tiers.shape), Visibility.NOT_PLACED, tiers).astype(np.int8)


def _left_out(skeleton: Skeleton, names: tuple[str, ...]) -> Bools:
    if not names:
        return np.zeros(len(skeleton), dtype=np.bool_)
    return ~np.isin(np.array(skeleton.names), names)
