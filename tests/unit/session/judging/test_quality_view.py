"""What is behind a score: each error, found again by clip, instance and frame."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from palpate.base.errors import ScoreError
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.origin import Origin
from palpate.model.policy import Policy
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.judging.quality_view import QualityView, view_quality

HEAD, LEFT_HAND = 0, 1
FRAMES = np.arange(0, 120, 3)


def label_set(skeleton: Skeleton, positions: np.ndarray, origin: Origin, identity: str = "a") -> Labels:
    """One walker in a clip of 120 frames."""
    visibility = np.full(positions.shape[:2], Visibility.VISIBLE, dtype=np.int8)
    clip = Clip("c", "walk", ClipKind.VIDEO, n_frames=120, fps=30.0, capture_fps=30.0, size=(640, 480))
    track = Track(FRAMES, positions, visibility, np.full(visibility.shape, origin, dtype=np.int8), None, {})
    return Labels(
        skeletons={skeleton.name: skeleton},
        clips=(clip,),
        instances=(Instance(identity, "c", "walker", 1, skeleton.name),),
        tracks={identity: track},
    )


@pytest.fixture
def gold_positions() -> np.ndarray:
    body = np.array([[300.0, 60.0], [240.0, 200.0], [360.0, 200.0], [300.0, 220.0], [300.0, 380.0]])
    return body + np.zeros((len(FRAMES), 1, 1))


@pytest.fixture
def written(gold_positions: np.ndarray) -> np.ndarray:
    """Good work but for the head, which lies 9 px to the right, 40 px in frame 60."""
    marked = gold_positions + np.random.default_rng(3).normal(0.0, 0.4, gold_positions.shape)
    marked[:, HEAD, 0] += 9.0
    marked[FRAMES == 60, HEAD, 0] += 31.0
    return marked


def test_errors_are_those_that_the_score_averages(
    stick_figure: Skeleton, gold_positions: np.ndarray, written: np.ndarray
) -> None:
    view = view_quality(
        label_set(stick_figure, written, Origin.HAND), label_set(stick_figure, gold_positions, Origin.GOLD)
    )
    for name, keypoint in view.score.keypoints.items():
        sizes = np.hypot(*view.errors[name].vectors.T)
        assert len(sizes) == keypoint.n
        assert sizes.mean() == pytest.approx(keypoint.mpjpe_px)
        assert view.errors[name].vectors.mean(axis=0) == pytest.approx(keypoint.bias_px)


def test_the_largest_error_comes_first_and_knows_its_frame(
    stick_figure: Skeleton, gold_positions: np.ndarray, written: np.ndarray
) -> None:
    view = view_quality(
        label_set(stick_figure, written, Origin.HAND), label_set(stick_figure, gold_positions, Origin.GOLD)
    )
    worst = view.score.keypoints["head"].worst
    errors = view.errors["head"]
    assert worst is not None
    assert errors.place(0) == ("walk", 60, "walker")
    assert (worst.clip, worst.instance, worst.frame) == ("walk", "walker", 60)


def test_another_persons_instance_is_found_by_where_it_stands(
    stick_figure: Skeleton, gold_positions: np.ndarray, written: np.ndarray
) -> None:
    view = view_quality(
        label_set(stick_figure, written, Origin.IMPORTED, "other"),
        label_set(stick_figure, gold_positions, Origin.GOLD),
    )
    assert len(view.errors["head"].frames) == view.score.keypoints["head"].n == len(FRAMES)


def test_the_ellipse_leaves_out_the_target_where_the_bias_is_no_chance(
    stick_figure: Skeleton, gold_positions: np.ndarray, written: np.ndarray
) -> None:
    view = view_quality(
        label_set(stick_figure, written, Origin.HAND), label_set(stick_figure, gold_positions, Origin.GOLD)
    )
    head, hand = view.errors["head"].ellipse, view.errors["left_hand"].ellipse
    assert head is not None
    assert hand is not None
    assert head.centre[0] > head.semi_axes[0]
    assert view.score.keypoints["head"].bias_p < 0.05
    assert (np.hypot(*hand.centre) > hand.semi_axes[0]) <= (view.score.keypoints["left_hand"].bias_p < 0.05)


def test_failing_keypoints_come_first_then_the_larger_error(
    stick_figure: Skeleton, gold_positions: np.ndarray, written: np.ndarray
) -> None:
    written[:, LEFT_HAND] = np.nan
    labels = label_set(stick_figure, written, Origin.HAND)
    track = labels.tracks["a"]
    visibility = track.visibility.copy()
    visibility[:, LEFT_HAND] = Visibility.ABSENT
    labels = replace(labels, tracks={"a": replace(track, visibility=visibility)})
    order = view_quality(labels, label_set(stick_figure, gold_positions, Origin.GOLD)).worst_first()
    assert order[0].name == "head"
    assert order[0].fails
    assert order[-1].name == "left_hand"
    known = [keypoint.mpjpe_px for keypoint in order[1:-1]]
    assert known == sorted(known, reverse=True)


def test_keypoints_that_only_gold_has_are_left_out(
    stick_figure: Skeleton, gold_positions: np.ndarray, written: np.ndarray
) -> None:
    fewer = replace(
        stick_figure, name="fewer", keypoints=stick_figure.keypoints[:3], edges=(), rigid_segments=()
    )
    view = view_quality(
        label_set(fewer, written[:, :3], Origin.HAND), label_set(stick_figure, gold_positions, Origin.GOLD)
    )
    assert list(view.errors) == list(view.titles) == ["head", "left_hand", "right_hand"]


def test_where_nothing_can_be_compared_it_says_so(
    stick_figure: Skeleton, gold_positions: np.ndarray, written: np.ndarray
) -> None:
    nothing = replace(label_set(stick_figure, written, Origin.HAND), tracks={})
    with pytest.raises(ScoreError, match="no labelled pose"):
        view_quality(nothing, label_set(stick_figure, gold_positions, Origin.GOLD))


def shifted_by(stick_figure: Skeleton, gold_positions: np.ndarray, px: float, policy: Policy) -> QualityView:
    """View the left hand off by so many px to the right, with next to no spread."""
    skeleton = replace(stick_figure, policy=policy)
    marked = gold_positions + np.random.default_rng(3).normal(0.0, 0.05, gold_positions.shape)
    marked[:, LEFT_HAND, 0] += px
    return view_quality(
        label_set(skeleton, marked, Origin.HAND), label_set(skeleton, gold_positions, Origin.GOLD)
    )


def test_a_clear_bias_below_the_floor_says_so(stick_figure: Skeleton, gold_positions: np.ndarray) -> None:
    view = shifted_by(stick_figure, gold_positions, 1.5, Policy(bias_min_share=0.0))
    hand = view.score.keypoints["left_hand"]
    unsaid = view.unsaid_bias(hand)
    assert not hand.systematic
    assert unsaid.size_px == pytest.approx(1.5, abs=0.1)
    assert unsaid.floor_px == 2.0
    head = view.unsaid_bias(view.score.keypoints["head"])
    assert np.isnan([head.floor_px, head.half_px]).all()


def test_a_systematic_bias_below_half_the_tolerance_says_so(
    stick_figure: Skeleton, gold_positions: np.ndarray
) -> None:
    view = shifted_by(stick_figure, gold_positions, 2.5, Policy(bias_min_share=0.0))
    hand = view.score.keypoints["left_hand"]
    assert hand.systematic
    assert view.unsaid_bias(hand).half_px == pytest.approx(hand.tolerance_px / 2.0)


def test_the_rule_names_the_numbers_of_the_policy(stick_figure: Skeleton, gold_positions: np.ndarray) -> None:
    view = shifted_by(stick_figure, gold_positions, 0.0, Policy(bias_min_px=3.0, fdr_alpha=0.01))
    assert "below 0.01" in view.bias_rule
    assert "at least 3 px and 25% of the tolerance" in view.bias_rule
    assert view.bias_rule in view.score.notes
