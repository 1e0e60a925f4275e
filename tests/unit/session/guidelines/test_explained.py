"""What the project itself shows and tells of keypoints is counted before a migration."""

from __future__ import annotations

from dataclasses import astuple

import cv2
import numpy as np

from palpate.model.example import Example, PictureKind, Shows
from palpate.model.guideline import Guideline
from palpate.model.migration import Add, Redefine, Remove, Rename, Rule, Split, plan_of
from palpate.model.plate import Target
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.edits.contents import PutSetting
from palpate.session.guidelines import examples, guide_editing
from palpate.session.guidelines.explained import Explained, Fates, fates_of
from palpate.session.session import Session
from palpate.session.skeletons import migrating


def test_the_dry_run_counts_what_the_project_itself_shows_and_tells(two_bowlers: Session) -> None:
    full = two_bowlers
    full.do(PutSetting("role", "consultant"))

    def figure() -> Skeleton:
        return full.contents.skeletons["stick_figure"]

    content = cv2.imencode(".png", np.zeros((24, 32, 3), np.uint8))[1].tobytes()
    here = Target("spine_posterior", False, (0.4, 0.3), (0.3, 0.2, 0.2, 0.2))
    for name in ("head", "left_hand", "hip", "foot"):
        shown = Example(name, "stick_figure", name, Shows.CORRECT, (32, 24), (4.0, 5.0), kind=PictureKind.PNG)
        examples.save(full, shown, content)
        guide_editing.write_guideline(full, figure(), Guideline(name, definition="The bone."))
    guide_editing.show_on(full, figure(), {"head": (here,), "hip": (here,)})
    migrating.migrate(full, migrating.by_rules(full, [Redefine("left_hand")]))  # outgrown from now on
    rules: list[Rule] = [Rename("foot", "toe"), Remove("head"), Redefine("hip")]
    migration = migrating.by_rules(full, rules)
    found = migrating.foresee(full, migration)
    assert [astuple(one.explained) for one in found.touched] == [(1, 1, 0), (1, 1, 1), (1, 1, 1)]
    assert found.explained == Fates(Explained(1, 1, 0), Explained(2, 2, 1), Explained(1, 1, 1))
    migrating.migrate(full, migration)
    after = migrating.foresee(full, migrating.by_rules(full, [Add(Keypoint("nose"))])).explained
    assert after == Fates(found.explained.along, found.explained.outgrown)


def test_what_a_split_gives_to_several_is_counted_once() -> None:
    plan = plan_of(("hip", "foot"), [Split("foot", ("heel", "toe"))])
    counted = {("foot", True): Explained(1, 1, 1), ("hip", True): Explained(0, 1, 0)}
    assert fates_of(counted, plan) == Fates(Explained(0, 1, 0), Explained(1, 1, 1))
