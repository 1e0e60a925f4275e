"""Who must not see what: every door to gold, from an attempt's beginning to its submission."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import gold_story as story
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.base.errors import ScoreError, UsageError
from palpate.formats import registry
from palpate.model.attempt import Attempt, Task
from palpate.model.example import Example, ExampleSource, PictureKind, Shows
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.plan import Plan, Purpose, Unit
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.blurred.blur_content import blur_content
from palpate.session.calibrating import blindness, calibration, gold
from palpate.session.calibrating.attempts import begin, plan_of
from palpate.session.edits.contents import PutLayer
from palpate.session.edits.examples import AddExample
from palpate.session.exchange import summary
from palpate.session.exchange.transfer import Narrowing, all_labels_of, export, labels_of
from palpate.session.filling import between
from palpate.session.filling.trajectories import trajectory
from palpate.session.guidelines.examples import kept_in, own
from palpate.session.judging import agreeing, breakdown_view, quality_view
from palpate.session.judging.scoring import score_layers
from palpate.session.other_layers import other_poses, why_not_take_up
from palpate.session.placing.onion import onion_of
from palpate.session.session import Session

Spot = tuple[str, int]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Ana has begun to label ten poses of certified gold."""
    with story.anas_turn(tmp_path) as session:
        calibration.start(session, 10)
        yield session


def begun(session: Session) -> Attempt:
    found = calibration.status_of(session).open
    assert found is not None
    return found


def asked(session: Session) -> frozenset[Spot]:
    return plan_of(session, begun(session)).frames


def frames_in(labels: object) -> set[Spot]:
    """Return where a label set holds anything."""
    found: set[Spot] = set()
    for instance, track in labels.labelled():  # type: ignore[attr-defined]
        said = (track.visibility != Visibility.NOT_PLACED).any(axis=1)
        found |= {(instance.clip, frame) for frame in track.frames[said].tolist()}
    return found


def layer_of(session: Session, name: str, kind: LayerKind, author: str) -> str:
    layer = editions.new_layer(name, kind, author)
    session.do(PutLayer("Add", layer))
    return layer.id


# ---- the rule ------------------------------------------------------------------------------------------


def test_gold_is_hidden_exactly_where_the_attempt_asks(session: Session) -> None:
    layer = story.gold_of(session).id
    assert blindness.hidden_frames(session, layer) == asked(session)
    assert len(asked(session)) == 10


def test_every_version_of_gold_is_hidden_there(session: Session) -> None:
    story.become(session, "cora", "consultant")
    second = gold.new_version(session, story.gold_of(session).id).id
    story.become(session, "ana", "annotator")
    assert blindness.hidden_frames(session, second) == asked(session)


def test_what_ana_places_in_the_attempt_is_hers_to_see(session: Session) -> None:
    assert blindness.hidden_frames(session, begun(session).layer) == frozenset()


def test_gold_is_not_blind_for_anybody_else(session: Session) -> None:
    layer = story.gold_of(session).id
    story.become(session, "ben", "annotator")
    assert blindness.hidden_frames(session, layer) == frozenset()
    story.become(session, "ana", "consultant")
    assert blindness.hidden_frames(session, layer) == frozenset()


def test_nothing_is_hidden_once_the_attempt_is_submitted(session: Session) -> None:
    layer, frames = story.gold_of(session).id, asked(session)
    assert blindness.revealed_frames(session, layer) == frozenset()
    story.follow(session, begun(session))
    calibration.submit(session, begun(session))
    assert blindness.hidden_frames(session, layer) == frozenset()
    assert blindness.revealed_frames(session, layer) == frames


def test_practice_hides_again_what_was_seen(session: Session) -> None:
    layer = story.gold_of(session).id
    story.follow(session, begun(session), by=story.off_at(9, 60.0))
    frames = asked(session)
    calibration.submit(session, begun(session))
    calibration.practise(session, 4)
    assert len(blindness.hidden_frames(session, layer)) == 4
    assert blindness.hidden_frames(session, layer) <= frames
    assert not blindness.revealed_frames(session, layer) & blindness.hidden_frames(session, layer)


def test_a_consultant_who_repeats_gold_does_not_see_it(tmp_path: Path) -> None:
    with story.project(tmp_path) as session:
        layer = story.gold_of(session).id
        plan = Plan(editions.new_id(), "again", Purpose.REPEAT, 1, (Unit("run", "runner", 8),))
        begin(session, plan, Task.REPEAT, reference=layer)
        assert blindness.hidden_frames(session, layer) == {("run", 8)}
        assert "1 frame of gold is kept from you until you submit cora, repeat 1" in why_not_take_up(
            session, layer
        )
        assert other_poses(session, layer, "run", 8) == {}
        assert set(other_poses(session, layer, "run", 4)) == {"runner"}


def test_second_labels_are_blind_to_the_first_with_all_that_leads_to_them(session: Session) -> None:
    story.become(session, "ben", "annotator")
    first = layer_of(session, "first", LayerKind.WORK, "fay")
    for frame in range(0, 120, 10):
        story.label(session, session.contents.layer(first), "runner", (frame,))
    plan = Plan(editions.new_id(), "second", Purpose.QA, 1, (Unit("run", "runner", 60),))
    begin(session, plan, Task.SECOND, reference=first)
    seen = {frame for _, frame in frames_in(labels_of(session, first))}
    # A curve bends by four keyframes on either side: what is filled in between those tells of the hidden one.
    assert seen == {*range(21), *(frame for frame in range(30, 100, 10) if frame != 60), *range(100, 111)}
    assert other_poses(session, first, "run", 55) == other_poses(session, first, "run", 60) == {}
    assert set(other_poses(session, first, "run", 50)) == {"runner"}
    assert "kept from you until you submit ben, second labels 1" in why_not_take_up(session, first)


@settings(max_examples=20, deadline=None)
@given(chosen=st.sets(st.sampled_from(story.FRAMES), min_size=1, max_size=12))
def test_no_set_of_frames_ever_leaves_by_labels_what_it_hides(blank: Session, chosen: set[int]) -> None:
    layer = story.gold_of(blank).id
    units = tuple(Unit("run", "runner", frame) for frame in sorted(chosen))
    begin(blank, Plan(editions.new_id(), "any", Purpose.QA, 1, units), Task.SECOND, reference=layer)
    try:
        left = frames_in(labels_of(blank, layer))
        assert left == frames_in(all_labels_of(blank, layer)) - {("run", frame) for frame in chosen}
    finally:
        blank.undo()


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Ana's project with gold and no attempt."""
    with story.project(tmp_path_factory.mktemp("blank")) as session:
        story.become(session, "ana", "annotator")
        yield session


# ---- the doors -----------------------------------------------------------------------------------------


def test_no_export_holds_hidden_gold_in_any_format(session: Session, tmp_path: Path) -> None:
    layer, hidden = story.gold_of(session).id, asked(session)
    narrowing = Narrowing()
    report = export(session, layer, tmp_path / "out.json", format="coco", narrowing=narrowing)
    assert any("10 frames of gold are kept from you" in said for said in report.warnings)
    for one in registry.formats():
        if one.writes:
            labels = labels_of(session, layer, narrowing)  # all that any format is given
            assert not frames_in(labels) & hidden, one.name
    written = registry.read(tmp_path / "out.json")
    assert sum(len(track.frames) for track in written.tracks.values()) == 2 * len(story.FRAMES) - len(hidden)


def test_an_export_of_nothing_but_hidden_gold_is_refused(tmp_path: Path) -> None:
    with story.project(tmp_path, gold_frames=(0, 4)) as session:
        layer = story.gold_of(session).id
        story.become(session, "ana", "annotator")
        calibration.start(session, 4)
        with pytest.raises(UsageError, match=r"4 frames of gold are kept from you until you submit"):
            export(session, layer, tmp_path / "out.json", narrowing=Narrowing())
        assert not (tmp_path / "out.json").exists()


def test_boxes_of_hidden_frames_stay_behind_too(session: Session) -> None:
    layer, hidden = story.gold_of(session).id, asked(session)
    for clip, instance in story.RUNNERS.items():
        seen = set(story.FRAMES) - {frame for where, frame in hidden if where == clip}
        assert set(session.live(layer, instance).track.shapes) == set(story.FRAMES)
        assert set(blindness.shapes_to_see(session, layer, instance)) == seen
        assert set(labels_of(session, layer).tracks[instance].shapes) == seen


def test_an_open_attempt_is_not_scored_before_it_is_submitted(session: Session) -> None:
    story.follow(session, begun(session))
    with pytest.raises(ScoreError, match="until you submit ana, attempt 1"):
        score_layers(session, begun(session).layer, story.gold_of(session).id)
    with pytest.raises(ScoreError, match="until you submit ana, attempt 1"):
        quality_view.to_compare(session, begun(session).layer, story.gold_of(session).id)


def test_an_open_attempt_agrees_with_nobody_before_it_is_submitted(session: Session) -> None:
    story.follow(session, begun(session))
    attempt, true = begun(session).layer, story.gold_of(session)
    with pytest.raises(ScoreError, match="until you submit ana, attempt 1"):
        agreeing.raters_of(session, [session.contents.layer(attempt).name, true.name])
    with pytest.raises(ScoreError, match="until you submit ana, attempt 1"):
        breakdown_view.score_layers_by(session, attempt, true.id, ["clip"])


def test_other_gold_scores_freely_and_the_score_says_what_was_left_out(session: Session) -> None:
    work = session.contents.working_layer("ana")
    assert work is not None
    story.label(session, work, "runner", story.FRAMES)
    found = score_layers(session, work.id, story.gold_of(session).id)
    hidden = {frame for clip, frame in asked(session) if clip == "run"}
    assert found.n_pairs == len(story.FRAMES) - len(hidden)
    assert found.notes[0].startswith("left out: 10 frames of gold are kept from you")
    view = quality_view.view_quality(*quality_view.to_compare(session, work.id, story.gold_of(session).id))
    assert not hidden & set(view.errors["nose"].frames)


def test_gold_that_was_brought_into_a_layer_is_hidden_there_with_what_is_filled_in_towards_it(
    session: Session,
) -> None:
    work = session.contents.working_layer("ana")
    assert work is not None
    frame = next(frame for clip, frame in sorted(asked(session)) if clip == "run" and 8 < frame < 100)
    for at, origin in ((frame - 6, Origin.HAND), (frame, Origin.GOLD), (frame + 6, Origin.HAND)):
        story.label(session, work, "runner", (at,), origin=origin)
    assert frames_in(labels_of(session, work.id)) == {("run", frame - 6), ("run", frame + 6)}
    beside = onion_of(session, work.id, "runner", frame - 6)
    assert beside[1] is not None
    assert beside[1].frame == frame + 6
    way = trajectory(session, work.id, "runner", keypoint=0, times=None)
    assert np.isnan(way.positions[frame - way.start]).all()
    assert frame not in way.keyframes
    view = blindness.view_to_see(session, work.id, "runner", frame - 1)
    assert (view.visibility == Visibility.NOT_PLACED).all()


def test_examples_cut_from_hidden_frames_wait_until_the_attempt_is_submitted(session: Session) -> None:
    clip, frame = next(iter(asked(session)))
    done, picture = cv2.imencode(".png", np.zeros((10, 20, 3), np.uint8))
    assert done
    for name, at in (("free", 119), ("hidden", frame)):
        said = ExampleSource(clip, at)
        shown = Example(
            name,
            story.SKELETON,
            "nose",
            Shows.CORRECT,
            (20, 10),
            (3.0, 4.0),
            kind=PictureKind.PNG,
            source=said,
        )
        session.do(AddExample(shown, picture.tobytes()))
    skeleton = session.contents.skeletons[story.SKELETON]
    assert [one.example.id for one in own(session, skeleton)] == ["free"]
    assert [one.id for one in kept_in(session)] == ["free"]
    story.follow(session, begun(session))
    calibration.submit(session, begun(session))
    assert {one.id for one in kept_in(session)} == {"free", "hidden"}


def test_counts_of_gold_leave_hidden_frames_out(session: Session) -> None:
    (found,) = [one for one in summary.of_session(session)["layers"] if one["name"] == "gold"]
    assert found["labelled_frames"] == 2 * len(story.FRAMES) - 10
    assert found["hidden_frames"] == 10


def test_drift_and_blur_of_gold_in_ones_own_work_tell_nothing_of_what_is_hidden(session: Session) -> None:
    work, hidden = session.contents.working_layer("ana"), asked(session)
    assert work is not None
    for instance in story.RUNNERS.values():
        story.label(session, work, instance, story.FRAMES, origin=Origin.GOLD)
    points = between.drift_content(session, work.id, "", 0.0)["points"]
    assert not {(one["clip"], one["frame"]) for one in points} & hidden
    smears = blur_content(session, work.id)["points"]
    assert smears
    assert not {(one["clip"], one["frame"]) for one in smears} & hidden


def test_ones_own_work_goes_on_while_some_of_it_is_labelled_again(session: Session) -> None:
    story.follow(session, begun(session))
    calibration.submit(session, begun(session))
    work = session.contents.working_layer("ana")
    assert work is not None
    story.label(session, work, "runner", story.FRAMES)
    plan = Plan(editions.new_id(), "again", Purpose.REPEAT, 1, (Unit("run", "runner", 8),))
    begin(session, plan, Task.REPEAT, reference=work.id)
    assert blindness.hidden_frames(session, work.id) == {("run", 8)}
    assert blindness.why_not_look_into(session, work.id) == why_not_take_up(session, work.id) == ""
    assert ("run", 8) not in frames_in(labels_of(session, work.id))


def test_labels_that_are_gone_from_a_frame_are_accounted_for_there_alone(session: Session) -> None:
    work = session.contents.working_layer("ana")
    assert work is not None
    frame = next(frame for clip, frame in sorted(asked(session)) if clip == "run")
    assert blindness.why_gone(session, work.id, "run", frame) == ""
    story.label(session, work, "runner", (frame,), origin=Origin.GOLD)
    said = "labels of this frame are kept from you until you submit ana, attempt 1"
    assert blindness.why_gone(session, work.id, "run", frame) == said
    assert blindness.why_gone(session, work.id, "run", frame + 1) == ""
    story.follow(session, begun(session))
    calibration.submit(session, begun(session))
    assert blindness.why_gone(session, work.id, "run", frame) == ""
