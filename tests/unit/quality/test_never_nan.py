"""Whatever a score is given, no number of it is NaN or infinite, and something says why one is missing."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.model.policy import Policy
from palpate.model.skeleton import Keypoint, Side, Skeleton, Subject, Tiers, Tolerance
from palpate.quality.coverage import coverage_of
from palpate.quality.findings import find, tallied
from palpate.quality.normalised import Normalised
from palpate.quality.score import Pairs, score

SKELETON = Skeleton(
    "story",
    (
        Keypoint("head", sigma=0.02, tolerance=Tolerance(fraction=0.01)),
        Keypoint("left_hip", parent="head", side=Side.LEFT, mirror="right_hip", sigma=0.02),
        Keypoint("right_hip", parent="head", side=Side.RIGHT, mirror="left_hip"),
    ),
    tiers=Tiers.FOUR,
    policy=Policy(),
    rigid_segments=(("head", "left_hip"),),
    normalisers={"torso": ("head", "left_hip")},
)
NAMES = SKELETON.names


def pairs_of(n, seed, lacking=0.0, bad=np.nan, scale=500.0):
    rng = np.random.default_rng(seed)
    gold = rng.uniform(0.0, 2000.0, (n, 3, 2))
    positions = [np.where(rng.random((n, 3, 1)) < lacking, bad, gold + shift) for shift in (0.0, 1.0)]
    flags = [
        np.where(rng.random((n, 3)) < lacking, -1, rng.choice([0, 1, 2, 3], (n, 3))).astype(np.int8)
        for _ in range(2)
    ]
    scale_px = np.where(rng.random(n) < lacking, np.nan, scale)
    return Pairs(
        frames=np.arange(n),
        instances=np.array([f"bowler {k % 2}" for k in range(n)]),
        clips=np.array([f"over {k % 3}" for k in range(n)]),
        labels_positions=positions[1],
        labels_visibility=flags[0],
        gold_positions=positions[0],
        gold_visibility=flags[1],
        scale_px=scale_px,
        normaliser_px=scale_px * 0.5,
        lengths={"torso": scale_px * 0.5, "box": np.zeros(n)},
    )


@settings(deadline=None, max_examples=80)
@given(
    st.integers(0, 30),
    st.integers(0, 10_000),
    st.sampled_from([0.0, 0.3, 0.9, 1.0]),
    st.sampled_from([np.nan, np.inf, -np.inf]),
    st.sampled_from([0.0, 500.0, np.nan, np.inf]),
    st.sampled_from([Subject.PERSON, Subject.FACE]),
)
def test_no_number_of_a_score_is_nan_or_infinite(n, seed, lacking, bad, scale, subject):
    pairs = pairs_of(n, seed, lacking, bad, scale)
    skeleton = replace(SKELETON, subject=subject)
    content = score(pairs, skeleton).to_json()
    json.dumps(content, allow_nan=False)
    covered = coverage_of(pairs, skeleton, by="clip", group="over 1").to_json()
    json.dumps(covered, allow_nan=False)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 30), st.integers(0, 10_000), st.sampled_from([0.3, 0.9, 1.0]))
def test_every_keypoint_without_a_number_is_named_in_a_note(n, seed, lacking):
    content = score(pairs_of(n, seed, lacking), SKELETON).to_json()
    said = " | ".join(content["notes"])
    for name, joint in content["joints"].items():
        if joint["mpjpe_px"] is None:
            assert "no position on both sides" in said
            assert name in said or "all keypoints" in said
        if joint["kappa"] is None:
            assert "κ not estimable" in said
        if joint["n"] and joint["bias_p"] is None:
            assert "bias not tested" in said


@pytest.mark.parametrize("constant", [0, 1, 2])
def test_an_annotator_who_always_says_the_same_has_a_kappa_of_zero_or_none(constant):
    pairs = pairs_of(40, 3)
    content = score(
        replace(pairs, labels_visibility=np.full_like(pairs.labels_visibility, constant)), SKELETON
    ).to_json()
    assert content["visibility"]["kappa"] == pytest.approx(0.0, abs=1e-12)
    both = np.full_like(pairs.gold_visibility, constant)
    content = score(replace(pairs, labels_visibility=both, gold_visibility=both), SKELETON).to_json()
    assert content["visibility"]["kappa"] is None
    assert "κ not estimable, no variation: one category only: all keypoints" in content["notes"]


# ---- numbers that are fractions of a length ----------------------------------------------------------------


def normalised(distances, *, scale_px, lengths, skeleton) -> Normalised:
    """Relate ``(N, K)`` distances, NaN where not compared, to lengths by way of a whole comparison."""
    keypoints = tuple(replace(skeleton.keypoints[0], name=f"k{k}") for k in range(distances.shape[1]))
    plain = Skeleton("plain", keypoints, subject=skeleton.subject, policy=skeleton.policy)
    n, gold = len(distances), np.zeros((*distances.shape, 2))
    labels = gold.copy()
    labels[..., 1] = distances
    flags = np.full(distances.shape, 2, dtype=np.int8)
    pairs = Pairs(
        *(np.arange(n), np.zeros(n), np.zeros(n), labels, flags, gold, flags),
        scale_px=scale_px,
        normaliser_px=scale_px,
        lengths=lengths,
    )
    return find(tallied([pairs], plain)).normalised


def test_a_mean_error_is_also_a_fraction_of_scale():
    found = normalised(
        np.array([[5.0, np.nan], [10.0, 20.0]]),
        scale_px=np.array([100.0, 200.0]),
        lengths={"torso": np.array([50.0, np.nan]), "box": np.array([20.0, 100.0])},
        skeleton=SKELETON,
    )
    assert found.per_keypoint == pytest.approx([0.05, 0.1])
    assert found.mpjpe_s == pytest.approx(0.2 / 3.0)
    assert found.pck == pytest.approx({"torso": 1.0, "box": 2.0 / 3.0})
    assert found.nme == {}


def test_faces_have_a_normalised_mean_error_for_each_length():
    skeleton = replace(SKELETON, subject=Subject.FACE, policy=Policy(pck_alpha=0.08))
    found = normalised(
        np.array([[1.0, 3.0, 2.0], [6.0, 6.0, 6.0]]),
        scale_px=np.full(2, 100.0),
        lengths={"torso": np.array([100.0, 60.0]), "box": np.array([0.0, 200.0])},
        skeleton=skeleton,
    )
    torso, box = found.nme["torso"], found.nme["box"]
    assert (torso.mean, torso.failure_rate, torso.n) == pytest.approx((0.06, 0.5, 2))
    assert torso.auc == pytest.approx((0.75 + 0.0) / 2.0)
    assert (box.mean, box.n) == pytest.approx((0.03, 1))


def test_a_segment_that_is_always_two_px_too_long_says_so():
    pairs = pairs_of(60, 8)
    down = np.array([0.0, 1.0])
    gold = np.tile(np.array([[0.0, 0.0], [0.0, 100.0], [50.0, 50.0]]), (60, 1, 1))
    gold[:, 1, 1] += np.arange(60) % 7
    labels = gold.copy()
    labels[:, 1] += 2.0 * down
    shape = pairs.gold_visibility.shape
    pairs = replace(
        pairs,
        gold_positions=gold,
        labels_positions=labels,
        gold_visibility=np.full(shape, 2, np.int8),
        labels_visibility=np.full(shape, 2, np.int8),
    )
    segment = find(tallied([pairs], SKELETON)).segments[0]
    assert segment.ends == ("head", "left_hip")
    assert (segment.limits.bias, segment.limits.sd) == pytest.approx((2.0, 0.0), abs=1e-9)
    assert segment.intraclass.sem_consistency == pytest.approx(0.0, abs=1e-9)
    assert segment.intraclass.sem_agreement == pytest.approx(np.sqrt(2.0))
    assert segment.intraclass.icc31 == pytest.approx(1.0)


def test_a_segment_that_nobody_has_is_null_with_a_reason():
    segment = find(tallied([pairs_of(10, 1, lacking=1.0)], SKELETON)).segments[0].to_json()
    assert (segment["n"], segment["loa"], segment["icc21"]) == (0, None, None)
    assert "fewer than two" in segment["reason"]
