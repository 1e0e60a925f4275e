"""A score of clips that come one after the other is that of all of them at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.model.policy import Policy
from palpate.model.skeleton import Keypoint, Side, Skeleton, Subject, Tiers, Tolerance
from palpate.quality import blocks
from palpate.quality.pairs import Alone, Pairs, joined
from palpate.quality.score import score, score_parts

SKELETON = Skeleton(
    "story",
    (
        Keypoint("nose", sigma=0.02, tolerance=Tolerance(fraction=0.01)),
        Keypoint("left_shoulder", parent="nose", side=Side.LEFT, mirror="right_shoulder", sigma=0.03),
        Keypoint("right_shoulder", parent="nose", side=Side.RIGHT, mirror="left_shoulder", sigma=0.03),
        Keypoint("left_ear", parent="nose", side=Side.LEFT, mirror="right_ear"),
        Keypoint("right_ear", parent="nose", side=Side.RIGHT, mirror="left_ear"),
    ),
    tiers=Tiers.FOUR,
    policy=Policy(min_gap=3),
    rigid_segments=(("left_shoulder", "right_shoulder"), ("nose", "left_ear")),
    normalisers={"torso": ("nose", "left_shoulder")},
)


def clip_of(name: str, *, seed: int, n: int, lacking: float) -> Pairs:
    """Two subjects in ``n`` pairs of one clip, some exchanged, some points not placed or not finite."""
    rng = np.random.default_rng(seed)
    gold = rng.uniform(300.0, 700.0, (1, 5, 2)) + rng.normal(0.0, 3.0, (n, 5, 2))
    labels = gold + rng.normal(0.0, 2.0, gold.shape) + rng.normal(0.0, 2.0, (1, 5, 2))
    exchanged = rng.random(n) < 0.1
    labels[exchanged] = labels[exchanged][:, SKELETON.mirror_indices]
    sides = [
        np.where(rng.random((n, 5, 1)) < lacking, bad, side)
        for bad, side in ((np.nan, gold), (np.inf, labels))
    ]
    flags = [
        rng.choice([-1, 0, 1, 2, 3], (n, 5), p=[lacking / 2, lacking / 2, 0.2, 0.7 - lacking, 0.1])
        for _ in sides
    ]
    scale = np.where(rng.random(n) < lacking, np.nan, rng.uniform(200.0, 400.0, n))
    return Pairs(
        frames=rng.permutation(n),
        instances=np.array(["bowler", "batter"])[rng.integers(0, 2, n)],
        clips=np.full(n, name),
        labels_positions=sides[1],
        labels_visibility=flags[1].astype(np.int8),
        gold_positions=sides[0],
        gold_visibility=flags[0].astype(np.int8),
        scale_px=scale,
        normaliser_px=scale * 0.5,
        scale_source=np.array(["box", "mask"])[rng.integers(0, 2, n)],
        unmatched_gold=1,
        alone=(Alone("gold", name, "umpire", np.array([n])),),
        lengths={"torso": scale * 0.5, "box": scale},
    )


def numbers_of(found: object) -> Iterator[tuple[str, float]]:
    """Yield every number with the place where it stands, pairs in the order of their names."""
    stack = [("", found)]
    while stack:
        place, one = stack.pop()
        if isinstance(one, dict):
            stack += [(f"{place}/{key}", value) for key, value in one.items()]
        elif isinstance(one, list):
            stack += [(f"{place}/{n}", value) for n, value in enumerate(one)]
        else:
            yield place, one


def same(first: Pairs, parts: list[Pairs], skeleton: Skeleton = SKELETON) -> None:
    whole, streamed = score(first, skeleton).to_json(), score_parts(parts, skeleton).to_json()
    for content in (whole, streamed):
        content["oks"]["by_pair"].sort(key=lambda pair: (pair["clip"], pair["instance"], pair["frame"]))
    ours, theirs = dict(numbers_of(streamed)), dict(numbers_of(whole))
    assert ours.keys() == theirs.keys()
    for place, value in ours.items():
        if isinstance(value, float):
            assert value == pytest.approx(theirs[place], rel=1e-12, abs=1e-12), place
        else:
            assert value == theirs[place], place


clips = st.lists(
    st.tuples(st.integers(0, 99), st.integers(1, 40), st.sampled_from([0.0, 0.2])), min_size=1, max_size=10
)


@settings(deadline=None, max_examples=60)
@given(clips, st.randoms(use_true_random=False), st.sampled_from([Subject.PERSON, Subject.FACE]))
def test_clips_in_any_order_give_the_score_of_all_at_once(drawn, shuffler, subject) -> None:
    parts = [
        clip_of(f"over {k}", seed=seed, n=n, lacking=lacking) for k, (seed, n, lacking) in enumerate(drawn)
    ]
    whole = joined(parts)
    rows = np.random.default_rng(len(whole)).permutation(len(whole))
    mixed = replace(whole.pick(rows), unmatched_gold=whole.unmatched_gold, alone=whole.alone)
    shuffler.shuffle(parts)
    same(mixed, parts, replace(SKELETON, subject=subject))


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 999), st.integers(1, 90), st.sampled_from([0.0, 0.3]), st.integers(1, 7))
def test_the_size_of_blocks_changes_nothing(seed, n, lacking, size) -> None:
    pairs = clip_of("over 1", seed=seed, n=n, lacking=lacking)
    whole = score(pairs, SKELETON).to_json()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(blocks, "ROWS", size)
        small = score(pairs, SKELETON).to_json()
    ours, theirs = dict(numbers_of(small)), dict(numbers_of(whole))
    for place, value in ours.items():
        if isinstance(value, float):
            assert value == pytest.approx(theirs[place], rel=1e-12, abs=1e-12), place
        else:
            assert value == theirs[place], place


def test_a_clip_without_pairs_only_tells_who_lacks_a_partner() -> None:
    full = clip_of("over 1", seed=1, n=20, lacking=0.0)
    empty = replace(
        clip_of("over 2", seed=2, n=1, lacking=0.0).pick(np.zeros(1, dtype=np.bool_)), unmatched_gold=3
    )
    found = score_parts([empty, full], SKELETON)
    assert (found.n_pairs, found.unmatched_gold) == (20, 4)
    assert found.keypoints["nose"].n_independent == score(full, SKELETON).keypoints["nose"].n_independent


def test_a_single_pair_counts_no_keypoint_that_nobody_placed() -> None:
    one = clip_of("over 1", seed=3, n=1, lacking=0.0)
    positions = one.labels_positions.copy()
    positions[0, 4] = np.nan
    found = score(replace(one, labels_positions=positions), SKELETON)
    assert found.keypoints["right_ear"].n == 0
    assert found.to_json()["joints"]["right_ear"]["mpjpe_s"] is None
    assert json.dumps(found.to_json(), allow_nan=False)
