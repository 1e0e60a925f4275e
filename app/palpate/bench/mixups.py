"""Mixed-up labels: planted into the bowler and umpire as a careful person marks them, and looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from palpate.assist.mixups import Labelled, find_mixups
from palpate.base.folders import resource
from palpate.base.progress import Progress
from palpate.bench import slips
from palpate.bench.dense import fresh
from palpate.bench.plan import Plan
from palpate.bench.sampling import OURS, Entries, Entry, Time, clocked, entry_of
from palpate.demo.truth import load_truth
from palpate.model.arrays import Floats, Ints
from palpate.model.mixup import Mixup, MixupKind
from palpate.model.skeleton import Skeleton
from palpate.store.library import load_skeleton

_HAND_PX = 1.0
_LIMBS = (("upper_limb", "wrist_hand"), ("lower_limb", "foot_ankle"))
_AWAY_PX = (60.0, 250.0)
_LONGER = 0.8
_FULL, _QUICK = 20, 5
KINDS = tuple(kind for kind in MixupKind if kind is not MixupKind.BESIDE)
"""What labels alone show; keyframes beside the body take the picture."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault as it was made; frames both included, positions ``(T, I, K, 2)`` px with it."""

    kind: MixupKind
    first: int
    last: int
    keypoints: Ints
    positions: Floats

    def overlaps(self, mixup: Mixup) -> bool:
        """Tell whether a finding is about this fault: at its time, and of any of its keypoints."""
        then = mixup.first <= self.last + 1 and mixup.last >= self.first - 1
        return then and bool(np.isin(mixup.keypoints, self.keypoints).any())


def plant(kind: MixupKind, marked: Floats, skeleton: Skeleton, seed: int) -> Planted:
    """Make one fault of the first of two instances, over three to a dozen frames."""
    chance = np.random.default_rng(seed)
    first = int(chance.integers(8, len(marked) - 22))
    last = first + int(chance.integers(2, 12))
    rows, wrong, mirror = slice(first, last + 1), marked.copy(), skeleton.mirror_indices
    keypoints = np.arange(len(skeleton))
    if kind is MixupKind.SIDES:
        wrong[rows, 0] = marked[rows, 0][:, mirror]
    elif kind is MixupKind.LIMB:
        regions = _LIMBS[seed % 2]
        paired = [k for k in keypoints if skeleton.keypoints[k].region in regions and mirror[k] != k]
        keypoints = np.array(paired, dtype=np.int64)
        wrong[rows, 0, keypoints] = marked[rows, 0, mirror[keypoints]]
    elif kind is MixupKind.IDENTITY:
        wrong[rows] = marked[rows, ::-1]
    elif kind is MixupKind.FROZEN:
        wrong[rows, 0] = marked[first - 1, 0]
    elif kind is MixupKind.JUMP:
        keypoints = np.sort(chance.choice(len(skeleton), 2, replace=False))
        angle = chance.uniform(0.0, 2 * np.pi)
        wrong[rows, 0, keypoints] += chance.uniform(*_AWAY_PX) * np.array([np.cos(angle), np.sin(angle)])
    else:
        one, other = skeleton.rigid_indices[chance.choice(len(skeleton.rigid_indices))].tolist()
        keypoints = np.array([one, other])
        wrong[rows, 0, other] += _LONGER * (wrong[rows, 0, other] - wrong[rows, 0, one])
    return Planted(kind, first, last, keypoints, wrong)


def measure(plan: Plan) -> Entries:
    """Run the group."""
    truth = load_truth(resource("demo", "bowler_truth.npz"))
    noise = np.random.default_rng(1).normal(0.0, _HAND_PX, truth.positions.shape)
    skeleton = load_skeleton("cricket_bowling_54")
    marked = truth.positions + noise
    entries = measured(marked, skeleton, truth.fps, plan.progress, seeds=_QUICK if plan.quick else _FULL)
    gaps = slips.GAPS[1:2] if plan.quick else slips.GAPS
    return entries | slips.measured(fresh(plan), plan.progress, gaps)


def measured(marked: Floats, skeleton: Skeleton, fps: float, progress: Progress, *, seeds: int) -> Entries:
    """Run the group on labels ``(T, 2, K, 2)`` px without faults."""

    def look(positions: Floats) -> list[Mixup]:
        frames = np.arange(len(positions))
        return find_mixups([Labelled(skeleton, frames, positions[:, i]) for i in (0, 1)], fps=fps)

    took, honest = clocked(partial(look, marked))
    entries = {"honest": entry_of({OURS: [took]}, more={"false_alarms": len(honest)})}
    every_kind: list[tuple[Planted, list[Mixup]]] = []
    times: list[Time] = []
    for number, kind in enumerate(KINDS):
        progress.step(number, len(KINDS), kind.value)
        faults = [plant(kind, marked, skeleton, seed) for seed in range(seeds)]
        answers = [clocked(partial(look, fault.positions)) for fault in faults]
        times += [took for took, _ in answers]
        found = [(fault, mixups) for fault, (_, mixups) in zip(faults, answers, strict=True)]
        entries[kind.value] = _line([took for took, _ in answers], found)
        every_kind += found
    return entries | {"all_kinds": _line(times, every_kind)}


def _line(times: Sequence[Time], found: Sequence[tuple[Planted, list[Mixup]]]) -> Entry:
    hits = [[fault.overlaps(mixup) for mixup in mixups] for fault, mixups in found]
    told = sum(len(row) for row in hits)
    exact = [
        any((mixup.first, mixup.last) == (fault.first, fault.last) for mixup in mixups)
        for fault, mixups in found
    ]
    named = [any(mixup.kind is fault.kind for mixup in mixups) for fault, mixups in found]
    more = {
        "recall": float(np.mean([any(row) for row in hits])),
        "precision": sum(sum(row) for row in hits) / told if told else 1.0,
        "right_kind": float(np.mean(named)),
        "exact_frames": float(np.mean(exact)),
        "planted": len(found),
    }
    return entry_of({OURS: times}, more={name: round(value, 3) for name, value in more.items()})
