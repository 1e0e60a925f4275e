"""The peer of scoring: pycocotools, where it is installed."""

from __future__ import annotations

import importlib.util
import io
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from palpate.bench.sampling import Time, clocked
from palpate.model.arrays import Floats

NAME = "pycocotools"


def is_installed() -> bool:
    """Tell whether the peer can be had."""
    return importlib.util.find_spec(NAME) is not None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What the peer took and gave.

    Attributes
    ----------
    alone
        For OKS alone, within the evaluation.
    everything
        From dictionaries in memory to average precision.
    oks
        ``(N, I, I)`` of every label with every gold pose of an image; labels in the order they were given.
    """

    alone: Time
    everything: Time
    oks: Floats


def evaluate(labels: Floats, gold: Floats, *, areas: Floats, sigmas: Floats) -> Evaluated:
    """Run COCO's keypoint evaluation.

    Parameters
    ----------
    labels, gold
        ``(N, I, K, 2)`` px; every pose is complete.
    areas
        ``(N, I)`` of gold in px².
    sigmas
        ``(K,)``.
    """
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    times: list[Time] = []

    class Clocked(COCOeval):  # type: ignore[misc]
        def computeOks(self, imgId: int, catId: int) -> Any:  # noqa: ANN401, N802, N803 - as the peer calls it
            took, result = clocked(partial(super().computeOks, imgId, catId))
            times.append(took)
            return result

    content, results = _content(labels, gold, areas)

    def run() -> COCOeval:
        truth = COCO()
        truth.dataset = content
        truth.createIndex()
        evaluation = Clocked(truth, truth.loadRes(results), "keypoints")
        evaluation.params.kpt_oks_sigmas = sigmas
        evaluation.evaluate()
        evaluation.accumulate()
        return evaluation

    with redirect_stdout(io.StringIO()):  # it talks
        everything, evaluation = clocked(run)
    alone = Time(sum(one.ms for one in times), sum(one.cpu_ms for one in times))
    found = np.array([evaluation.ious[number + 1, 1] for number in range(len(gold))])
    return Evaluated(alone, everything, found)


def _content(labels: Floats, gold: Floats, areas: Floats) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the truth and the results as COCO has them; scores fall, so that the peer keeps the order."""
    n_images, n_instances, n_keypoints = gold.shape[:3]
    low, high = gold.min(axis=2), gold.max(axis=2)
    boxes = np.concatenate([low, high - low], axis=-1)
    annotations, results = [], []
    for image in range(n_images):
        for n in range(n_instances):
            common = {"image_id": image + 1, "category_id": 1}
            annotations.append(
                common
                | {
                    "id": image * n_instances + n + 1,
                    "iscrowd": 0,
                    "area": float(areas[image, n]),
                    "bbox": boxes[image, n].tolist(),
                    "keypoints": _flat(gold[image, n]),
                    "num_keypoints": n_keypoints,
                }
            )
            results.append(common | {"keypoints": _flat(labels[image, n]), "score": 1.0 - 0.01 * n})
    names = [f"k{n}" for n in range(n_keypoints)]
    content = {
        "images": [{"id": n + 1, "width": 3840, "height": 2160} for n in range(n_images)],
        "categories": [{"id": 1, "name": "body", "keypoints": names, "skeleton": []}],
        "annotations": annotations,
    }
    return content, results


def _flat(pose: Floats) -> list[float]:
    return [float(v) for v in np.column_stack([pose, np.full(len(pose), 2.0)]).ravel()]
