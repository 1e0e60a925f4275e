"""Templates: from the file of a skeleton, or built from its edges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from palpate.assist.layout import rest_layout
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.store.library import load_skeleton


@pytest.mark.parametrize("name", ["coco_17", "cricket_bowling_54"])
def test_shipped_skeletons_bring_a_template_that_fills_its_box(name: str) -> None:
    skeleton = load_skeleton(name)
    places = rest_layout(skeleton)
    np.testing.assert_array_equal(places, skeleton.rest)
    np.testing.assert_array_equal(places.min(axis=0), [0.0, 0.0])
    np.testing.assert_array_equal(places.max(axis=0), [1.0, 1.0])
    assert len(np.unique(places, axis=0)) == len(skeleton)


@pytest.mark.parametrize("name", ["coco_17", "cricket_bowling_54"])
def test_shipped_templates_face_the_viewer_and_are_symmetric(name: str) -> None:
    skeleton = load_skeleton(name)
    places = rest_layout(skeleton)
    other = places[skeleton.mirror_indices]
    np.testing.assert_allclose(places[:, 0] + other[:, 0], 1.0, atol=2e-3)
    np.testing.assert_allclose(places[:, 1], other[:, 1], atol=1e-9)
    assert places[skeleton.position_of["left_shoulder"], 0] > 0.5


@pytest.fixture
def bare(stick_figure: Skeleton) -> Skeleton:
    """The stick figure without its template."""
    return replace(stick_figure, keypoints=tuple(replace(p, rest=None) for p in stick_figure.keypoints))


def test_a_skeleton_without_a_template_is_laid_out_along_its_edges(bare: Skeleton) -> None:
    places = rest_layout(bare)
    head, left, right, hip, foot = places
    assert head[1] < hip[1] < foot[1]
    assert right[0] < left[0]
    assert len(np.unique(places, axis=0)) == 5
    assert places.min() == 0.0
    assert places.max() == 1.0


def test_half_a_template_is_none(bare: Skeleton) -> None:
    first = replace(bare.keypoints[0], rest=(0.5, 0.9))
    half = replace(bare, keypoints=(first, *bare.keypoints[1:]))
    np.testing.assert_array_equal(rest_layout(half), rest_layout(bare))


def test_keypoints_without_any_edge_lie_beside_each_other() -> None:
    loose = Skeleton("dots", tuple(Keypoint(name) for name in "abc"))
    np.testing.assert_allclose(rest_layout(loose), [[0.0, 0.5], [0.5, 0.5], [1.0, 0.5]])
