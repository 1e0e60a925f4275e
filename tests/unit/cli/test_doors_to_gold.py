"""No command says anything that depends on hidden gold: whatever stands there, the answer is the same."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gold_story as story
import numpy as np
import pytest

from palpate.cli.commands import COMMANDS
from palpate.model.origin import Origin
from palpate.session import attempts, calibration, gold
from palpate.session.session import Session

Run = Callable[..., Any]

DOORS: dict[str, tuple[str, ...]] = {
    "info": ("info", "{p}"),
    "score": ("score", "{p}"),
    "score the attempt": ("score", "{p}", "--layer", "ana, attempt 1"),
    "score by groups": ("score", "{p}", "--by", "lighting,phase"),
    "score gold by the attempt": ("score", "{p}", "--layer", "gold", "--gold", "ana, attempt 1"),
    "score a file": ("score", "{f}", "{p}"),
    "weekly": ("weekly", "{p}", "--all"),
    "sample": ("sample", "{p}"),
    "adjudicate": ("adjudicate", "{p}", "ana", "gold"),
    "spots": ("spots", "{p}", "--share", "1"),
    "spots of gold": ("spots", "{p}", "--layer", "gold", "--share", "1"),
    "agree": ("agree", "{p}", "--layer", "ana", "--layer", "ana, attempt 1"),
    "agree with gold": ("agree", "{p}", "--layer", "ana, attempt 1", "--layer", "gold"),
    "agree about gold": ("agree", "{p}", "--layer", "ana", "--layer", "ana, attempt 1", "--gold", "gold"),
    "sigma": ("sigma", "{p}", "--layer", "ana, attempt 1", "--layer", "gold"),
    "drift": ("drift", "{p}", "--layer", "gold", "--threshold", "0.01"),
    "blur": ("blur", "{p}", "--layer", "gold"),
    "suggest by drift": ("suggest", "{p}", "--layer", "gold", "--by", "drift"),
    "suggest by diversity": ("suggest", "{p}", "--layer", "gold", "--by", "diversity"),
    "suggest by blur": ("suggest", "{p}", "--layer", "gold", "--by", "blur"),
    "export": ("export", "{p}", "{out}", "--layer", "gold", "--format", "coco"),
    "export own work": ("export", "{p}", "{out}", "--layer", "ana", "--format", "coco"),
    "examples": ("examples", "list", "{p}"),
    "status": ("calibrate", "status", "{p}"),
    "gold's error": ("gold", "error", "{p}"),
    "convert": ("convert", "{p}", "{out}"),
    "report as a page": ("report", "{p}", "{report}.html"),
    "report on paper": ("report", "{p}", "{report}.pdf"),
    "report as a table": ("report", "{p}", "{report}.csv"),
    "report by name": ("report", "{p}", "{report}.html", "--layer", "ana", "--gold", "gold"),
    "report on gold": ("report", "{p}", "{report}.html", "--layer", "gold"),
    "report on the attempt": ("report", "{p}", "{report}.html", "--layer", "ana, attempt 1"),
}
SILENT = {
    "check",
    "demo",
    "new",
    "add",
    "frames",
    "import",
    "formats",
    "interpolate",
    "track",
    "skeleton",
    "policy",
}
"""Commands that read no labels of a layer to tell of them, or change them by their own rules."""


def test_every_command_that_tells_of_labels_takes_part() -> None:
    assert set(COMMANDS) == {words[0] for words in DOORS.values()} | SILENT


@pytest.fixture(scope="module")
def two_worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Ana's project with an open attempt, and the same in which hidden gold says something else."""
    folder = tmp_path_factory.mktemp("worlds")
    with story.project(folder) as session:
        layer = story.gold_of(session).id
        gold.certify(session, layer)
        story.become(session, "ana", "annotator")
        session.ensure_layer()
        attempt = calibration.start(session, 10)
        frames = attempts.plan_of(session, attempt).frames
        story.follow(session, attempt, by=story.off_at(9, 30.0), spread=2.0)
        work = session.contents.working_layer("ana")
        assert work is not None
        off = np.random.default_rng(2).normal(0.0, 2.0, (60, story.N_KEYPOINTS, 2))
        story.label(session, work, "runner", tuple(range(0, 120, 2)), by=off)
        # Gold that was brought into her own work, among it what is hidden.
        story.label(session, work, "walker", story.FRAMES, origin=Origin.GOLD)
        path = session.project.path
        own = work.id
    other = shutil.copy(path, folder / "other.palpate")
    with sqlite3.connect(other) as connection:
        for clip, frame in frames:
            for where in (layer, own):
                alter(connection, where, story.RUNNERS[clip], frame)
    connection.close()
    with Session.open(Path(other), read_only=True) as session:
        digest = gold.digest_of(session, layer)
    with sqlite3.connect(other) as connection:  # that gold is another one is told, what it says is not
        connection.execute("UPDATE certificate SET digest = ?", (digest,))
    connection.close()
    return path, Path(other)


def alter(connection: sqlite3.Connection, layer: str, instance: str, frame: int) -> None:
    """Put all gold of a pose elsewhere and call it occluded."""
    at = (layer, instance, frame)
    where = "WHERE layer = ? AND instance = ? AND frame = ?"
    row = connection.execute(f"SELECT positions, origin FROM pose {where}", at).fetchone()
    if row is None or row[1][0] != Origin.GOLD:
        return
    places = np.frombuffer(row[0]).reshape(-1, 2) + np.array([170.0, -90.0])
    tiers = np.ones(story.N_KEYPOINTS, np.int8).tobytes()
    shape = '{"box": [0.0, 0.0, 9.0, 9.0], "area": null, "polygons": [], "foreign": {}}'
    sql = f"UPDATE pose SET positions = ?, visibility = ?, shape = ? {where}"
    connection.execute(sql, (places.tobytes(), tiers, shape, *at))


@pytest.mark.parametrize("door", DOORS)
def test_hidden_gold_may_say_anything_and_nobody_hears_it(
    palpate: Run, two_worlds: tuple[Path, Path], tmp_path: Path, door: str
) -> None:
    heard = []
    for n, path in enumerate(two_worlds):
        file, out = tmp_path / "ana.json", tmp_path / "out.json"
        for written in tmp_path.glob("out*"):
            written.unlink()
        if "{f}" in DOORS[door] and not file.exists():
            palpate("export", path, file, "--layer", "ana, attempt 1", "--format", "coco")
        copy = Path(shutil.copy(path, tmp_path / "gold.palpate"))
        report = tmp_path / "out"
        words = [word.format(p=copy, f=file, out=out, report=report) for word in DOORS[door]]
        ran = palpate(*words, "--json")
        content = [written.read_bytes() for written in sorted(tmp_path.glob("out*"))]
        heard.append((ran.status, ran.out, ran.err, content))
        assert n or ran.out or ran.err
    assert heard[0] == heard[1]


def test_what_is_hidden_is_heard_as_soon_as_it_is_submitted(
    palpate: Run, two_worlds: tuple[Path, Path], tmp_path: Path
) -> None:
    heard = []
    for n, path in enumerate(two_worlds):
        copy = Path(shutil.copy(path, tmp_path / f"{n}.palpate"))
        with sqlite3.connect(copy) as connection:
            connection.execute("DELETE FROM attempt")  # as if there were none
        connection.close()
        heard.append(palpate("score", copy, "--json").out)
    assert heard[0] != heard[1]
