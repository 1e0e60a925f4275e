"""The colour of an instance, taking it away, and further skeletons for new ones; each one step of undo."""

from __future__ import annotations

from dataclasses import replace

import pytest

from palpate.base.errors import EditRefused
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.session import editions
from palpate.session.edits.contents import PutLayer, PutSetting
from palpate.session.edits.poses import decide_absent
from palpate.session.placing import gestures, instance_editing
from palpate.session.session import Session


def walker(session: Session) -> Instance:
    return session.contents.instances[0]


def test_a_colour_is_chosen_and_undone(two_bowlers: Session) -> None:
    assert walker(two_bowlers).colour == 1
    instance_editing.recolour(two_bowlers, walker(two_bowlers), 5)
    assert walker(two_bowlers).colour == 5
    assert walker(two_bowlers).number == 1
    two_bowlers.undo()
    assert walker(two_bowlers).colour == 1


def test_the_colour_of_the_number_comes_back(two_bowlers: Session) -> None:
    instance_editing.recolour(two_bowlers, walker(two_bowlers), 5)
    instance_editing.recolour(two_bowlers, walker(two_bowlers), None)
    assert walker(two_bowlers).colour == 1
    assert "colour" not in walker(two_bowlers).attributes


def test_choosing_the_colour_it_has_is_no_edit(two_bowlers: Session) -> None:
    instance_editing.recolour(two_bowlers, walker(two_bowlers), 5)
    steps = len(two_bowlers.project.history())
    instance_editing.recolour(two_bowlers, walker(two_bowlers), 5)
    assert len(two_bowlers.project.history()) == steps


@pytest.mark.parametrize("text", ["red", "", "-1", "0", "٣", "10000"])
def test_a_foreign_attribute_of_that_name_is_no_colour(two_bowlers: Session, text: str) -> None:
    assert replace(walker(two_bowlers), attributes={"colour": text}).colour == 1


def test_a_body_and_a_hand_share_a_clip(two_bowlers: Session) -> None:
    assert "coco_17" in instance_editing.skeletons_to_add(two_bowlers)
    assert instance_editing.add_skeleton(two_bowlers, "coco_17") == "coco_17"
    assert "coco_17" not in instance_editing.skeletons_to_add(two_bowlers)
    two_bowlers.selection.move(clip="clip-1", layer=two_bowlers.contents.layers[0].id)
    added = gestures.add_instance(two_bowlers, "coco_17")
    assert {found.skeleton for found in two_bowlers.contents.instances} == {"stick_figure", "coco_17"}
    assert len(two_bowlers.contents.skeleton_of(added.id)) == 17
    with pytest.raises(EditRefused, match="has the skeleton coco_17 already"):
        instance_editing.add_skeleton(two_bowlers, "coco_17")


def test_an_annotator_removes_no_instance_that_somebody_else_has_labelled(two_bowlers: Session) -> None:
    ben, (first, second) = editions.new_layer("ben", LayerKind.WORK, "ben"), two_bowlers.contents.instances
    two_bowlers.do(PutLayer("Add", ben))
    two_bowlers.do(decide_absent(two_bowlers.pose_at(ben.id, first.id, 3), 0, "Head"))
    with pytest.raises(EditRefused, match="labels in ben too"):
        instance_editing.remove(two_bowlers, first)
    assert two_bowlers.project.pose(ben.id, first.id, 3) is not None
    instance_editing.remove(two_bowlers, second)
    two_bowlers.do(PutSetting("role", "lead"))
    instance_editing.remove(two_bowlers, first)
    assert two_bowlers.contents.instances == ()
