"""An annotator labels a real video in the real window, makes mistakes, is interrupted, and goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from desktop import Screen, program
from palpate.session.session import Session

Eventually = Callable[[Callable[[], object], object], None]
PLACES = [(0.28 + 0.012 * (k % 5), 0.25 + 0.02 * k) for k in range(17)]


# A side view of a person walking; a person in a film with B-frames and a keyframe every 241 frames.
FILMS = ("sports2d/demo.mp4", "moviepy/chaplin.mp4")


@pytest.fixture(params=FILMS)
def project(shared_data: Path, tmp_path: Path, own_home: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "walk.palpate"
    command("new", path, "--skeleton", "coco_17", "--annotator", "ana")
    command("add", path, shared_data / request.param)
    return path


def test_a_video_is_labelled_killed_reopened_undone_and_exported(
    desktop: Screen, project: Path, eventually: Eventually
) -> None:
    with program(desktop, str(project)) as process:
        desktop.settle()
        desktop.keys("ctrl+shift+n")
        for frame in (0, 15, 30):
            go_to(desktop, frame)
            for x, y in PLACES:
                desktop.click(x, y)
            eventually(lambda frame=frame: placed(project, frame), 17)
        go_to(desktop, 30)
        desktop.keys("ctrl+z", "ctrl+z")
        eventually(lambda: placed(project, 30), 15)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert [placed(project, frame) for frame in (0, 15, 30)] == [17, 17, 15]

    with program(desktop, str(project)):
        desktop.settle()
        desktop.keys("ctrl+shift+z", "ctrl+shift+z")
        eventually(lambda: placed(project, 30), 17)
        desktop.keys("ctrl+t")
        eventually(lambda: tracked(project), 17 * 2)
    assert between(project) == 17 * 28

    out = project.with_suffix(".json")
    command("export", project, out, "--format", "coco")
    written = json.loads(out.read_text(encoding="utf-8"))
    assert len(written["annotations"]) == 31
    assert {image["frame"] for image in written["images"]} == set(range(31))


def test_a_damaged_project_leaves_the_open_one_as_it_is(
    desktop: Screen, project: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.palpate"
    broken.write_bytes(project.read_bytes()[:5000])
    before = broken.read_bytes()
    with program(desktop, str(broken)):
        desktop.settle()
    assert broken.read_bytes() == before


def go_to(desktop: Screen, frame: int) -> None:
    desktop.keys("ctrl+g")
    desktop.wait_for_dialog("Go to a frame")
    desktop.keys(*str(frame), "Return")
    desktop.settle()


def placed(project: Path, frame: int) -> int:
    with Session.open(project, read_only=True) as session:
        layer = session.contents.layers[0].id
        found = [session.project.pose(layer, i.id, frame) for i in session.contents.instances]
        return sum(int((pose.visibility > 0).sum()) for pose in found if pose is not None)


def tracked(project: Path) -> int:
    with Session.open(project, read_only=True) as session:
        layer = session.contents.layers[0].id
        return sum(len(session.project.derived(layer, i.id)) for i in session.contents.instances)


def between(project: Path) -> int:
    with Session.open(project, read_only=True) as session:
        layer, instance = session.contents.layers[0].id, session.contents.instances[0].id
        resolved = session.live(layer, instance).resolved
        assert np.isfinite(resolved.positions).all()
        return int((resolved.drift >= 0).sum())


def command(*words: object) -> None:
    subprocess.run([sys.executable, "-m", "palpate", *map(str, words)], check=True, capture_output=True)
