"""A story of seven weeks: four people label a bowler, each with faults of their own, beside gold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from palpate.base.folders import resource
from palpate.demo.season import PEOPLE, Season, reference_of, season, work_of
from palpate.demo.truth import Truth, load_truth
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.quality.weekly import week_of
from palpate.session import editions
from palpate.session.edits.contents import PutClips, PutInstance
from palpate.session.edits.labels import AddLabels
from palpate.session.session import Session
from palpate.store import mapping
from palpate.store.rows import Writer

MONDAY = datetime(2024, 9, 2, 9, tzinfo=UTC)
FIRST = week_of(MONDAY, UTC).count
WEEKS = 7


class Dated:
    """Says when each pose of a layer was placed: week n for the n-th clip."""

    title, merge_key = "Date", None

    def __init__(self, layer: str, frames: dict[int, list[int]]) -> None:
        self.layer, self.frames = layer, frames

    def write(self, writer: Writer) -> None:
        for week, frames in self.frames.items():
            for minute, frame in enumerate(frames):
                row = writer.get("pose", self.layer, f"i{week}", frame)
                assert row is not None
                time = MONDAY + timedelta(weeks=week, minutes=minute)
                pose = mapping.pose_from_row(row)
                dated = mapping.pose_row(pose, None, str(row[-2]), time.isoformat())
                writer.put("pose", (self.layer, f"i{week}", frame), dated)


def project(folder: Path, *, seed: int = 11, per_week: int = 60) -> Path:
    """Make the project, led by *lea*: one clip a week, gold in all of them, and everybody's work."""
    truth = load_truth(resource("demo", "bowler_truth.npz"))
    played = season(truth, seed=seed, per_week=per_week)
    path = folder / "season.palpate"
    with Session.create(path, ["cricket_bowling_54"], "lea", "lead") as session:
        n, size = len(truth.positions), truth.size
        for week in range(WEEKS):
            clip = Clip(f"c{week}", f"over {week}", ClipKind.VIDEO, size=size, n_frames=n, fps=truth.fps)
            session.do(PutClips("Add", (clip,)))
            session.do(
                PutInstance("Add", Instance(f"i{week}", f"c{week}", "bowler", 1, "cricket_bowling_54"))
            )
        track = reference_of(truth, seed=seed)
        gold = editions.new_layer("gold", LayerKind.GOLD, "gil")
        session.do(AddLabels("Gold", gold, (), (), (), {f"i{week}": track for week in range(WEEKS)}))
        for who in PEOPLE:
            _label(session, truth, played, who)
    return path


def _label(session: Session, truth: Truth, played: Season, who: str) -> None:
    """Write one person's season into a layer of theirs."""
    layer = editions.new_layer(who, LayerKind.WORK, who)
    work = work_of(played, truth, who)
    tracks = {f"i{week}": track for week, track in work.items()}
    frames = {week: track.frames.tolist() for week, track in work.items()}
    session.do(AddLabels("Label", layer, (), (), (), tracks))
    session.do(Dated(layer.id, frames))
