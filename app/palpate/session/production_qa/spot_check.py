"""A reviewer's look at what is hard to see: occluded and blurred keypoints, a share of them chosen by a seed.

Whether a point is in the queue depends on the seed and on the point alone, so that the queue stays what it is
while the work goes on. What is said goes into a layer of its own, beside the layer that was looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import blake2b

import numpy as np

from palpate.base.errors import EditRefused, UsageError
from palpate.model.adjudication import Adjudication, Choice
from palpate.model.arrays import Bools, Ints
from palpate.model.layer import Layer, LayerKind
from palpate.model.note import Note
from palpate.model.origin import by_person
from palpate.model.visibility import Visibility, has_position
from palpate.quality.acceptance import wilson
from palpate.quality.weekly import Week, is_future, week_of
from palpate.session import editions
from palpate.session.blurred.blur import blur_of
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.edits.adjudicating import Decide
from palpate.session.edits.notes import AddNote
from palpate.session.production_qa.adjudicating import values_of, why_not_adjudicate
from palpate.session.production_qa.annotation_times import Clock, times_of
from palpate.session.production_qa.qa_sampling import production_layers
from palpate.session.session import Session
from palpate.store import judging

SHARE = 0.1
"""Of the occluded and blurred keypoints, if nothing else is said."""

_GOLDEN = 0x9E3779B97F4A7C15


class Why(StrEnum):
    """Why a point is in the queue."""

    OCCLUDED = "occluded"
    BLURRED = "blurred"
    BOTH = "occluded and blurred"


@dataclass(frozen=True, slots=True)
class Spot:
    """A keypoint in a frame that somebody is to look at.

    Attributes
    ----------
    keypoint, name
        Its index and name.
    place, tier
        As it was placed, px.
    outcome
        FIRST if it was accepted, NEW or ABSENT if it was corrected; None while nobody has said anything.
    """

    layer: str
    clip: str
    instance: str
    frame: int
    keypoint: int
    name: str
    place: tuple[float, float]
    tier: Visibility
    why: Why
    outcome: Choice | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """What is to be looked at in a layer, in the order of clips and frames; what is decided stands last.

    Attributes
    ----------
    candidates
        Occluded and blurred keypoints that the share was taken of.
    """

    spots: tuple[Spot, ...]
    candidates: int
    seed: int
    share: float

    @property
    def waiting(self) -> tuple[Spot, ...]:
        """What nobody has decided about."""
        return tuple(spot for spot in self.spots if spot.outcome is None)


@dataclass(frozen=True, slots=True)
class SpotFigures:
    """What spot checks found of one person's work of one week.

    Attributes
    ----------
    looked, corrected
        Points that were decided about, and those of them that were corrected or called absent.
    mean_px
        How far corrected points moved; None if none did.
    share, share_at_most
        Of corrected points, and its upper one-sided 95 % limit (Wilson).
    """

    annotator: str
    week: Week
    looked: int
    corrected: int
    mean_px: float | None
    share: float
    share_at_most: float


def spot_queue(session: Session, layer: str, *, share: float = SHARE, seed: int = 1) -> Queue:
    """Return what is to be looked at of a layer.

    Only what a person placed or accepted is looked at, and nothing that is kept from this person.

    Raises
    ------
    UsageError
        If the share is none.
    """
    if not 0.0 < share <= 1.0:
        raise UsageError("the share to look at lies above 0 and is at most 1")
    said, draw = _said(session, layer), _Draw(seed, share)
    found, candidates = list[Spot](), 0
    for instance in session.project.labelled_instances(layer):
        spots, n = _of_instance(session, layer, instance, said, draw)
        found += spots
        candidates += n
    order = {clip.id: place for place, clip in enumerate(session.contents.clips)}
    found.sort(
        key=lambda one: (one.outcome is not None, order[one.clip], one.frame, one.instance, one.keypoint)
    )
    return Queue(tuple(found), candidates, seed, share)


def refreshed(session: Session, layer: str, queue: Queue) -> Queue:
    """Return a queue with what was decided since; the points are those that it was drawn with."""
    said = _said(session, layer)
    spots = [replace(spot, outcome=said.get((spot.instance, spot.name, spot.frame))) for spot in queue.spots]
    return replace(queue, spots=tuple(spots))


def layers_to_check(session: Session) -> tuple[Layer, ...]:
    """Return the layers of production work, those of other people first."""
    found = [session.contents.layer(layer) for layer in production_layers(session)]
    return tuple(sorted(found, key=lambda layer: layer.author == session.author))


def smear_of(session: Session, spot: Spot) -> tuple[float, float] | None:
    """Return how far a point is smeared, px, and that as a multiple of what may be called visible.

    None where it is unknown.
    """
    blur = blur_of(session, spot.layer, spot.instance)
    row = spot.frame - blur.start
    if not 0 <= row < len(blur.extent):
        return None
    extent, score = float(blur.extent[row, spot.keypoint]), float(blur.score[row, spot.keypoint])
    return (extent, score) if np.isfinite((extent, score)).all() else None


def allowed_tier(session: Session, spot: Spot) -> Visibility | None:
    """Return the tier that its smear allows a point; None if that is unknown."""
    blur = blur_of(session, spot.layer, spot.instance)
    row = spot.frame - blur.start
    return Visibility(int(blur.allowed[row, spot.keypoint])) if 0 <= row < len(blur.allowed) else None


def found_at(session: Session, spot: Spot) -> tuple[tuple[float, float] | None, Visibility]:
    """Return the place and tier that a decided point has; its own where nothing was decided."""
    final = _final(session, spot.layer)
    if spot.outcome in (None, Choice.FIRST) or not final:
        return spot.place, spot.tier
    view = session.view(final, spot.instance, spot.frame)
    x, y = view.positions[spot.keypoint].tolist()
    tier = Visibility(int(view.visibility[spot.keypoint]))
    return (x, y) if np.isfinite((x, y)).all() else None, tier


def why_not_check(session: Session, layer: str) -> str:
    """Return why this person does not check a layer, with the way out; empty if they do."""
    if reason := why_not_adjudicate(session):
        return reason
    found = session.contents.layer(layer)
    return f"{found.name} is your own work; somebody else checks it" if found.author == session.author else ""


def accept(session: Session, spot: Spot, origin: object = None) -> None:
    """Say that a point is right, as one step of undo; EditRefused with `why_not_check`."""
    _decide(session, spot, Choice.FIRST, spot.place, spot.tier, origin)


def correct(
    session: Session, spot: Spot, place: Sequence[float], tier: Visibility, origin: object = None
) -> None:
    """Say where a point is, as one step of undo; the layer that was looked at stays as it is.

    Raises
    ------
    EditRefused
        With `why_not_check`, or if the tier has no position.
    """
    if not has_position(np.array([tier]))[0]:
        raise EditRefused("a corrected place needs a tier with a position; else call it absent")
    _decide(session, spot, Choice.NEW, (float(place[0]), float(place[1])), tier, origin)


def call_absent(session: Session, spot: Spot, origin: object = None) -> None:
    """Say that there is nothing to judge a point by; EditRefused with `why_not_check`."""
    _decide(session, spot, Choice.ABSENT, None, Visibility.ABSENT, origin)


def comment(session: Session, spot: Spot, text: str, origin: object = None) -> Note:
    """Pin words to a point for whoever placed it; EditRefused if there are none."""
    if not text.strip():
        raise EditRefused("a comment needs words")
    note = Note(editions.new_id(), spot.clip, spot.layer, spot.frame, spot.instance, spot.name, text.strip())
    session.do(AddNote(note), origin)
    return note


def spot_figures(session: Session, clock: Clock, same: Mapping[str, str] | None = None) -> list[SpotFigures]:
    """Return what spot checks found, by person and the week in which the points were placed."""
    names = dict(same or {})
    moved: dict[tuple[str, Week], list[float | None]] = {}
    for layer in session.contents.layers_of_kind(LayerKind.WORK):
        said = _said(session, layer.id)
        times = times_of(session, layer.id) if said else {}
        for (instance, keypoint, frame), choice in said.items():
            time = times[instance].at(frame) if instance in times else None
            if time is None or is_future(time, clock.now):
                continue
            key = (names.get(layer.author, layer.author), week_of(time, clock.zone))
            moved.setdefault(key, []).append(_moved(session, layer.id, (instance, keypoint, frame), choice))
    return [_figures(who, week, sizes) for (who, week), sizes in sorted(moved.items())]


def _figures(who: str, week: Week, sizes: Sequence[float | None]) -> SpotFigures:
    """Sum up: None is what was accepted, NaN what was called absent, else px."""
    corrected = [size for size in sizes if size is not None]
    known = [size for size in corrected if np.isfinite(size)]
    bound = wilson(len(corrected), len(sizes))
    return SpotFigures(
        annotator=who,
        week=week,
        looked=len(sizes),
        corrected=len(corrected),
        mean_px=float(np.mean(known)) if known else None,
        share=len(corrected) / len(sizes),
        share_at_most=1.0 if bound.high is None else bound.high,
    )


def _moved(session: Session, layer: str, at: tuple[str, str, int], choice: Choice) -> float | None:
    """Return how far a point was moved, NaN if it was called absent; None if it was accepted."""
    instance, name, frame = at
    if choice is Choice.FIRST:
        return None
    k = session.contents.skeleton_of(instance).position_of.get(name, -1)
    final = _final(session, layer)
    if choice is Choice.ABSENT or k < 0 or not final:
        return float("nan")
    a, b = (session.view(where, instance, frame).positions[k] for where in (layer, final))
    return float(np.hypot(*(a - b)))


def _said(session: Session, layer: str) -> dict[tuple[str, str, int], Choice]:
    """Return what was decided about points of a layer, by instance, keypoint and frame."""
    final = _final(session, layer)
    return {
        (one.instance, one.keypoint, one.frame): one.choice
        for one in (judging.adjudications(session.project, final) if final else ())
        if one.first == layer and not one.second
    }


def _final(session: Session, layer: str) -> str:
    rows = session.project.rows(
        "SELECT DISTINCT layer FROM adjudication WHERE first = ? AND second = '' LIMIT 1", layer
    )
    return str(rows[0][0]) if rows else ""


def _of_instance(
    session: Session, layer: str, instance: str, said: Mapping[tuple[str, str, int], Choice], draw: _Draw
) -> tuple[list[Spot], int]:
    """Return the points of an instance that were drawn or decided, and of how many."""
    live, clip = live_to_see(session, layer, instance), session.contents.instance(instance).clip
    resolved, names = live.resolved, live.skeleton.names
    blurred = np.nan_to_num(blur_of(session, layer, instance).score) > 1.0
    placed = has_position(resolved.visibility) & by_person(resolved.origin)
    occluded = np.isin(resolved.visibility, (Visibility.ESTIMATED, Visibility.CERTAIN))
    hard = placed & (occluded | blurred)
    chosen = hard & draw.takes(f"{layer}|{instance}", names, np.arange(resolved.start, resolved.stop))
    outcomes = {(frame, name): choice for (who, name, frame), choice in said.items() if who == instance}
    for frame, name in outcomes:
        row, k = resolved.row(frame), live.skeleton.position_of.get(name, -1)
        if row is not None and k >= 0:
            chosen[row, k] = hard[row, k]
    spots = []
    for row, k in np.argwhere(chosen).tolist():
        frame, (x, y) = resolved.start + row, resolved.positions[row, k].tolist()
        both = occluded[row, k] and blurred[row, k]
        why = Why.BOTH if both else Why.OCCLUDED if occluded[row, k] else Why.BLURRED
        tier = Visibility(int(resolved.visibility[row, k]))
        outcome = outcomes.get((frame, names[k]))
        spots.append(Spot(layer, clip, instance, frame, k, names[k], (x, y), tier, why, outcome))
    return spots, int(hard.sum())


@dataclass(frozen=True, slots=True)
class _Draw:
    """Which points a seed chooses: each by a number that belongs to it alone, whatever else there is."""

    seed: int
    share: float

    def takes(self, whose: str, names: Sequence[str], frames: Ints) -> Bools:
        """Tell which ``(F, K)`` points are chosen.

        Notes
        -----
        The number is a hash of seed, instance and keypoint, plus the frame, mixed by the finaliser of
        splitmix64 (Steele, Lea and Flood 2014).
        """
        keys = [
            int.from_bytes(blake2b(f"{self.seed}|{whose}|{name}".encode(), digest_size=8).digest())
            for name in names
        ]
        mixed = np.array(keys, dtype=np.uint64) + frames.astype(np.uint64)[:, None] * np.uint64(_GOLDEN)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        mixed ^= mixed >> np.uint64(31)
        return np.asarray((mixed >> np.uint64(11)) * 2.0**-53 < self.share)


def _decide(
    session: Session,
    spot: Spot,
    choice: Choice,
    place: tuple[float, float] | None,
    tier: Visibility,
    origin: object,
) -> None:
    if reason := why_not_check(session, spot.layer):
        raise EditRefused(reason)
    final, layer = _final(session, spot.layer), None
    if not final:
        name = f"spot check of {session.contents.layer(spot.layer).name}"
        free = editions.free_name(name, {one.name for one in session.contents.layers})
        layer = editions.new_layer(free, LayerKind.WORK, session.author)
        final = layer.id
    decision = Adjudication(final, spot.instance, spot.name, spot.frame, spot.layer, "", choice)
    values = values_of(session, final, spot.instance, spot.frame, [(spot.keypoint, place, tier)])
    words = {Choice.FIRST: "Accept", Choice.NEW: "Correct", Choice.ABSENT: "Call absent:"}
    session.do(Decide(f"{words[choice]} {spot.name}", (decision,), (values,), layer), origin)
