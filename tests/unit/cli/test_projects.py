"""`new`, `add`, `info` and `check`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from palpate.session.session import Session

Run = Callable[..., Any]


@pytest.fixture
def project(palpate: Run, tmp_path: Path) -> Path:
    assert (
        palpate("new", tmp_path / "season.palpate", "--skeleton", "coco_17", "--annotator", "ana").status == 0
    )
    return tmp_path / "season.palpate"


# ---- new -----------------------------------------------------------------------------------------------


def test_a_new_project_has_its_skeletons_and_a_layer_of_the_annotator(palpate: Run, tmp_path: Path) -> None:
    ran = palpate(
        *("new", tmp_path / "season", "--skeleton", "coco_17", "--skeleton", "cricket_bowling_54"),
        *("--annotator", "ana", "--role", "consultant", "--json"),
    )
    path = tmp_path / "season.palpate"
    names = ["coco_17", "cricket_bowling_54"]
    assert ran.content == {"project": str(path), "skeletons": names, "warnings": []}
    assert list(tmp_path.iterdir()) == [path]
    with Session.open(path) as session:
        assert session.author == "ana"
        assert session.contents.settings == {"annotator": "ana", "role": "consultant"}
        assert [layer.name for layer in session.contents.layers] == ["ana", "gold"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--annotator", "ana"], "--skeleton"),
        (["--skeleton", "coco_17"], "--annotator"),
        (["--skeleton", "octopus_8", "--annotator", "ana"], "octopus_8"),
        (["--skeleton", "coco_17", "--annotator", "  "], "name of its annotator"),
        (["--skeleton", "coco_17", "--annotator", "ana", "--role", "boss"], "boss"),
    ],
)
def test_a_mistake_makes_no_project(refused: Run, tmp_path: Path, words: list[str], said: str) -> None:
    assert said in refused("new", tmp_path / "new.palpate", *words)
    assert list(tmp_path.iterdir()) == []


def test_a_project_that_exists_is_left_alone(refused: Run, project: Path) -> None:
    before = project.read_bytes()
    assert "exists already" in refused("new", project, "--skeleton", "coco_17", "--annotator", "ben")
    assert project.read_bytes() == before


def test_two_skeletons_of_one_name_make_no_project(refused: Run, tmp_path: Path, stick_figure: Any) -> None:
    from dataclasses import replace

    from palpate.store.skeleton_writing import skeleton_to_yaml

    for n in (1, 2):
        text = skeleton_to_yaml(replace(stick_figure, version=n))
        (tmp_path / f"{n}.yaml").write_text(text, encoding="utf-8")
    words = ("--skeleton", tmp_path / "1.yaml", "--skeleton", tmp_path / "2.yaml", "--annotator", "ana")
    assert "pinned" in refused("new", tmp_path / "new.palpate", *words)
    assert not list(tmp_path.glob("new*"))


# ---- add -----------------------------------------------------------------------------------------------


def test_media_are_added_with_their_attributes(palpate: Run, project: Path, film: Path) -> None:
    ran = palpate(
        *("add", project, film, "--subject", "b3", "--action", "bowling", "--view", "side"),
        *("--shutter", "1/2000", "--lighting", "sun", "--capture-fps", "120", "--attr", "arm=left", "--json"),
    )
    assert ran.content == {"clips": ["over 1"]}
    (clip,) = palpate("info", project, "--json").content["clips"]
    assert clip == {
        "name": "over 1",
        "frames": 3,
        "fps": 1.0,
        "capture_fps": 120.0,
        "size": [800, 800],
        "vfr": False,
        "attributes": {
            "subject": "b3",
            "action": "bowling",
            "view": "side",
            "shutter": "1/2000",
            "lighting": "sun",
            "arm": "left",
        },
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--attr", "arm"], "KEY=VALUE"),
        (["--attr", "=left"], "KEY=VALUE"),
        (["--capture-fps", "fast"], "--capture-fps"),
        (["--capture-fps", "nan"], "above 0"),
        (["--capture-fps", "inf"], "above 0"),
        (["--capture-fps", "0"], "above 0"),
    ],
)
def test_a_mistake_adds_nothing(
    refused: Run, palpate: Run, project: Path, film: Path, words: list[str], said: str
) -> None:
    assert said in refused("add", project, film, *words)
    assert palpate("info", project, "--json").content["clips"] == []


def test_media_are_added_all_or_none(refused: Run, palpate: Run, project: Path, film: Path) -> None:
    refused("add", project, film, project.parent / "lost.mp4")
    refused("add", project, film, project)
    assert palpate("info", project, "--json").content["clips"] == []


def test_nothing_is_added_to_what_is_no_project(refused: Run, tmp_path: Path, film: Path) -> None:
    assert "no such file" in refused("add", tmp_path / "none.palpate", film)
    assert not (tmp_path / "none.palpate").exists()
    before = film.read_bytes()
    assert "not a Palpate project" in refused("add", film, film)
    assert film.read_bytes() == before


# ---- info ----------------------------------------------------------------------------------------------


def test_info_says_what_is_in_a_project(palpate: Run, bowlers: Path) -> None:
    content = palpate("info", bowlers, "--json").content
    assert content["skeleton"] == {"name": "stick_figure", "version": 1, "n_keypoints": 5}
    (clip,) = content["clips"]
    assert {key: clip[key] for key in ("name", "frames", "fps", "capture_fps", "size", "vfr")} == {
        "name": "over 1",
        "frames": 100,
        "fps": 120.0,
        "capture_fps": 120.0,
        "size": [1920, 1080],
        "vfr": False,
    }
    (layer,) = content["layers"]
    assert {
        key: layer[key] for key in ("name", "author", "kind", "instances", "labelled_frames", "keypoints")
    } == {
        "name": "ana",
        "author": "ana",
        "kind": "work",
        "instances": 2,
        "labelled_frames": 12,
        "keypoints": {"hand": 60, "imported": 0},
    }
    assert layer["visibility"]["visible"] == 60
    (effort,) = content["effort"]
    assert (effort["author"], effort["edits"]) == ("ana", 15)
    assert effort["seconds"] >= 0.0


def test_info_leaves_the_project_and_its_folder_as_they_were(palpate: Run, bowlers: Path) -> None:
    before = bowlers.read_bytes()
    palpate("info", bowlers)
    assert bowlers.read_bytes() == before
    assert list(bowlers.parent.glob("*.palpate*")) == [bowlers]


def test_info_is_readable_without_json(palpate: Run, bowlers: Path) -> None:
    out = palpate("info", bowlers).out
    assert out.startswith("skeleton stick_figure (version 1, 5 keypoints)")
    for word in ("over 1", "1920 × 1080", "ana", "60 hand"):
        assert word in out


def test_a_project_of_two_skeletons_names_both(palpate: Run, tmp_path: Path) -> None:
    palpate(
        "new", tmp_path / "p", "--skeleton", "coco_17", "--skeleton", "cricket_bowling_54", "--annotator", "a"
    )
    skeleton = palpate("info", tmp_path / "p.palpate", "--json").content["skeleton"]
    assert (skeleton["name"], skeleton["n_keypoints"]) == ("coco_17", 17)
    assert [other["name"] for other in skeleton["others"]] == ["cricket_bowling_54"]


# ---- check ---------------------------------------------------------------------------------------------


def test_a_whole_project_passes(palpate: Run, project: Path, film: Path) -> None:
    palpate("add", project, film)
    ran = palpate("check", project, "--json")
    assert (ran.status, ran.content) == (0, {"problems": [], "pass": True})


def test_a_lost_medium_is_a_problem(palpate: Run, project: Path, film: Path) -> None:
    palpate("add", project, film)
    film.unlink()
    ran = palpate("check", project, "--json")
    assert ran.status == 1
    assert ran.content["pass"] is False
    assert ran.content["problems"] == [
        "clip over 1: the medium is not where it was; put it beside the project"
    ]


def test_a_damaged_file_fails_the_check(palpate: Run, project: Path) -> None:
    whole = project.read_bytes()
    project.write_bytes(whole[: len(whole) // 2])
    ran = palpate("check", project, "--json")
    assert ran.status == 1
    assert ran.content["pass"] is False
    assert project.read_bytes() == whole[: len(whole) // 2]


def test_labels_that_refer_to_nothing_are_problems(palpate: Run, bowlers: Path) -> None:
    with closing(sqlite3.connect(bowlers)) as raw, raw:
        raw.execute("DELETE FROM instance WHERE name = 'stander'")
        raw.execute("UPDATE pose SET frame = 100 WHERE frame = 90")
        raw.execute("DELETE FROM skeleton")
    problems = palpate("check", bowlers, "--json").content["problems"]
    assert "layer ana has poses of an unknown instance" in problems
    assert "walker: its skeleton stick_figure is not in the project" in problems


def test_labels_beyond_their_clip_are_problems(palpate: Run, bowlers: Path) -> None:
    with closing(sqlite3.connect(bowlers)) as raw, raw:
        raw.execute("UPDATE pose SET frame = 100 WHERE frame = 90")
        raw.execute("UPDATE pose SET positions = zeroblob(80), visibility = x'0202020202' WHERE frame = 80")
    problems = palpate("check", bowlers, "--json").content["problems"]
    assert "walker: frame 100 lies outside over 1" in problems


def test_what_is_no_project_cannot_be_checked(palpate: Run, refused: Run, tmp_path: Path) -> None:
    assert "no such file" in refused("check", tmp_path / "none.palpate")
    assert "is a folder" in refused("check", tmp_path)
