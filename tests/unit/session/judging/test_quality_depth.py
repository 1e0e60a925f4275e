"""What lies behind a score: flags, groups, findings and their fixes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gold_story as story
import judged_story
import numpy as np
import pytest

from palpate.base.errors import Cancelled, EditRefused, ScoreError
from palpate.base.progress import Progress
from palpate.model.layer import LayerKind
from palpate.quality.resampling import FEW_BLOCKS
from palpate.session.calibrating import calibration, gold
from palpate.session.judging import finding_fixes
from palpate.session.judging.finding_view import Finding, Kind, findings_of
from palpate.session.judging.quality_depth import Depth, depth_of_file, groups_of_file
from palpate.session.judging.quality_view import QualityView, to_compare, view_quality
from palpate.session.session import Session

THREE = (0, 1, 2)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with judged_story.project(tmp_path) as made:
        yield made


@pytest.fixture
def depth(session: Session) -> Depth:
    return depth_of_file(session.project.path, *pair(session), author=session.author)


def pair(session: Session) -> tuple[str, str]:
    return judged_story.layer_of(session).id, story.gold_of(session).id


def viewed(session: Session) -> QualityView:
    return view_quality(*to_compare(session, *pair(session)))


def found_in(session: Session, depth: Depth) -> tuple[Finding, ...]:
    view = viewed(session)
    skeleton = session.contents.skeletons[story.SKELETON]
    mirror = {point.name: point.mirror for point in skeleton.keypoints if point.mirror}
    return findings_of(view.score, depth.flags, depth.doubled, mirror=mirror, alpha=0.05).found


def only(found: tuple[Finding, ...], kind: Kind) -> Finding:
    (one,) = (finding for finding in found if finding.kind is kind)
    return one


def test_counts_and_kappa_are_those_of_the_score(session: Session, depth: Depth) -> None:
    score = viewed(session).score
    whole = depth.flags.tables[THREE][""]
    assert whole.counts.tolist() == score.visibility.confusion.tolist()
    assert whole.agreement.kappa == score.visibility.kappa
    for name, keypoint in score.keypoints.items():
        assert depth.flags.tables[THREE][name].counts.tolist() == keypoint.confusion.tolist()
        assert depth.flags.tables[THREE][name].agreement.kappa == keypoint.kappa


def test_with_two_clips_nobody_can_say_how_sure_kappa_is(depth: Depth) -> None:
    agreement = depth.flags.tables[THREE][""].agreement
    assert agreement.limits is None
    assert agreement.reason == FEW_BLOCKS


def test_what_is_mostly_confused_comes_first_with_its_share_and_places(depth: Depth) -> None:
    flags, table = depth.flags, depth.flags.tables[THREE][""]
    worst = table.confused[0]
    assert (worst.gold, worst.labels) == (1, 2)
    assert worst.share == 1.0
    places = flags.places(THREE, worst)
    assert len(places) == worst.n
    assert {one.keypoint for one in places} == {flags.names[judged_story.BOLD]}
    assert [one.frame for one in places if one.clip == "run"] == list(story.FRAMES[::2])
    assert flags.places(THREE, worst, flags.names[0]) == ()


def test_groups_that_differ_by_more_than_chance_are_told(session: Session) -> None:
    found = groups_of_file(session.project.path, *pair(session), "subject", author="ana")
    run, walk = found.groups
    assert (run.name, walk.name) == ("run", "walk")
    assert walk.error_px is not None
    assert walk.keypoints is not None
    assert walk.error_px.p == pytest.approx(run.error_px.p if run.error_px else None)
    assert "nose" in walk.keypoints
    assert walk.score is not None
    assert walk.score.n_pairs == len(story.FRAMES) - len(judged_story.MISSING)


def test_a_way_that_says_nothing_apart_is_one_group(session: Session) -> None:
    found = groups_of_file(session.project.path, *pair(session), "lighting", author="ana")
    (alone,) = found.groups
    assert alone.error_px is not None
    assert np.isnan(alone.error_px.rest)
    assert not alone.error_px.told
    assert found.notes == ("there is one group only: nothing to compare it with",)


def test_coverage_names_every_group_of_every_way(depth: Depth) -> None:
    groups = {(one.by, one.group) for one in depth.coverage}
    assert {("clip", "run"), ("subject", "walk"), ("lighting", "diffuse")} <= groups
    assert not any(by == "instance" for by, _ in groups)
    assert any(by == "phase" for by, _ in groups)


def test_swapped_sides_are_told_stretch_by_stretch(session: Session, depth: Depth) -> None:
    swapped = only(found_in(session, depth), Kind.SWAPPED)
    assert (swapped.clip, swapped.instance) == ("run", "runner")
    assert swapped.frames == judged_story.SWAPPED
    assert not swapped.always


def test_who_is_alone_or_twice_is_told_on_either_side(session: Session, depth: Depth) -> None:
    found = found_in(session, depth)
    twice = only(found, Kind.DOUBLED)
    assert (twice.instance, twice.other, twice.frames) == ("runner again", "runner", judged_story.TWICE)
    alone = {(one.side, one.instance): one.frames for one in found if one.kind is Kind.ALONE}
    assert alone == {
        ("labels", "runner again"): judged_story.TWICE,
        ("gold", "walker"): judged_story.MISSING,
    }


def test_swapping_back_puts_it_right_as_one_step_of_undo(session: Session, depth: Depth) -> None:
    layer, _ = pair(session)
    swapped = only(found_in(session, depth), Kind.SWAPPED)
    before = viewed(session).score.mpjpe_px
    assert finding_fixes.fix(session, layer, swapped) == (40, 48)
    score = viewed(session).score
    assert not score.swapped
    assert score.mpjpe_px < before
    assert session.selection.focus.chosen_frames is None
    session.undo()
    assert viewed(session).score.mpjpe_px == pytest.approx(before)


def test_a_second_pose_is_cleared_where_it_lies_on_the_first(session: Session, depth: Depth) -> None:
    layer, _ = pair(session)
    twice = only(found_in(session, depth), Kind.DOUBLED)
    finding_fixes.fix(session, layer, twice)
    assert not session.live(layer, "twin").track.pose(80)
    runner = session.live(layer, "runner").track
    assert set(judged_story.TWICE) <= set(runner.frames.tolist())
    again = depth_of_file(session.project.path, *pair(session), author="ana")
    assert again.doubled == ()


def test_going_there_takes_the_judged_layer_in_hand(session: Session, depth: Depth) -> None:
    layer, _ = pair(session)
    finding_fixes.visit(session, layer, only(found_in(session, depth), Kind.SWAPPED))
    focus = session.selection.focus
    assert (focus.layer, focus.instance, focus.frame) == (layer, "runner", 40)


def test_gold_is_not_put_right_from_here(session: Session, depth: Depth) -> None:
    swapped = only(found_in(session, depth), Kind.SWAPPED)
    held = story.gold_of(session)
    assert held.kind is LayerKind.GOLD
    with pytest.raises(EditRefused, match="is gold"):
        finding_fixes.fix(session, held.id, swapped)


def test_a_submitted_attempt_is_not_put_right(tmp_path: Path) -> None:
    with story.project(tmp_path) as session:
        gold.certify(session, story.gold_of(session).id)
        story.become(session, "ana", "annotator")
        attempt = calibration.start(session, 8)
        story.follow(session, attempt)
        calibration.submit(session, attempt)
        finding = Finding(Kind.SWAPPED, "run", "runner", 0, (0,))
        assert "was submitted" in finding_fixes.why_not_fix(session, attempt.layer, finding)


def test_behind_gold_of_an_open_attempt_nobody_looks(tmp_path: Path) -> None:
    with story.project(tmp_path) as session:
        gold.certify(session, story.gold_of(session).id)
        story.become(session, "ana", "annotator")
        attempt = calibration.start(session, 8)
        story.follow(session, attempt)
        path, reference = session.project.path, attempt.reference
        for look in (
            lambda: depth_of_file(path, attempt.layer, reference, author="ana"),
            lambda: groups_of_file(path, attempt.layer, reference, "clip", author="ana"),
        ):
            with pytest.raises(ScoreError, match="kept from you"):
                look()


def test_looking_stops_when_asked_to(session: Session) -> None:
    progress = Progress()
    progress.token.cancel()
    path = session.project.path
    with pytest.raises(Cancelled):
        depth_of_file(path, *pair(session), author="ana", progress=progress)
    with pytest.raises(Cancelled):
        groups_of_file(path, *pair(session), "clip", author="ana", progress=progress)
