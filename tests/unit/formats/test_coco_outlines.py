"""Outlines in COCO: polygons can have no holes, and a mask drawn here stands in place of a foreign one."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import LabelsFaulty
from palpate.formats import registry
from palpate.formats.coco.losses import losses
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.origin import Origin
from palpate.model.pose import Pose, Shape
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility

SQUARE = np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]])


def labels_with(figure: Skeleton, shape: Shape) -> Labels:
    clip = Clip("set", "nets", ClipKind.IMAGES, size=(640, 480), n_frames=1, frame_names=("a.png",))
    k = len(figure)
    visible, by_hand = np.full(k, Visibility.VISIBLE, np.int8), np.full(k, Origin.HAND, np.int8)
    track = Track.from_poses({0: Pose(np.full((k, 2), 5.5), visible, by_hand, None, shape)}, k)
    return Labels(
        {figure.name: figure}, (clip,), (Instance("i", "set", "Ann", 1, figure.name),), {"i": track}
    )


def written(labels: Labels, folder: Path) -> tuple[Path, dict[str, object]]:
    target = folder / "out.json"
    registry.write(labels, target, format="coco")
    return target, json.loads(target.read_text(encoding="utf-8"))["annotations"][0]


def test_the_area_is_that_without_the_holes_and_the_loss_is_told(
    stick_figure: Skeleton, tmp_path: Path
) -> None:
    labels = labels_with(stick_figure, Shape(polygons=(SQUARE,), holes=((SQUARE / 2 + 2.0,),)))
    _, entry = written(labels, tmp_path)
    assert entry["area"] == pytest.approx(75.0)
    assert entry["segmentation"] == [SQUARE.ravel().tolist()]
    (told,) = [sentence for sentence in losses(labels) if "holes" in sentence]
    assert told.startswith("The holes in the masks of 1 pose are filled in the segmentation")


def test_without_holes_nothing_is_said_of_them(stick_figure: Skeleton, tmp_path: Path) -> None:
    labels = labels_with(stick_figure, Shape(polygons=(SQUARE,)))
    _, entry = written(labels, tmp_path)
    assert "holes" not in entry
    assert not [sentence for sentence in losses(labels) if "holes" in sentence]


def test_a_mask_drawn_here_stands_in_place_of_one_that_only_was_kept(
    stick_figure: Skeleton, tmp_path: Path
) -> None:
    runs = {"counts": "RL0", "size": [480, 640]}
    kept = {"coco": {"segmentation": runs, "area_source": "theirs"}}
    _, before = written(labels_with(stick_figure, Shape(box=(0.0, 0.0, 9.0, 9.0), foreign=kept)), tmp_path)
    assert before["segmentation"] == runs
    drawn = Shape(polygons=(SQUARE,), foreign=kept)
    (tmp_path / "again").mkdir()
    _, after = written(labels_with(stick_figure, drawn), tmp_path / "again")
    assert after["segmentation"] == [SQUARE.ravel().tolist()]
    assert after["area_source"] == "segmentation"


def test_holes_that_fit_no_polygon_are_a_fault_with_its_place(stick_figure: Skeleton, tmp_path: Path) -> None:
    labels = labels_with(stick_figure, Shape(polygons=(SQUARE,), holes=((SQUARE / 2 + 2.0,),)))
    target, _ = written(labels, tmp_path)
    content = json.loads(target.read_text(encoding="utf-8"))
    content["annotations"][0]["holes"] = [[], []]
    target.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(LabelsFaulty, match=r"annotations\[0\].holes: is not a list of 1"):
        registry.read(target, skeletons=[stick_figure])
