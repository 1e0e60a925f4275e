"""What somebody has looked at, and what the export says of the rest."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutLayer
from palpate.session.edits.poses import SetValues
from palpate.session.exchange import transfer
from palpate.session.exchange.transfer import Narrowing
from palpate.session.review import drift_review
from palpate.session.review.looked_at import Coverage, coverage, looked, unseen_content, unseen_warnings
from palpate.session.session import Session


def of(session: Session, name: str = "walker") -> Coverage:
    return next(found for found in coverage(session, layer(session)) if found.instance_name == name)


def layer(session: Session) -> str:
    return session.contents.layers[0].id


def walker(session: Session) -> str:
    return session.contents.instances[0].id


def put_imported(session: Session, frame: int) -> None:
    at = session.pose_at(layer(session), walker(session), frame)
    values = np.full((1, 2), 60.0), np.array([Visibility.VISIBLE]), np.array([Origin.IMPORTED])
    session.do(SetValues("Import", at, np.array([0]), values[0], *(v.astype(np.int8) for v in values[1:])))


def test_what_a_hand_placed_was_looked_at_and_what_lies_between_was_not(two_bowlers: Session) -> None:
    found = of(two_bowlers)
    assert found.keyframes_seen.all()
    assert len(found.keyframes_seen) == 50
    assert found.n_unseen_spans == 45
    assert found.share == 1.0 - 45 / 95


def test_a_look_into_the_middle_of_a_span_counts_and_one_at_its_end_does_not(two_bowlers: Session) -> None:
    assert looked(two_bowlers, layer(two_bowlers), walker(two_bowlers), 5, [0, 1])
    assert of(two_bowlers).n_unseen_spans == 43
    looked(two_bowlers, layer(two_bowlers), walker(two_bowlers), 11, [0])
    assert of(two_bowlers).n_unseen_spans == 43
    assert not looked(two_bowlers, layer(two_bowlers), walker(two_bowlers), 5, [0, 1])


def test_what_has_moved_since_was_not_looked_at(two_bowlers: Session) -> None:
    looked(two_bowlers, layer(two_bowlers), walker(two_bowlers), 5, [0])
    at = two_bowlers.pose_at(layer(two_bowlers), walker(two_bowlers), 10)
    two_bowlers.do(poses.place(at, 0, np.array([140.0, 110.0]), Visibility.VISIBLE, "Head"))
    assert of(two_bowlers).n_unseen_spans == 45
    two_bowlers.undo()
    assert of(two_bowlers).n_unseen_spans == 44


def test_an_imported_keyframe_wants_a_look(two_bowlers: Session) -> None:
    put_imported(two_bowlers, 99)
    assert of(two_bowlers).n_unseen_keyframes == 1
    looked(two_bowlers, layer(two_bowlers), walker(two_bowlers), 99, [0])
    assert of(two_bowlers).n_unseen_keyframes == 0


def test_a_doubtful_span_wants_a_look_where_it_is_worst(two_bowlers: Session) -> None:
    at = two_bowlers.pose_at(layer(two_bowlers), walker(two_bowlers), 50)
    two_bowlers.do(poses.place(at, 4, np.array([400.0, 190.0]), Visibility.VISIBLE, "Foot"))
    found = drift_review.drift_points(two_bowlers, layer(two_bowlers))
    worst = next(p for p in found if p.keypoint_name == "foot" and p.point.frame > 50).point
    middle = 55 if abs(worst.frame - 55) > 2 else 58
    before = of(two_bowlers).n_unseen_spans
    looked(two_bowlers, layer(two_bowlers), walker(two_bowlers), middle, [4])
    assert of(two_bowlers).n_unseen_spans == before
    looked(two_bowlers, layer(two_bowlers), walker(two_bowlers), worst.frame, [4])
    assert of(two_bowlers).n_unseen_spans == before - 1


def test_looks_are_kept_over_a_restart_and_are_no_edits(two_bowlers: Session) -> None:
    before = two_bowlers.undoable()
    looked(two_bowlers, layer(two_bowlers), walker(two_bowlers), 5, [0])
    assert two_bowlers.undoable() == before
    path = two_bowlers.project.path
    two_bowlers.close()
    with Session.open(path) as again:
        assert of(again).n_unseen_spans == 44


def test_a_project_for_reading_only_takes_looks_and_keeps_none(two_bowlers: Session) -> None:
    path = two_bowlers.project.path
    two_bowlers.close()
    with Session.open(path, read_only=True) as reading:
        looked(reading, layer(reading), walker(reading), 5, [0])
        assert of(reading).n_unseen_spans == 44
    with Session.open(path) as again:
        assert of(again).n_unseen_spans == 45


def test_the_unseen_are_listed_by_frame_and_keypoint(two_bowlers: Session) -> None:
    put_imported(two_bowlers, 99)
    unseen = of(two_bowlers).unseen_frames()
    assert unseen[0] == (0, 1, 9)
    assert (0, 99, 99) in unseen
    assert len(unseen) == 47  # with the new span of the head from 90 to 99


def test_the_export_names_clips_and_instances_that_nobody_has_looked_at(
    two_bowlers: Session, tmp_path: Path
) -> None:
    report = transfer.export(two_bowlers, layer(two_bowlers), tmp_path / "a.json", narrowing=Narrowing())
    said = sorted((one for one in report.warnings if "looked at" in one), key=len, reverse=True)
    assert said[0].startswith("over 1, walker: nobody has looked at 45 of 45 spans: Head 1–9, ")
    assert said[0].endswith(" …")
    assert said[1].startswith("over 1, stander: nobody has looked at 5 of 5 spans: Head ")
    assert not said[1].endswith("…")
    narrow = Narrowing(reviewed_only=True)
    report = transfer.export(two_bowlers, layer(two_bowlers), tmp_path / "b.json", narrowing=narrow)
    assert not any("looked at" in sentence for sentence in report.warnings)
    by_name = {entry["instance"]: entry for entry in unseen_content(two_bowlers, layer(two_bowlers))}
    which = by_name["stander"].pop("which")
    assert len(which) == 5
    assert which[0]["keypoint"] == "head"
    assert which[0]["stop"] - which[0]["frame"] > 1
    assert by_name["stander"] == {
        "clip": "over 1",
        "instance": "stander",
        "keyframes": 0,
        "of_keyframes": 10,
        "spans": 5,
        "of_spans": 5,
    }


def test_gold_vouches_for_itself(two_bowlers: Session) -> None:
    gold = editions.new_layer("gold", LayerKind.GOLD, "ana")
    two_bowlers.do(PutLayer("Add gold", gold))
    assert unseen_content(two_bowlers, gold.id) == []
    assert unseen_warnings(two_bowlers, gold.id) == ()
