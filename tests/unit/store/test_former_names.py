"""What keypoints were called in earlier versions, in files and in migrations."""

from __future__ import annotations

import pytest

from palpate.base.errors import SkeletonFaulty
from palpate.model.migration import Redefine, Rename
from palpate.model.reshaping import reshaped
from palpate.model.skeleton import FormerName, Keypoint, Skeleton
from palpate.store.skeleton_reading import skeleton_from_yaml
from palpate.store.skeleton_writing import skeleton_to_yaml

SPINE = Skeleton("spine", (Keypoint("t6"), Keypoint("t7")))


def test_a_renamed_keypoint_remembers_its_names_and_a_file_holds_them() -> None:
    twice = reshaped(reshaped(SPINE, [Rename("t6", "six")]), [Rename("six", "sixth")])
    assert twice.keypoints[0].formerly == (FormerName("t6", 1), FormerName("six", 2))
    assert [twice.keypoints[0].name_in(version) for version in (1, 2, 3, 9)] == [
        "t6",
        "six",
        "sixth",
        "sixth",
    ]
    assert twice.keypoints[1].formerly == ()
    assert skeleton_from_yaml(skeleton_to_yaml(twice)) == twice


def test_another_place_has_no_former_names() -> None:
    moved = reshaped(reshaped(SPINE, [Rename("t6", "six")]), [Redefine("six")])
    assert moved.keypoints[0].formerly == ()
    assert moved.keypoints[0].since == 3


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("[{name: t5}]", "formerly[0].until: is missing"),
        ("[{name: t5, until: 2}, {name: t4, until: 1}]", "must be later"),
        ("[{name: t5, until: 0}]", "at least 1"),
        ("[{name: t5, until: 1, why: no}]", "unknown key"),
    ],
)
def test_former_names_that_make_no_sense_are_refused(said: str, told: str) -> None:
    text = f"skeleton: spine\nkeypoints:\n  - {{name: t6, formerly: {said}}}\n"
    with pytest.raises(SkeletonFaulty) as caught:
        skeleton_from_yaml(text)
    assert told in str(caught.value)
