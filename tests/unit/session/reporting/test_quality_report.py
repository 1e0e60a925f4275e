"""What a report says of a project, to whom, and what it says when it cannot say anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import pytest
import report_story
from office_story import MONDAY, Office, spread_over_weeks
from report_story import WRIST

from palpate.base.errors import Cancelled, ScoreError, UsageError
from palpate.base.progress import CancelToken, Progress
from palpate.model.layer import LayerKind
from palpate.quality.weekly import Week
from palpate.report.quality.content import ATTEMPTS, FLOOR, GOLD, WEEKLY
from palpate.report.quality.summary import summary_of
from palpate.session.calibrating import attempts, calibration
from palpate.session.judging.quality_view import to_compare, view_quality
from palpate.session.reporting.quality_report import quality_report
from palpate.session.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """The consultant's project with work of ana and ben."""
    with report_story.project(tmp_path) as session:
        yield session


def test_everybody_is_judged_as_the_quality_panel_judges_them(session: Session) -> None:
    report = quality_report(session)
    assert [(one.person, one.group, one.gold) for one in report.judged] == [
        ("ana", "ana", "gold"),
        ("ben", "ben", "gold"),
    ]
    gold = story.gold_of(session).id
    for one in report.judged:
        layer = session.contents.layer_named(one.group).id
        assert one.score.to_json() == view_quality(*to_compare(session, layer, gold)).score.to_json()
    assert [point.name for point in report.judged[0].failing] == [WRIST]
    assert report.judged[1].failing == ()


def test_five_sentences_say_what_is_wrong_how_sure_and_what_to_do(session: Session) -> None:
    said = summary_of(quality_report(session))
    assert len(said) == 5
    assert said[0].startswith("Labels of ana and ben were compared with gold in 120 poses of coco_17")
    assert "ana (1 keypoint fails)" in said[1]
    assert said[2].startswith("Worst is Left wrist of ana: 59.9 px off on average where 15.3 px")
    assert said[2].endswith("shifted 59.9 px to the right.")
    assert said[3].startswith("The shift is no chance (p < 0.001 from 60 ind")
    assert "how sure gold is of itself is not known" in said[3]
    assert said[4] == "What to do: ana goes over Left wrist, then practises and calibrates again."


def test_what_is_missing_as_a_whole_has_its_reason(session: Session) -> None:
    absent = dict(quality_report(session).absent)
    assert absent[ATTEMPTS] == "no attempt of a calibration was submitted yet"
    assert "nothing of it was marked a second time" in absent[FLOOR]
    assert GOLD not in absent
    assert WEEKLY not in absent


def test_a_failing_keypoint_has_its_plate_and_its_errors(session: Session) -> None:
    report = quality_report(session)
    assert set(report.sights) == {WRIST}
    assert report.sights[WRIST].plate.name in report.pictures
    assert len(report.judged[0].errors[WRIST].vectors) == 60
    assert WRIST in report.guided


def test_groups_of_frames_are_told_with_their_coverage(session: Session) -> None:
    (ana, _) = quality_report(session).judged
    assert {cover.by for cover in ana.coverage} >= {"clip", "lighting", "subject", "phase"}
    assert set(ana.groups["clip"]) == {"run", "walk"}


def test_an_annotator_reads_of_their_own_work_alone(session: Session) -> None:
    story.become(session, "ben", "annotator")
    report = quality_report(session)
    assert [one.person for one in report.judged] == ["ben"]
    assert report.weekly is not None
    assert report.weekly.figures.annotators == ("ben",)
    assert "own work" in dict(report.absent)["Other people"]
    assert not any("ana" in text for text in (*summary_of(report), *report.weekly.notes))
    with pytest.raises(UsageError, match="own work"):
        quality_report(session, layers=["ana"])


def test_layers_are_chosen_by_name(session: Session) -> None:
    assert [one.group for one in quality_report(session, layers=["ben"]).judged] == ["ben"]
    with pytest.raises(UsageError):
        quality_report(session, layers=["nobody"])


def test_a_layer_without_a_common_frame_is_named_with_the_reason(session: Session) -> None:
    report_story.work(session, "cleo", off_px=0.0, seed=3, frames=(1, 2, 3))
    report = quality_report(session)
    assert [one.person for one in report.judged] == ["ana", "ben"]
    assert "no frame in common" in dict(report.absent)["cleo: cleo"]


def test_without_a_common_frame_there_is_nothing_to_report(tmp_path: Path) -> None:
    with report_story.project(tmp_path, people=()) as session:
        report_story.work(session, "cleo", off_px=0.0, seed=3, frames=(1, 2, 3))
        with pytest.raises(ScoreError, match=r"nothing to report: cleo: cleo: .*no frame in common"):
            quality_report(session)


def test_without_gold_there_is_nothing_to_report(tmp_path: Path) -> None:
    session = Session.create(tmp_path / "bare.palpate", ["coco_17"], "ana")
    with session, pytest.raises(ScoreError, match="no gold layer"):
        quality_report(session)


def test_a_calibration_stands_in_for_work_that_nobody_did_yet(tmp_path: Path) -> None:
    with report_story.project(tmp_path, people=()) as session:
        story.become(session, "ana", "annotator")
        session.ensure_layer()
        attempt = calibration.start(session, 20)
        story.follow(session, attempt, by=story.off_at(9, 60.0), spread=1.0)
        calibration.submit(session, attempt)
        story.become(session, "cora", "consultant")
        report = quality_report(session)
    (one,) = report.judged
    assert (one.person, one.group, one.score.n_pairs) == ("ana", "ana, attempt 1", 20)
    (tried,) = report.attempts
    assert (tried.called, tried.passed, tried.failing) == ("attempt 1", False, (WRIST,))
    assert tried.mpjpe_px == pytest.approx(one.score.mpjpe_px)


def test_an_open_attempt_keeps_its_frames_from_the_report(session: Session) -> None:
    story.become(session, "ana", "annotator")
    n_free = quality_report(session).judged[0].score.n_pairs
    attempt = calibration.start(session, 10)
    report = quality_report(session)
    assert report.judged[0].score.n_pairs == n_free - len(attempts.plan_of(session, attempt).frames)
    assert "kept from you until you submit" in " ".join(report.judged[0].notes)
    assert "not told" in report.why_absent(FLOOR)
    assert [one.group for one in report.judged] == ["ana"]


def test_weeks_name_who_goes_over_what(office: Office) -> None:
    office.label("gil", kind=LayerKind.GOLD)
    layer = office.label("ana")
    session = office.as_("lea")
    spread_over_weeks(session, layer, [(0.0, 0.0), (3.0, 0.0), (3.0, 0.0)])
    report = quality_report(session)
    assert report.weekly is not None
    assert {(who, what, is_open) for who, what, is_open, _ in report.weekly.retraining} >= {
        ("ana", "foot", True)
    }
    second = str(Week((MONDAY.date().toordinal() - 1) // 7 + 1))
    assert f"ana places Foot differently since {second}: moved" in " ".join(
        said for *_, said in report.weekly.changes
    )
    assert "ana" in summary_of(report)[4]


def test_gathering_stops_when_asked(session: Session) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        quality_report(session, progress=Progress(token=token))


@pytest.mark.parametrize(("last", "said"), [(3.0, "still so"), (0.0, "within the limit again")])
def test_the_weekly_list_says_since_when_and_whether_it_is_still_so(
    office: Office, last: float, said: str
) -> None:
    office.label("gil", kind=LayerKind.GOLD)
    layer = office.label("ana")
    session = office.as_("lea")
    spread_over_weeks(session, layer, [(3.0, 0.0), (3.0, 0.0), (last, 0.0)])
    weekly = quality_report(session).weekly
    assert weekly is not None
    opened = {what: sentence for _, what, is_open, sentence in weekly.retraining if is_open}
    assert f"ana was 3.0 px off at Foot since 2024-W36, {said} in 2024-W38" in opened["foot"]
    alone = {weekly.groups[g] for g, is_type in enumerate(weekly.is_type) if not is_type}
    assert set(opened) <= alone  # the types are explained by their keypoints
