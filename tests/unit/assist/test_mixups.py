"""Mixed-up labels: planted in the synthetic bowler, whose truth is exact, and told from honest ones."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import pytest

from palpate.assist.mixups import Labelled, find_mixups, grouped
from palpate.base.errors import Cancelled
from palpate.base.folders import resource
from palpate.base.progress import CancelToken, Progress
from palpate.model.arrays import Floats
from palpate.model.mixup import Mixup, MixupKind
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.store.library import load_skeleton

FPS = 120.0
ARM = ("upper_limb", "wrist_hand")
LEG = ("lower_limb", "foot_ankle")


@dataclass(frozen=True)
class Planted:
    """A fault as it was made."""

    kind: MixupKind
    first: int
    last: int
    keypoints: tuple[int, ...]
    positions: Floats

    def is_found(self, found: list[Mixup]) -> bool:
        return any(self.overlaps(mixup) and set(mixup.keypoints) & set(self.keypoints) for mixup in found)

    def overlaps(self, mixup: Mixup) -> bool:
        return mixup.first <= self.last + 1 and mixup.last >= self.first - 1


@pytest.fixture(scope="module")
def bowler() -> Skeleton:
    return load_skeleton("cricket_bowling_54")


@pytest.fixture(scope="module")
def marked() -> Floats:
    """Bowler and umpire ``(240, 2, 54, 2)`` as a careful person marks them, every frame."""
    from palpate.demo.truth import load_truth

    truth = load_truth(resource("demo", "bowler_truth.npz"))
    noise = np.random.default_rng(1).normal(0.0, 1.0, truth.positions.shape)
    return np.asarray(truth.positions + noise)


def look(skeleton: Skeleton, positions: Floats, every: int = 1, **more: tuple[int, ...]) -> list[Mixup]:
    frames = np.arange(0, len(positions), every)
    instances = [Labelled(skeleton, frames, positions[frames, i]) for i in range(positions.shape[1])]
    return find_mixups(instances, fps=FPS, **more)  # type: ignore[arg-type]


def plant(kind: MixupKind, marked: Floats, skeleton: Skeleton, seed: int) -> Planted:
    """Make one fault of the bowler's, over one to a dozen frames."""
    chance = np.random.default_rng(seed)
    first = int(chance.integers(8, len(marked) - 22))
    last = first + int(chance.integers(2, 12))
    rows, wrong, mirror = slice(first, last + 1), marked.copy(), skeleton.mirror_indices
    keypoints = np.arange(len(skeleton))
    if kind is MixupKind.SIDES:
        wrong[rows, 0] = marked[rows, 0][:, mirror]
    elif kind is MixupKind.LIMB:
        regions = ARM if seed % 2 else LEG
        paired = [k for k in keypoints if skeleton.keypoints[k].region in regions and mirror[k] != k]
        keypoints = np.array(paired)
        for k in keypoints:
            wrong[rows, 0, k] = marked[rows, 0, mirror[k]]
    elif kind is MixupKind.IDENTITY:
        wrong[rows] = marked[rows, ::-1]
    elif kind is MixupKind.FROZEN:
        wrong[rows, 0] = marked[first - 1, 0]
    elif kind is MixupKind.JUMP:
        keypoints = chance.choice(len(skeleton), 2, replace=False)
        away = chance.uniform(60.0, 250.0) * np.array([np.cos(seed), np.sin(seed)])
        for k in keypoints:
            wrong[rows, 0, k] += away
    else:
        a, b = skeleton.rigid_indices[chance.choice(len(skeleton.rigid_indices))].tolist()
        keypoints = np.array([a, b])
        wrong[rows, 0, b] += 0.8 * (wrong[rows, 0, b] - wrong[rows, 0, a])
    return Planted(kind, first, last, tuple(keypoints.tolist()), wrong)


@pytest.mark.parametrize("every", [1, 3, 6, 10, 15])
def test_honest_labels_are_left_alone_at_any_density(bowler: Skeleton, marked: Floats, every: int) -> None:
    assert look(bowler, marked, every) == []


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        (MixupKind.SIDES, 10),
        (MixupKind.LIMB, 9),
        (MixupKind.IDENTITY, 10),
        (MixupKind.FROZEN, 10),
        (MixupKind.JUMP, 9),
        (MixupKind.LENGTH, 7),  # the shorter segments hardly stand out from the hand's tremor
    ],
)
def test_of_twenty_planted_faults_nearly_all_are_found_and_nothing_else(
    bowler: Skeleton, marked: Floats, kind: MixupKind, least: int
) -> None:
    found = others = exact = 0
    for seed in range(10):
        planted = plant(kind, marked, bowler, seed)
        mixups = look(bowler, planted.positions)
        found += planted.is_found(mixups)
        exact += any((m.first, m.last) == (planted.first, planted.last) for m in mixups)
        others += sum(not planted.overlaps(mixup) for mixup in mixups)
    assert (found >= least, others) == (True, 0), f"{kind}: {found} found, {exact} with the exact frames"


def test_exchanged_sides_are_named_as_such_with_their_frames_and_numbers(
    bowler: Skeleton, marked: Floats
) -> None:
    planted = plant(MixupKind.SIDES, marked, bowler, 3)
    (mixup,) = look(bowler, planted.positions)
    assert (mixup.kind, mixup.instance, mixup.first, mixup.last) == (
        MixupKind.SIDES,
        0,
        planted.first,
        planted.last,
    )
    assert mixup.evidence["exchanged_px"] < 0.2 * mixup.evidence["as_is_px"]
    assert mixup.confidence > 0.7
    assert len(mixup.keypoints) == (bowler.mirror_indices != np.arange(54)).sum()


def test_two_instances_that_change_places_are_one_finding_and_not_a_hundred_jumps(
    bowler: Skeleton, marked: Floats
) -> None:
    planted = plant(MixupKind.IDENTITY, marked, bowler, 5)
    (mixup,) = look(bowler, planted.positions)
    assert (mixup.kind, mixup.instance, mixup.other) == (MixupKind.IDENTITY, 0, 1)
    assert (mixup.first, mixup.last) == (planted.first, planted.last)


def test_the_same_labels_at_another_scale_give_the_same_findings(bowler: Skeleton, marked: Floats) -> None:
    planted = plant(MixupKind.LIMB, marked, bowler, 4)
    large = [(m.kind, m.first, m.last, m.keypoints) for m in look(bowler, planted.positions)]
    small = [(m.kind, m.first, m.last, m.keypoints) for m in look(bowler, planted.positions / 20.0)]
    assert large
    assert small == large


def test_labels_may_stand_still_where_the_frames_are_known_to_repeat(
    bowler: Skeleton, marked: Floats
) -> None:
    planted = plant(MixupKind.FROZEN, marked, bowler, 2)
    repeats = tuple(range(planted.first, planted.last + 1))
    assert [mixup.kind for mixup in look(bowler, planted.positions)] == [MixupKind.FROZEN]
    assert MixupKind.FROZEN not in {m.kind for m in look(bowler, planted.positions, repeats=repeats)}


def test_nothing_is_compared_across_a_cut(bowler: Skeleton, marked: Floats) -> None:
    elsewhere = marked.copy()
    elsewhere[100:] = elsewhere[100:, :, bowler.mirror_indices] + 300.0
    assert look(bowler, elsewhere)
    assert look(bowler, elsewhere, cuts=(100,)) == []


def test_what_is_not_placed_is_no_fault(bowler: Skeleton, marked: Floats) -> None:
    holes = marked.copy()
    holes[np.random.default_rng(0).random(holes.shape[:3]) < 0.3] = np.nan
    holes[60:80] = np.nan
    assert [mixup for mixup in look(bowler, holes) if mixup.confidence > 0.5] == []


def test_an_empty_clip_and_a_single_frame_have_nothing_to_find(bowler: Skeleton, marked: Floats) -> None:
    assert find_mixups([], fps=FPS) == []
    assert look(bowler, marked[:0]) == []
    assert look(bowler, marked[:1]) == []
    assert look(bowler, np.full_like(marked, np.nan)) == []


def test_looking_stops_soon_after_it_was_asked_to(bowler: Skeleton, marked: Floats) -> None:
    long = np.tile(marked, (40, 1, 1, 1))
    token, moments = CancelToken(), list[float]()

    def report(_done: int, _total: int, _what: str) -> None:
        moments.append(time.monotonic())
        if len(moments) == 30:
            token.cancel()

    frames = np.arange(len(long))
    instances = [Labelled(bowler, frames, long[:, i]) for i in range(2)]
    with pytest.raises(Cancelled):
        find_mixups(instances, fps=FPS, progress=Progress(report, token))
    assert len(moments) == 30


def test_what_moves_slower_than_the_grid_that_labels_lie_on_does_not_stand_still() -> None:
    skeleton = Skeleton("two", (Keypoint("a"), Keypoint("b"), Keypoint("c")))
    t = np.arange(300)
    slow = 0.2 * t + 40.0 * np.sin(t / 400.0)
    at = np.stack([slow, 0.1 * t], axis=1)[:, None] + np.array([(0.0, 0.0), (60.0, 30.0), (30.0, 90.0)])
    enlarged = np.round(at * 2.0) / 2.0 + 0.25
    assert find_mixups([Labelled(skeleton, t, enlarged)], fps=25.0) == []


def test_a_long_stand_is_told_on_a_grid_too() -> None:
    skeleton = Skeleton("two", (Keypoint("a"), Keypoint("b"), Keypoint("c")))
    t = np.arange(300)
    at = np.stack([2.3 * t, 1.1 * t], axis=1)[:, None] + np.array([(0.0, 0.0), (60.0, 30.0), (30.0, 90.0)])
    at[100:106] = at[99]
    (found,) = find_mixups([Labelled(skeleton, t, np.round(at * 2.0) / 2.0)], fps=25.0)
    assert (found.kind, found.first, found.last) == (MixupKind.FROZEN, 100, 105)
    assert found.keypoints == (0, 1, 2)


def test_stands_that_follow_each_other_closely_are_one_with_parts() -> None:
    ones = [
        Mixup(MixupKind.FROZEN, 0, a, b, (k,), 0.5) for k, (a, b) in enumerate([(5, 9), (8, 12), (30, 31)])
    ]
    joined = grouped(ones, most_gap=2)
    assert [(one.first, one.last, one.keypoints) for one in joined] == [(5, 12, (0, 1)), (30, 31, (2,))]
    assert joined[0].parts == ((5, 9, (0,)), (8, 12, (1,)))
    assert joined[1].pieces == ((30, 31, (2,)),)
