"""Agreement among raters, told by stories whose answer is known."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.base.errors import ScoreError
from palpate.model.skeleton import Keypoint, Side, Skeleton, Tiers, Tolerance
from palpate.model.visibility import Visibility
from palpate.quality import agreement
from palpate.quality.agreement_words import agreement_json
from palpate.quality.flag_agreement import COLLAPSED, FOUR, flag_agreement
from palpate.quality.rater_agreement import agree
from palpate.quality.ratings import Ratings
from palpate.quality.repeated_sigma import repeated_sigma, sigma_json
from palpate.quality.resampling import (
    cohen_of,
    cohen_sums,
    fleiss_of,
    fleiss_sums,
    interval,
)
from palpate.quality.sigma import BETWEEN_PAIRS, sigmas_from, to_consensus
from palpate.quality.visibility import cohen_kappa, confusion

TOLERANCE = Tolerance(fraction=0.01)
SKELETON = Skeleton(
    "story",
    (
        Keypoint("head", sigma=0.02, tolerance=TOLERANCE),
        Keypoint("left_hip", side=Side.LEFT, mirror="right_hip", sigma=0.02, tolerance=TOLERANCE),
        Keypoint("right_hip", side=Side.RIGHT, mirror="left_hip", sigma=0.02, tolerance=TOLERANCE),
    ),
    tiers=Tiers.FOUR,
)
PLACE = np.array([[500.0, 100.0], [540.0, 400.0], [460.0, 400.0]])
NAMES = ("ana", "ben", "cleo", "dan")


def ratings_of(n=40, raters=3, noise=1.0, clips=8, seed=5):
    """A standing bowler, seen over some clips, whom everybody marks with a px of noise; s is 500 px."""
    rng = np.random.default_rng(seed)
    positions = PLACE + rng.normal(0.0, noise, (n, raters, 3, 2))
    visibility = np.where(rng.random((n, 1, 3)) < 0.4, 1, 2) * np.ones((n, raters, 3))
    visibility = np.where(rng.random(visibility.shape) < 0.1, 3 - visibility, visibility).astype(np.int8)
    blocks = np.arange(n) % clips
    return Ratings(
        raters=NAMES[:raters],
        frames=np.arange(n) * 10,
        instances=np.full(n, "bowler"),
        clips=np.array([f"over {block}" for block in blocks]),
        blocks=blocks,
        positions=positions,
        visibility=visibility,
        scale_px=np.full(n, 500.0),
    )


def moved(ratings, rater, keypoint, shift, rows=slice(None)):
    positions = ratings.positions.copy()
    positions[rows, rater, keypoint] += shift
    return replace(ratings, positions=positions)


def json_of(ratings, skeleton=SKELETON):
    text = json.dumps(agreement_json(agree(ratings, skeleton)), allow_nan=False)
    return json.loads(text)


def test_a_rater_with_an_offset_is_found_and_the_others_are_not():
    content = json_of(moved(ratings_of(raters=4), 2, 0, [12.0, 0.0]))
    assert content["by_rater"]["cleo"]["systematic"] == ["head"]
    assert [content["by_rater"][name]["systematic"] for name in ("ana", "ben", "dan")] == [[], [], []]
    assert content["joints"]["head"]["by_rater"]["cleo"]["bias_px"] == pytest.approx([12.0, 0.0], abs=1.0)


def test_two_raters_are_each_half_their_difference_off():
    content = json_of(moved(ratings_of(raters=2, noise=0.0), 1, 0, [6.0, 8.0]))
    head = content["joints"]["head"]
    assert (head["pairwise_px"], head["mpjpe_to_consensus_px"]) == pytest.approx((10.0, 5.0))
    assert head["by_rater"]["ana"]["bias_px"] == pytest.approx([-3.0, -4.0])
    assert head["by_rater"]["ben"]["leave_one_out_px"] == pytest.approx(10.0)
    assert head["sd_px"] == pytest.approx([6.0 / np.sqrt(2.0), 8.0 / np.sqrt(2.0)])
    assert "the middle between two raters" in content["notes"][0]


def test_two_raters_too_far_apart_are_flagged_and_three_are_not():
    for raters, n in ((2, 4), (3, 0)):
        content = json_of(moved(ratings_of(raters=raters, noise=0.1), 1, 0, [20.0, 0.0], rows=slice(4)))
        assert content["joints"]["head"]["far_apart"] == n
        assert len(content["far_apart"]) == n
    told = json_of(moved(ratings_of(raters=2, noise=0.1), 1, 0, [20.0, 0.0], rows=[7]))["far_apart"][0]
    assert (told["clip"], told["instance"], told["frame"], told["keypoint"]) == (
        "over 7",
        "bowler",
        70,
        "head",
    )


def test_exchanged_sides_are_reported_and_not_averaged():
    ratings = ratings_of(raters=3, noise=0.5)
    positions = ratings.positions.copy()
    positions[:10, 1, [1, 2]] = positions[:10, 1][:, [2, 1]]
    content = json_of(replace(ratings, positions=positions))
    assert sum(sum(one["keypoints"].values()) for one in content["swapped"]["ben"]) == 20
    assert set(content["swapped"]) == {"ben"}
    assert content["joints"]["left_hip"]["mpjpe_to_consensus_px"] < 2.0
    assert any(note.startswith("ben: left and right look swapped") for note in content["notes"])


def test_of_two_raters_alone_nobody_can_say_who_exchanged_sides():
    ratings = ratings_of(raters=2, noise=0.5)
    positions = ratings.positions.copy()
    positions[:10, 1, [1, 2]] = positions[:10, 1][:, [2, 1]]
    content = json_of(replace(ratings, positions=positions))
    assert set(content["swapped"]) == {"ana", "ben"}
    assert content["joints"]["left_hip"]["n"] == 30


def test_gold_is_the_consensus_where_there_is_one():
    ratings = moved(ratings_of(raters=2, noise=0.0), slice(None), 0, [5.0, 0.0])
    gold = np.broadcast_to(PLACE, (len(ratings), 3, 2)).copy()
    content = json_of(replace(ratings, gold_positions=gold))
    assert content["joints"]["head"]["by_rater"]["ana"]["bias_px"] == pytest.approx([5.0, 0.0])
    assert content["joints"]["head"]["pairwise_px"] == 0.0
    gold[:] = np.nan
    assert json_of(replace(ratings, gold_positions=gold))["joints"]["head"]["mpjpe_to_consensus_px"] == 0.0


def test_one_rater_alone_has_nobody_to_agree_with():
    with pytest.raises(ScoreError, match="at least two"):
        ratings_of(raters=1)


def test_a_keypoint_that_nobody_placed_is_null_with_a_reason():
    ratings = ratings_of()
    ratings.positions[:, :, 0] = np.nan
    ratings.visibility[:, :, 0] = Visibility.NOT_PLACED
    content = json_of(ratings)
    head = content["joints"]["head"]
    assert [head[key] for key in ("mpjpe_to_consensus_px", "pairwise_px", "sd_px", "kappa")] == [None] * 4
    assert "placed by fewer than two raters: head" in content["notes"]


def test_raters_who_always_say_visible_have_no_kappa_and_the_notes_say_why():
    ratings = ratings_of(raters=2)
    content = json_of(replace(ratings, visibility=np.full_like(ratings.visibility, 2)))
    assert content["fleiss_kappa"] is None
    assert content["joints"]["head"]["kappa"] is None
    assert content["joints"]["head"]["visibility_agreement"] == 1.0
    assert any("no variation" in note for note in content["notes"])
    assert "ana flagged everything visible: κ with a constant rater is 0 or undefined" in content["notes"]


def test_one_constant_rater_makes_kappa_zero_and_is_named():
    ratings = ratings_of(raters=2)
    flags = ratings.visibility.copy()
    flags[:, 1] = 2
    content = json_of(replace(ratings, visibility=flags))
    assert content["joints"]["head"]["kappa"] == pytest.approx(0.0, abs=1e-12)
    assert any(note.startswith("ben flagged everything visible") for note in content["notes"])


def test_absent_by_all_is_an_agreement_on_flags_and_no_position():
    ratings = ratings_of()
    ratings.visibility[:, :, 0] = Visibility.ABSENT
    content = json_of(ratings)
    assert content["joints"]["head"]["n"] == 0
    assert content["joints"]["head"]["visibility_agreement"] == 1.0


# ---- how sure a κ is -----------------------------------------------------------------------------------


def test_kappa_from_sums_is_kappa_from_the_table():
    ratings = ratings_of(raters=3, n=60)
    sums = fleiss_sums(ratings.visibility, ratings.blocks, levels=FOUR)
    for k in range(3):
        counts = agreement.rating_counts(ratings.visibility[:, :, k], levels=FOUR)
        assert fleiss_of(sums.sum(axis=0))[k] == pytest.approx(
            agreement.fleiss_kappa(counts).kappa, abs=1e-12
        )
    first, second = ratings.visibility[:, 0], ratings.visibility[:, 1]
    tables = confusion(first, second, levels=FOUR)
    found = cohen_of(cohen_sums(first, second, ratings.blocks, levels=FOUR).sum(axis=0))
    assert found == pytest.approx([cohen_kappa(table).value for table in tables], abs=1e-12)


def test_an_interval_holds_its_estimate_and_is_the_same_each_time():
    ratings = ratings_of(raters=3, n=200, clips=20)
    found, again = (flag_agreement(ratings.visibility, ratings.blocks, levels=COLLAPSED) for _ in range(2))
    low, high = found.pooled_interval
    assert low < found.pooled.kappa < high
    assert (found.intervals == again.intervals).all()
    assert all(a <= kappa.value <= b for (a, b), kappa in zip(found.intervals, found.kappas, strict=True))


def test_four_clips_are_too_few_for_an_interval_but_not_for_a_kappa():
    ratings = ratings_of(clips=4)
    content = json_of(ratings)
    assert content["fleiss_kappa"] is not None
    assert content["visibility"]["fleiss_kappa_ci"] is None
    assert any("fewer than 5 clips to draw anew" in note for note in content["notes"])


def test_frames_that_repeat_each_other_make_an_interval_no_narrower():
    def width(times):
        ratings = ratings_of(raters=2, n=30, clips=30)
        flags = np.repeat(ratings.visibility, times, axis=0)
        low, high = flag_agreement(flags, np.repeat(ratings.blocks, times), levels=COLLAPSED).pooled_interval
        return high - low

    assert width(10) == pytest.approx(width(1), abs=1e-9)


def test_a_mean_of_many_blocks_has_the_interval_of_a_mean():
    values = np.random.default_rng(2).normal(10.0, 3.0, 300)
    sums = np.stack([values, np.ones(300)], axis=1)[:, None]
    low, high = interval(sums, lambda drawn: drawn[..., 0] / drawn[..., 1])
    error = 1.96 * values.std() / np.sqrt(300)
    assert (low[0], high[0]) == pytest.approx((values.mean() - error, values.mean() + error), abs=0.05)


def test_ac1_withstands_a_common_tier_that_drags_kappa_down():
    flags = np.full((100, 2, 1), 2, dtype=np.int8)
    flags[:3, 0] = 1
    flags[3:6, 1] = 1
    found = flag_agreement(flags, np.arange(100), levels=(1, 2))
    assert found.pooled.agreement == pytest.approx(0.94)
    assert found.pooled.kappa < 0.0
    assert found.ac1 == pytest.approx((0.94 - 0.0582) / (1 - 0.0582))


# ---- σ ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("raters", [2, 3, 4])
def test_sigma_is_that_of_the_reference_for_any_number_of_raters(raters):
    ratings = ratings_of(raters=raters, n=80)
    points = ratings.positions.transpose(0, 2, 1, 3)
    if raters == 2:
        distances = agreement.pairwise_distances(points)[..., 0]
        expected = sigmas_from(distances, ratings.scale_px, factor=BETWEEN_PAIRS)
    else:
        own = np.linalg.norm(points - points.mean(axis=2, keepdims=True), axis=-1)
        flat = own.transpose(0, 2, 1).reshape(-1, 3)
        expected = sigmas_from(flat, np.repeat(ratings.scale_px, raters), factor=to_consensus(raters))
    found = repeated_sigma(ratings, SKELETON).found
    assert found.sigma == pytest.approx(expected.sigma, rel=1e-12)
    assert found.robust == pytest.approx(expected.robust, rel=1e-12)


def test_against_gold_sigma_takes_a_shared_bias_in():
    ratings = moved(ratings_of(raters=2, noise=0.0), slice(None), 0, [3.0, 4.0])
    gold = np.broadcast_to(PLACE, (len(ratings), 3, 2)).copy()
    assert repeated_sigma(ratings, SKELETON).found.sigma[0] == 0.0
    found = repeated_sigma(replace(ratings, gold_positions=gold), SKELETON)
    assert found.found.sigma[0] == pytest.approx(5.0 / 500.0)
    assert "gold" in found.estimator


def test_neighbouring_frames_do_not_narrow_the_interval_of_sigma():
    ratings = ratings_of(n=60, clips=1)
    dense = replace(ratings, frames=np.arange(60))
    apart, near = (repeated_sigma(each, SKELETON) for each in (ratings, dense))
    assert (apart.n_independent[0], near.n_independent[0]) == (120, 40)
    assert near.found.high[0] > apart.found.high[0]


def test_sigma_of_what_was_never_placed_twice_is_null_with_a_reason():
    ratings = ratings_of(raters=2)
    ratings.visibility[:, 1, 0] = Visibility.ABSENT
    content = sigma_json(repeated_sigma(ratings, SKELETON), ratings, SKELETON, ())
    head = json.loads(json.dumps(content, allow_nan=False))["joints"]["head"]
    assert (head["sigma"], head["ci"], head["robust"], head["enough"]) == (None, None, None, False)
    assert "never placed twice at a known scale: head" in content["notes"]


# ---- never NaN -------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 12),
    st.integers(2, 4),
    st.integers(1, 6),
    st.integers(0, 10_000),
    st.sampled_from([0.0, 0.5, 1.0]),
    st.sampled_from([0.0, 500.0, np.nan]),
    st.booleans(),
)
def test_whatever_is_missing_no_number_is_nan_or_infinite(n, raters, clips, seed, lacking, scale, with_gold):
    rng = np.random.default_rng(seed)
    ratings = ratings_of(n=n, raters=raters, clips=clips, seed=seed)
    none = rng.random(ratings.visibility.shape) < lacking
    gold = np.where(rng.random((n, 3, 1)) < 0.5, np.nan, PLACE) if with_gold else None
    ratings = replace(
        ratings,
        positions=np.where(none[..., None], rng.choice([np.nan, np.inf]), ratings.positions),
        visibility=np.where(rng.random(none.shape) < lacking, -1, ratings.visibility).astype(np.int8),
        scale_px=np.full(n, scale),
        gold_positions=gold,
    )
    json_of(ratings)
    content = sigma_json(repeated_sigma(ratings, SKELETON), ratings, SKELETON, ())
    json.dumps(content, allow_nan=False)
