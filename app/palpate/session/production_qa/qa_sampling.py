"""Drawing what of somebody's production work is labelled a second time, and by which keypoints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from palpate.base.errors import UsageError
from palpate.model.arrays import Bools, Ints
from palpate.model.layer import LayerKind
from palpate.model.plan import Plan, Purpose, Unit
from palpate.model.policy import Policy
from palpate.model.skeleton import Skeleton
from palpate.quality.sampling import (
    ExtraMode,
    Population,
    TypeSpread,
    allocate,
    draw,
    extra_count,
    keypoints_of,
    usual_rates,
)
from palpate.session import editions
from palpate.session.production_qa.final_layers import final_layers
from palpate.session.production_qa.qa_strata import KEYS, Words, units_of
from palpate.session.production_qa.type_ranking import rank_types
from palpate.session.session import Session

LAYER = "layer id"
"""Setting of a plan: which layer's work it samples."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a plan is drawn.

    Attributes
    ----------
    base, extra, types, mode, gap
        As in `palpate.model.policy.Sampling`.
    strata
        Some of `KEYS`.
    """

    base: float
    extra: float
    types: int
    mode: ExtraMode
    gap: int
    seed: int = 1
    strata: tuple[str, ...] = KEYS

    @staticmethod
    def of(policy: Policy, *, seed: int = 1) -> Wanted:
        """Return what a policy asks for."""
        own = policy.sampling
        return Wanted(own.base, own.extra, own.types, ExtraMode(own.mode), own.gap, seed)

    def __post_init__(self) -> None:
        if not (0.0 < self.base <= 1.0 and 0.0 <= self.extra <= 1.0):
            raise UsageError("shares of a sample lie between 0 and 1, and the base share above 0")
        if self.gap < 1 or self.types < 0:
            raise UsageError("the least distance is one frame, and the number of types is not below 0")


@dataclass(frozen=True, slots=True)
class StratumDrawn:
    """How many units of a stratum there are, and were drawn; the gap is that of the base sample."""

    stratum: str
    units: int
    base: int
    extra: int
    gap: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A plan that nobody keeps yet, and how it came about.

    Attributes
    ----------
    layer
        Id of the layer whose work is sampled.
    ranked
        Types of keypoints by how much people vary there; empty where nothing tells.
    chosen
        The types that get the extra sample.
    placements, placements_drawn
        Instance-frames times keypoints: all, and those that the plan asks for.
    notes
        What a reader must know.
    """

    plan: Plan
    layer: str
    strata: tuple[StratumDrawn, ...]
    ranked: tuple[TypeSpread, ...]
    chosen: tuple[str, ...]
    placements: int
    placements_drawn: int
    notes: tuple[str, ...] = ()


def skeleton_in(session: Session, layer: str) -> Skeleton:
    """Return the skeleton that most instances of a layer have; UsageError if nothing is labelled in it."""
    known = [session.contents.instance(one).skeleton for one in session.project.labelled_instances(layer)]
    if not known:
        raise UsageError(f"nothing is labelled in {session.contents.layer(layer).name} yet")
    return session.contents.skeletons[max(sorted(set(known)), key=known.count)]


def production_layers(session: Session) -> tuple[str, ...]:
    """Return the ids of the work layers in which anything is labelled, but those of decisions."""
    work, final = session.contents.layers_of_kind(LayerKind.WORK), final_layers(session)
    labelled = [layer.id for layer in work if session.project.labelled_instances(layer.id)]
    return tuple(layer for layer in labelled if layer not in final)


def draw_plan(session: Session, layer: str, wanted: Wanted | None = None) -> Drawing:
    """Draw what of a layer is labelled a second time; nothing is kept yet.

    Units are the instance-frames in which somebody placed a keypoint. The base sample asks for all keypoints,
    the extra sample for those of the most variable types.

    Raises
    ------
    UsageError
        If nobody has placed anything in the layer.
    """
    skeleton = skeleton_in(session, layer)
    wanted = wanted or Wanted.of(skeleton.policy)
    units, words, notes = units_of(session, layer, skeleton, wanted.strata)
    population = _population(units, words)
    generator = np.random.default_rng(wanted.seed)
    n = len(units)
    base_counts = allocate(population.counts, max(1, round(wanted.base * n)))
    base = draw(population, wanted=base_counts, min_gap=wanted.gap, generator=generator)
    taken = np.isin(np.arange(n), base.rows)
    ranked, why = rank_types(session, skeleton)
    chosen = tuple(one.type for one in ranked[: wanted.types])
    extra_counts, extra = _extra(population, wanted, taken, generator, chosen=bool(chosen))
    names = _names_of(skeleton, chosen)
    low, high = usual_rates(skeleton.subject, skeleton.policy.sampling)
    more = [replace(units[row], keypoints=names) for row in extra.tolist() if not taken[row]]
    plan = _plan(session, layer, wanted, [*(units[row] for row in base.rows.tolist()), *more], chosen)
    notes += _on_gaps(base.gaps, wanted.gap, words)
    if wanted.extra and not chosen:
        notes.append(why)
    asked = skeleton.policy.sampling.base
    if not low <= wanted.base <= high and wanted.base != asked:
        notes.append(
            f"the base share is {wanted.base:.0%}; usual for this subject is {low:.0%}"
            + (f" to {high:.0%}" if high > low else "")
        )
    return Drawing(
        plan=plan,
        layer=layer,
        strata=tuple(
            StratumDrawn(word, *map(int, counts))
            for word, *counts in zip(
                words.names, population.counts, base_counts, extra_counts, base.gaps, strict=True
            )
        ),
        ranked=ranked,
        chosen=chosen,
        placements=n * len(skeleton),
        placements_drawn=len(base.rows) * len(skeleton) + len(more) * len(names),
        notes=tuple(notes),
    )


def _population(units: Sequence[Unit], words: Words) -> Population:
    return Population(
        np.array([unit.clip for unit in units]),
        np.array([unit.instance for unit in units]),
        np.array([unit.frame for unit in units], dtype=np.int64),
        words.codes,
    )


def _extra(
    population: Population, wanted: Wanted, taken: Bools, generator: np.random.Generator, *, chosen: bool
) -> tuple[Ints, Ints]:
    """Return how many of each stratum the extra sample has, and its rows."""
    n = extra_count(len(population), base=wanted.base, extra=wanted.extra, mode=wanted.mode)
    apart = np.zeros_like(taken) if wanted.mode is ExtraMode.INDEPENDENT else taken
    free = np.bincount(population.strata[~apart], minlength=len(population.counts))
    if not (n and chosen):
        return np.zeros_like(free), np.zeros(0, dtype=np.int64)
    counts = allocate(free, n)
    drawn = draw(population, wanted=counts, min_gap=wanted.gap, generator=generator, taken=apart)
    return counts, drawn.rows


def _names_of(skeleton: Skeleton, chosen: Sequence[str]) -> tuple[str, ...]:
    types = [point.type or point.name for point in skeleton.keypoints]
    return tuple(skeleton.names[k] for k in keypoints_of(types, chosen).tolist())


def _plan(session: Session, layer: str, wanted: Wanted, units: Sequence[Unit], chosen: Sequence[str]) -> Plan:
    found = session.contents.layer(layer)
    return Plan(
        editions.new_id(),
        f"QA of {found.name} {wanted.seed}",
        Purpose.QA,
        wanted.seed,
        _in_order(session, units),
        {
            LAYER: layer,
            "layer": found.name,
            "base": f"{wanted.base:g}",
            "extra": f"{wanted.extra:g}",
            "mode": wanted.mode.value,
            "types": ", ".join(chosen),
            "least distance": f"{wanted.gap} frames",
        },
    )


def _in_order(session: Session, units: Sequence[Unit]) -> tuple[Unit, ...]:
    order = {clip.id: place for place, clip in enumerate(session.contents.clips)}
    return tuple(sorted(units, key=lambda unit: (order[unit.clip], unit.frame, unit.instance)))


def _on_gaps(gaps: Ints, wanted: int, words: Words) -> list[str]:
    narrow = [f"{words.names[h]} ({gap})" for h, gap in enumerate(gaps.tolist()) if 0 < gap < wanted]
    if not narrow:
        return []
    return [
        f"too many are drawn to keep {wanted} frames between them everywhere; kept in {', '.join(narrow)}"
    ]
