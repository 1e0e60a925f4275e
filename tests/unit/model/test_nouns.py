"""Skeletons, clips, changes, label sets and reasons."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.model.change import Change
from palpate.model.clip import Clip, ClipKind
from palpate.model.drift import Reason
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.skeleton import Keypoint, Skeleton, Tiers, Tolerance
from palpate.model.track import Track
from palpate.model.visibility import FOUR_TIERS, THREE_TIERS


def test_a_skeleton_tells_its_order_in_numbers(stick_figure: Skeleton) -> None:
    assert len(stick_figure) == 5
    assert stick_figure.names == ("head", "left_hand", "right_hand", "hip", "foot")
    assert stick_figure.position_of["hip"] == 3
    assert stick_figure.edge_indices.tolist() == [[0, 3], [3, 4], [0, 1], [0, 2]]
    assert stick_figure.rigid_indices.tolist() == [[3, 4]]
    assert stick_figure.mirror_indices.tolist() == [0, 2, 1, 3, 4]
    np.testing.assert_array_equal(stick_figure.sigmas, [0.03, 0.05, 0.05, 0.05, 0.05])
    assert np.isnan(stick_figure.local_widths).all()


def test_a_skeleton_without_edges_has_none_of_them() -> None:
    bare = Skeleton("point", (Keypoint("ball"),))
    assert bare.edge_indices.shape == bare.rigid_indices.shape == (0, 2)
    assert np.isnan(bare.sigmas).all()


@pytest.mark.parametrize(("tiers", "levels"), [(Tiers.THREE, THREE_TIERS), (Tiers.FOUR, FOUR_TIERS)])
def test_a_skeleton_has_three_tiers_or_four(tiers: Tiers, levels: tuple[int, ...]) -> None:
    assert Skeleton("point", (Keypoint("ball"),), tiers=tiers).visibility_levels == levels


def test_a_tolerance_is_a_fraction_of_the_scale_unless_it_is_fixed() -> None:
    assert Tolerance(fraction=0.01).in_px(800.0) == 8.0
    assert Tolerance(px=5.0).in_px(800.0) == 5.0
    assert Tolerance(fraction=0.01, px=5.0).in_px(800.0) == 5.0
    assert Tolerance().in_px(800.0) == 0.0
    points = (Keypoint("a", tolerance=Tolerance(px=3.0)), Keypoint("b", tolerance=Tolerance(fraction=0.5)))
    assert Skeleton("two", points).tolerances_px(10.0).tolist() == [3.0, 5.0]


def test_an_image_may_have_a_size_of_its_own() -> None:
    clip = Clip("c", "c", ClipKind.IMAGES, size=(640, 480), n_frames=2, frame_sizes={1: (100, 50)})
    assert [clip.size_of(0), clip.size_of(1)] == [(640, 480), (100, 50)]


def test_two_changes_reach_as_far_as_both() -> None:
    first = Change(poses=frozenset({("l", "a", 3)}), layers=True, title="First")
    second = Change(spans=frozenset({("l", "b")}), notes=True, title="Second")
    both = first | second
    assert both == Change(frozenset({("l", "a", 3)}), frozenset({("l", "b")}), layers=True, notes=True)
    assert both.title == "First"
    assert both.touches("l", "a")
    assert both.touches("l", "b")
    assert not both.touches("m", "a")
    assert not first.touches("l", "b")


def test_reasons_are_told_in_words() -> None:
    assert Reason.NONE.words() == []
    assert (Reason.FLOW | Reason.LIMB).words() == ["flow", "limb"]
    assert Reason(int(Reason.DISAGREEMENT)).words() == ["disagreement"]


def test_only_instances_with_a_track_are_labelled(stick_figure: Skeleton) -> None:
    clip = Clip("c", "over 1", ClipKind.VIDEO)
    first, second = (Instance(name, "c", name, n, "stick_figure") for n, name in enumerate(("a", "b")))
    track = Track.from_poses({}, 5)
    labels = Labels({"stick_figure": stick_figure}, (clip,), (first, second), {"b": track})
    assert list(labels.labelled()) == [(second, track)]
    assert labels.skeleton_of(first) is stick_figure
    assert labels.clip_named("c") is clip
