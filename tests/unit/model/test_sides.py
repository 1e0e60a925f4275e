"""Sides and mirror pairs out of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.model.sides import sides_from_names
from palpate.model.skeleton import Side
from palpate.store.library import shipped_skeletons

NOTHING = (Side.MIDLINE, None)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("left_ear", "right_ear"),
        ("ear_left", "ear_right"),
        ("Left Ear", "Right Ear"),
        ("leftEar", "rightEar"),
        ("EarLeft", "EarRight"),
        ("LEFT-EAR", "RIGHT-EAR"),
        ("ear.left.tip", "ear.right.tip"),
        ("leftear", "rightear"),
        ("earleft", "earright"),
        ("l_ear", "r_ear"),
        ("ear_l", "ear_r"),
        ("ear.l", "ear.r"),
        ("ear-L", "ear-R"),
        ("L_F_Paw", "R_F_Paw"),
        ("hand_l_1", "hand_r_1"),
        ("LElbow", "RElbow"),
        ("lElbow", "rElbow"),
        ("wingL", "wingR"),
        ("forelegL4", "forelegR4"),
        ("lknee", "rknee"),
        ("LASI", "RASI"),
        ("wristl", "wristr"),
        ("LF_paw", "RF_paw"),
        ("left_elbow_l", "right_elbow_r"),
        ("left_l5_facet", "right_l5_facet"),
        ("links_x_l", "links_x_r"),
    ],
)
def test_each_usual_way_to_write_a_side_is_paired(left: str, right: str) -> None:
    assert sides_from_names(["nose", right, left]) == [NOTHING, (Side.RIGHT, left), (Side.LEFT, right)]


@pytest.mark.parametrize("name", ["left_ear", "earLeft", "LEFT ear"])
def test_a_word_gives_a_side_without_a_partner(name: str) -> None:
    assert sides_from_names([name, "nose"]) == [(Side.LEFT, None), NOTHING]


@pytest.mark.parametrize(
    "names",
    [
        ["l_ear", "nose"],  # a letter alone could mean anything
        ["L1", "R1"],  # the first lumbar vertebra, and something else
        ["L5", "l4", "S1"],
        ["lip", "chin"],
        ["bright", "leftover"],
        ["left_eye_right_corner", "right_eye_left_corner"],
        ["right_hand_l", "left_hand_r"],
        ["paw1LH_top", "paw4RH_top"],
        ["left", "right"],
        ["l", "r"],
        ["leftEar_R", "rightEar_L"],
        [""],
        [],
    ],
)
def test_what_is_not_said_is_not_guessed(names: list[str]) -> None:
    assert sides_from_names(names) == [NOTHING] * len(names)


def test_a_partner_that_could_be_two_is_none() -> None:
    assert sides_from_names(["Left_ear", "left_ear", "right_ear"]) == [
        (Side.LEFT, None),
        (Side.LEFT, None),
        (Side.RIGHT, None),
    ]


def test_a_name_that_stands_twice_has_no_mirror() -> None:
    assert sides_from_names(["l_ear", "l_ear", "r_ear"]) == [NOTHING, NOTHING, NOTHING]


def test_points_counted_along_a_line_of_the_face_have_a_side_but_no_mirror() -> None:
    assert sides_from_names(["left_eyebrow_0", "right_eyebrow_0", "left_hand_0", "right_hand_0"]) == [
        (Side.LEFT, None),
        (Side.RIGHT, None),
        (Side.LEFT, "right_hand_0"),
        (Side.RIGHT, "left_hand_0"),
    ]


def test_a_word_and_a_letter_do_not_pair() -> None:
    assert sides_from_names(["left_ear", "r_ear"]) == [(Side.LEFT, None), NOTHING]


def test_no_shipped_skeleton_is_contradicted() -> None:
    for skeleton in shipped_skeletons().values():
        for point, (side, mirror) in zip(skeleton.keypoints, sides_from_names(skeleton.names), strict=True):
            assert side in (point.side, Side.MIDLINE), (skeleton.name, point.name)
            assert mirror in (point.mirror, None), (skeleton.name, point.name)


def test_the_names_of_coco_say_everything() -> None:
    points = shipped_skeletons()["coco_17"].keypoints
    said = sides_from_names([point.name for point in points])
    assert said == [(point.side, point.mirror) for point in points]


@given(st.lists(st.text(alphabet="lrLReEftighFH_. 15", max_size=12), max_size=12))
def test_mirrors_are_mutual_and_on_opposite_sides(names: list[str]) -> None:
    said = dict(zip(names, sides_from_names(names), strict=True))
    for name, (side, mirror) in said.items():
        if mirror is not None:
            assert mirror != name
            assert said[mirror][1] == name
            assert {side, said[mirror][0]} == {Side.LEFT, Side.RIGHT}
