"""A program that is killed while it edits loses nothing that it has committed, and undo works as before."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from editing_process import one_deed
from making_edits import story
from walking import facts, redone, undone

import palpate
from palpate.base.errors import EditRefused
from palpate.model.skeleton import Skeleton
from palpate.session.session import Session
from palpate.store.skeleton_writing import skeleton_to_yaml

_HERE = Path(__file__).resolve().parent
_LIVES = 4


def edited_until_killed(path: Path, seed: int, deeds: int) -> int:
    """Let a program edit, kill it after so many deeds, and return the last entry that it told of."""
    folders = os.pathsep.join((str(Path(palpate.__file__).resolve().parent.parent), str(_HERE)))
    command = [sys.executable, str(_HERE / "editing_process.py"), str(path), str(seed)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=dict(os.environ, PYTHONPATH=folders)
    ) as editing:
        assert editing.stdout is not None
        for _ in range(deeds):
            assert editing.stdout.readline()
        editing.kill()  # it is about its next deed
        told = [line for line in editing.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    return int(told[-1]) if told else 0


@pytest.mark.parametrize("seed", range(2))
def test_two_hundred_edits_over_four_kills_are_walked_back_and_forth(
    seed: int, tmp_path: Path, stick_figure: Skeleton
) -> None:
    figure, path, chance = tmp_path / "stick_figure.yaml", tmp_path / "story.palpate", Random(seed)
    figure.write_text(skeleton_to_yaml(stick_figure), encoding="utf-8")
    story(path, figure).close()
    for life in range(_LIVES):
        told = edited_until_killed(path, 10 * seed + life, chance.randint(30, 60))
        with Session.open(path) as session:
            assert not session.project.read_only
            assert session.project.history(1)[0].id >= told
            for _ in range(10):
                with suppress(EditRefused):
                    one_deed(session, chance)
    with Session.open(path) as session:
        redone(session)
        end = facts(path)
        walked = undone(session)
        beginning = facts(path)
    assert walked >= 100
    kept = {"setting", "skeleton", "layer", "plan", "attempt"}  # what was submitted is out of reach of undo
    assert {table for table, rows in beginning.items() if rows} == kept
    with Session.open(path) as session:
        assert redone(session) == walked
        assert facts(path) == end
