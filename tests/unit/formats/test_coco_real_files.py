"""COCO files made by others come in, go out and come in again unchanged."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import FormatError
from palpate.formats import registry
from palpate.model.labels import Labels
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility

FILES = (
    "mmpose/animalpose/test_animalpose.json",
    "mmpose/ap10k/test_ap10k.json",
    "mmpose/coco/test_coco.json",
    "mmpose/jhmdb/test_jhmdb_sub1.json",
    "mmpose/locust/test_locust.json",
    "mmpose/mpii/test_mpii_trb.json",
    "sleap-io.js/coco/category_folders/annotations.json",
    "sleap-io.js/coco/flat_images/annotations.json",
    "sleap-io.js/coco/visibility_ternary/annotations.json",
)


def _without_warnings(labels: Labels) -> Labels:
    return dataclasses.replace(labels, warnings=())


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("knows_coco", [False, True])
def test_import_export_import_gives_identical_labels(
    name: str,
    knows_coco: bool,
    shared_data: Path,
    tmp_path: Path,
    coco_17: Skeleton,
    plain: Callable[[object], object],
) -> None:
    known = [coco_17] if knows_coco else []
    first = registry.read(shared_data / name, skeletons=known)
    registry.write(first, tmp_path / "out.json", format="coco")
    second = registry.read(tmp_path / "out.json", skeletons=known)
    assert plain(_without_warnings(second)) == plain(_without_warnings(first))
    registry.write(second, tmp_path / "again.json", format="coco")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "out.json").read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_nothing_that_the_file_said_is_missing_or_changed_in_the_export(
    name: str, shared_data: Path, tmp_path: Path
) -> None:
    registry.write(registry.read(shared_data / name), tmp_path / "out.json", format="coco")
    before = json.loads((shared_data / name).read_text())
    after = json.loads((tmp_path / "out.json").read_text())
    for part in ("images", "categories", "annotations"):
        written = {entry["id"]: entry for entry in after[part]}
        for entry in before[part]:
            assert entry == {key: written[entry["id"]].get(key) for key in entry}
    rest = before.keys() - {"images", "categories", "annotations"}
    assert {key: after[key] for key in rest} == {key: before[key] for key in rest}


def test_a_result_list_becomes_model_labels_with_confidences(
    shared_data: Path, tmp_path: Path, coco_17: Skeleton, plain: Callable[[object], object]
) -> None:
    labels = registry.read(shared_data / "xtcocoapi/example_coco_preds.json", skeleton=coco_17)
    assert len(labels.instances) == 73
    assert labels.clips[0].frame_names == ("785", "40083", "196141", "197388")
    track = labels.tracks[labels.instances[0].id]
    assert set(track.origin.ravel().tolist()) == {Origin.MODEL}
    assert set(track.visibility.ravel().tolist()) == {Visibility.VISIBLE}
    assert track.scores is not None
    assert track.scores[0, 0] == 0.964827835559845
    registry.write(labels, tmp_path / "out.json", format="coco")
    again = registry.read(tmp_path / "out.json", skeletons=[coco_17])
    assert plain(_without_warnings(again)) == plain(_without_warnings(labels))


def test_a_result_list_without_a_skeleton_says_what_to_give(shared_data: Path) -> None:
    with pytest.raises(FormatError, match="--skeleton"):
        registry.read(shared_data / "xtcocoapi/example_coco_preds.json")


def test_a_list_of_detections_is_refused_for_having_no_keypoints(shared_data: Path) -> None:
    with pytest.raises(
        FormatError, match=r"test_coco_det_AP_H_56\.json: a list of detections without keypoints"
    ):
        registry.read(shared_data / "mmpose/coco/test_coco_det_AP_H_56.json")


@pytest.mark.parametrize(
    "name", ["mmpose/mpii/test_mpii.json", "label-studio/sdk/test_export_coco_data.json"]
)
def test_another_kind_of_json_is_refused_with_the_formats_that_were_tried(
    name: str, shared_data: Path
) -> None:
    with pytest.raises(FormatError, match=r"no known format; tried coco, datumaro"):
        registry.read(shared_data / name)


def test_positions_of_unlabelled_keypoints_are_named_and_kept(shared_data: Path) -> None:
    labels = registry.read(shared_data / "sleap-io.js/coco/visibility_ternary/annotations.json")
    assert any("18 keypoints have v=0 but a position" in sentence for sentence in labels.warnings)
    track = labels.tracks[labels.instances[0].id]
    assert track.visibility[0, :3].tolist() == [-1, 1, 2]
    assert np.isnan(track.positions[0, 0]).all()
    assert track.shapes[0].foreign["coco"]["unlabelled_positions"]["nose"] == [110.0, 145.0]


def test_one_skeleton_serves_all_categories_that_share_its_keypoints(shared_data: Path) -> None:
    labels = registry.read(shared_data / "mmpose/ap10k/test_ap10k.json")
    assert len(labels.skeletons) == 1
    assert [i.attributes.get("category", i.skeleton) for i in labels.instances] == ["jaguar", "antelope"]
