"""What a start of the window does not wait for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session

LATER = (
    "pyqtgraph",
    "scipy",
    "psutil",
    "shapely",
    "rich",
    "h5py",
    "asyncio",
    "reportlab",
    "jinja2",
    "numpy.ma",
    "palpate.quality",
    "palpate.formats",
    "palpate.demo",
    "palpate.report",
    "palpate.session.guidelines.guideline_book",
    "palpate.session.judging.scoring",
    "palpate.session.exchange.transfer",
    "palpate.ui.panels.quality.panel",
    "palpate.ui.trajectory.panel",
    "palpate.ui.dialogs.keys",
    "palpate.ui.dialogs.clip_facts",
    "palpate.ui.dialogs.levels",
    "palpate.ui.dialogs.memory",
    "palpate.ui.dialogs.new_project",
    "palpate.ui.dialogs.streams",
    "palpate.cli.main",
)


@pytest.fixture
def project(shared_data: Path, tmp_path: Path) -> Path:
    path = tmp_path / "walk.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [shared_data / "mmpose" / "demo.mp4"])
    return path


def test_nothing_is_loaded_before_the_first_frame_that_it_does_not_need(
    checkout: Path, project: Path
) -> None:
    code = f"""
import json, os, sys
from palpate.ui.first_frame import show_first_frame
loaded = show_first_frame({str(project)!r})
sys.stderr.write("found: " + json.dumps(sorted(set({LATER!r}) & loaded)))
sys.stderr.flush()
os._exit(0)  # ending is not looked at
"""
    environment = dict(os.environ, PYTHONPATH=str(checkout / "app"), QT_LOGGING_RULES="*=false")
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stderr.rpartition("found: ")[2]) == []
