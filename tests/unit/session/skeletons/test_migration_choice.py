"""What somebody decides before a migration, and what the migration is then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from palpate.base.errors import EditRefused
from palpate.model.layer import LayerKind
from palpate.model.migration import Add, Redefine, Remove, Rename, Reorder, Split
from palpate.model.reshaping import reshaped
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.skeleton_diff import Wishes
from palpate.session import editions
from palpate.session.edits.contents import PutLayer
from palpate.session.rights import why_not_migrate
from palpate.session.session import Session
from palpate.session.skeletons import migrating
from palpate.session.skeletons.migration_choice import MigrationChoice


@pytest.fixture
def after(stick_figure: Skeleton) -> Skeleton:
    """The foot is called toe, and a nose came."""
    return replace(reshaped(stick_figure, [Rename("foot", "toe"), Add(Keypoint("nose"))]), version=1)


def test_a_guess_stands_until_it_is_refused_and_can_be_taken_again(
    two_bowlers: Session, after: Skeleton
) -> None:
    choice = MigrationChoice(two_bowlers, after)
    (guess,) = choice.guesses
    assert (guess.name, guess.to, choice.is_taken(guess)) == ("foot", "toe", True)
    assert choice.migration.rules[0] == Rename("foot", "toe")
    choice.send("foot", ())
    assert not choice.is_taken(guess)
    rules = choice.migration.rules
    assert rules[0] == Remove("foot")
    assert {rule.keypoint.name for rule in rules if isinstance(rule, Add)} == {"toe", "nose"}
    assert choice.foreseen.removed == {"foot": 12}
    choice.send("foot", ("toe",))
    assert choice.is_taken(guess)
    assert choice.foreseen.removed == {}


def test_labels_of_what_goes_can_be_sent_to_several(two_bowlers: Session, after: Skeleton) -> None:
    choice = MigrationChoice(two_bowlers, after)
    assert choice.free_for("foot") == ("toe", "nose")
    choice.send("foot", ("toe", "nose"))
    assert choice.migration.rules == (Split("foot", ("toe", "nose")),)
    assert choice.foreseen.outdated == 24  # in both
    assert {one.name for one in choice.kept} == {"head", "left_hand", "right_hand", "hip"}


def test_a_name_that_stays_can_be_ticked_as_another_place(two_bowlers: Session, after: Skeleton) -> None:
    choice = MigrationChoice(two_bowlers, after, changed={"hip": ["definition", "target"]})
    kept = {one.name: one for one in choice.kept}
    assert kept["hip"].changed == ("definition", "target")
    assert (kept["hip"].labels, kept["hip"].redefined) == (12, False)
    choice.redefine("hip", True)
    assert Redefine("hip") in choice.migration.rules
    assert {one.name for one in choice.kept if one.redefined} == {"hip"}
    choice.redefine("hip", False)
    assert Redefine("hip") not in choice.migration.rules


def test_a_new_text_alone_is_reason_enough(two_bowlers: Session, stick_figure: Skeleton) -> None:
    with pytest.raises(EditRefused, match="nothing is to migrate"):
        MigrationChoice(two_bowlers, stick_figure)
    choice = MigrationChoice(two_bowlers, stick_figure, changed={"hip": ["definition"]})
    assert (choice.migration.rules, choice.migration.after.version) == ((), 2)


def test_what_a_version_says_of_itself_cannot_be_unsaid(two_bowlers: Session, stick_figure: Skeleton) -> None:
    theirs = reshaped(reshaped(stick_figure, [Redefine("hip")]), [Reorder(stick_figure.names[::-1])])
    assert theirs.version == 3
    choice = MigrationChoice(two_bowlers, theirs)
    assert Redefine("hip") in choice.migration.rules
    assert [one.name for one in choice.kept if one.for_good] == ["hip"]
    choice.redefine("hip", False)
    assert Redefine("hip") in choice.migration.rules
    migrating.migrate(two_bowlers, choice.migration)
    assert two_bowlers.contents.skeletons["stick_figure"] == theirs  # so that both are compared on all points


def test_what_makes_no_sense_changes_nothing(two_bowlers: Session, after: Skeleton) -> None:
    choice = MigrationChoice(two_bowlers, after, Wishes(renames={"foot": "toe"}))
    before = choice.migration
    assert choice.guesses == ()
    with pytest.raises(EditRefused, match="one"):
        choice.send("hip", ("toe",))
    assert choice.migration == before
    choice.redefine("head", True)


def test_whoever_may_not_change_a_layer_may_not_migrate_it(two_bowlers: Session) -> None:
    session, figure = two_bowlers, two_bowlers.contents.skeletons["stick_figure"]
    assert why_not_migrate(session, figure) == ""
    session.do(PutLayer("Add gold", editions.new_layer("gold", LayerKind.GOLD, "cleo")))
    assert why_not_migrate(session, figure) == ""  # nothing is in it
    mine = session.contents.layers[0]
    session.do(PutLayer("Give away", replace(mine, author="ben")))
    migration = migrating.by_rules(session, [Redefine("hip")])
    assert "a consultant or the lead" in why_not_migrate(session, figure)
    with pytest.raises(EditRefused, match="which you may not change"):
        migrating.migrate(session, migration)
