"""`skeleton diff` and `skeleton migrate`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from palpate.model.guideline import Guideline
from palpate.model.migration import Remove, Rename, Rule
from palpate.model.reshaping import reshaped
from palpate.model.skeleton import Skeleton
from palpate.session.edits.contents import PutSetting
from palpate.session.guidelines.guide_editing import write_guideline
from palpate.session.session import Session
from palpate.store.skeleton_writing import skeleton_to_yaml

Run = Callable[..., Any]


@pytest.fixture
def write(tmp_path: Path, stick_figure: Skeleton) -> Callable[..., Path]:
    """Write a version of the stick figure by rules into a file."""

    def write(*rules: Rule, **changes: Any) -> Path:
        file = tmp_path / "later.yaml"
        later = replace(reshaped(stick_figure, rules), **changes)
        file.write_text(skeleton_to_yaml(later), encoding="utf-8")
        return file

    return write


def test_a_diff_names_rules_guesses_and_what_else_changed(
    palpate: Run, write: Callable[..., Path], bowlers: Path
) -> None:
    later = write(Rename("hip", "pelvis"), Remove("left_hand"), title="Sticks")
    content = palpate("skeleton", "diff", bowlers, later, "--json").content
    assert content["from"] == {"name": "stick_figure", "version": 1, "n_keypoints": 5}
    assert content["to"]["version"] == 2
    assert content["rules"][0] == {"rule": "remove", "keypoint": "left_hand"}
    assert content["rules"][1]["guessed"] is True
    assert content["rules"][1]["because"][:2] == ["label", "edges"]
    assert "title" in content["of_skeleton"]
    said = palpate("skeleton", "diff", bowlers, later).out
    assert "rename hip to pelvis (guessed by label" in said


def test_a_diff_of_shipped_skeletons_needs_no_project(palpate: Run) -> None:
    assert palpate("skeleton", "diff", "coco_17", "coco_17").out.endswith("nothing is different\n")
    rules = palpate("skeleton", "diff", "coco_17", "halpe_26", "--json").content["rules"]
    assert sum(rule["rule"] == "add" for rule in rules) == 9


def test_a_dry_run_counts_labels_and_writes_nothing(
    palpate: Run, write: Callable[..., Path], bowlers: Path
) -> None:
    later = write(Rename("hip", "pelvis"), Remove("head"))
    before = bowlers.read_bytes()
    words = ("skeleton", "migrate", bowlers, later, "--redefine", "foot", "--dry-run")
    content = palpate(*words, "--json").content
    assert content["dry_run"] is True
    assert [(rule["rule"], rule["labels"]) for rule in content["rules"]] == [
        ("remove", 12),
        ("rename", 12),
        ("redefine", 12),
    ]
    assert (content["needs_reannotation"], content["removed"]) == (12, {"head": 12})
    assert content["examples"] == {"along": 0, "outgrown": 0, "gone": 0}
    assert "would become version 2" in palpate(*words).out
    assert bowlers.read_bytes() == before


def test_a_dry_run_counts_what_the_project_itself_tells(palpate: Run, bowlers: Path) -> None:
    with Session.open(bowlers) as session:
        session.do(PutSetting("role", "consultant"))
        skeleton = session.contents.skeletons["stick_figure"]
        for name in ("hip", "foot", "head"):
            write_guideline(session, skeleton, Guideline(name, definition="The bone."))
    words = ("skeleton", "migrate", bowlers, "--remove", "head", "--redefine", "foot", "--dry-run")
    content = palpate(*words, "--json").content
    assert content["guidelines"] == {"along": 1, "outgrown": 1, "gone": 1}
    assert [rule["guidelines"] for rule in content["rules"]] == [1, 1]
    assert (
        "guidelines of the project: 1 go along, 1 are of an earlier place, 1 are kept" in palpate(*words).out
    )


def test_a_migration_is_one_edit_that_can_be_undone(
    palpate: Run, write: Callable[..., Path], bowlers: Path
) -> None:
    with Session.open(bowlers) as session:
        edits = len(session.project.history())
    said = palpate("skeleton", "migrate", bowlers, write(Rename("hip", "pelvis"))).out
    assert "stick_figure is now version 2: 5 keypoints" in said
    with Session.open(bowlers) as session:
        assert session.contents.skeletons["stick_figure"].names[3] == "pelvis"
        assert len(session.project.history()) == edits + 1
        session.undo()
        assert session.contents.skeletons["stick_figure"].names[3] == "hip"


def test_rules_alone_make_the_next_version(palpate: Run, bowlers: Path) -> None:
    words = ("--rename", "hip=pelvis", "--split", "foot=heel,toe", "--add", "nose", "--remove", "head")
    order = ("--order", "nose,left_hand,right_hand,pelvis,heel,toe", "--redefine", "left_hand")
    content = palpate("skeleton", "migrate", bowlers, *words, *order, "--json").content
    assert content["to"] == {"name": "stick_figure", "version": 2, "n_keypoints": 6}
    assert content["needs_reannotation"] == 36
    with Session.open(bowlers) as session:
        names = session.contents.skeletons["stick_figure"].names
        assert names == ("nose", "left_hand", "right_hand", "pelvis", "heel", "toe")
    info = palpate("info", bowlers, "--json").content
    assert info["skeleton"] == {"name": "stick_figure", "version": 2, "n_keypoints": 6}


def test_what_makes_no_sense_is_said_and_nothing_is_written(
    refused: Run, write: Callable[..., Path], bowlers: Path
) -> None:
    before = bowlers.read_bytes()
    migrate = ("skeleton", "migrate", bowlers)
    assert "two cannot become one" in refused(*migrate, "--rename", "head=hip")
    assert "cannot both become" in refused(*migrate, "--rename", "head=x", "--rename", "hip=x")
    assert "circle" in refused(*migrate, "--rename", "head=hip", "--rename", "hip=head")
    assert "did you mean head" in refused(*migrate, "--rename", "haed=x")
    assert "takes OLD=NEW" in refused(*migrate, "--rename", "head")
    assert "twice" in refused(*migrate, "--rename", "head=x", "--rename", "head=y")
    assert "needs a later version or rules" in refused(*migrate)
    assert "no skeleton named 'coco_17'" in refused(*migrate, "coco_17")
    assert "needs two skeletons" in refused("skeleton", "diff", "coco_17")
    assert "given as a file" in refused(*migrate, write(Remove("head")), "--add", "x")
    assert bowlers.read_bytes() == before
    refused("skeleton", "migrate", bowlers.with_name("none.palpate"), "--rename", "a=b")


def test_an_older_version_than_the_project_pins_is_refused(
    palpate: Run, refused: Run, write: Callable[..., Path], bowlers: Path
) -> None:
    palpate("skeleton", "migrate", bowlers, "--rename", "head=skull")
    later = write(Rename("hip", "pelvis"), version=1)
    assert "the project pins version 2" in refused("skeleton", "migrate", bowlers, later)
