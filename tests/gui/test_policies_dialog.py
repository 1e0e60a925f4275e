"""Thresholds and targets in the window: read, found, changed with a source, followed where they act."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QTableWidgetItem
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from palpate.session import policies
from palpate.session.edits.contents import PutSetting
from palpate.session.policies import KEYPOINT_KEYS, KEYS, Wish
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.dialogs.policies import PoliciesDialog
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences
from palpate.ui.threshold_doors import ThresholdDoors
from palpate.ui.widgets.threshold_words import ThresholdDoor

NAME = "stick_figure"


@pytest.fixture
def window(qtbot: QtBot, two_bowlers: Session) -> Iterator[MainWindow]:
    make_application()
    path = two_bowlers.project.path
    two_bowlers.do(PutSetting("role", "consultant"))
    two_bowlers.close()
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(path)])
    yield window
    window.close()


@pytest.fixture
def session(window: MainWindow) -> Session:
    found = window.workbench.session
    assert found is not None
    return found


@pytest.fixture
def dialog(window: MainWindow) -> Iterator[PoliciesDialog]:
    window.commands.edit_thresholds()
    (found,) = window.findChildren(PoliciesDialog)
    yield found
    if isValid(found):
        found.close()


def texts(row: list[QTableWidgetItem | None]) -> list[str]:
    return [item.text().strip() for item in row if item is not None]


def row_of(dialog: PoliciesDialog, label: str) -> list[str]:
    table = dialog.whole
    for at in range(table.rowCount()):
        row = texts([table.item(at, column) for column in range(3)])
        if row[0] == label:
            return row
    raise AssertionError(label)


def change(dialog: PoliciesDialog, text: str, source: str) -> None:
    dialog.detail.value.setText(text)
    dialog.detail.source.setText(source)
    QTest.mouseClick(dialog.detail.set, Qt.MouseButton.LeftButton)


def test_every_threshold_has_a_row_under_the_heading_of_where_it_acts(dialog: PoliciesDialog) -> None:
    assert dialog.whole.rowCount() == len(KEYS) + 5
    assert row_of(dialog, "OKS target") == ["OKS target", "0.85", "case study"]
    assert dialog.points.rowCount() == 5
    assert dialog.points.columnCount() == 1 + len(KEYPOINT_KEYS)


def test_a_change_needs_a_source_and_is_marked_with_it(dialog: PoliciesDialog, session: Session) -> None:
    dialog.go_to(NAME, "oks")
    assert not dialog.detail.set.isEnabled()
    dialog.detail.value.setText("0.9")
    assert not dialog.detail.set.isEnabled()
    assert dialog.detail.set.toolTip() == "Say where the value comes from"
    change(dialog, "0.9", "Prof. Ng's protocol, 2026")
    assert session.contents.skeletons[NAME].policy.oks == 0.9
    assert row_of(dialog, "OKS target") == ["OKS target", "0.9", "Prof. Ng's protocol, 2026"]
    assert "from 0.85. The skeleton says 0.85." in dialog.detail.changed.text()
    QTest.mouseClick(dialog.detail.own, Qt.MouseButton.LeftButton)
    assert row_of(dialog, "OKS target") == ["OKS target", "0.85", "case study"]
    assert not dialog.detail.own.isEnabled()


def test_undo_is_followed_while_the_dialog_is_open(dialog: PoliciesDialog, window: MainWindow) -> None:
    dialog.go_to(NAME, "kappa")
    change(dialog, "0.8", "Board")
    assert row_of(dialog, "Visibility κ, least")[1] == "0.8"
    window.commands.undo()
    assert row_of(dialog, "Visibility κ, least")[1] == "0.75"
    assert dialog.detail.title.text() == "Visibility κ, least: 0.75"


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("oks", "1.2", "“OKS target” must be at most 1, not 1.2"),
        ("drift_px", "-3", "“Wants a look from” must be greater than 0, not -3"),
        ("oks", "nan", "“OKS target” must be a number such as 0.5, not 'nan'"),
        ("sampling.base", "150 %", "“Base sample” must be at most 1 (100 %), not 150 %"),
    ],
)
def test_what_cannot_be_is_told_while_typing(
    dialog: PoliciesDialog, key: str, text: str, sentence: str
) -> None:
    dialog.go_to(NAME, key)
    dialog.detail.value.setText(text)
    assert dialog.detail.wrong.text() == sentence
    assert not dialog.detail.set.isEnabled()


def test_estimated_below_visible_is_refused_and_nothing_has_changed(
    dialog: PoliciesDialog, session: Session
) -> None:
    dialog.go_to(NAME, "blur_estimated")
    change(dialog, "0.2", "pilot")
    assert dialog.detail.wrong.text() == (
        "“Estimated up to a blur of” must not be below “Visible up to a blur of”, which is 0.25, not 0.2"
    )
    assert not session.contents.policies


def test_a_search_leaves_what_tells_of_it_and_shows_the_first(dialog: PoliciesDialog) -> None:
    dialog.search.setText("bias")
    shown = [at for at in range(dialog.whole.rowCount()) if not dialog.whole.isRowHidden(at)]
    assert len(shown) == 5
    assert dialog.detail.title.text().startswith("Bias screen")
    dialog.search.setText("left hand")
    assert dialog.pages.currentIndex() == 1
    assert dialog.detail.title.text().startswith("Tolerance · ")


def test_a_keypoint_has_limits_of_its_own_and_the_limit_in_force_follows(
    dialog: PoliciesDialog, session: Session
) -> None:
    focus = session.selection.focus
    before = session.live(focus.layer, focus.instance).limits.tolist()
    dialog.go_to(NAME, "drift_px", "head")
    change(dialog, "2 px", "heads are sharp")
    after = session.live(focus.layer, focus.instance).limits.tolist()
    assert (before, after) == ([4.0] * 5, [2.0, *[4.0] * 4])
    assert dialog.points.item(0, 1 + KEYPOINT_KEYS.index("drift_px")).text() == "2 px"  # type: ignore[union-attr]


def test_annotators_read_all_of_it_and_are_told_why_they_do_not_change_it(
    window: MainWindow, session: Session
) -> None:
    session.do(PutSetting("role", "annotator"))
    window.commands.edit_thresholds()
    (dialog,) = window.findChildren(PoliciesDialog)
    assert not dialog.detail.value.isEnabled()
    assert dialog.note.text() == "A consultant or a lead changes thresholds; you may read them."
    dialog.close()


def test_each_place_where_a_threshold_acts_leads_to_it(window: MainWindow, session: Session) -> None:
    policies.set_thresholds(session, NAME, [Wish("drift_px", "3")], source="pilot")
    doors = window.findChildren(ThresholdDoors)[0]
    told = [_entries(door) for door in (doors.state, doors.limit, doors.legend)]
    assert all("Change Wants a look from 3 px (pilot)…" in entries for entries in told)
    assert any("kappa" in said or "κ" in said for said in _entries(doors.rules))
    menu = doors.legend.menu()
    assert isinstance(menu, QMenu)
    menu.actions()[0].trigger()
    (dialog,) = window.findChildren(PoliciesDialog)
    assert dialog.detail.title.text().startswith("Wants a look from · ")
    dialog.close()


def test_the_line_under_blur_names_value_and_source_and_opens_it(
    window: MainWindow, session: Session
) -> None:
    line = window.guideline.limits
    assert "Visible up to 0.25 × width (own choice) · at most 8 px (own choice)" in line.text()
    policies.set_thresholds(session, NAME, [Wish("blur_visible", "0.3")], source="<b>lab</b> & co")
    assert "0.3 × width (&lt;b&gt;lab&lt;/b&gt; &amp; co)" in line.text()
    line.change()
    (dialog,) = window.findChildren(PoliciesDialog)
    assert dialog.detail.title.text().startswith("Visible up to a blur of · ")
    dialog.close()


def test_closing_the_project_closes_the_dialog(dialog: PoliciesDialog, window: MainWindow) -> None:
    window.workbench.close()
    assert not isValid(dialog) or not dialog.isVisible()


def _entries(door: ThresholdDoor) -> list[str]:
    menu = door.menu()
    assert menu is not None
    found = [action.text() for action in menu.actions()]
    menu.deleteLater()
    return found
