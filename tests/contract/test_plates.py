"""What every plate and the table of targets must keep."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from palpate.base.folders import resource
from palpate.model.skeleton import Subject
from palpate.session.guidelines.plates import sights_of
from palpate.store.library import load_skeleton, shipped_skeletons

FOLDER = Path(resource("guidelines")) / "plates"
PLATES = sorted(FOLDER.glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 150_000
ALLOWED = {"svg": {"viewBox"}, "title": set(), "style": set(), "g": {"stroke-linecap", "stroke-linejoin"}}
ALLOWED["path"] = {"class", "d", "fill-rule", "stroke-width"}


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((FOLDER / "targets.yaml").read_text(encoding="utf-8"))
    return read


def every_target(table: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (skeleton, name, target)
        for skeleton, keypoints in table["skeletons"].items()
        for name, targets in keypoints.items()
        for target in targets
    ]


@pytest.mark.parametrize("path", PLATES, ids=lambda path: path.stem)
def test_a_plate_holds_paths_and_a_style_and_nothing_else(path: Path) -> None:
    tree = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    for element in tree.iter():
        kind = element.tag.removeprefix(SVG)
        assert kind in ALLOWED
        assert set(element.attrib) <= ALLOWED[kind]


@pytest.mark.parametrize("path", PLATES, ids=lambda path: path.stem)
def test_a_plate_runs_and_fetches_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"script|href|url\(|data:|https?:|@import|\bon\w+=", text)
    assert path.stat().st_size < MOST_BYTES


@pytest.mark.parametrize("path", PLATES, ids=lambda path: path.stem)
def test_a_plate_is_drawn_in_the_light_colours_and_has_all_of_them_in_the_dark(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    light, dark = ((FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in ("light", "dark"))
    assert text.count(light) == 1
    used = set(re.findall(r'class="(\w+)"', text))
    assert used <= set(re.findall(r"\.(\w+)", light)) == set(re.findall(r"\.(\w+)", dark))


@pytest.mark.parametrize("path", PLATES, ids=lambda path: path.stem)
def test_path_data_holds_moves_lines_curves_and_closings_only(path: Path) -> None:
    for element in ElementTree.fromstring(path.read_text(encoding="utf-8")).iter(f"{SVG}path"):
        assert re.fullmatch(r"[MLCcz0-9 .-]+", element.attrib["d"])


def test_the_table_names_every_plate_with_its_size(table: dict[str, Any]) -> None:
    assert set(table["plates"]) == {path.stem for path in PLATES}
    for name, plate in table["plates"].items():
        box = ElementTree.fromstring((FOLDER / f"{name}.svg").read_text(encoding="utf-8")).attrib["viewBox"]
        assert box == f"0 0 {plate['size'][0]} {plate['size'][1]}"
        assert plate["title"]


def test_every_keypoint_has_one_or_two_targets(table: dict[str, Any], reference: Path) -> None:
    files = {"cricket_bowling_54": "cricket_bowling_54", "coco_17": "coco_17_guidelines"}
    files |= {"face_68": "face_68_guidelines", "cattle_gait_25": "cattle_gait"}
    for skeleton, file in files.items():
        told = json.loads((reference / f"{file}.json").read_text(encoding="utf-8"))["keypoints"]
        assert set(table["skeletons"][skeleton]) == {keypoint["name"] for keypoint in told}
    hand = json.loads((reference / "hand_21.json").read_text(encoding="utf-8"))["keypoints"]
    assert list(table["skeletons"]["hand_21"]) == hand
    assert {len(keypoints[name]) for keypoints in table["skeletons"].values() for name in keypoints} <= {1, 2}


def test_every_target_lies_in_its_surroundings_and_these_on_the_plate(table: dict[str, Any]) -> None:
    for skeleton, name, target in every_target(table):
        left, top, width, height = target["zoom"]
        assert min(left, top) >= 0, (skeleton, name)
        assert max(left + width, top + height) <= 1.0001, (skeleton, name)
        for x, y in (target["at"], *target["neighbours"].values()):
            assert left <= x <= left + width + 1e-4, (skeleton, name)
            assert top <= y <= top + height + 1e-4, (skeleton, name)


def test_surroundings_are_square_or_end_at_the_plate(table: dict[str, Any]) -> None:
    for skeleton, name, target in every_target(table):
        size = table["plates"][target["plate"]]["size"]
        width, height = target["zoom"][2] * size[0], target["zoom"][3] * size[1]
        assert width == pytest.approx(height, rel=0.01) or 1.0 in target["zoom"][2:], (skeleton, name)


def test_neighbours_are_keypoints_of_the_same_skeleton(table: dict[str, Any]) -> None:
    for skeleton, name, target in every_target(table):
        assert set(target["neighbours"]) <= set(table["skeletons"][skeleton]) - {name}


@pytest.mark.parametrize("name", sorted(shipped_skeletons()))
def test_every_keypoint_of_every_shipped_skeleton_lies_on_a_plate(name: str) -> None:
    skeleton = load_skeleton(name)
    assert [keypoint for keypoint in skeleton.names if not sights_of(skeleton, keypoint)] == []


@pytest.mark.parametrize("name", sorted(shipped_skeletons()))
def test_both_of_a_pair_lie_at_the_same_place_of_a_mirrored_plate(name: str) -> None:
    skeleton = load_skeleton(name)
    if skeleton.subject is Subject.OBJECT:
        return  # shown askew, or beside another view
    for keypoint in skeleton.keypoints:
        twin = {sight.plate.name: sight.target for sight in sights_of(skeleton, keypoint.mirror or "")}
        for sight in sights_of(skeleton, keypoint.name) if keypoint.mirror else ():
            other = twin[sight.plate.name]
            assert sight.target.at[0] == pytest.approx(1 - other.at[0], abs=0.01), keypoint.name
            assert sight.target.at[1] == pytest.approx(other.at[1], abs=0.01), keypoint.name
            assert not (sight.target.mirrored and other.mirrored), keypoint.name


def test_no_plate_is_without_a_keypoint(table: dict[str, Any]) -> None:
    used = {target["plate"] for _, _, target in every_target(table)}
    assert set(table["plates"]) - used <= {"body_lateral", "body_posterior"}


def test_the_68_points_of_the_face_mirror(table: dict[str, Any], reference: Path) -> None:
    places = [targets[0]["at"] for targets in table["skeletons"]["face_68"].values()]
    told = json.loads((reference / "face_68_guidelines.json").read_text(encoding="utf-8"))["keypoints"]
    assert list(table["skeletons"]["face_68"]) == [keypoint["name"] for keypoint in told]
    pairs = json.loads((reference / "face_300w_68.json").read_text(encoding="utf-8"))["flip_pairs"]
    for one, two in pairs:
        assert places[one][0] == pytest.approx(1 - places[two][0], abs=1e-4)
        assert places[one][1] == pytest.approx(places[two][1], abs=1e-4)
    for k in set(range(68)) - {index for pair in pairs for index in pair}:
        assert places[k][0] == pytest.approx(0.5, abs=1e-4)


def test_midline_keypoints_of_the_spine_stand_one_below_the_other(table: dict[str, Any]) -> None:
    spine = [table["skeletons"]["cricket_bowling_54"][name] for name in ("c7", "t4", "t5", "t6", "t7", "t8")]
    spine += [table["skeletons"]["cricket_bowling_54"][name] for name in ("t12", "l3", "l5")]
    for k in (0, 1):
        heights = [targets[k]["at"][1] for targets in spine]
        assert heights == sorted(heights)
    assert all(targets[0]["at"][0] == pytest.approx(0.5, abs=0.002) for targets in spine)


def test_every_landmark_tells_its_bone_its_place_and_why() -> None:
    with (FOLDER / "landmarks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["landmark"] for row in rows}) == len(rows)
    for row in rows:
        assert row["kind"] in {"surface", "centre", "skin"}
        assert row["bone"]
        assert row["reason"]
        assert all(abs(float(row[axis])) < 1.0 for axis in ("x_m", "y_m", "z_m"))


def test_the_sources_of_the_bones_are_named_beside_the_plates() -> None:
    said = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    for source in (
        "Pose2Sim",
        "Beaucage-Gauvreau",
        "Rajagopal",
        "Creative Commons Attribution",
        "BSD 3-Clause",
    ):
        assert source in said
