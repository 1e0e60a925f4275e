"""COCO's own tools read what is written here."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from palpate.formats import registry


@pytest.fixture
def exported(shared_data: Path, tmp_path: Path) -> Path:
    path = tmp_path / "out.json"
    registry.write(registry.read(shared_data / "mmpose/coco/test_coco.json"), path)
    return path


def test_pycocotools_loads_an_export_and_scores_it_against_itself_as_perfect(exported: Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        gold = COCO(str(exported))
        results = [
            {key: entry[key] for key in ("image_id", "category_id", "keypoints")} | {"score": 0.5}
            for entry in gold.dataset["annotations"]
            if entry["num_keypoints"]
        ]
        evaluation = COCOeval(gold, gold.loadRes(results), "keypoints")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    assert len(gold.anns) == 14
    assert evaluation.stats[0] == pytest.approx(1.0)


def test_exported_model_labels_load_as_results(shared_data: Path, exported: Path, tmp_path: Path) -> None:
    skeletons = list(registry.read(exported).skeletons.values())
    guesses = registry.read(shared_data / "xtcocoapi/example_coco_preds.json", skeleton=skeletons[0])
    registry.write(guesses, tmp_path / "guesses.json")
    written = json.loads((tmp_path / "guesses.json").read_text())["annotations"]
    with contextlib.redirect_stdout(io.StringIO()):
        loaded = COCO(str(exported)).loadRes(written)
    assert len(loaded.anns) == 73
    track = guesses.tracks[guesses.instances[0].id]
    ours = np.array(loaded.anns[1]["keypoints"]).reshape(-1, 3)[:, :2]
    np.testing.assert_array_equal(ours, track.positions[0])
