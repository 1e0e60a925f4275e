"""What every shipped example keeps: each keypoint right and wrong, in three lights and in motion blur."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import yaml

from palpate.base.folders import resource
from palpate.model.skeleton import Skeleton
from palpate.store.library import load_skeleton

FOLDER = Path(resource("guidelines", "cricket_bowling_54", "examples"))
LIGHTS = {"diffuse", "hard_side_light", "backlit_or_floodlit"}
CONDITIONS = {(lighting, "sharp") for lighting in LIGHTS} | {("diffuse", "moderate")}
SHARP_PX, SMEARED_PX = 3.0, 9.0
SCALE_MM = 1040  # s of an adult in the delivery stride, as in the skeleton's file
MOST_BYTES = 3_000_000

Entry = dict[str, Any]


@pytest.fixture(scope="module")
def skeleton() -> Skeleton:
    return load_skeleton("cricket_bowling_54")


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    read: list[Entry] = yaml.safe_load((FOLDER / "examples.yaml").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def pictures() -> dict[str, np.ndarray]:
    return {path.name: cv2.imread(str(path)) for path in sorted(FOLDER.glob("*.jpg"))}


def base(keypoint: str) -> str:
    return keypoint.removeprefix("left_").removeprefix("right_")


def test_every_keypoint_has_every_condition_right_and_wrong(skeleton: Skeleton, entries: list[Entry]) -> None:
    found = defaultdict(list)
    for entry in entries:
        found[entry["keypoint"]].append((entry["lighting"], entry["blur"], entry["verdict"]))
    wanted = sorted((*condition, verdict) for condition in CONDITIONS for verdict in ("correct", "incorrect"))
    assert {name: sorted(kinds) for name, kinds in found.items()} == dict.fromkeys(skeleton.names, wanted)


def test_the_table_names_every_picture_of_the_folder_and_no_other(
    entries: list[Entry], pictures: dict[str, np.ndarray]
) -> None:
    assert {entry["file"] for entry in entries} == set(pictures)


def test_places_lie_within_their_pictures(entries: list[Entry], pictures: dict[str, np.ndarray]) -> None:
    for entry in entries:
        height, width = pictures[entry["file"]].shape[:2]
        for place in filter(None, (entry["right"], entry["wrong"])):
            assert 8 < place[0] < width - 8, entry
            assert 8 < place[1] < height - 8, entry


def test_a_wrong_place_is_off_by_more_than_the_tolerance(skeleton: Skeleton, entries: list[Entry]) -> None:
    tolerances = {one.name: one.tolerance for one in skeleton.keypoints}
    for entry in (one for one in entries if one["verdict"] == "incorrect"):
        said = re.match(r"(\d+) px \((\d+) mm\) ", entry["caption"])
        assert said, entry
        off_px = np.hypot(*np.subtract(entry["wrong"], entry["right"]))
        assert off_px == pytest.approx(int(said[1]), abs=0.51), entry
        tolerance = tolerances[entry["keypoint"]]
        assert tolerance is not None
        assert int(said[2]) > 1.2 * tolerance.fraction * SCALE_MM, entry


def test_only_an_incorrect_example_crosses_a_place_out(entries: list[Entry]) -> None:
    assert all((entry["wrong"] is None) == (entry["verdict"] == "correct") for entry in entries)


def test_a_caption_speaks_of_its_keypoint_alone(entries: list[Entry]) -> None:
    speakers = defaultdict(set)
    for entry in entries:
        words = re.sub(r"^\d+ px \(\d+ mm\) | Smeared over \d+ px.*", "", entry["caption"])
        assert 20 < len(words) < 140, entry
        speakers[words].add(base(entry["keypoint"]))
    assert {words: who for words, who in speakers.items() if len(who) > 1} == {}


def test_what_is_said_to_be_smeared_is(entries: list[Entry]) -> None:
    sharp = {entry["file"]: entry["blur_px"] for entry in entries if entry["blur"] == "sharp"}
    smeared = {entry["file"]: entry["blur_px"] for entry in entries if entry["blur"] != "sharp"}
    assert {name: px for name, px in sharp.items() if px > SHARP_PX} == {}
    assert {name: px for name, px in smeared.items() if px < SMEARED_PX} == {}


def test_the_lights_show_the_same_moment_differently(
    skeleton: Skeleton, entries: list[Entry], pictures: dict[str, np.ndarray]
) -> None:
    for name in skeleton.names:
        own = {e["lighting"]: e for e in entries if e["keypoint"] == name and e["blur"] == "sharp"}
        assert len({tuple(entry["right"]) for entry in own.values()}) == 1
        even, hard, against = (
            pictures[own[light]["file"]].astype(float)
            for light in ("diffuse", "hard_side_light", "backlit_or_floodlit")
        )
        assert min(np.abs(a - b).mean() for a, b in ((even, hard), (even, against), (hard, against))) > 6, (
            name
        )


def test_all_the_pictures_together_stay_small(pictures: dict[str, np.ndarray]) -> None:
    assert sum((FOLDER / name).stat().st_size for name in pictures) < MOST_BYTES
    assert {picture.shape for picture in pictures.values()} == {(240, 240, 3)}


def test_the_source_of_the_pictures_is_named_beside_them() -> None:
    words = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    assert "packaging/examples/draw_examples.py" in words
    assert "licence" in words
