"""Layers of different versions of a skeleton are compared on the points that they share."""

from __future__ import annotations

import numpy as np

from palpate.model.migration import Add, Redefine, Remove, Reorder, Rule
from palpate.model.skeleton import Keypoint
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.exchange.transfer import labels_of
from palpate.session.judging.scoring import score_labels
from palpate.session.session import Session
from palpate.session.skeletons import migrating


def test_labels_of_different_versions_are_compared_on_the_points_they_share(two_bowlers: Session) -> None:
    layer = two_bowlers.contents.layers[0].id
    gold = labels_of(two_bowlers, layer)
    order = ("hip", "right_hand", "left_hand", "foot")
    rules: list[Rule] = [Remove("head"), Reorder(order), Add(Keypoint("nose"))]
    migrating.migrate(two_bowlers, migrating.by_rules(two_bowlers, rules))
    now = labels_of(two_bowlers, layer)
    assert next(iter(now.skeletons.values())).version == 2
    for one, other in ((now, gold), (gold, now)):
        found = score_labels(one, other)
        assert set(found.keypoints) == set(order)
        assert found.mpjpe_px == 0.0
    assert found.notes[0] == (
        "stick_figure version 1 against stick_figure version 2: compared on the 4 keypoints that both have "
        "at the same place; left out: not in the labels: nose; not in gold: head"
    )
    assert not any("compared on" in note for note in score_labels(now, now).notes)


def test_a_redefined_point_is_not_compared_with_what_it_was_before(two_bowlers: Session) -> None:
    layer, walker = two_bowlers.contents.layers[0].id, two_bowlers.contents.instances[0].id
    gold = labels_of(two_bowlers, layer)
    migrating.migrate(two_bowlers, migrating.by_rules(two_bowlers, [Redefine("hip")]))
    at = two_bowlers.pose_at(layer, walker, 20)
    two_bowlers.do(poses.place(at, 3, np.array([1.0, 2.0]), Visibility.VISIBLE, "Hip"))
    found = score_labels(labels_of(two_bowlers, layer), gold)
    assert set(found.keypoints) == {"head", "left_hand", "right_hand", "foot"}
    assert found.notes[0].endswith("left out: another place: hip since version 2")
    assert [point.since for point in two_bowlers.contents.skeletons["stick_figure"].keypoints] == [
        1,
        1,
        1,
        2,
        1,
    ]
