"""The shipped skeletons of others against the reference of their layouts: order, names, sides, edges, σ."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palpate.model.skeleton import Skeleton
from palpate.store.library import load_skeleton

# Ours by the reference they follow.
LAYOUTS = {
    "ap10k_17": "ap10k_17",
    "animal_pose_20": "animalpose_20",
    "cattle_gait_25": "cattle_gait",
    "coco_17": "coco_17",
    "coco_wholebody_133": "coco_wholebody_133",
    "cricket_bowling_54": "cricket_bowling_54",
    "face_106": "face_lapa_106",
    "face_68": "face_300w_68",
    "face_98": "face_wflw_98",
    "halpe_26": "halpe_26",
    "hand_21": "hand_21",
}
FACES = ("face_106", "face_68", "face_98")
FACE_OF_WHOLE_BODY = slice(23, 91)


@pytest.fixture(params=sorted(LAYOUTS))
def skeleton(request: pytest.FixtureRequest) -> Skeleton:
    return load_skeleton(request.param)


@pytest.fixture
def theirs(reference: Path, skeleton: Skeleton) -> dict[str, Any]:
    return layout(reference, LAYOUTS[skeleton.name])


def layout(reference: Path, name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((reference / f"{name}.json").read_text(encoding="utf-8"))
    return read


def names_in(content: dict[str, Any]) -> list[str]:
    return [one if isinstance(one, str) else one["name"] for one in content["keypoints"]]


def numbered_from_68(reference: Path) -> list[str]:
    return names_in(layout(reference, "face_68_guidelines"))


def contours(regions: dict[str, Any], names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the edges along the contours of a face; pupils are points."""
    found: list[tuple[str, str]] = []
    for title, region in regions.items():
        around = region["indices"] + (region["indices"][:1] if region["closed"] else [])
        if not title.endswith("pupil"):
            found += [(names[a], names[b]) for a, b in pairwise(around)]
    return found


def test_names_and_order_are_upstreams(skeleton: Skeleton, theirs: dict[str, Any], reference: Path) -> None:
    expected = names_in(theirs)
    if skeleton.name == "face_68":
        expected = numbered_from_68(reference)
    elif skeleton.name in FACES:
        assert len(skeleton) == theirs["count"]
        return
    elif skeleton.name == "coco_wholebody_133":
        assert expected[FACE_OF_WHOLE_BODY] == [f"face-{k}" for k in range(68)]
        expected[FACE_OF_WHOLE_BODY] = numbered_from_68(reference)
    assert list(skeleton.names) == expected


def test_a_mirror_image_exchanges_what_upstream_exchanges(skeleton: Skeleton, theirs: dict[str, Any]) -> None:
    if "flip_index" in theirs:
        assert skeleton.mirror_indices.tolist() == theirs["flip_index"]
    else:
        pairs = {(point.name, point.mirror) for point in skeleton.keypoints if point.mirror}
        assert pairs == {pair for a, b in theirs["swap_pairs"] for pair in ((a, b), (b, a))}


def test_sigma_is_upstreams_and_missing_where_nobody_published_one(
    skeleton: Skeleton, theirs: dict[str, Any]
) -> None:
    if theirs["sigmas"] is None:
        assert np.isnan(skeleton.sigmas).all()
        assert not skeleton.sigma_source
    else:
        assert skeleton.sigmas.tolist() == theirs["sigmas"]


def test_edges_are_upstreams(skeleton: Skeleton, theirs: dict[str, Any], reference: Path) -> None:
    if skeleton.name in FACES:
        assert theirs["links"] == []
        assert set(skeleton.edges) == set(contours(theirs["regions"], skeleton.names))
    elif skeleton.name == "coco_wholebody_133":
        n_theirs = len(theirs["links"])
        assert skeleton.edge_indices[:n_theirs].tolist() == theirs["links"]
        assert set(skeleton.edges[n_theirs:]) == set(contours(theirs["regions"], skeleton.names))
    elif "links" in theirs:
        assert skeleton.edge_indices.tolist() == theirs["links"]
    else:
        assert [list(edge) for edge in skeleton.edges] == theirs["edges"]


def test_eyes_and_mouth_are_measured_at_the_points_that_the_reference_names(reference: Path) -> None:
    face, texts = load_skeleton("face_68"), layout(reference, "face_68_guidelines")
    measured = {
        measure.name: [face.position_of[name] for name in measure.points] for measure in face.measures
    }
    assert measured["right_eye_aspect_ratio"] == texts["ear"]["right_eye"]
    assert measured["left_eye_aspect_ratio"] == texts["ear"]["left_eye"]
    assert [face.position_of[name] for name in face.normalisers["inter_ocular"]] == texts["nme"][
        "inter_ocular"
    ]


@pytest.mark.parametrize(("name", "corners"), [("face_98", (60, 72)), ("face_106", (66, 79))])
def test_the_normaliser_of_a_face_is_between_the_outer_corners_of_the_eyes(
    name: str, corners: tuple[int, int]
) -> None:
    face = load_skeleton(name)
    assert tuple(face.position_of[one] for one in face.normalisers["inter_ocular"]) == corners


def test_each_hand_of_the_whole_body_is_the_hand_alone() -> None:
    body, hand = load_skeleton("coco_wholebody_133"), load_skeleton("hand_21")
    for start, side in ((91, "left"), (112, "right")):
        names = body.names[start : start + len(hand)]
        assert names == tuple(
            f"{side}_hand_root" if name == "wrist" else f"{side}_{name}" for name in hand.names
        )
        assert body.sigmas[start : start + len(hand)].tolist() == hand.sigmas.tolist()


def test_the_face_of_the_whole_body_is_the_face_alone() -> None:
    body, face = load_skeleton("coco_wholebody_133"), load_skeleton("face_68")
    assert body.names[FACE_OF_WHOLE_BODY] == face.names
    assert body.sigmas[FACE_OF_WHOLE_BODY].tolist() == face.sigmas.tolist()
