"""The shipped pictures are those that the command takes, and their places those of the bowler's pose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import yaml
from example_shots import CONDITIONS, best_look, bowler, file_of, stills_of
from example_table import ROWS, row_of

from palpate.base.folders import resource
from palpate.demo.closeup import Closeups
from palpate.store.library import load_skeleton

FOLDER = Path(resource("guidelines", "cricket_bowling_54", "examples"))


@pytest.fixture(scope="module")
def closeups() -> Closeups:
    return bowler()


@pytest.fixture(scope="module")
def table() -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = yaml.safe_load((FOLDER / "examples.yaml").read_text(encoding="utf-8"))
    return read


def test_there_is_a_row_for_every_keypoint_and_none_beside() -> None:
    names = load_skeleton("cricket_bowling_54").names
    assert {name: row_of(name) for name in names}.keys() == set(names)
    assert {name.removeprefix("left_").removeprefix("right_") for name in names} == set(ROWS)


@pytest.mark.parametrize("keypoint", ["t6", "left_wrist_proximal", "right_knee"])
def test_places_taken_again_are_those_of_the_table(
    keypoint: str, closeups: Closeups, table: list[dict[str, Any]]
) -> None:
    stills = stills_of(closeups, keypoint)
    for condition in CONDITIONS:
        still = stills[condition]
        said = {e["verdict"]: e for e in table if e["file"] == file_of(keypoint, condition)}
        assert said.keys() == {"correct", "incorrect"}
        for entry in said.values():
            np.testing.assert_allclose(entry["right"], still.right, atol=0.02)
            assert entry["blur_px"] == pytest.approx(still.blur_px, abs=0.02)
        np.testing.assert_allclose(said["incorrect"]["wrong"], still.wrong, atol=0.02)


@pytest.mark.parametrize(("keypoint", "condition"), [("nose", "hard_side_light"), ("left_ankle", "blurred")])
def test_a_picture_taken_again_is_the_shipped_one(keypoint: str, condition: str, closeups: Closeups) -> None:
    taken = closeups.taken(stills_of(closeups, keypoint)[condition].shot)
    shipped = cv2.imread(str(FOLDER / file_of(keypoint, condition)))[..., ::-1]
    # what the compression leaves; another moment or camera differs by tens
    assert np.abs(taken.astype(float) - shipped).mean() < 3.0


def test_the_right_place_is_the_projected_keypoint(closeups: Closeups) -> None:
    still = stills_of(closeups, "right_elbow")["diffuse"]
    index = closeups.scene.anatomy.names.index("right_elbow")
    place = closeups.places(np.array([still.shot.moment_s]))[0, index]
    np.testing.assert_allclose(still.right, still.shot.view.projected(place), atol=1e-9)


def test_the_sides_are_shown_from_mirrored_directions(closeups: Closeups) -> None:
    left, right = (best_look(closeups, f"{side}_hip", moving=False) for side in ("left", "right"))
    pelvis = closeups.posture(np.array([left.moment_s, right.moment_s])).orientations[:, 0]
    towards = [pelvis[n].T @ look.toward for n, look in enumerate((left, right))]
    np.testing.assert_allclose(towards[0] * [1, 1, -1], towards[1], atol=1e-9)
