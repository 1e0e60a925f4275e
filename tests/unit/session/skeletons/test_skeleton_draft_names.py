"""Sides and mirrors that names of keypoints say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from palpate.model.skeleton import Keypoint, Side, Skeleton
from palpate.session.skeletons.skeleton_draft_names import suggestions_of
from palpate.store.library import load_skeleton


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("left_knee", "right_knee"),
        ("knee_left", "knee_right"),
        ("l_knee", "r_knee"),
        ("knee_l", "knee_r"),
        ("LKnee", "RKnee"),
        ("leftKnee", "rightKnee"),
        ("kneeL", "kneeR"),
        ("L.Knee", "R.Knee"),
        ("LASI", "RASI"),
        ("lknee", "rknee"),
        ("Knie links", "Knie rechts"),
        ("linkes_knie", "rechtes_knie"),
        ("genou_gauche", "genou_droite"),
        ("rodilla izquierda", "rodilla derecha"),
    ],
)
def test_sides_and_mirrors_are_read_from_names(left: str, right: str) -> None:
    skeleton = Skeleton("any", (Keypoint("head"), Keypoint(right), Keypoint(left), Keypoint("liver")))
    (found,) = suggestions_of(skeleton)
    assert (found.left, found.right) == (2, 1)


def test_names_that_say_no_side_or_two_are_left_alone() -> None:
    names = ("l", "right", "rib", "t_r_3", "left_right", "lower_lip", "radius", "l1", "r_2_l")
    assert suggestions_of(Skeleton("any", tuple(map(Keypoint, names)))) == []


def test_a_side_without_its_other_one_is_proposed_alone() -> None:
    (found,) = suggestions_of(Skeleton("any", (Keypoint("left_thumb"), Keypoint("nose"))))
    assert (found.left, found.right) == (0, -1)


@pytest.mark.parametrize("name", ["coco_17", "cricket_bowling_54", "halpe_26"])
def test_names_of_ready_made_skeletons_give_the_mirrors_that_they_have(name: str) -> None:
    skeleton = load_skeleton(name)
    bare = replace(
        skeleton,
        keypoints=tuple(replace(p, mirror=None, side=Side.MIDLINE) for p in skeleton.keypoints),
    )
    pairs = {(bare.names[one.left], bare.names[one.right]) for one in suggestions_of(bare)}
    meant = {(p.name, p.mirror) for p in skeleton.keypoints if p.side is Side.LEFT}
    assert pairs == meant
    assert suggestions_of(skeleton) == []
