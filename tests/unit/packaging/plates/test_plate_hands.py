"""Plates drawn by hand: their targets are the places that their lines go through."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from draw_plates import hand_drawn_targets
from plate_face import SIZE, face_targets
from plate_face_layouts import face_98_targets, face_106_targets, palsy_targets
from plate_targets import Target

from palpate.base.folders import resource

SHIPPED = Path(resource("guidelines")) / "plates" / "targets.yaml"
LAYOUTS = {"face_98": face_98_targets, "face_106": face_106_targets}


def spots(targets: dict[str, list[Target]]) -> dict[str, tuple[float, float]]:
    """In units of the picture."""
    return {name: (one.at[0] * SIZE[0], one.at[1] * SIZE[1]) for name, (one,) in targets.items()}


def test_the_table_that_ships_holds_the_places_of_the_drawings() -> None:
    shipped = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))["skeletons"]
    for skeleton, targets in hand_drawn_targets().items():
        assert list(shipped[skeleton]) == list(targets), skeleton
        for name, rows in targets.items():
            for row, target in zip(shipped[skeleton][name], rows, strict=True):
                assert (row["plate"], row["mirrored"]) == (target.plate, target.mirrored)
                assert row["at"] == pytest.approx(list(target.at), abs=1e-4), (skeleton, name)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_denser_face_shares_with_the_68_points_what_both_name(layout: str) -> None:
    dense, known = spots(LAYOUTS[layout]()), spots(face_targets())
    same = {
        f"{part}_{k}"
        for part, n in (("nose_bridge", 4), ("outer_lip", 12), ("inner_lip", 8))
        for k in range(n)
    }
    for name in same:
        assert dense[name] == pytest.approx(known[name]), name
    assert dense["jaw_0"] == pytest.approx(known["jaw_0"])
    assert dense["jaw_16"] == pytest.approx(known["jaw_8"], abs=1.0)
    assert dense["right_eye_0"] == pytest.approx(known["right_eye_0"], abs=1.0)
    assert dense["right_eye_4"] == pytest.approx(known["right_eye_3"], abs=1.0)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_outline_of_a_face_is_divided_evenly(layout: str) -> None:
    found = spots(LAYOUTS[layout]())
    steps = [math.dist(one, two) for one, two in pairwise(found[f"jaw_{k}"] for k in range(33))]
    assert max(steps) < 1.03 * min(steps)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_upper_edge_of_a_brow_lies_above_its_lower_edge(layout: str) -> None:
    found = spots(LAYOUTS[layout]())
    for side, pairs in (
        ("right", ((1, 8), (2, 7), (3, 6), (4, 5))),
        ("left", ((0, 8), (1, 7), (2, 6), (3, 5))),
    ):
        for upper, lower in pairs:
            above, below = found[f"{side}_eyebrow_{upper}"], found[f"{side}_eyebrow_{lower}"]
            assert above[1] < below[1]
            assert abs(above[0] - below[0]) < 40


def test_the_lid_points_of_palsy_stand_straight_above_and_below_the_pupil() -> None:
    found = spots(palsy_targets())
    for side in ("left", "right"):
        pupil, upper, lower = (
            found[f"{side}_{name}"] for name in ("pupil", "upper_lid_middle", "lower_lid_middle")
        )
        assert upper[1] < pupil[1] < lower[1]
        assert upper[0] == pytest.approx(pupil[0], abs=2)
        assert lower[0] == pytest.approx(pupil[0], abs=2)


def test_the_fold_of_palsy_is_marked_half_way_between_nose_and_mouth() -> None:
    found, known = spots(palsy_targets()), spots(face_targets())
    for side, wing, corner in (
        ("right", "nose_base_0", "outer_lip_0"),
        ("left", "nose_base_4", "outer_lip_6"),
    ):
        middle = (known[wing][1] + known[corner][1]) / 2
        assert found[f"{side}_nasolabial_fold"][1] == pytest.approx(middle, abs=2)
