"""Projects on disk, and doing something as somebody who may not write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palpate.model.pose import Pose
from palpate.store import mapping
from palpate.store.project import Project
from palpate.store.rows import Writer

APP = Path(__file__).resolve().parents[3] / "app"


def _write_poses(writer: Writer) -> None:
    for frame in range(200):
        positions = np.full((17, 2), float(frame))
        pose = Pose(positions, np.full(17, 2, np.int8), np.ones(17, np.int8))
        writer.put(
            "pose", ("layer-1", "bowler", frame), mapping.pose_row(pose, frame, writer.author, writer.time)
        )


@pytest.fixture
def closed_project(tmp_path: Path) -> Path:
    """A closed project with two hundred poses: some thirty pages of the database."""
    path = tmp_path / "bowling.palpate"
    project = Project.create(path, {"annotator": "ana"})
    project.edit("Place", "ana", _write_poses)
    project.close()
    return path


@pytest.fixture
def in_child() -> Callable[..., Any]:
    """Run a function body in a process of its own and return what it gives as JSON.

    The body sees ``path`` and assigns ``result``. With ``humble`` it runs as somebody without the rights of
    the system's administrator, for whom no folder is read-only.
    """

    def run(body: str, path: Path, *, humble: bool = False) -> Any:
        code = f"""
import json, os, sys, threading
from pathlib import Path
from palpate.base.errors import PalpateError
from palpate.store.project import Project
path = Path(sys.argv[1])
uncaught = []
threading.excepthook = lambda args: uncaught.append(repr(args.exc_value))
if {humble!r} and os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
{body}
print(json.dumps(result))
"""
        environment = dict(os.environ, PYTHONPATH=str(APP))
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code, str(path)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
