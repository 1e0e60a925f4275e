"""The project of a season: four people over seven weeks beside gold, with spot checks and events."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from palpate.base.folders import resource
from palpate.demo.season import PEOPLE, Season, reference_of, season, work_of
from palpate.demo.truth import Truth, load_truth
from palpate.model.clip import Clip
from palpate.model.event import Event
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits.contents import PutClips, PutInstance
from palpate.session.edits.events import MarkEvent
from palpate.session.edits.labels import AddLabels
from palpate.session.exchange import demo_project
from palpate.session.frames.media_adding import add_media
from palpate.session.production_qa import spot_check
from palpate.session.session import Session
from palpate.store import mapping
from palpate.store.rows import Writer

_WEEKS, _PER_WEEK, _SEED = 7, 40, 11
_MONDAY = datetime(2026, 9, 7, 9, tzinfo=UTC)
_SPOTS = 14


@dataclass(frozen=True, slots=True)
class _Dated:
    """Says when each pose of a layer was placed."""

    layer: str
    who: str
    frames: dict[int, list[int]]
    title: str = "Date"
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        for week, frames in self.frames.items():
            for minute, frame in enumerate(frames):
                row = writer.get("pose", self.layer, f"i{week}", frame)
                assert row is not None
                time = _MONDAY + timedelta(weeks=week, minutes=minute)
                dated = mapping.pose_row(mapping.pose_from_row(row), None, self.who, time.isoformat())
                writer.put("pose", (self.layer, f"i{week}", frame), dated)


def make_season(demo: Path, folder: Path) -> Path:
    """Make the project, led by *lea*: one clip a week, gold in all but the last, which nobody has begun."""
    folder.mkdir()
    video = Path(shutil.copy(demo.parent / demo_project.CLIP, folder))
    truth = load_truth(resource("demo", "bowler_truth.npz"))
    played = season(truth, seed=_SEED, per_week=_PER_WEEK)
    path = folder / "season.palpate"
    with Session.open(demo, read_only=True) as session:
        (shown,) = session.contents.clips
    with Session.create(path, ["cricket_bowling_54"], "lea", "lead") as session:
        (first,) = add_media(session, [video], dict(shown.attributes), shown.capture_fps)
        for week in range(_WEEKS + 1):
            _add_clip(session, first, week)
        _add_gold(session, truth)
        for who in PEOPLE:
            _label(session, truth, played, who)
        _check(session)
    for who, late in (("ana", 0), ("ben", 1)):
        _mark_events(path, who, late)
    return path


def _add_clip(session: Session, first: Clip, week: int) -> None:
    name, made = f"over {week + 1}", _clip(first, week)
    session.do(PutClips("Add", (replace(first, id=made, name=name),)))
    session.do(PutInstance("Add", Instance(f"i{week}", made, "bowler", 1, "cricket_bowling_54")))


def _clip(first: Clip, week: int) -> str:
    """Return the id of the clip of a week."""
    return f"c{week}" if week else first.id


def _add_gold(session: Session, truth: Truth) -> None:
    track = reference_of(truth, seed=_SEED)
    gold = editions.new_layer("gold", LayerKind.GOLD, "gil")
    session.do(AddLabels("Gold", gold, (), (), (), {f"i{week}": track for week in range(_WEEKS)}))


def _label(session: Session, truth: Truth, played: Season, who: str) -> None:
    layer = editions.new_layer(who, LayerKind.WORK, who)
    work = work_of(played, truth, who)
    tracks = {f"i{week}": track for week, track in work.items()}
    frames = {week: track.frames.tolist() for week, track in work.items()}
    session.do(AddLabels("Label", layer, (), (), (), tracks))
    session.do(_Dated(layer.id, who, frames))


def _check(session: Session) -> None:
    """Let the lead look at some of what is hard to see in two people's work."""
    for who in ("ana", "cem"):
        layer = session.contents.layer_named(who).id
        for n, spot in enumerate(spot_check.spot_queue(session, layer, share=0.05).waiting[:_SPOTS]):
            if n % 5 == 2:
                x, y = spot.place
                spot_check.correct(session, spot, (x + 4.0, y - 3.0), Visibility.ESTIMATED)
            else:
                spot_check.accept(session, spot)


def _mark_events(path: Path, who: str, late: int) -> None:
    with Session.open(path, author=who) as session:
        for week, clip in enumerate(session.contents.clips[:_WEEKS]):
            for name, frame in (("front_foot_contact", 118), ("ball_release", 144)):
                shift = late * (1 + week % 2)
                session.do(MarkEvent(Event(clip.id, frame + shift, name)))
