"""Datumaro's JSON: both layouts of a skeleton, and everything else kept."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from palpate.base.errors import FormatError, LabelsFaulty
from palpate.formats import registry
from palpate.model.clip import ClipKind
from palpate.model.visibility import Visibility

REAL = "datumaro-cvat/datumaro_with_skeleton/annotations/default.json"


@pytest.fixture
def older(tmp_path: Path) -> Callable[..., Path]:
    """A file in the layout that was written until 2024: one element per keypoint."""

    def write(change: Callable[[dict[str, Any]], object] | None = None) -> Path:
        names = ["bowler", "elbow", "wrist", "shoulder", "ball"]
        labels = [
            {"name": n, "parent": "bowler" if 0 < i < 4 else "", "attributes": []}
            for i, n in enumerate(names)
        ]
        elements = [
            {"type": "points", "label_id": 2, "points": [5.5, 6.25], "visibility": [2], "attributes": {}},
            {"type": "points", "label_id": 1, "points": [7.0, 8.0], "visibility": [1], "attributes": {}},
        ]
        ball = {"id": 4, "type": "bbox", "label_id": 4, "bbox": [1, 2, 3, 4], "group": 0, "attributes": {}}
        person = {"id": 3, "type": "skeleton", "label_id": 0, "group": 2, "attributes": {"track_id": 6}}
        content = {
            "info": {},
            "categories": {
                "label": {"labels": labels, "attributes": ["occluded"]},
                "points": {
                    "items": [
                        {"label_id": 0, "labels": ["wrist", "elbow", "shoulder"], "joints": [[1, 2], [2, 3]]}
                    ]
                },
            },
            "items": [
                {
                    "id": "frame_01",
                    "attr": {"frame": 1},
                    "image": {"path": "frame_01.png", "size": [480, 640]},
                    "annotations": [ball, {**person, "elements": elements}],
                }
            ],
        }
        if change is not None:
            change(content)
        path = tmp_path / "default.json"
        path.write_text(json.dumps(content))
        return path

    return write


def test_a_real_file_comes_in_goes_out_and_comes_in_unchanged(
    shared_data: Path, tmp_path: Path, plain: Callable[[object], object]
) -> None:
    labels = registry.read(shared_data / REAL)
    skeleton = labels.skeletons["skeleton-label"]
    assert skeleton.names == ("point1-label", "point3-label", "point2-label")
    assert skeleton.edges == (("point3-label", "point2-label"), ("point1-label", "point3-label"))
    assert labels.clips[0].size == (6, 10)
    assert labels.tracks[labels.instances[0].id].positions[0].tolist() == [
        [0.9, 3.53],
        [2.45, 7.6],
        [5.2, 2.5],
    ]
    registry.write(labels, tmp_path / "default.json", format="datumaro")
    assert plain(registry.read(tmp_path / "default.json")) == plain(labels)


def test_what_a_real_file_said_of_a_skeleton_is_in_the_export(shared_data: Path, tmp_path: Path) -> None:
    registry.write(registry.read(shared_data / REAL), tmp_path / "out.json", format="datumaro")
    before = json.loads((shared_data / REAL).read_text())
    after = json.loads((tmp_path / "out.json").read_text())
    old, new = (content["items"][0]["annotations"][0] for content in (before, after))
    assert new["attributes"].items() >= old["attributes"].items()
    assert {key: new[key] for key in old if key != "attributes"} == {
        key: value for key, value in old.items() if key != "attributes"
    }
    assert after["categories"]["label"] == before["categories"]["label"]
    assert after["items"][0]["image"] == before["items"][0]["image"]


def test_elements_are_placed_by_label_and_lacking_ones_are_not_placed(older: Callable[..., Path]) -> None:
    labels = registry.read(older())
    (instance,) = labels.instances
    track = labels.tracks[instance.id]
    assert instance.number == 6
    assert track.visibility[0].tolist() == [Visibility.VISIBLE, Visibility.ESTIMATED, Visibility.NOT_PLACED]
    assert track.positions[0, :2].tolist() == [[5.5, 6.25], [7.0, 8.0]]


def test_flag_zero_is_absent_and_its_position_kept(older: Callable[..., Path], tmp_path: Path) -> None:
    def change(content: dict[str, Any]) -> None:
        content["items"][0]["annotations"][1]["elements"][0]["visibility"] = [0]

    labels = registry.read(older(change))
    track = labels.tracks[labels.instances[0].id]
    assert track.visibility[0, 0] == Visibility.ABSENT
    registry.write(labels, tmp_path / "out.json", format="datumaro")
    written = json.loads((tmp_path / "out.json").read_text())["items"][0]["annotations"][0]
    assert written["points"][:3] == [5.5, 6.25, 0]


def test_other_annotations_are_written_back(older: Callable[..., Path], tmp_path: Path) -> None:
    registry.write(registry.read(older()), tmp_path / "out.json", format="datumaro")
    (item,) = json.loads((tmp_path / "out.json").read_text())["items"]
    assert [entry["type"] for entry in item["annotations"]] == ["skeleton", "bbox"]
    assert item["annotations"][1]["bbox"] == [1, 2, 3, 4]
    assert item["attr"] == {"frame": 1}
    assert item["annotations"][0]["attributes"] == {"track_id": 6}


def test_names_of_keypoints_can_follow_from_parents_alone(older: Callable[..., Path]) -> None:
    labels = registry.read(older(lambda content: content["categories"].pop("points")))
    assert labels.skeletons["bowler"].names == ("elbow", "wrist", "shoulder")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda c: c["items"][0]["annotations"][1].update(label_id=9), "items[0].annotations[1].label_id"),
        (lambda c: c["items"][0]["annotations"][1].update(elements=3), "items[0].annotations[1].elements"),
        (
            lambda c: c["items"][0]["annotations"][1]["elements"][0].update(label_id=4),
            "items[0].annotations[1].elements[0]",
        ),
        (lambda c: c["items"][0].update(annotations=0), "items[0].annotations"),
        (lambda c: c["items"].append(c["items"][0]), "items"),
        (lambda c: c["items"][0].update(id=None), "items[0].id"),
        (
            lambda c: c["categories"]["points"]["items"][0].update(joints=[[1, 9]]),
            "categories.points.items[0].joints[0]",
        ),
        (lambda c: c.update(categories=[]), "categories"),
        (lambda c: c.update(items={}), "items"),
    ],
)
def test_faults_are_told_with_their_place(
    change: Callable[[dict[str, Any]], object], place: str, older: Callable[..., Path]
) -> None:
    with pytest.raises(LabelsFaulty) as caught:
        registry.read(older(change))
    assert place in {problem.place for problem in caught.value.problems}


def test_a_file_without_skeletons_is_refused(older: Callable[..., Path]) -> None:
    def change(content: dict[str, Any]) -> None:
        content["items"][0]["annotations"].pop()
        content["categories"] = {"label": {"labels": [{"name": "ball", "parent": "", "attributes": []}]}}

    with pytest.raises(FormatError, match="has no skeletons"):
        registry.read(older(change))


def test_coco_labels_can_be_written_and_what_only_coco_said_is_told_as_lost(
    shared_data: Path, tmp_path: Path
) -> None:
    labels = registry.read(shared_data / "mmpose/coco/test_coco.json")
    report = registry.write(labels, tmp_path / "out.json", format="datumaro")
    assert "What coco files said of 14 poses besides keypoints is not written." in report.losses
    assert "The box, area or outline of 14 poses is not written." in report.losses
    again = registry.read(tmp_path / "out.json", format="datumaro")
    assert again.clips == tuple(dataclasses.replace(c, kind=ClipKind.IMAGES) for c in labels.clips)
    assert len(again.instances) == 14
