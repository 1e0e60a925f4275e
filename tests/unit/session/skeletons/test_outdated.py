"""Labels that have to be placed anew: kept and shown, but out of exports and scores until they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import EditRefused
from palpate.model.migration import Add, Redefine, Remove, Rename, Reorder, Split
from palpate.model.skeleton import Keypoint
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.exchange.transfer import Narrowing, export, labels_of, read_labels
from palpate.session.session import Session
from palpate.session.skeletons import migrating
from palpate.session.skeletons.outdated import confirm, spread


@pytest.fixture
def redefined(two_bowlers: Session) -> Session:
    """The two bowlers, whose hip is another place since version 2."""
    migrating.migrate(two_bowlers, migrating.by_rules(two_bowlers, [Redefine("hip")]))
    return two_bowlers


def hand(session: Session) -> tuple[str, str]:
    return session.contents.layers[0].id, session.contents.instances[0].id


def test_redefined_labels_stand_where_they_stood_and_wait(redefined: Session) -> None:
    layer, walker = hand(redefined)
    assert redefined.view(layer, walker, 20).positions[3].tolist() == [150.0, 150.0]
    waiting = redefined.outdated.waiting(layer)
    assert len(waiting) == 12
    assert {one.name for one in waiting} == {"hip"}
    assert [one.frame for one in waiting if one.instance == walker] == list(range(0, 100, 10))
    marks = redefined.outdated.at(layer, walker, 20)
    assert marks is not None
    assert marks.tolist() == [False, False, False, True, False]
    assert redefined.outdated.at(layer, walker, 21) is None


def test_a_label_that_is_placed_anew_waits_no_longer_and_does_again_after_undo(redefined: Session) -> None:
    layer, walker = hand(redefined)
    at = redefined.pose_at(layer, walker, 20)
    redefined.do(poses.place(at, 3, np.array([151.0, 149.0]), Visibility.VISIBLE, "Hip"))
    assert len(redefined.outdated.waiting(layer)) == 11
    redefined.undo()
    assert len(redefined.outdated.waiting(layer)) == 12
    redefined.do(poses.decide_absent(at, 3, "Hip"))
    redefined.do(poses.clear(redefined.pose_at(layer, walker, 30), np.array([3]), "Hip"))
    assert len(redefined.outdated.waiting(layer)) == 10


def test_marks_follow_their_keypoint_through_further_versions(redefined: Session) -> None:
    layer, walker = hand(redefined)
    first = redefined.outdated.waiting(layer)
    order = ("foot", "pelvis", "right_hand", "left_hand", "head")
    rules = [Rename("hip", "pelvis"), Reorder(order), Redefine("foot"), Remove("head"), Add(Keypoint("nose"))]
    migrating.migrate(redefined, migrating.by_rules(redefined, rules))
    marks = redefined.outdated.at(layer, walker, 20)
    assert marks is not None
    assert marks.tolist() == [True, True, False, False, False]
    migrating.migrate(redefined, migrating.by_rules(redefined, [Split("pelvis", ("left_hip", "right_hip"))]))
    marks = redefined.outdated.at(layer, walker, 20)
    assert marks is not None
    assert marks.tolist() == [True, True, True, False, False, False]
    migrating.migrate(redefined, migrating.by_rules(redefined, [Remove("foot"), Remove("left_hip")]))
    assert {one.name for one in redefined.outdated.waiting(layer)} == {"right_hip"}
    for _ in range(3):
        redefined.undo()
    assert redefined.outdated.waiting(layer) == first


def test_a_label_next_to_it_changes_nothing(redefined: Session) -> None:
    layer, walker = hand(redefined)
    at = redefined.pose_at(layer, walker, 20)
    redefined.do(poses.place(at, 4, np.array([1.0, 2.0]), Visibility.VISIBLE, "Foot"))
    assert len(redefined.outdated.waiting(layer)) == 12


def test_a_label_can_be_called_right_where_it_is(redefined: Session) -> None:
    layer, _ = hand(redefined)
    first = redefined.outdated.waiting(layer)[0]
    confirm(redefined, layer, [first])
    assert first not in redefined.outdated.waiting(layer)
    with pytest.raises(EditRefused, match="nothing here"):
        confirm(redefined, layer, [first])
    redefined.undo()
    assert first in redefined.outdated.waiting(layer)


def test_marks_outlast_the_session_and_follow_a_later_rename(redefined: Session) -> None:
    path, layer = redefined.project.path, hand(redefined)[0]
    migrating.migrate(redefined, migrating.by_rules(redefined, [Rename("hip", "pelvis")]))
    redefined.close()
    with Session.open(path) as session:
        assert {one.name for one in session.outdated.waiting(layer)} == {"pelvis"}
        assert len(session.outdated.waiting(layer)) == 12


def test_each_part_of_a_split_waits(two_bowlers: Session) -> None:
    layer, _ = hand(two_bowlers)
    migrating.migrate(two_bowlers, migrating.by_rules(two_bowlers, [Split("foot", ("heel", "toe"))]))
    waiting = two_bowlers.outdated.waiting(layer)
    assert sorted(one.name for one in waiting) == ["heel"] * 12 + ["toe"] * 12


def test_what_waits_and_what_rests_on_it_is_out_of_exports_until_redone(redefined: Session) -> None:
    layer, walker = hand(redefined)
    labels = labels_of(redefined, layer)
    assert (labels.tracks[walker].visibility[:, 3] == Visibility.NOT_PLACED).all()
    assert (labels.tracks[walker].visibility[:, 4] != Visibility.NOT_PLACED).all()
    assert labels.warnings[0].startswith("12 labels have to be placed anew")
    for frame in (20, 30):
        at = redefined.pose_at(layer, walker, frame)
        redefined.do(poses.place(at, 3, np.array([150.0, 150.0 + frame]), Visibility.VISIBLE, "Hip"))
    track = labels_of(redefined, layer).tracks[walker]
    back = track.frames[track.visibility[:, 3] != Visibility.NOT_PLACED]
    assert back.tolist() == list(range(20, 31))


def test_an_exported_file_holds_nothing_of_what_waits(redefined: Session, tmp_path: Path) -> None:
    layer, _ = hand(redefined)
    target = tmp_path / "out.json"
    report = export(redefined, layer, target, format="coco", narrowing=Narrowing())
    assert any("placed anew" in warning for warning in report.warnings)
    read = read_labels(target, known=redefined.contents.skeletons.values())
    for _, track in read.labelled():
        assert not (track.visibility[:, 3] > Visibility.ABSENT).any()
        assert (track.visibility[:, 4] > Visibility.ABSENT).any()


def test_marks_reach_to_the_next_facts_on_either_side() -> None:
    track = Track(
        frames=np.array([2, 5, 8]),
        positions=np.zeros((3, 1, 2)),
        visibility=np.full((3, 1), 2, np.int8),
        origin=np.ones((3, 1), np.int8),
    )
    facts = np.array([[False], [True], [False]])
    found = spread(facts, track, 0, 11)
    assert np.flatnonzero(found[:, 0]).tolist() == [3, 4, 5, 6, 7]
    last = spread(facts[[0, 2, 1]], track, 0, 11)
    assert np.flatnonzero(last[:, 0]).tolist() == [6, 7, 8, 9, 10]
