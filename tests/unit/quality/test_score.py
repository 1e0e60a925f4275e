"""The whole score, told by a story whose answer is known."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.base.errors import ScoreError
from palpate.model.policy import Policy
from palpate.model.skeleton import Keypoint, Skeleton, Tiers, Tolerance
from palpate.quality.score import Pairs, score

NAMES = ("c7", "t6", "wrist", "knee")
SKELETON = Skeleton(
    "story",
    tuple(
        Keypoint(name, sigma=0.02, parent=parent, tolerance=Tolerance(fraction=0.0095))
        for name, parent in zip(NAMES, (None, "c7", "c7", "t6"), strict=True)
    ),
    tiers=Tiers.FOUR,
    policy=Policy(oks=0.85),
    normalisers={"torso": ("c7", "knee")},
)
N = 120


@pytest.fixture
def careful():
    """Two bowlers over sixty frames, one px of noise, every flag right; scale 840 px, so 8 px tolerated."""
    rng = np.random.default_rng(11)
    gold = rng.uniform(0, 2000, (N, 4, 2))
    flags = np.full((N, 4), 2, dtype=np.int8)
    flags[::4, 2] = 1
    flags[1::4, 2] = 3
    flags[::10, 3] = 0
    gold[::10, 3] = np.nan
    return Pairs(
        frames=np.repeat(np.arange(60), 2),
        instances=np.tile(np.array(["left-arm", "right-arm"]), 60),
        clips=np.full(N, "over 1"),
        labels_positions=gold + rng.normal(0, 1, gold.shape),
        labels_visibility=flags.copy(),
        gold_positions=gold,
        gold_visibility=flags,
        scale_px=np.full(N, 840.0),
        normaliser_px=np.full(N, 300.0),
    )


def moved(pairs, name, shift, frames=slice(None)):
    positions = pairs.labels_positions.copy()
    positions[frames, NAMES.index(name)] += shift
    return replace(pairs, labels_positions=positions)


def test_careful_work_passes(careful):
    found = score(careful, SKELETON)
    assert found.passed
    assert found.failing == ()
    assert found.n_pairs == N
    assert found.n_frames == 60
    assert found.oks.mean > 0.99
    assert found.mpjpe_px == pytest.approx(1.2533, abs=0.05)
    assert found.pck_micro == 1.0


def test_a_shifted_spine_point_fails_alone_and_shows_its_direction(careful):
    found = score(moved(careful, "t6", (14, 0)), SKELETON)
    t6 = found.keypoints["t6"]
    assert found.failing == ("t6",)
    assert found.fails == ("joints",)
    assert t6.fails == ("position", "bias")
    assert t6.systematic
    assert t6.bias_px == pytest.approx((14, 0), abs=0.3)
    assert t6.tolerance_px == pytest.approx(7.98)
    assert np.hypot(t6.bias_local.along, t6.bias_local.across) < 14.5


def test_a_bias_of_half_the_tolerance_fails_before_the_distance_does(careful):
    found = score(moved(careful, "t6", (5, 0)), SKELETON)
    assert found.keypoints["t6"].fails == ("bias",)


def test_wide_scatter_without_direction_fails_by_distance_only(careful):
    scatter = np.random.default_rng(5).normal(0, 9, (N, 2))
    found = score(moved(careful, "wrist", scatter), SKELETON)
    assert found.keypoints["wrist"].fails == ("position",)


def test_occluded_points_flagged_visible_fail(careful):
    flags = careful.labels_visibility.copy()
    flags[::4, 2] = 2
    found = score(replace(careful, labels_visibility=flags), SKELETON)
    wrist = found.keypoints["wrist"]
    assert wrist.fails == ("visibility",)
    assert (wrist.occluded_n, wrist.occluded_visible) == (30, 30)
    assert wrist.occluded_p < 1e-6


def test_certain_points_flagged_visible_are_another_matter(careful):
    flags = careful.labels_visibility.copy()
    flags[1::4, 2] = 2
    assert score(replace(careful, labels_visibility=flags), SKELETON).failing == ()


def test_neighbouring_frames_are_not_independent(careful):
    """Eight frames of each of two bowlers are six independent looks, not sixteen."""
    sparse = replace(
        careful,
        labels_visibility=np.where(np.arange(N)[:, None] < 16, careful.labels_visibility, -1).astype(np.int8),
    )
    found = score(moved(sparse, "t6", (6, 0), slice(0, 16)), SKELETON).keypoints["t6"]
    assert found.n == 16
    assert found.n_independent == 6


def test_eight_clips_are_the_units(careful):
    clips = np.repeat([f"over {i}" for i in range(8)], 15)
    found = score(replace(careful, clips=clips), SKELETON)
    assert found.keypoints["t6"].n_independent == 8
    assert any("clips" in note for note in found.notes)


def test_missing_and_extra_points_are_counted_and_missing_ones_lower_oks(careful):
    flags = careful.labels_visibility.copy()
    flags[:12, 0] = 0
    flags[0, 3] = 2
    labels = careful.labels_positions.copy()
    labels[0, 3] = (5, 5)
    found = score(replace(careful, labels_visibility=flags, labels_positions=labels), SKELETON)
    assert found.keypoints["c7"].missing == 12
    assert found.keypoints["c7"].n == N - 12
    assert found.keypoints["knee"].extra == 1
    assert found.keypoints["c7"].oks == pytest.approx(0.9, abs=0.01)


def test_the_worst_placement_is_named(careful):
    found = score(moved(careful, "knee", (60, 0), slice(75, 76)), SKELETON).keypoints["knee"]
    assert (found.worst.clip, found.worst.instance, found.worst.frame) == ("over 1", "right-arm", 37)


def test_low_similarity_and_wrong_flags_fail_the_whole(careful):
    flags = np.where(careful.gold_visibility == 2, 1, careful.gold_visibility).astype(np.int8)
    found = score(replace(careful, labels_visibility=flags, scale_px=np.full(N, 5.0)), SKELETON)
    assert "oks" in found.fails
    assert "visibility" in found.fails
    assert not found.passed


def test_a_few_flags_alone_do_not_fail_the_whole(careful):
    gold = np.full((N, 4), 2, dtype=np.int8)
    gold[:10, 0] = 1
    everything_visible = np.full_like(gold, 2)
    found = score(
        replace(
            careful,
            gold_visibility=gold,
            labels_visibility=everything_visible,
            gold_positions=np.nan_to_num(careful.gold_positions),
            labels_positions=np.nan_to_num(careful.labels_positions),
        ),
        SKELETON,
    )
    assert found.visibility.kappa.value == pytest.approx(0.0)
    assert found.visibility_passed is None
    assert found.passed
    assert any("not judged" in note for note in found.notes)


def test_swapping_labels_and_gold_turns_the_bias_round(careful):
    biased = moved(careful, "t6", (14, -3))
    there = score(biased, SKELETON)
    back = score(
        replace(
            biased,
            labels_positions=biased.gold_positions,
            labels_visibility=biased.gold_visibility,
            gold_positions=biased.labels_positions,
            gold_visibility=biased.labels_visibility,
        ),
        SKELETON,
    )
    assert back.mpjpe_px == there.mpjpe_px
    assert back.keypoints["t6"].bias_px == pytest.approx(-np.array(there.keypoints["t6"].bias_px))
    assert back.keypoints["t6"].bias_p == pytest.approx(there.keypoints["t6"].bias_p)
    assert back.visibility.kappa.value == pytest.approx(there.visibility.kappa.value)


@given(st.tuples(st.floats(-2000, 2000), st.floats(-2000, 2000)))
def test_moving_the_picture_changes_no_score(shift):
    rng = np.random.default_rng(9)
    gold = rng.uniform(0, 500, (6, 4, 2))
    labels = gold + rng.normal(2, 1, gold.shape)
    flags = np.full((6, 4), 2, dtype=np.int8)

    def judged(offset):
        return score(
            Pairs(
                frames=np.arange(6) * 3, instances=np.zeros(6), clips=np.zeros(6),
                labels_positions=labels + offset, labels_visibility=flags,
                gold_positions=gold + offset, gold_visibility=flags,
                scale_px=np.full(6, 400.0), normaliser_px=np.full(6, 100.0),
            ),
            SKELETON,
        )  # fmt: skip

    here, there = judged(np.zeros(2)), judged(np.array(shift))
    assert there.oks.mean == pytest.approx(here.oks.mean, abs=1e-9)
    assert there.mpjpe_px == pytest.approx(here.mpjpe_px, abs=1e-9)
    assert there.failing == here.failing
    local_here, local_there = here.keypoints["t6"].bias_local, there.keypoints["t6"].bias_local
    assert local_there.across == pytest.approx(local_here.across, abs=1e-6)


def test_the_json_holds_every_key_of_the_interface(careful):
    told = score(careful, SKELETON).to_json()
    assert {"n_frames", "n_pairs", "unmatched", "oks", "pck", "mpjpe_px", "joints", "visibility"} <= set(told)
    assert {"failing_joints", "pass", "notes"} <= set(told)
    assert set(told["unmatched"]) == {"labels", "gold"}
    assert {"mean", "median", "p10", "target", "pass", "by_pair"} == set(told["oks"])
    assert {"frame", "instance", "oks"} <= set(told["oks"]["by_pair"][0])
    assert {"0.2", "normaliser"} <= set(told["pck"])
    assert list(told["joints"]) == list(NAMES)
    assert {
        "n", "mpjpe_px", "sd_px", "bias_px", "bias_local_px", "bias_p", "systematic", "pck", "oks",
        "visibility_agreement", "kappa", "pass", "worst_frame",
    } <= set(told["joints"]["t6"])  # fmt: skip
    assert told["joints"]["t6"]["pck"] == {"0.2": 1.0}
    assert told["visibility"]["levels"] == [0, 1, 2]
    assert np.array(told["visibility"]["confusion"]).shape == (3, 3)
    assert told["visibility"]["four_tier"]["levels"] == [0, 1, 3, 2]
    json.dumps(told, allow_nan=False)


def test_what_cannot_be_estimated_is_null_with_a_note():
    nothing = np.full((2, 4, 2), np.nan)
    unplaced = np.full((2, 4), -1, dtype=np.int8)
    pairs = Pairs(
        frames=np.array([0, 1]), instances=np.array(["a", "a"]), clips=np.array(["c", "c"]),
        labels_positions=nothing, labels_visibility=unplaced,
        gold_positions=nothing, gold_visibility=unplaced,
        scale_px=np.full(2, np.nan), normaliser_px=np.full(2, np.nan),
    )  # fmt: skip
    found = score(pairs, SKELETON)
    told = found.to_json()
    json.dumps(told, allow_nan=False)
    assert told["oks"]["mean"] is told["oks"]["pass"] is told["mpjpe_px"] is told["pck"]["0.2"] is None
    joint = told["joints"]["t6"]
    assert joint["n"] == 0
    assert joint["pass"] is joint["kappa"] is joint["bias_px"] is joint["worst_frame"] is None
    notes = " ".join(found.notes)
    for reason in (
        "scale is unknown",
        "torso length is unknown",
        "no position on both sides",
        "κ not estimable",
    ):
        assert reason in notes


def test_nothing_to_compare_does_not_pass():
    empty = np.empty((0, 4, 2))
    flags = np.empty((0, 4), dtype=np.int8)
    none = np.empty(0)
    pairs = Pairs(
        frames=np.empty(0, dtype=np.int64), instances=none, clips=none,
        labels_positions=empty, labels_visibility=flags, gold_positions=empty, gold_visibility=flags,
        scale_px=none, normaliser_px=none, unmatched_gold=7,
    )  # fmt: skip
    found = score(pairs, SKELETON)
    told = found.to_json()
    assert told["pass"] is False
    assert told["unmatched"] == {"labels": 0, "gold": 7}
    assert found.notes == ("no pairs: nothing could be compared",)
    json.dumps(told, allow_nan=False)


def test_a_skeleton_without_sigma_or_tolerance_says_so(careful):
    plain = Skeleton("plain", tuple(Keypoint(name) for name in NAMES))
    found = score(careful, plain)
    assert found.oks.passed is None
    assert found.passed
    assert found.keypoints["t6"].tolerance_px == 8.0
    assert any("σ" in note for note in found.notes)
    assert any("no tolerance" in note for note in found.notes)


def test_sides_of_different_shape_are_refused(careful):
    with pytest.raises(ScoreError, match="same number"):
        replace(careful, labels_visibility=careful.labels_visibility[:, :3])


def test_judging_gold_against_itself_is_perfect(careful):
    same = replace(careful, labels_positions=careful.gold_positions)
    found = score(same, SKELETON)
    assert (found.oks.mean, found.mpjpe_px, found.passed) == (1.0, 0.0, True)
    assert not any(keypoint.systematic for keypoint in found.keypoints.values())
