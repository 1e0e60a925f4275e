"""What ships beside the plates is what is measured on the bones."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import yaml
from plate_bones import read_bones
from plate_drawing import looked_at
from plate_landmarks import Landmarks, find_landmarks
from plate_list import PLATES
from plate_pixels import see
from plate_poses import Body, settled
from plate_table import bones_of, numbers_of, view_of
from plate_targets import coco, cricket_bowling, hand, mirrored, targets_of
from plate_whole_bodies import halpe, whole_body

from palpate.base.folders import resource

FOLDER = Path(resource("guidelines")) / "plates"
WANTED = {"cricket_bowling_54": cricket_bowling(), "coco_17": coco(), "hand_21": hand()}
WANTED |= {"halpe_26": halpe(), "coco_wholebody_133": whole_body()}


@pytest.fixture(scope="module")
def standing(shared_data: Path) -> Body:
    bones = settled(read_bones(shared_data / "bones" / "assembled.npz"))
    return Body(bones, find_landmarks(bones))


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((FOLDER / "targets.yaml").read_text(encoding="utf-8"))
    return read


def test_every_bone_has_its_own_name(standing: Body) -> None:
    names = set(standing.bones)
    assert {"c7", "t12", "l5", "sternum", "left_rib12", "right_navicular", "left_hallux_distal"} <= names
    assert len(names) == 178
    assert {name.replace("left_", "right_") for name in names if name.startswith("left_")} <= names


def test_the_landmarks_that_ship_are_those_measured(standing: Body) -> None:
    with (FOLDER / "landmarks.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["landmark"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(standing.landmarks)
    for name, mark in standing.landmarks.items():
        place = [float(rows[name][axis]) for axis in ("x_m", "y_m", "z_m")]
        assert np.allclose(place, mark.place, atol=1e-4), name


@pytest.mark.parametrize("skeleton", WANTED)
def test_the_targets_that_ship_are_the_projections_of_the_landmarks(
    skeleton: str, standing: Body, shipped: dict[str, Any]
) -> None:
    plates = {plate.name: looked_at(plate, standing) for plate in PLATES}
    for name, targets in targets_of(WANTED[skeleton], plates).items():
        written = shipped["skeletons"][skeleton][name]
        for target, row in zip(targets, written, strict=True):
            assert (row["plate"], row["mirrored"]) == (target.plate, target.mirrored)
            assert np.allclose(row["at"], target.at, atol=5e-4), name


def _apart(skeleton: str, standing: Body) -> list[tuple[str, str, float]]:
    """Distance of each surface landmark from its bone's silhouette, as a share of the plate's width."""
    plates = {plate.name: looked_at(plate, standing) for plate in PLATES}
    found = []
    for keypoint, (landmark, names) in WANTED[skeleton].items():
        mark = standing.landmarks[landmark]
        for name in names if mark.kind == "surface" else ():
            drawn = plates[name]
            own = landmark.replace("left_", "right_") if mirrored(drawn, landmark) else landmark
            bone = drawn.body.bones[drawn.body.landmarks[own].bone]
            empty = see([bone], drawn.view).bone == 0
            gap = cv2.distanceTransform(empty.astype(np.uint8), cv2.DIST_L2, 5)
            x, y, _ = drawn.view.project(drawn.body.landmarks[own].place)
            row, column = min(int(y), gap.shape[0] - 1), min(int(x), gap.shape[1] - 1)
            found.append((keypoint, name, float(gap[row, column]) / drawn.view.size[0]))
    return found


def test_surface_targets_lie_on_the_silhouette_of_their_bone(standing: Body) -> None:
    apart = _apart("cricket_bowling_54", standing)
    assert len(apart) >= 20
    assert [entry for entry in apart if entry[2] > 0.01] == []


def _radius(places: Landmarks, name: str) -> float:
    return float(places[name].reason.split()[2])


def test_ball_joints_have_the_size_of_an_adults(standing: Body) -> None:
    for side in ("left", "right"):
        assert 20 < _radius(standing.landmarks, f"{side}_hip") < 28
        assert 19 < _radius(standing.landmarks, f"{side}_shoulder") < 28


def test_both_sides_measured_on_their_own_agree(standing: Body) -> None:
    for name, mark in standing.landmarks.items():
        if name.startswith("left_"):
            other = standing.landmarks[name.replace("left_", "right_")].place
            assert np.linalg.norm(mark.place * [1, 1, -1] - other) < 0.003, name


def test_a_pose_moves_a_keypoint_with_its_bone(standing: Body) -> None:
    plate = next(plate for plate in PLATES if plate.name == "elbow_lateral")
    assert plate.pose is not None
    bent = plate.pose(standing)
    length = np.linalg.norm(
        standing.landmarks["right_elbow"].place - standing.landmarks["right_wrist_mid"].place
    )
    moved = bent.landmarks["right_wrist_mid"].place - bent.landmarks["right_elbow"].place
    assert np.linalg.norm(moved) == pytest.approx(length)
    assert moved[0] > 0.9 * length
    assert np.allclose(bent.landmarks["right_elbow"].place, standing.landmarks["right_elbow"].place)


def test_fingers_are_straight_on_the_plates_of_the_hand(standing: Body) -> None:
    plate = next(plate for plate in PLATES if plate.name == "hand_palmar")
    body = looked_at(plate, standing).body
    for finger in ("index", "middle", "ring", "little"):
        spots = [body.landmarks[f"right_{finger}_{joint}"].place for joint in ("mcp", "pip", "dip", "tip")]
        ways = np.diff(spots, axis=0)
        ways /= np.linalg.norm(ways, axis=1, keepdims=True)
        assert (ways[:-1] * ways[1:]).sum(1).min() > np.cos(np.radians(15))


def test_numbers_beside_the_spine_do_not_touch(standing: Body) -> None:
    plate = next(plate for plate in PLATES if plate.numbers == "beside")
    numbers = numbers_of(plate, standing)
    heights = np.array([place[1] for _, place, _ in numbers])
    assert [text for text, _, _ in numbers][:3] == ["C1", "C2", "C3"]
    assert np.diff(heights).max() <= -0.0095 + 1e-9


def test_the_line_to_a_number_begins_level_with_the_tip_of_its_process(standing: Body) -> None:
    plate = next(plate for plate in PLATES if plate.numbers == "beside")
    starts = {text.lower(): start for text, _, start in numbers_of(plate, standing)}
    for level in ("c7", "t4", "t5", "t6", "t7", "t8", "t12", "l3", "l5"):
        start = starts[level]
        assert start is not None
        assert start[1] == pytest.approx(standing.landmarks[level].place[1], abs=0.003), level


def test_a_plate_shows_all_its_bones(standing: Body) -> None:
    for plate in PLATES:
        body = looked_at(plate, standing).body
        main, around = bones_of(plate, body)
        assert main, plate.name
        assert not set(main) & set(around), plate.name
        view = view_of(plate, body, main)
        assert max(view.size) == plate.pixels
