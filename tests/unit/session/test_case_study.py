"""The case study in a project: four people, seven weeks, and what the weekly report says of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from palpate.base.folders import resource
from palpate.demo import annotators
from palpate.demo.season import PEOPLE, PLANTED, Season, flags_due, season
from palpate.demo.truth import Truth, load_truth
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.quality.weekly import week_of
from palpate.session import editions
from palpate.session.edits.contents import PutClips, PutInstance
from palpate.session.edits.labels import AddLabels
from palpate.session.session import Session
from palpate.session.weekly_content import weekly_content
from palpate.session.weekly_view import WeeklyReport, weekly_report
from palpate.store import mapping
from palpate.store.rows import Writer

MONDAY = datetime(2024, 9, 2, 9, tzinfo=UTC)
FIRST = week_of(MONDAY, UTC).count


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


def label(session: Session, truth: Truth, played: Season, who: str) -> None:
    """Write one person's season into a layer of theirs."""
    layer = editions.new_layer(who, LayerKind.WORK, who)
    tracks, frames = {}, {}
    for week in range(7):
        rows = (played.annotators == who) & (played.weeks == week)
        at = played.frames[rows]
        tiers = truth.visibility[at, 0]
        placed = (tiers != Visibility.ABSENT)[..., None]
        places = np.where(placed, played.positions[rows], np.nan)
        tracks[f"i{week}"] = Track(at, places, tiers, np.full_like(tiers, Origin.HAND))
        frames[week] = at.tolist()
    session.do(AddLabels("Label", layer, (), (), (), tracks))
    session.do(Dated(layer.id, frames))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[WeeklyReport, dict]:
    truth = load_truth(resource("demo", "bowler_truth.npz"))
    played = season(truth, seed=11)
    path = Path(tmp_path_factory.mktemp("season")) / "season.palpate"
    with Session.create(path, ["cricket_bowling_54"], "lea", "lead") as session:
        n, size = len(truth.positions), truth.size
        for week in range(7):
            clip = Clip(f"c{week}", f"over {week}", ClipKind.VIDEO, size=size, n_frames=n, fps=truth.fps)
            session.do(PutClips("Add", (clip,)))
            session.do(
                PutInstance("Add", Instance(f"i{week}", f"c{week}", "bowler", 1, "cricket_bowling_54"))
            )
        marks = annotators.gold(truth, seed=11, every=1)
        track = Track(
            marks.frames, marks.positions, marks.visibility, np.full_like(marks.visibility, Origin.GOLD)
        )
        gold = editions.new_layer("gold", LayerKind.GOLD, "gil")
        session.do(AddLabels("Gold", gold, (), (), (), {f"i{week}": track for week in range(7)}))
        for who in PEOPLE:
            label(session, truth, played, who)
        report = weekly_report(session)
        return report, weekly_content(session, report)


def test_the_report_flags_exactly_what_was_planted(told) -> None:
    _, content = told
    flagged = {
        (cell["annotator"], cell["name"], cell["week"])
        for cell in content["cells"]
        if cell["flagged"] and cell["kind"] == "keypoint"
    }
    weeks = [week["week"] for week in content["weeks"]]
    assert flagged == {(who, name, weeks[week]) for who, name, week in flags_due(PLANTED, weeks=7)}


def test_each_planted_fault_is_to_be_retrained_once(told) -> None:
    _, content = told
    items = [(one["annotator"], one["name"]) for one in content["retraining"] if one["kind"] == "keypoint"]
    assert sorted(items) == sorted((plant.person, plant.keypoint) for plant in PLANTED)
    spine = next(one for one in content["retraining"] if one["name"] == "t6")
    assert "on the body" in spine["direction"]
    assert spine["bias_p_adjusted"] < 1e-6
    assert spine["guideline"] == "cricket_bowling_54: t6"


def test_the_drift_alone_is_marked_in_its_week(told) -> None:
    report, content = told
    marked = [(one["annotator"], one["keypoint"], one["week"]) for one in content["drifts"]]
    assert marked == [("dee", "left_talus", str(report.weeks[3]))]


def test_the_numbers_are_those_of_a_tall_subject(told) -> None:
    report, _ = told
    dee = report.figures.annotators.index("dee")
    talus = report.skeleton.position_of["left_talus"]
    means = report.figures.scaled_px[dee, talus]
    assert means[:3].max() < 8.0
    assert means[3:].min() > 11.0
    assert report.figures.weeks.tolist() == list(range(FIRST, FIRST + 7))


def test_what_lies_between_keyframes_is_nobodys_placement(told) -> None:
    report, _ = told
    assert any("filled in between keyframes" in note for note in report.notes)
    assert report.figures.n.max() <= 5 * 60  # the spine's five points in a week of sixty frames
