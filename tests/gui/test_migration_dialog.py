"""Going to another version of a skeleton in the window: shown, decided, done, undone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from palpate.base.errors import EditRefused
from palpate.model.guideline import Guideline
from palpate.model.migration import Add, Redefine, Rename
from palpate.model.reshaping import reshaped
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.edits.contents import PutLayer, PutSetting
from palpate.session.guidelines.guide_editing import write_guideline
from palpate.session.session import Session
from palpate.session.skeletons.migrating import by_rules, migrate
from palpate.session.skeletons.migration_choice import MigrationChoice
from palpate.ui.dialogs.migration import MigrationDialog
from palpate.ui.widgets.rule_words import sum_words


@pytest.fixture
def after(stick_figure: Skeleton) -> Skeleton:
    """The foot is called toe, and a nose came."""
    return replace(reshaped(stick_figure, [Rename("foot", "toe"), Add(Keypoint("nose"))]), version=1)


@pytest.fixture
def dialog(qtbot: QtBot, two_bowlers: Session, after: Skeleton) -> MigrationDialog:
    made = MigrationDialog(two_bowlers, after, changed={"hip": ["definition"]})
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # whoever closes it asks it more
    qtbot.addWidget(made)
    made.show()
    return made


def rules(dialog: MigrationDialog) -> list[QTreeWidgetItem]:
    items = [dialog.rules.topLevelItem(n) for n in range(dialog.rules.topLevelItemCount())]
    return [item for item in items if item is not None]


def kept(dialog: MigrationDialog) -> dict[str, QTreeWidgetItem]:
    rows = [dialog.kept.rows.topLevelItem(n) for n in range(dialog.kept.rows.topLevelItemCount())]
    return {str(row.data(0, Qt.ItemDataRole.UserRole)): row for row in rows if row is not None}


def test_rules_show_what_they_reach_by_layer_and_guesses_their_reasons(dialog: MigrationDialog) -> None:
    first, second = rules(dialog)[:2]
    assert first.text(0).startswith("foot is called toe now · guessed: same ")
    assert first.checkState(0) is Qt.CheckState.Checked
    assert [first.text(column) for column in range(1, 6)] == ["12", "–", "–", "–", "–"]
    assert (first.child(0).text(0), first.child(0).text(1)) == ("in ana", "12")
    assert second.text(0) == "nose is new; nothing is placed on it yet"
    assert dialog.sum.text().startswith("60 labels in 12 poses. All of them stay as they are.")


def test_a_refused_guess_becomes_what_goes_and_what_comes(dialog: MigrationDialog, qtbot: QtBot) -> None:
    rules(dialog)[0].setCheckState(0, Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: len(rules(dialog)) > 3)
    said = [row.text(0) for row in rules(dialog)]
    assert said[0] == "foot goes; its labels stay in the history"
    assert "toe is new; nothing is placed on it yet" in said
    assert "12 labels of foot will stay in the history alone." in dialog.sum.text()
    (refused,) = [row for row in rules(dialog) if row.text(0).startswith("foot may be called toe")]
    refused.setCheckState(0, Qt.CheckState.Checked)
    qtbot.waitUntil(lambda: rules(dialog)[0].text(0).startswith("foot is called toe now"))


def test_a_button_sends_labels_to_several_new_keypoints(dialog: MigrationDialog, qtbot: QtBot) -> None:
    button = dialog.rules.itemWidget(rules(dialog)[0], 6)
    assert isinstance(button, QToolButton)
    assert button.text() == "toe"
    (nose,) = [action for action in button.menu().actions() if action.text() == "nose"]
    nose.trigger()
    wanted = "foot becomes toe and nose; each to be placed anew"
    qtbot.waitUntil(lambda: rules(dialog)[0].text(0) == wanted)
    assert "to be placed anew" in dialog.sum.text()


def test_a_tick_says_that_a_place_is_another_one(
    dialog: MigrationDialog, two_bowlers: Session, qtbot: QtBot
) -> None:
    assert next(iter(kept(dialog))) == "hip"  # what changed stands first
    assert kept(dialog)["hip"].text(1) == "definition"
    kept(dialog)["hip"].setCheckState(0, Qt.CheckState.Checked)
    wanted = "hip is another place; to be placed anew"
    qtbot.waitUntil(lambda: wanted in [row.text(0) for row in rules(dialog)])
    assert "12 labels will wait to be placed anew" in dialog.sum.text()
    said: list[str] = []
    dialog.migrated.connect(said.append)
    dialog.go.click()
    assert said == ["stick_figure is version 2 now; 12 labels to be placed anew"]
    assert len(two_bowlers.outdated.waiting(two_bowlers.contents.layers[0].id)) == 12
    two_bowlers.undo()
    assert two_bowlers.contents.skeletons["stick_figure"].version == 1


def test_what_the_project_itself_tells_is_counted(
    dialog: MigrationDialog, two_bowlers: Session, after: Skeleton
) -> None:
    assert "the project's own" not in dialog.sum.text()
    two_bowlers.do(PutSetting("role", "consultant"))
    for name in ("hip", "head", "foot"):
        told = Guideline(name, definition="The bone.")
        write_guideline(two_bowlers, two_bowlers.contents.skeletons["stick_figure"], told)
    choice = MigrationChoice(two_bowlers, after)
    assert "Kept of the project's own: 3 guidelines." in sum_words(choice)
    choice.send("foot", ())
    choice.redefine("head", True)
    said = sum_words(choice)
    assert "Kept of the project's own: 1 guideline. Of an earlier place from then on: 1 guideline." in said
    assert "In the history alone: 1 guideline." in said


def test_typing_finds_a_keypoint_that_stays(dialog: MigrationDialog) -> None:
    dialog.kept.line.setText("left ha")
    assert [name for name, row in kept(dialog).items() if not row.isHidden()] == ["left_hand"]


def test_another_edit_meanwhile_is_told_and_nothing_happens(
    dialog: MigrationDialog, two_bowlers: Session
) -> None:
    migrate(two_bowlers, by_rules(two_bowlers, [Redefine("hip")]))
    dialog.go.click()
    assert "does not pin" in dialog.wrong.text()
    assert dialog.isVisible()


def test_nothing_to_migrate_opens_no_dialog(two_bowlers: Session, stick_figure: Skeleton) -> None:
    with pytest.raises(EditRefused, match="nothing is to migrate"):
        MigrationDialog(two_bowlers, stick_figure)


def test_who_may_not_change_all_layers_is_told_why(
    qtbot: QtBot, two_bowlers: Session, stick_figure: Skeleton
) -> None:
    two_bowlers.do(PutLayer("Give away", replace(two_bowlers.contents.layers[0], author="ben")))
    made = MigrationDialog(two_bowlers, reshaped(stick_figure, [Redefine("hip")]))
    qtbot.addWidget(made)
    assert not made.go.isEnabled()
    assert "a consultant or the lead" in made.wrong.text()
