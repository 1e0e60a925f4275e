"""OKS against COCO's own evaluation, on random poses and on real files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from palpate.model.skeleton import ScaleRule
from palpate.quality.matching import Placements, match
from palpate.quality.oks import keypoint_similarities, oks, oks_matrix, oks_matrix_as_coco
from palpate.quality.scale import scales

EXACT = 1e-9


def evaluation(truth, results, sigmas):
    """COCO's evaluation with its OKS of every image computed."""
    ground = COCO()
    ground.dataset = truth
    ground.createIndex()
    judged = COCOeval(ground, ground.loadRes(results), "keypoints")
    judged.params.kpt_oks_sigmas = sigmas
    judged.params.maxDets = [1000]
    judged.evaluate()
    return judged


def poses_of(records):
    keypoints = np.array([record["keypoints"] for record in records], dtype=float)
    return keypoints.reshape(len(records), -1, 3)


def in_their_order(image, truth, results):
    """The poses of an image as COCO's evaluation sorts them."""
    ground = [record for record in truth["annotations"] if record["image_id"] == image]
    found = sorted((r for r in results if r["image_id"] == image), key=lambda record: -record["score"])
    return ground, found


@pytest.fixture
def random_story():
    """Forty images of up to four instances with five keypoints; some unlabelled, some without any label."""
    rng = np.random.default_rng(7)
    sigmas = rng.uniform(0.01, 0.1, 5)
    truth = {"images": [], "annotations": [], "categories": [{"id": 1, "name": "person"}], "info": {}}
    results = []
    for image in range(1, 41):
        truth["images"].append({"id": image, "width": 640, "height": 480})
        for _ in range(rng.integers(1, 5)):
            points = rng.uniform(0, 400, (5, 2)).round(2)
            flags = rng.integers(0, 3, 5) * (rng.random() > 0.2)
            low, size = points.min(axis=0), np.ptp(points, axis=0)
            truth["annotations"].append(
                {
                    "id": len(truth["annotations"]) + 1,
                    "image_id": image,
                    "category_id": 1,
                    "iscrowd": int(rng.random() < 0.2),
                    "area": float(0.53 * size.prod()),
                    "bbox": [*low.tolist(), *size.tolist()],
                    "keypoints": np.column_stack([points, flags]).ravel().tolist(),
                    "num_keypoints": int((flags > 0).sum()),
                }
            )
            moved = points + rng.normal(0, rng.choice([1, 8, 40]), points.shape)
            results.append(
                {
                    "image_id": image,
                    "category_id": 1,
                    "keypoints": np.column_stack([moved, np.full(5, 2)]).ravel().tolist(),
                    "score": float(rng.random()),
                }
            )
    return truth, results, sigmas


@pytest.fixture
def real_story(shared_data: Path, reference: Path):
    """COCO's fourteen people in four pictures, and the detections of a published model."""
    truth = json.loads((shared_data / "mmpose/coco/test_coco.json").read_text(encoding="utf-8"))
    results = json.loads((shared_data / "xtcocoapi/example_coco_preds.json").read_text(encoding="utf-8"))
    sigmas = json.loads((reference / "coco_17.json").read_text(encoding="utf-8"))["sigmas"]
    return truth, results, np.array(sigmas)


def check_every_pair(truth, results, sigmas):
    theirs = evaluation(truth, results, sigmas)
    compared = 0
    for image in sorted({record["image_id"] for record in truth["annotations"]}):
        ground, found = in_their_order(image, truth, results)
        references, candidates = poses_of(ground), poses_of(found)[..., :2]
        expected = np.array(theirs.ious[image, 1])
        areas = np.array([record["area"] for record in ground])
        ours = oks_matrix_as_coco(
            candidates,
            references[..., :2],
            labelled=references[..., 2] > 0,
            areas=areas,
            boxes=np.array([record["bbox"] for record in ground], dtype=float),
            sigmas=sigmas,
        )
        assert ours == pytest.approx(expected, abs=EXACT, rel=0)
        hidden = np.where(references[..., 2:] > 0, references[..., :2], np.nan)
        own = oks_matrix(candidates, hidden, scale_px=np.sqrt(areas), sigmas=sigmas)
        judged = (references[..., 2] > 0).any(axis=1)
        assert own[:, judged] == pytest.approx(expected[:, judged], abs=EXACT, rel=0)
        assert np.isnan(own[:, ~judged]).all()
        compared += expected.size
    return compared


def test_oks_of_random_poses_is_that_of_coco(random_story):
    assert check_every_pair(*random_story) > 200


def test_an_area_of_zero_is_one_rounding_step_to_coco_and_no_scale_to_us(random_story):
    truth, results, sigmas = random_story
    for record in truth["annotations"]:
        record["area"] = 0.0
    results[0]["keypoints"] = list(truth["annotations"][0]["keypoints"])
    theirs = evaluation(truth, results, sigmas)
    for image in (1, 2, 3):
        ground, found = in_their_order(image, truth, results)
        references, candidates = poses_of(ground), poses_of(found)[..., :2]
        ours = oks_matrix_as_coco(
            candidates,
            references[..., :2],
            labelled=references[..., 2] > 0,
            areas=np.zeros(len(ground)),
            boxes=np.array([record["bbox"] for record in ground], dtype=float),
            sigmas=sigmas,
        )
        assert ours == pytest.approx(np.array(theirs.ious[image, 1]), abs=EXACT, rel=0)
        hidden = np.where(references[..., 2:] > 0, references[..., :2], np.nan)
        assert np.isnan(oks_matrix(candidates, hidden, scale_px=np.zeros(len(ground)), sigmas=sigmas)).all()


def test_without_an_area_the_share_of_the_box_gives_the_oks_of_that_area(random_story):
    truth, results, sigmas = random_story  # its areas are 0.53 of the box
    theirs = evaluation(truth, results, sigmas)
    ground, found = in_their_order(1, truth, results)
    references = poses_of(ground)
    hidden = np.where(references[..., 2:] > 0, references[..., :2], np.nan)
    s = scales(
        ScaleRule(),
        areas=np.full(len(ground), np.nan),
        boxes=np.array([record["bbox"] for record in ground], dtype=float),
        positions=hidden,
    )
    own = oks_matrix(poses_of(found)[..., :2], hidden, scale_px=s.px, sigmas=sigmas)
    judged = ~np.isnan(own)
    assert judged.any()
    assert own[judged] == pytest.approx(np.array(theirs.ious[1, 1])[judged], abs=EXACT, rel=0)


def test_oks_of_real_files_is_that_of_coco(real_story):
    assert check_every_pair(*real_story) == 261


def test_matched_people_of_real_files_score_as_coco_scores_them(real_story):
    truth, results, sigmas = real_story
    theirs = evaluation(truth, results, sigmas)
    found = [r for image in theirs.params.imgIds for r in in_their_order(image, truth, results)[1]]
    ground = [r for image in theirs.params.imgIds for r in in_their_order(image, truth, results)[0]]
    gold = poses_of(ground)
    gold_positions = np.where(gold[..., 2:] > 0, gold[..., :2], np.nan)
    scale = np.sqrt([record["area"] for record in ground])
    labels = placements(found, poses_of(found)[..., :2], prefix="detection")
    matches = match(labels, placements(ground, gold_positions, prefix="person"), gold_scale_px=scale)
    ours = oks(
        keypoint_similarities(
            labels.positions[matches.labels],
            gold_positions[matches.gold],
            scale_px=scale[matches.gold],
            sigmas=sigmas,
        )
    )
    for row, column, value in zip(matches.labels, matches.gold, ours, strict=True):
        image = found[row]["image_id"]
        in_image = [r for r in ground if r["image_id"] == image]
        first = next(i for i, r in enumerate(found) if r["image_id"] == image)
        expected = theirs.ious[image, 1][row - first, in_image.index(ground[column])]
        assert value == pytest.approx(expected, abs=EXACT, rel=0)
    assert len(ours) == sum(bool(record["num_keypoints"]) for record in ground)
    assert ours.mean() > 0.7


def placements(records, positions, prefix):
    return Placements(
        clips=np.array([str(record["image_id"]) for record in records]),
        frames=np.zeros(len(records), dtype=np.int64),
        instances=np.array([f"{prefix} {i}" for i in range(len(records))]),
        positions=positions,
    )
