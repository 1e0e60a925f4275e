"""How sure gold is of itself: hidden repeats of the consultant, or gold of a second one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from palpate.base.errors import EditRefused
from palpate.model.arrays import Floats
from palpate.model.attempt import Attempt, Task
from palpate.model.layer import LayerKind
from palpate.model.origin import by_person
from palpate.model.plan import Plan, Purpose, Unit
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import has_position
from palpate.quality.gold_error import MIN_N, gold_error, without_gold_px
from palpate.quality.json_numbers import number
from palpate.session import editions
from palpate.session.calibrating.attempts import attempts_of, begin, why_not_begin
from palpate.session.calibrating.drawing_units import draw_units, words_of
from palpate.session.calibrating.gold import versions_of, why_not_manage
from palpate.session.calibrating.gold_units import units_of_gold
from palpate.session.session import Session

_REPEATS = frozenset({Task.REPEAT})
_USUAL = 20


@dataclass(frozen=True, slots=True)
class Floor:
    """What gold cannot tell, by name of the keypoint.

    Attributes
    ----------
    sd_px
        Radial SD of one placement of gold; only keypoints of which it is known.
    limits_px
        Its 95 % limits.
    n
        Repeats that it rests on.
    pooled
        Keypoints whose type was pooled.
    source
        ``repeats``, ``second gold`` or empty.
    notes
        What it rests on, and why it is missing where it is.
    """

    sd_px: Mapping[str, float] = field(default_factory=dict)
    limits_px: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    n: Mapping[str, int] = field(default_factory=dict)
    pooled: frozenset[str] = frozenset()
    source: str = ""
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the entry under ``gold_error``."""
        return {
            "source": self.source or None,
            "joints": {
                name: {
                    "sd_px": sd,
                    "ci95_px": list(self.limits_px[name]),
                    "n": self.n[name],
                    "pooled_by_type": name in self.pooled,
                }
                for name, sd in self.sd_px.items()
            },
            "notes": list(self.notes),
        }


def floor_of(session: Session, gold: str, skeleton: Skeleton | None = None) -> Floor:
    """Return the error of a gold layer itself.

    Submitted repeats of it, or of a version of it, tell it; without any, gold of other people on the same
    poses does.

    Parameters
    ----------
    skeleton
        Whose keypoints; that of most gold poses if None.
    """
    chosen = skeleton or main_skeleton(session, gold)
    if chosen is None:
        return Floor(notes=("gold's own error is unknown: gold holds no labelled pose",))
    source, layers = second_layers(session, gold)
    if not layers:
        return Floor(notes=("gold's own error is unknown: nothing of it was marked a second time",))
    error = gold_error(
        placements(session, [gold, *layers], chosen),
        [point.type or point.name for point in chosen.keypoints],
    )
    known = np.flatnonzero(error.pooled_n > 0).tolist()
    names = chosen.names
    few = [names[k] for k in range(len(chosen)) if not error.pooled_n[k]]
    return Floor(
        sd_px={names[k]: float(error.sd_px[k]) for k in known},
        limits_px={names[k]: (float(error.low_px[k]), float(error.high_px[k])) for k in known},
        n={names[k]: int(error.pooled_n[k]) for k in known},
        pooled=frozenset(names[k] for k in known if error.pooled_n[k] > error.n[k]),
        source=source,
        notes=_notes(source, few, len(chosen)),
    )


def second_layers(session: Session, gold: str) -> tuple[str, list[str]]:
    """Return what tells the error of gold, ``repeats`` or ``second gold``, and the layers it is in."""
    versions = {one.id for one in versions_of(session, gold)} | {gold}
    repeats = [
        one.layer
        for one in attempts_of(session, tasks=_REPEATS)
        if not one.is_open and one.reference in versions
    ]
    others = [
        one.id
        for one in session.contents.layers_of_kind(LayerKind.GOLD)
        if one.id not in versions and one.author != session.contents.layer(gold).author
    ]
    return ("repeats", repeats) if repeats else ("second gold", others)


def with_floor(content: dict[str, Any], floor: Floor) -> dict[str, Any]:
    """Return the JSON of a score with gold's own error, and what it leaves of each keypoint's.

    Each keypoint gets ``gold_sd_px`` and ``rmse_without_gold_px``, null where gold's error is unknown.
    """
    joints = {}
    for name, joint in content["joints"].items():
        sd, rmse = floor.sd_px.get(name, np.nan), joint["rmse_px"]
        left = without_gold_px(np.array([np.nan if rmse is None else rmse]), np.array([sd * sd]))
        joints[name] = {**joint, "gold_sd_px": number(sd), "rmse_without_gold_px": number(float(left[0]))}
    return {**content, "joints": joints, "gold_error": floor.to_json()}


def why_not_repeat(session: Session, gold: str) -> str:
    """Return why this person cannot mark gold again, with the way out; empty if they can."""
    if reason := why_not_manage(session) or why_not_begin(session, Task.REPEAT):
        return reason
    if session.contents.layer(gold).kind is not LayerKind.GOLD:
        return f"{session.contents.layer(gold).name} is no gold"
    return "" if units_of_gold(session, gold) else "gold holds no labelled pose; there is nothing to repeat"


def begin_repeat(
    session: Session, gold: str, n: int = 0, *, seed: int | None = None, origin: object = None
) -> Attempt:
    """Begin to mark poses of gold again without seeing what stands there.

    Parameters
    ----------
    n
        How many poses; 0 takes 20 or as many as there are.

    Raises
    ------
    EditRefused
        With `why_not_repeat`, or if gold has fewer poses.
    """
    if reason := why_not_repeat(session, gold):
        raise EditRefused(reason)
    units = units_of_gold(session, gold)
    if n > len(units):
        raise EditRefused(f"{n} poses are asked for; gold has {len(units)}")
    number_of = len(attempts_of(session, session.author, tasks=_REPEATS)) + 1
    chance = number_of if seed is None else seed
    gap = max((known.policy.min_gap for known in session.contents.skeletons.values()), default=1)
    drawn, kept = draw_units(units, n or min(_USUAL, len(units)), min_gap=gap, seed=chance)
    order = np.random.default_rng(chance).permutation(len(drawn)).tolist()
    plan = Plan(
        editions.new_id(),
        f"repeat, seed {chance}",
        Purpose.REPEAT,
        chance,
        tuple(replace(drawn[k], hidden_repeat=True) for k in order),
        words_of(drawn, units, gap=kept, strata="subject, lighting and phase"),
    )
    return begin(session, plan, Task.REPEAT, reference=gold, origin=origin)


def main_skeleton(session: Session, gold: str) -> Skeleton | None:
    """Return the skeleton of most poses of gold; None if it holds none."""
    counts: dict[str, int] = {}
    for instance in session.project.labelled_instances(gold):
        name = session.contents.instance(instance).skeleton
        counts[name] = counts.get(name, 0) + len(session.live(gold, instance).track.frames)
    return session.contents.skeletons[max(counts, key=lambda name: counts[name])] if counts else None


def units_with(session: Session, gold: str, skeleton: Skeleton) -> list[Unit]:
    """Return the poses of gold that have a skeleton."""
    names = {one.id: one.skeleton for one in session.contents.instances}
    return [unit for unit in units_of_gold(session, gold) if names[unit.instance] == skeleton.name]


def placements(session: Session, layers: Sequence[str], skeleton: Skeleton) -> Floats:
    """Return ``(R, N, K, 2)`` px of what hands placed in R layers on the poses of the first, NaN elsewhere.

    Labels that have to be placed anew since a version of the skeleton are left out.
    """
    units = units_with(session, layers[0], skeleton)
    found = np.full((len(layers), len(units), len(skeleton), 2), np.nan)
    for r, layer in enumerate(layers):
        for n, unit in enumerate(units):
            pose = session.live(layer, unit.instance).track.pose(unit.frame)
            if pose is None:
                continue
            counts = has_position(pose.visibility) & by_person(pose.origin)
            outdated = session.outdated.at(layer, unit.instance, unit.frame)
            counts = counts if outdated is None else counts & ~outdated
            found[r, n, counts] = pose.positions[counts]
    return found


def _notes(source: str, few: Sequence[str], total: int) -> tuple[str, ...]:
    said = {
        "repeats": "gold's own error is estimated from poses that were marked again blind",
        "second gold": "gold's own error is estimated from gold of a second person, and holds what they "
        "differ by in the mean",
    }
    if len(few) == total:
        return (f"gold's own error is unknown: fewer than {MIN_N} repeats of every type of keypoint",)
    if few:
        return (
            said[source],
            f"gold's own error is unknown, fewer than {MIN_N} repeats of its type: {', '.join(few)}",
        )
    return (said[source],)
