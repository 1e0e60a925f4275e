"""The poses that agree least with gold: which they are, and what of the frame is seen of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from palpate.model.picture import Region
from palpate.model.skeleton import Skeleton
from palpate.quality.pairs import Pairs, compare
from palpate.quality.score import score
from palpate.session.judging.worst_poses import MOST, WorstPose, usual_aspect, worst_by_keypoint, worst_poses
from palpate.store.library import load_skeleton

FRAMES = np.arange(0, 400, 10)


@pytest.fixture
def skeleton() -> Skeleton:
    return load_skeleton("coco_17")


def pairs_of(skeleton: Skeleton, off: np.ndarray, *, scale: float = 300.0) -> Pairs:
    """Somebody whose nose is off to the right by so many px in each frame."""
    n, k = len(FRAMES), len(skeleton)
    gold = np.random.default_rng(1).uniform(100.0, 500.0, (1, k, 2)) + np.zeros((n, 1, 1))
    labels = gold.copy()
    labels[:, 0, 0] += off
    flags = np.full((n, k), 2, dtype=np.int8)
    return Pairs(
        *(FRAMES, np.full(n, "runner"), np.full(n, "net")),
        *(labels, flags, gold, flags),
        scale_px=np.full(n, scale),
        normaliser_px=np.full(n, 100.0),
    )


def worst(skeleton: Skeleton, pairs: Pairs, *, min_gap: int = 1) -> tuple[WorstPose, ...]:
    return worst_poses(
        pairs, score(pairs, skeleton), compare(pairs).distances, skeleton.names, min_gap=min_gap
    )


def test_the_lowest_oks_comes_first_and_names_the_keypoint_furthest_off(skeleton: Skeleton) -> None:
    off = np.linspace(1.0, 60.0, len(FRAMES))
    found = worst(skeleton, pairs_of(skeleton, off))
    assert len(found) == MOST
    assert [pose.frame for pose in found] == FRAMES[::-1][:MOST].tolist()
    assert [pose.oks for pose in found] == sorted(pose.oks for pose in found)
    assert (found[0].clip, found[0].instance, found[0].keypoint) == ("net", "runner", "nose")
    assert found[0].off_px == pytest.approx(60.0)
    assert found[0].mean_px == pytest.approx(60.0 / len(skeleton))


def test_frames_that_show_the_same_are_left_out(skeleton: Skeleton) -> None:
    off = np.zeros(len(FRAMES))
    off[10:13] = 40.0, 50.0, 45.0
    found = worst(skeleton, pairs_of(skeleton, off), min_gap=20)
    assert found[0].frame == FRAMES[11]
    assert not {int(FRAMES[10]), int(FRAMES[12])} & {pose.frame for pose in found}


def test_without_any_oks_the_furthest_come_first(skeleton: Skeleton) -> None:
    off = np.linspace(1.0, 60.0, len(FRAMES))
    found = worst(skeleton, pairs_of(skeleton, off, scale=float("nan")))
    assert found[0].frame == FRAMES[-1]
    assert np.isnan(found[0].oks)


def test_what_has_no_position_is_nowhere(skeleton: Skeleton) -> None:
    pairs = pairs_of(skeleton, np.full(len(FRAMES), 30.0))
    flags = pairs.labels_visibility.copy()
    flags[:, 0] = 0
    found = worst(skeleton, replace(pairs, labels_visibility=flags))
    assert np.isnan(found[0].labels[0]).all()
    assert np.isfinite(found[0].gold[0]).all()


def test_the_region_is_a_square_around_both_poses_within_the_frame(skeleton: Skeleton) -> None:
    (pose, *_) = worst(skeleton, pairs_of(skeleton, np.full(len(FRAMES), 30.0)))
    whole = pose.region((5000, 5000))
    places = np.concatenate([pose.gold, pose.labels])
    assert whole.width == pytest.approx(whole.height, abs=1)
    assert whole.left < places[:, 0].min()
    assert whole.bottom > places[:, 1].max()
    cut = pose.region((400, 300))
    assert (cut.right, cut.bottom) == (400, 300)
    nowhere = replace(pose, gold=np.full_like(pose.gold, np.nan), labels=np.full_like(pose.gold, np.nan))
    assert nowhere.region((400, 300)) == Region(0, 0, 400, 300)


def test_the_usual_aspect_is_that_of_the_poses() -> None:
    slim = np.array([[[0.0, 0.0], [50.0, 100.0]]] * 5)
    assert usual_aspect([slim]) == pytest.approx(0.5)
    assert 0.0 < usual_aspect([np.full((3, 2, 2), np.nan)]) < 1.0
    assert 0.0 < usual_aspect([np.zeros((3, 2, 2))]) < 1.0


def test_what_is_infinite_is_nowhere_and_no_error(skeleton: Skeleton) -> None:
    pairs = pairs_of(skeleton, np.full(len(FRAMES), 30.0))
    wild = pairs.labels_positions.copy()
    wild[:, 1] = np.inf
    for pose in worst(skeleton, replace(pairs, labels_positions=wild)):
        assert pose.off_px == pytest.approx(30.0)
        assert np.isnan(pose.labels[1]).all()
        assert pose.region((5000, 5000)).width < 2000


def test_many_tracks_of_different_skeletons_have_one_usual_aspect() -> None:
    slim = np.array([[[0.0, 0.0], [50.0, 100.0]]] * 3)
    broad = np.array([[[0.0, 0.0], [100.0, 100.0], [50.0, 50.0]]] * 2)
    assert usual_aspect([slim, broad]) == pytest.approx(0.5)
    assert usual_aspect([]) == usual_aspect([np.full((3, 2, 2), np.nan)])


def test_the_worst_of_a_keypoint_are_those_where_it_is_furthest_off(skeleton: Skeleton) -> None:
    off = np.linspace(1.0, 60.0, len(FRAMES))
    pairs = pairs_of(skeleton, off)
    pairs.labels_positions[:, 1, 1] += off[::-1]
    pairs.labels_visibility[-1, 1] = 0
    seen = (pairs, score(pairs, skeleton), compare(pairs).distances, skeleton.names)
    found = worst_by_keypoint(*seen, min_gap=1)
    assert list(found) == list(skeleton.names)
    assert [pose.frame for pose in found["nose"]] == FRAMES[::-1][:MOST].tolist()
    assert [pose.frame for pose in found[skeleton.names[1]]] == FRAMES[:MOST].tolist()
    assert {pose.keypoint for pose in found[skeleton.names[1]]} == {skeleton.names[1]}
    assert found["nose"][0].off_px == pytest.approx(60.0)
    assert found["nose"][0].oks == pytest.approx(seen[1].oks.by_pair[-1])
    apart = worst_by_keypoint(*seen, min_gap=100)["nose"]
    assert [pose.frame for pose in apart] == [390, 290, 190, 90]
