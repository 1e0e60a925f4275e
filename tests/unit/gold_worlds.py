"""The same project twice, but for what hidden gold says: whoever tells them apart has seen it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import gold_story as story
import numpy as np

from palpate.model.origin import Origin
from palpate.session.calibrating import attempts, calibration, gold
from palpate.session.session import Session

HIDDEN = 10
"""How many poses the open attempt asks for."""


def make_worlds(folder: Path, begun: Callable[[Session], None] | None = None) -> tuple[Path, Path]:
    """Make Ana's project with an open attempt, and the same in which hidden gold says something else.

    Parameters
    ----------
    begun
        Called with the consultant's session before anything is certified.
    """
    with story.project(folder) as session:
        if begun is not None:
            begun(session)
        layer = story.gold_of(session).id
        gold.certify(session, layer)
        story.become(session, "ana", "annotator")
        session.ensure_layer()
        attempt = calibration.start(session, HIDDEN)
        frames = attempts.plan_of(session, attempt).frames
        story.follow(session, attempt, by=story.off_at(9, 30.0), spread=2.0)
        work = session.contents.working_layer("ana")
        assert work is not None
        off = np.random.default_rng(2).normal(0.0, 2.0, (60, story.N_KEYPOINTS, 2))
        story.label(session, work, "runner", tuple(range(0, 120, 2)), by=off)
        # Gold that was brought into her own work, among it what is hidden.
        story.label(session, work, "walker", story.FRAMES, origin=Origin.GOLD)
        path, own = session.project.path, work.id
    other = Path(shutil.copy(path, folder / "other.palpate"))
    with sqlite3.connect(other) as connection:
        for clip, frame in frames:
            for where in (layer, own):
                _alter(connection, where, story.RUNNERS[clip], frame)
    connection.close()
    with Session.open(other, read_only=True) as session:
        digest = gold.digest_of(session, layer)
    with sqlite3.connect(other) as connection:  # that gold is another one is told, what it says is not
        connection.execute("UPDATE certificate SET digest = ?", (digest,))
    connection.close()
    return path, other


def hidden_in(project: Path, clip: str) -> list[int]:
    """Return the frames of a clip that the open attempt asks for."""
    with Session.open(project, read_only=True) as session:
        attempt = attempts.open_attempt(session)
        assert attempt is not None
        return sorted(frame for where, frame in attempts.plan_of(session, attempt).frames if where == clip)


def _alter(connection: sqlite3.Connection, layer: str, instance: str, frame: int) -> None:
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
