"""Two people placed the same keypoints: what they agree on is taken by rule, the rest somebody decides.

The outcome is a final layer; who was right is kept beside it for every keypoint and frame.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from palpate.base.errors import EditRefused
from palpate.base.progress import Progress
from palpate.model.adjudication import Adjudication, Choice
from palpate.model.arrays import Bools
from palpate.model.layer import Layer, LayerKind
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility, has_position
from palpate.session import editions
from palpate.session.edits.adjudicating import Decide
from palpate.session.edits.poses import PoseAt, SetValues
from palpate.session.judging.side_by_side import Sides
from palpate.session.production_qa.differences import Comparison as Comparison
from palpate.session.production_qa.differences import Difference as Difference
from palpate.session.production_qa.differences import Kind as Kind
from palpate.session.production_qa.differences import Match as Match
from palpate.session.production_qa.differences import agreeing_in
from palpate.session.production_qa.differences import compare as compare
from palpate.session.production_qa.differences import match_between as match_between
from palpate.session.production_qa.differences import match_of as match_of
from palpate.session.session import Session

_STEP = 50  # frames between two reports of progress


class Taking(StrEnum):
    """What becomes of places that agree."""

    MIDPOINT = "midpoint"
    FIRST = "first"
    SECOND = "second"


def why_not_adjudicate(session: Session) -> str:
    """Return why this person does not decide between two people, with the way out; empty if they do."""
    if session.project.read_only:
        return session.project.read_only
    if session.contents.settings.get("role", "annotator") == "annotator":
        return "a consultant or a lead decides between two annotators; leave a note where you are unsure"
    return ""


def take_agreeing(
    session: Session, match: Match, taking: Taking = Taking.MIDPOINT, origin: object = None
) -> str:
    """Take over everything that agrees and stands not in the final layer yet; returns that layer's id.

    Places within the tolerance become their midpoint, or the first or second one; what both call absent is
    absent. One step of undo.

    Raises
    ------
    EditRefused
        If this person may not, or nothing is left to take.
    """
    found = list(agreeing_in(session, match))
    return write_agreeing(session, match, settle_agreeing(found, taking, Progress()), origin)


def settle_agreeing(
    found: Sequence[tuple[Sides, Bools]], taking: Taking, progress: Progress
) -> list[Settled]:
    """Return what becomes of places that agree; touches no project, so that a job may do it."""
    total, settled = sum(len(sides.frames) for sides, _ in found), list[Settled]()
    done = 0
    for sides, waiting in found:
        for row in range(len(sides.frames)):
            settled += [_taken(sides, (row, k), taking) for k in np.flatnonzero(waiting[row]).tolist()]
            done += 1
            if done % _STEP == 0 or done == total:
                progress.step(done, total, "frames")
    return settled


def write_agreeing(session: Session, match: Match, settled: Sequence[Settled], origin: object = None) -> str:
    """Write what agrees into the final layer, as one step of undo; returns that layer's id.

    Raises
    ------
    EditRefused
        If this person may not, or there is nothing to write.
    """
    if not settled:
        raise EditRefused("nothing agrees that is not taken already")
    return _write(session, match, settled, taking_title(len(settled)), origin)


def taking_title(n: int) -> str:
    """Return what taking over so many places is called in the history."""
    return "Take 1 place that agrees" if n == 1 else f"Take {n} places that agree"


def decide(
    session: Session,
    match: Match,
    difference: Difference,
    choice: Choice,
    *,
    place: Sequence[float] | None = None,
    tier: Visibility = Visibility.VISIBLE,
    origin: object = None,
) -> str:
    """Decide about one difference, as one step of undo; returns the id of the final layer.

    Parameters
    ----------
    place, tier
        Of a new place.

    Raises
    ------
    EditRefused
        If this person may not, or a new place lacks its two numbers.
    """
    if choice is Choice.NEW:
        if place is None or not has_position(np.array([tier]))[0]:
            raise EditRefused(
                "a new place needs a position and a tier that has one; else decide that it is absent"
            )
        at, shown = (float(place[0]), float(place[1])), tier
    elif choice is Choice.ABSENT:
        at, shown = None, Visibility.ABSENT
    else:
        mine = choice is Choice.FIRST
        at = difference.first if mine else difference.second
        shown = difference.first_tier if mine else difference.second_tier
    one = difference
    settled = [Settled(one.instance, one.frame, one.keypoint, one.name, choice, at, shown)]
    return _write(session, match, settled, f"Decide {difference.name}", origin)


@dataclass(frozen=True, slots=True)
class Settled:
    """A decision with the place and tier that follow."""

    instance: str
    frame: int
    keypoint: int
    name: str
    choice: Choice
    place: tuple[float, float] | None
    tier: Visibility


def _taken(sides: Sides, at: tuple[int, int], taking: Taking) -> Settled:
    row, k = at
    first, second = sides.first[at].tolist(), sides.second[at].tolist()
    tier = Visibility(int(sides.first_tiers[at]))
    if not sides.both[at]:
        choice, place, tier = Choice.ABSENT, None, Visibility.ABSENT
    elif taking is Taking.MIDPOINT:
        choice, place = Choice.NEW, (0.5 * (first[0] + second[0]), 0.5 * (first[1] + second[1]))
    elif taking is Taking.FIRST:
        choice, place = Choice.FIRST, (first[0], first[1])
    else:
        choice, place = Choice.SECOND, (second[0], second[1])
    return Settled(sides.instance, int(sides.frames[row]), k, sides.skeleton.names[k], choice, place, tier)


def _write(session: Session, match: Match, settled: Sequence[Settled], title: str, origin: object) -> str:
    if reason := why_not_adjudicate(session):
        raise EditRefused(reason)
    layer = new_final(session, match)
    final = match.final if layer is None else layer.id
    session.do(decide_all(title, match, settled, final=final, layer=layer, pose_at=session.pose_at), origin)
    return final


def decide_all(
    title: str,
    match: Match,
    settled: Sequence[Settled],
    *,
    final: str,
    layer: Layer | None,
    pose_at: Callable[[str, str, int], PoseAt],
) -> Decide:
    """Return the edit that writes what is settled into a final layer, which comes with it if it is new."""
    by_pose: dict[tuple[str, int], list[Settled]] = {}
    for one in settled:
        by_pose.setdefault((one.instance, one.frame), []).append(one)
    first, second = match.first, match.second
    decisions = [
        Adjudication(final, one.instance, one.name, one.frame, first, second, one.choice) for one in settled
    ]
    values = [
        _values(pose_at(final, *pose), [(s.keypoint, s.place, s.tier) for s in several])
        for pose, several in by_pose.items()
    ]
    return Decide(title, tuple(decisions), tuple(values), layer)


def values_of(
    session: Session,
    layer: str,
    instance: str,
    frame: int,
    places: Sequence[tuple[int, tuple[float, float] | None, Visibility]],
) -> SetValues:
    """Return what writes keypoints of one pose: index, place (None where absent) and tier of each."""
    return _values(session.pose_at(layer, instance, frame), places)


def _values(at: PoseAt, places: Sequence[tuple[int, tuple[float, float] | None, Visibility]]) -> SetValues:
    nowhere = (np.nan, np.nan)
    return SetValues(
        title="Decide",
        at=at,
        keypoints=np.array([keypoint for keypoint, _, _ in places], dtype=np.int64),
        positions=np.array([nowhere if place is None else place for _, place, _ in places], dtype=np.float64),
        visibility=np.array([tier for _, _, tier in places], dtype=np.int8),
        origin=np.full(len(places), Origin.ACCEPTED, np.int8),
    )


def new_final(session: Session, match: Match) -> Layer | None:
    """Return the layer that decisions of a match would go to and that nobody has made yet; else None."""
    if match.final:
        return None
    first, second = (session.contents.layer(layer).author for layer in (match.first, match.second))
    name = editions.free_name(f"final of {first} and {second}", {one.name for one in session.contents.layers})
    return editions.new_layer(name, LayerKind.WORK, session.author)
