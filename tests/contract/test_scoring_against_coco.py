"""A prediction file scored against ground truth as a user does it, held against pycocotools."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from palpate.__main__ import main


def test_the_score_of_every_pose_is_one_that_pycocotools_gives_in_that_picture(
    shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:

    gold = shared_data / "mmpose" / "coco" / "test_coco.json"
    results = shared_data / "xtcocoapi" / "example_coco_preds.json"
    assert main(["score", str(results), str(gold), "--json"]) in (0, 1)
    pairs = json.loads(capsys.readouterr().out)["oks"]["by_pair"]

    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(str(gold))
        evaluation = COCOeval(truth, truth.loadRes(str(results)), "keypoints")
        evaluation.params.maxDets = [1000]
        evaluation.params.areaRng, evaluation.params.areaRngLbl = [[0, 1e10]], ["all"]
        evaluation.evaluate()
    order = [image["id"] for image in json.loads(gold.read_text())["images"]]
    assert len(pairs) >= 10
    for pair in pairs:
        theirs = np.asarray(evaluation.ious[order[pair["frame"]], 1])
        assert np.abs(theirs - pair["oks"]).min() < 1e-9
