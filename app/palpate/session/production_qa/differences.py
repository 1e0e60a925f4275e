"""In what two people differ who placed the same keypoints, the worst first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from palpate.base.errors import UsageError
from palpate.model.adjudication import Choice
from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.attempt import Attempt
from palpate.model.origin import is_fact
from palpate.model.plan import Unit
from palpate.model.skeleton import Tolerance
from palpate.model.visibility import Visibility
from palpate.quality.points import lengths_of
from palpate.session.calibrating.attempts import attempt_in_hand, plan_of
from palpate.session.judging.body_scale import scale_of
from palpate.session.judging.side_by_side import Sides, side_by_side
from palpate.session.session import Session
from palpate.store import judging


class Kind(StrEnum):
    """In what two people differ."""

    POSITION = "position"  # farther apart than the tolerance
    PRESENCE = "presence"  # one has placed it, the other decided that it is absent
    TIER = "tier"  # the places agree, the flags do not


_KINDS = (Kind.PRESENCE, Kind.POSITION, Kind.TIER)
_AGREE, _UNSAID = -1, -2


@dataclass(frozen=True, slots=True)
class Match:
    """Two layers that are decided between.

    Attributes
    ----------
    first, second
        Their ids.
    final
        Id of the layer that decisions go to; empty until the first of them.
    units
        What both were asked for; None for all frames in common.
    """

    first: str
    second: str
    final: str = ""
    units: tuple[Unit, ...] | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A keypoint in a frame that both have decided about.

    Attributes
    ----------
    first, second
        Places in px; None where it is absent.
    distance_px, tolerance_px
        Between the places, None where one is missing; and what is allowed.
    kind
        In what they differ.
    choice
        What was decided; None while nobody has.
    """

    clip: str
    instance: str
    frame: int
    keypoint: int
    name: str
    first: tuple[float, float] | None
    second: tuple[float, float] | None
    first_tier: Visibility
    second_tier: Visibility
    distance_px: float | None
    tolerance_px: float
    kind: Kind
    choice: Choice | None = None

    @property
    def severity(self) -> float:
        """How far apart they are as a multiple of the tolerance; presence counts above any distance."""
        if self.kind is Kind.PRESENCE:
            return float("inf")
        return (self.distance_px or 0.0) / self.tolerance_px


@dataclass(frozen=True)
class Comparison:
    """Everything that both layers of a match have decided about.

    Attributes
    ----------
    differences
        Beyond tolerance or in their flags, undecided ones first, then the worst first.
    agreeing, taken
        How many places agree, and how many of these stand in the final layer.
    by_one
        Places that only one of them placed, and that are filled in between keyframes of the other: left out.
    """

    match: Match
    differences: tuple[Difference, ...]
    agreeing: int
    taken: int
    by_one: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out, a sentence each."""
        return (places_by_one(self.by_one),) if self.by_one else ()

    @cached_property
    def undecided(self) -> tuple[Difference, ...]:
        """Differences that nobody has decided."""
        return tuple(one for one in self.differences if one.choice is None)

    @property
    def is_done(self) -> bool:
        """Whether all of it stands in the final layer."""
        return self.taken == self.agreeing and not self.undecided


def places_by_one(n: int) -> str:
    """Say how many places were left out, as only one of two people placed anything there."""
    places = "1 place" if n == 1 else f"{n:,} places"
    return (
        f"{places} left out where only one of them placed anything: between keyframes nobody has an opinion"
    )


def match_of(session: Session, attempt: Attempt) -> Match:
    """Return the match that second labels are part of.

    Raises
    ------
    UsageError
        If they are not submitted, or what they were asked for is gone.
    """
    if attempt.is_open:
        name = session.contents.layer(attempt.layer).name
        raise UsageError(f"{name} is not submitted yet; decide between the two once it is")
    units = plan_of(session, attempt).units
    return match_between(session, attempt.reference, attempt.layer, units)


def match_between(session: Session, first: str, second: str, units: Collection[Unit] | None = None) -> Match:
    """Return the match of two layers, with the final layer that decisions between them have gone to."""
    if first == second:
        raise UsageError("choose two layers that differ")
    for layer in (first, second):
        attempt = attempt_in_hand(session, layer)
        if attempt is not None and attempt.is_open:
            name = session.contents.layer(layer).name
            raise UsageError(f"{name} is not submitted yet; decide between the two once it is")
    ids = [layer.id for layer in session.contents.layers]
    final = next((one for one in ids if judging.decides_between(session.project, one, first, second)), "")
    return Match(first, second, final, None if units is None else tuple(units))


def compare(session: Session, match: Match) -> Comparison:
    """Compare the two layers of a match, keypoint by keypoint.

    Raises
    ------
    UsageError
        If both have decided about no keypoint in any frame.
    """
    decided, apart, agreeing, taken = decided_in(session, match), list[Difference](), 0, 0
    all_sides, by_one = _sides(session, match)
    for sides in all_sides:
        limits = tolerances_of(session, match.first, sides.instance)
        kinds, chosen = _kinds(sides, limits), decided.get(sides.instance, {})
        agree = kinds == _AGREE
        agreeing += int(agree.sum())
        taken += sum(bool(agree[at]) for at in _places(sides, chosen))
        apart += [
            _difference(sides, limits, kinds, at, chosen) for at in _tuples(np.argwhere(kinds > _AGREE))
        ]
    if not (apart or agreeing):
        first, second = (session.contents.layer(layer).name for layer in (match.first, match.second))
        more = f"; {places_by_one(by_one)}" if by_one else ""
        raise UsageError(f"{first} and {second} have no frame in common that both have decided about{more}")
    apart.sort(key=lambda one: (one.choice is not None, -one.severity, one.kind is Kind.TIER))
    return Comparison(match, tuple(apart), agreeing, taken, by_one)


def _sides(session: Session, match: Match) -> tuple[list[Sides], int]:
    """Return the instances of both layers with what both people have said themselves.

    What is filled in between keyframes is nobody's opinion and follows from the keyframes around. Also how
    many places one of them has said something about, and only it is filled in with the other.
    """
    found, by_one = [], 0
    for sides in side_by_side(session, match.first, match.second, match.units):
        said = []
        for layer in (match.first, match.second):
            resolved = session.live(layer, sides.instance).resolved
            said.append(is_fact(resolved.origin[sides.frames - resolved.start]))
        by_one += int((sides.decided & (said[0] ^ said[1])).sum())
        found.append(sides.only(said[0] & said[1]))
    return found, by_one


def tolerances_of(session: Session, layer: str, instance: str) -> Floats:
    """Return ``(K,)`` px that two places may be apart; the retraining limit where there is no tolerance."""
    live = session.live(layer, instance)
    scale = scale_of(live.skeleton, live.track)
    given = np.array(
        [
            np.nan if point.tolerance == Tolerance() else point.tolerance.in_px(scale)
            for point in live.skeleton.keypoints
        ]
    )
    return np.where(given > 0, given, live.skeleton.mpjpe_limits_px)


def decided_in(session: Session, match: Match) -> dict[str, dict[tuple[int, str], Choice]]:
    """Return what was decided, by instance, then by frame and keypoint."""
    found: dict[str, dict[tuple[int, str], Choice]] = {}
    known = judging.choices(session.project, match.final) if match.final else {}
    for (instance, frame, keypoint), choice in known.items():
        found.setdefault(instance, {})[frame, keypoint] = Choice(choice)
    return found


def _kinds(sides: Sides, tolerances: Floats) -> Codes:
    """Return ``(N, K)`` places in `_KINDS` of what both have decided about, `_AGREE` or `_UNSAID`."""
    distances = lengths_of(sides.errors)
    far = np.nan_to_num(distances) > tolerances
    other_tier = sides.first_tiers != sides.second_tiers
    lonely = sides.decided & ~sides.both & other_tier
    kinds = np.where(lonely, 0, np.where(far, 1, np.where(other_tier, 2, _AGREE)))
    return np.where(sides.decided, kinds, _UNSAID).astype(np.int8)


def _places(sides: Sides, chosen: Mapping[tuple[int, str], Choice]) -> Iterator[tuple[int, int]]:
    """Yield row and column of what was decided, as far as it is among the frames."""
    rows = {frame: row for row, frame in enumerate(sides.frames.tolist())}
    columns = sides.skeleton.position_of
    for frame, name in chosen:
        if frame in rows and name in columns:
            yield rows[frame], columns[name]


def _tuples(indices: Ints) -> list[tuple[int, int]]:
    return [(row, column) for row, column in indices.tolist()]


def _difference(
    sides: Sides,
    tolerances: Floats,
    kinds: Codes,
    at: tuple[int, int],
    chosen: Mapping[tuple[int, str], Choice],
) -> Difference:
    row, k = at
    first, second = _place(sides.first[at]), _place(sides.second[at])
    apart = None
    if first is not None and second is not None:
        apart = float(np.hypot(first[0] - second[0], first[1] - second[1]))
    frame, name = int(sides.frames[row]), sides.skeleton.names[k]
    return Difference(
        clip=sides.clip,
        instance=sides.instance,
        frame=frame,
        keypoint=k,
        name=name,
        first=first,
        second=second,
        first_tier=Visibility(int(sides.first_tiers[at])),
        second_tier=Visibility(int(sides.second_tiers[at])),
        distance_px=apart,
        tolerance_px=float(tolerances[k]),
        kind=_KINDS[kinds[at]],
        choice=chosen.get((frame, name)),
    )


def _place(position: Floats) -> tuple[float, float] | None:
    return (float(position[0]), float(position[1])) if np.isfinite(position).all() else None


def agreeing_in(session: Session, match: Match) -> Iterator[tuple[Sides, Bools]]:
    """Yield instances with ``(N, K)`` which places agree and stand not in the final layer yet."""
    decided = decided_in(session, match)
    for sides in _sides(session, match)[0]:
        waiting = _kinds(sides, tolerances_of(session, match.first, sides.instance)) == _AGREE
        for at in _places(sides, decided.get(sides.instance, {})):
            waiting[at] = False
        yield sides, waiting
