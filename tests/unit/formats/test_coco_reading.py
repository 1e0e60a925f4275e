"""What a COCO file means: clips, frames, instances, skeletons, and what is kept of the rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palpate.formats import registry
from palpate.formats.kept import frame_keys
from palpate.model.clip import ClipKind
from palpate.model.origin import Origin
from palpate.model.skeleton import Keypoint, Skeleton, Subject, Tiers
from palpate.model.visibility import Visibility

Write = Callable[..., Path]
ARM = Skeleton("arm", (Keypoint("wrist", sigma=0.06), Keypoint("elbow"), Keypoint("shoulder")), version=2)


def test_images_make_up_one_image_set_in_the_order_of_the_file(coco_file: Write) -> None:
    def change(content: dict[str, Any]) -> None:
        content["images"][1].update(width=800, height=600)

    (clip,) = registry.read(coco_file(change)).clips
    assert (clip.kind, clip.name, clip.n_frames) == (ClipKind.IMAGES, "labels", 2)
    assert clip.frame_names == ("a.png", "b.png")
    assert (clip.size, clip.frame_sizes) == ((640, 480), {1: (800, 600)})


def test_images_with_clip_and_frame_are_frames_of_videos(coco_file: Write) -> None:
    def change(content: dict[str, Any]) -> None:
        content["images"][0].update(clip="delivery", frame=37)
        content["images"][1].update(clip="run-up", frame=0)

    labels = registry.read(coco_file(change))
    assert [(c.name, c.kind, c.n_frames) for c in labels.clips] == [
        ("delivery", ClipKind.VIDEO, 38),
        ("run-up", ClipKind.VIDEO, 1),
    ]
    assert [labels.tracks[i.id].frames.tolist() for i in labels.instances] == [[37], [0]]


def test_annotations_without_a_track_id_are_instances_of_their_own(coco_file: Write) -> None:
    labels = registry.read(coco_file())
    assert [(i.number, i.name) for i in labels.instances] == [(1, "bowler 1"), (2, "bowler 2")]


@pytest.mark.parametrize("where", ["annotation", "attributes"])
def test_a_track_id_ties_frames_together_and_is_the_number_people_see(where: str, coco_file: Write) -> None:
    def change(content: dict[str, Any]) -> None:
        for entry in content["annotations"]:
            entry.update({"track_id": 5} if where == "annotation" else {"attributes": {"track_id": 5}})

    labels = registry.read(coco_file(change))
    assert [i.number for i in labels.instances] == [5]
    assert labels.tracks[labels.instances[0].id].frames.tolist() == [0, 1]


def test_a_track_id_twice_in_a_frame_gives_two_instances_and_a_warning(coco_file: Write) -> None:
    def change(content: dict[str, Any]) -> None:
        for entry in content["annotations"]:
            entry.update(track_id=5, image_id=11)

    labels = registry.read(coco_file(change))
    assert len(labels.instances) == 2
    assert any("repeat a track id" in sentence for sentence in labels.warnings)


def test_flags_become_tiers_and_values_are_imported(coco_file: Write) -> None:
    labels = registry.read(coco_file())
    track = labels.tracks[labels.instances[0].id]
    assert track.visibility[0].tolist() == [Visibility.VISIBLE, Visibility.ESTIMATED, Visibility.NOT_PLACED]
    assert track.origin[0].tolist() == [Origin.IMPORTED, Origin.IMPORTED, Origin.NONE]
    np.testing.assert_array_equal(track.positions[0], [[10.0, 20.0], [30.5, 40.25], [np.nan, np.nan]])
    assert track.shapes[0].box == (1.0, 2.0, 30.0, 40.0)
    assert track.shapes[0].area == 600.0


def test_exact_tiers_count_where_they_agree_with_the_flags(coco_file: Write) -> None:
    def change(content: dict[str, Any]) -> None:
        content["annotations"][0]["visibility_tier"] = ["estimated", "certain_occluded", "absent"]

    labels = registry.read(coco_file(change))
    track = labels.tracks[labels.instances[0].id]
    assert track.visibility[0].tolist() == [Visibility.VISIBLE, Visibility.CERTAIN, Visibility.ABSENT]
    assert labels.skeletons["bowler"].tiers is Tiers.FOUR
    assert any("1 visibility flags were changed" in sentence for sentence in labels.warnings)


def test_a_known_skeleton_with_the_same_names_lends_its_sigmas(coco_file: Write) -> None:
    labels = registry.read(coco_file(), skeletons=[ARM])
    assert labels.skeletons == {"arm": ARM}
    assert labels.instances[0].attributes == {"category": "bowler"}


def test_the_order_of_names_matters_for_knowing_a_skeleton(coco_file: Write) -> None:
    def change(content: dict[str, Any]) -> None:
        content["categories"][0]["keypoints"] = ["elbow", "wrist", "shoulder"]

    assert set(registry.read(coco_file(change), skeletons=[ARM]).skeletons) == {"bowler"}


def test_sigmas_in_the_file_win_over_a_known_skeleton(coco_file: Write) -> None:
    def change(content: dict[str, Any]) -> None:
        content["categories"][0]["sigmas"] = [0.1, None, 0.3]

    (skeleton,) = registry.read(coco_file(change), skeletons=[ARM]).skeletons.values()
    assert [point.sigma for point in skeleton.keypoints] == [0.1, None, 0.3]
    assert skeleton.name == "bowler"


def test_a_skeleton_of_the_file_has_its_edges_counted_from_zero(coco_file: Write) -> None:
    def change(content: dict[str, Any]) -> None:
        content["categories"][0]["supercategory"] = "animal"

    skeleton = registry.read(coco_file(change)).skeletons["bowler"]
    assert skeleton.edges == (("wrist", "elbow"), ("elbow", "shoulder"))
    assert skeleton.subject is Subject.ANIMAL


def test_a_given_skeleton_names_the_keypoints_of_a_file_that_does_not(coco_file: Write) -> None:
    path = coco_file(lambda content: content["categories"][0].pop("keypoints"))
    labels = registry.read(path, skeleton=ARM)
    assert labels.skeletons == {"arm": ARM}


def test_a_given_skeleton_is_not_used_by_a_file_that_names_its_own(coco_file: Write) -> None:
    other = Skeleton("other", (Keypoint("a"), Keypoint("b"), Keypoint("c")))
    labels = registry.read(coco_file(), skeleton=other)
    assert set(labels.skeletons) == {"bowler"}
    assert "the file names its own keypoints; other is not used" in labels.warnings


def test_categories_of_the_same_name_stay_apart(coco_file: Write, tmp_path: Path) -> None:
    def change(content: dict[str, Any]) -> None:
        content["categories"].append({**content["categories"][0], "id": 8})
        content["annotations"][1]["category_id"] = 8

    registry.write(registry.read(coco_file(change)), tmp_path / "out.json")
    written = json.loads((tmp_path / "out.json").read_text())
    assert [entry["category_id"] for entry in written["annotations"]] == [1, 8]


def test_annotations_without_keypoints_are_kept_and_written_back(coco_file: Write, tmp_path: Path) -> None:
    ball = {"id": 9, "image_id": 11, "category_id": 2, "bbox": [1, 2, 3, 4], "area": 12, "iscrowd": 0}

    def change(content: dict[str, Any]) -> None:
        content["categories"].append({"id": 2, "name": "ball"})
        content["annotations"].insert(0, ball)

    labels = registry.read(coco_file(change))
    assert len(labels.instances) == 2
    assert any("1 annotations are of categories without keypoints" in s for s in labels.warnings)
    registry.write(labels, tmp_path / "out.json")
    assert ball in json.loads((tmp_path / "out.json").read_text())["annotations"]


def test_a_run_length_mask_is_kept_word_for_word(coco_file: Write, tmp_path: Path) -> None:
    mask = {"counts": [6, 1, 40, 4], "size": [480, 640]}

    def change(content: dict[str, Any]) -> None:
        content["annotations"][0].update(segmentation=mask, iscrowd=1, attributes={"arm": "right"}, note=None)

    registry.write(registry.read(coco_file(change)), tmp_path / "out.json")
    (first, _) = json.loads((tmp_path / "out.json").read_text())["annotations"]
    assert (first["segmentation"], first["iscrowd"], first["attributes"]) == (mask, 1, {"arm": "right"})
    assert first["note"] is None


def test_a_missing_box_and_area_are_computed_and_marked(coco_file: Write, tmp_path: Path) -> None:
    labels = registry.read(coco_file())
    registry.write(labels, tmp_path / "out.json")
    second = json.loads((tmp_path / "out.json").read_text())["annotations"][1]
    assert second["bbox"] == [10.0, 20.0, 20.5, 20.25]
    assert second["bbox_source"] == "keypoints"
    assert second["area"] == pytest.approx(0.53 * 20.5 * 1.1 * 20.25 * 1.1)
    assert second["area_source"] == "0.53*keypoint_box"
    again = registry.read(tmp_path / "out.json")
    assert again.tracks[again.instances[1].id].shapes[1].box is None


def test_ids_survive_even_when_only_poses_are_left_of_the_file(coco_file: Write, tmp_path: Path) -> None:
    labels = registry.read(
        coco_file(lambda content: content["categories"][0].update(id=77) or _recategorise(content))
    )
    bare = type(labels)(labels.skeletons, labels.clips, labels.instances, labels.tracks)
    registry.write(bare, tmp_path / "out.json")
    written = json.loads((tmp_path / "out.json").read_text())
    assert [(e["id"], e["image_id"], e["category_id"]) for e in written["annotations"]] == [
        (501, 11, 77),
        (502, 12, 77),
    ]


def _recategorise(content: dict[str, Any]) -> None:
    for entry in content["annotations"]:
        entry["category_id"] = 77


def test_frames_of_a_data_set_and_a_result_list_are_paired_by_image_id(
    shared_data: Path, coco_17: Skeleton
) -> None:
    gold = registry.read(shared_data / "mmpose/coco/test_coco.json", skeletons=[coco_17])
    guesses = registry.read(shared_data / "xtcocoapi/example_coco_preds.json", skeleton=coco_17)
    assert set(frame_keys(gold).values()) == {"785", "40083", "196141", "197388"}
    assert set(frame_keys(guesses).values()) == set(frame_keys(gold).values())
    track = gold.tracks[gold.instances[0].id]
    assert track.shapes[int(track.frames[0])].foreign["image_id"] == 785


def test_a_result_list_of_flags_has_no_confidences(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    entry = {"image_id": 3, "category_id": 1, "keypoints": [1, 2, 2, 3, 4, 1, 0, 0, 0], "score": 0.9}
    path.write_text(json.dumps([entry]))
    labels = registry.read(path, skeleton=ARM)
    track = labels.tracks[labels.instances[0].id]
    assert track.scores is None
    assert track.visibility.tolist() == [[2, 1, -1]]
    assert track.origin.tolist() == [[Origin.MODEL, Origin.MODEL, Origin.NONE]]


def test_an_absolute_media_path_is_not_told_to_others(coco_file: Write, tmp_path: Path) -> None:
    labels = registry.read(coco_file())
    clip = type(labels.clips[0])(**{**_fields(labels.clips[0]), "media_path": "/private/of/ana/clip.mp4"})
    registry.write(
        type(labels)(labels.skeletons, (clip,), labels.instances, labels.tracks), tmp_path / "out.json"
    )
    assert "/private/of" not in (tmp_path / "out.json").read_text()
    assert registry.read(tmp_path / "out.json").clips[0].media_path == "clip.mp4"


def _fields(clip: object) -> dict[str, Any]:
    return {name: getattr(clip, name) for name in clip.__dataclass_fields__}  # type: ignore[attr-defined]
