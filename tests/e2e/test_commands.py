"""A season's work without a window: the real program, one command after the other."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def palpate(checkout: Path, tmp_path: Path, own_home: Path) -> Run:
    """Run the program in a folder of its own and return the JSON object that it prints."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(checkout / "app"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PALPATE_HOME": str(own_home),
    }

    def run(*words: object, status: int = 0) -> Any:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "palpate", *(str(word) for word in words), "--json"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr
        return json.loads(done.stdout) if status != 2 else done.stderr

    return run


def coco(names: list[str], shift: float) -> dict[str, Any]:
    """Return labels of one fly in frames 0, 4 and 8 of a film, its first keypoint shifted to the right."""
    annotations = []
    for n, frame in enumerate((0, 4, 8)):
        points = [[400.0 + 9 * k + frame, 300.0 + 17 * k, 2] for k in range(len(names))]
        points[0][0] += shift
        annotations.append(
            {
                "id": n + 1,
                "image_id": n + 1,
                "category_id": 1,
                "track_id": 1,
                "keypoints": [value for point in points for value in point],
                "num_keypoints": len(names),
                "bbox": [390, 290, 180, 320],
                "area": 57600,
                "iscrowd": 0,
            }
        )
    images = [
        {
            "id": n + 1,
            "file_name": f"{frame}.png",
            "width": 1024,
            "height": 1024,
            "clip": "three_flies",
            "frame": frame,
        }
        for n, frame in enumerate((0, 4, 8))
    ]
    category = {"id": 1, "name": "fly", "keypoints": names, "skeleton": []}
    return {"images": images, "annotations": annotations, "categories": [category]}


def test_from_a_film_to_a_verdict(palpate: Run, shared_data: Path, tmp_path: Path) -> None:
    shutil.copy(shared_data / "dreem" / "three_flies.mp4", tmp_path)
    shown = palpate("skeleton", "show", "coco_17")
    names = [point["name"] for point in shown["keypoints"]]

    assert (
        palpate("new", "flies", "--skeleton", "coco_17", "--annotator", "ana")["project"] == "flies.palpate"
    )
    assert palpate("add", "flies.palpate", "three_flies.mp4", "--view", "top")["clips"] == ["three_flies"]
    for name, shift in (("gold", 0.0), ("mine", 0.5)):
        (tmp_path / f"{name}.json").write_text(json.dumps(coco(names, shift)), encoding="utf-8")
        foreseen = palpate("import", "flies.palpate", f"{name}.json", "--dry-run")
        done = palpate("import", "flies.palpate", f"{name}.json")
        assert done | {"written": False} == foreseen
        assert (done["frames"], done["keypoints"]) == (3, 3 * 17)
        assert done["mapping"] == ["three_flies is the project's clip three_flies"]

    layers = {layer["name"]: layer for layer in palpate("info", "flies.palpate")["layers"]}
    assert layers["gold"]["keypoints"]["imported"] == layers["mine"]["keypoints"]["imported"] == 51
    assert palpate("interpolate", "flies.palpate", "--layer", "mine", "--method", "flow")["spans"] == 34
    assert palpate("drift", "flies.palpate", "--layer", "mine")["notes"] == []
    assert palpate("check", "flies.palpate") == {"problems": [], "pass": True}

    score = palpate("score", "flies.palpate", "--layer", "mine", "--gold", "gold", status=0)
    assert score["pass"] is True
    assert score["joints"]["nose"]["bias_px"] == pytest.approx([0.5, 0.0])
    assert score["n_frames"] == 3

    everything = palpate("export", "flies.palpate", "all.json", "--layer", "mine")
    placed = palpate("export", "flies.palpate", "placed.json", "--layer", "mine", "--reviewed-only")
    assert everything["keypoints"] == 9 * 17
    assert placed["keypoints"] == 51
    assert palpate("score", "placed.json", "gold.json")["mpjpe_px"] == pytest.approx(0.5 / 17)
    assert palpate("convert", "placed.json", "placed.csv")["keypoints"] == 51
    assert palpate("convert", "placed.csv", "again.json")["keypoints"] == 51
    assert palpate("score", "again.json", "placed.json")["mpjpe_px"] == pytest.approx(0.0, abs=1e-6)

    written = palpate("frames", "three_flies.mp4", "--at", "0,4", "--out", "pictures")["written"]
    assert all((tmp_path / path).read_bytes().startswith(b"\x89PNG") for path in written)
    assert "exists already" in palpate("export", "flies.palpate", "all.json", status=2)
    assert list(tmp_path.glob("flies*")) == [tmp_path / "flies.palpate"]


def test_the_demo_is_made_once_and_says_what_is_wrong_with_it(palpate: Run, tmp_path: Path) -> None:
    first = palpate("demo", "demo", "--headless")
    project = tmp_path / "demo" / "demo.palpate"
    assert Path(first["project"]).name == project.name
    assert set(first["failing_joints"]) >= {"t6"}
    before = project.read_bytes()
    again = palpate("demo", "demo", "--headless")
    assert again == first
    assert project.read_bytes() == before
    kinds = [layer["kind"] for layer in palpate("info", project)["layers"]]
    assert sorted(kinds) == ["gold", "work", "work"]
