"""A faulty COCO file is refused with all its faults at once, each with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from palpate.base.errors import FormatError, LabelsFaulty
from palpate.formats import registry

Write = Callable[..., Path]


def problems_of(path: Path) -> dict[str, str]:
    with pytest.raises(LabelsFaulty) as caught:
        registry.read(path)
    assert caught.value.path == path
    return {problem.place: problem.sentence for problem in caught.value.problems}


def test_five_faults_of_different_kinds_are_told_in_one_go(coco_file: Write) -> None:
    def break_it(content: dict[str, Any]) -> None:
        content["annotations"][0]["keypoints"] = [1, 2, 2]
        content["annotations"][0]["bbox"] = [0, 0, -5, 5]
        content["annotations"][1]["image_id"] = 99
        content["categories"][0]["skeleton"] = [[1, 4]]
        content["images"][1]["width"] = -640

    found = problems_of(coco_file(break_it))
    assert found == {
        "images[1].width": "is -640; a positive whole number is expected",
        "categories[0].skeleton[0]": "is [1, 4]; there are keypoints 1 to 3",
        "annotations[0].keypoints": ("has 3 numbers; 9 expected, x, y, v for each of 3 keypoints of bowler"),
        "annotations[0].bbox": "has a negative size (-5 × 5)",
        "annotations[1].image_id": "is 99, which no image has",
    }


@pytest.mark.parametrize(
    ("change", "place", "sentence"),
    [
        (lambda c: c.pop("images"), "images", "is not a list"),
        (lambda c: c["images"].append(7), "images[2]", "is not an object"),
        (lambda c: c["images"][0].pop("id"), "images[0].id", "is None; a whole number or a text is expected"),
        (lambda c: c["images"][0].update(id=12), "images", "id 12 stands 2 times"),
        (lambda c: c["images"][0].update(file_name=3), "images[0].file_name", "is 3; a text is expected"),
        (lambda c: c["images"][0].update(height=0), "images[0].height", "is 0; a positive whole number"),
        (lambda c: c["images"][0].update(clip="x", frame=-1), "images[0].frame", "is -1; a frame index"),
        (lambda c: c["categories"][0].update(id=True), "categories[0].id", "is True; a whole number"),
        (lambda c: c["categories"].append(c["categories"][0]), "categories", "id 1 stands 2 times"),
        (
            lambda c: c["categories"][0].update(keypoints=["a", "a", "b"]),
            "categories[0].keypoints",
            "a stands 2 times",
        ),
        (
            lambda c: c["categories"][0].update(skeleton=[[0, 1]]),
            "categories[0].skeleton[0]",
            "is [0, 1]; there",
        ),
        (
            lambda c: c["categories"][0].update(sigmas=[0.1]),
            "categories[0].sigmas",
            "is not a list of 3 numbers",
        ),
        (
            lambda c: c["categories"][0].update(sigmas=[0.1, -1, 2]),
            "categories[0].sigmas",
            "holds something that is neither a positive number nor null",
        ),
        (lambda c: c["annotations"][0].update(id=502), "annotations", "id 502 stands 2 times"),
        (lambda c: c["annotations"][0].update(id=[]), "annotations[0].id", "is []; a whole number"),
        (lambda c: c["annotations"][0].update(category_id=9), "annotations[0].category_id", "is 9, which no"),
        (lambda c: c["annotations"][0].update(keypoints="x"), "annotations[0].keypoints", "is not a list of"),
        (
            lambda c: c["annotations"][0]["keypoints"].__setitem__(4, "40"),
            "annotations[0].keypoints",
            "holds '40' at 4; a number is expected",
        ),
        (
            lambda c: c["annotations"][0]["keypoints"].__setitem__(5, 0.5),
            "annotations[0].keypoints",
            "v of elbow is 0.5; 0, 1 or 2 is expected",
        ),
        (
            lambda c: c["annotations"][0]["keypoints"].__setitem__(0, float("nan")),
            "annotations[0].keypoints[0]",
            "is nan, which is neither JSON nor a number to work with",
        ),
        (
            lambda c: c["annotations"][0].update(area=float("inf")),
            "annotations[0].area",
            "is inf, which is neither JSON nor a number to work with",
        ),
        (lambda c: c["annotations"][0].update(bbox=[1, 2]), "annotations[0].bbox", "is [1, 2]; x, y, width"),
        (lambda c: c["annotations"][0].update(area=-1), "annotations[0].area", "is -1; a number of px²"),
        (
            lambda c: c["annotations"][0].update(segmentation=[[1, 2, 3, 4, 5]]),
            "annotations[0].segmentation[0]",
            "has 5 numbers; x, y pairs are expected",
        ),
        (lambda c: c["annotations"][0].update(track_id=1.5), "annotations[0].track_id", "is 1.5; a whole"),
        (
            lambda c: c["annotations"][0].update(visibility_tier=["visible"]),
            "annotations[0].visibility_tier",
            "has 1 entries; 3 expected, one per keypoint",
        ),
        (
            lambda c: c["annotations"][0].update(origin=["hand", "foot", None]),
            "annotations[0].origin",
            "holds 'foot', which is not known here",
        ),
        (
            lambda c: c["annotations"][0].update(keypoint_scores=[0.5, "x", None]),
            "annotations[0].keypoint_scores",
            "holds something that is neither a number nor null",
        ),
        (lambda c: c.update(palpate={"clips": 3}), "palpate", "expected `array`, got `int` - at `$.clips`"),
    ],
)
def test_each_fault_has_its_place_and_sentence(
    change: Callable[[dict[str, Any]], object], place: str, sentence: str, coco_file: Write
) -> None:
    assert problems_of(coco_file(change))[place].startswith(sentence)


def test_broken_json_is_told_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "labels.json"
    path.write_text('{"images": [],\n "annotations": [}')
    assert problems_of(path) == {"line 2, column 18": "is not JSON (expecting value)"}


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"[" * 100_000, b'{"images": "\xff", "annotations": []}']
)
def test_what_is_no_json_at_all_is_told_calmly(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "labels.json"
    path.write_bytes(content)
    with pytest.raises(LabelsFaulty, match=r"labels\.json: .*not JSON"):
        registry.read(path, format="coco")


def test_a_thousand_faults_are_told_as_two_hundred_and_a_number(coco_file: Write) -> None:
    def break_it(content: dict[str, Any]) -> None:
        content["annotations"] = [{"id": n, "image_id": 0, "category_id": 1} for n in range(1000)]

    with pytest.raises(LabelsFaulty) as caught:
        registry.read(coco_file(break_it))
    assert len(caught.value.problems) == 201
    assert str(caught.value).endswith("and 800 more")


def test_categories_without_names_need_a_skeleton(coco_file: Write) -> None:
    with pytest.raises(FormatError, match="--skeleton"):
        registry.read(coco_file(lambda c: c["categories"][0].pop("keypoints")))


def test_a_file_of_boxes_is_refused_for_having_no_keypoints(coco_file: Write) -> None:
    def strip(content: dict[str, Any]) -> None:
        del content["categories"][0]["keypoints"]
        for entry in content["annotations"]:
            del entry["keypoints"]

    with pytest.raises(FormatError, match="neither categories nor annotations have keypoints"):
        registry.read(coco_file(strip))
