"""Pointing at the exact place of a keypoint on pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from consultant import begun, choose, opened, session_of, titles
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabWidget
from pytestqt.qtbot import QtBot

from palpate.model.migration import Redefine
from palpate.session.guidelines import guide_editing
from palpate.session.guidelines.plates import sights_of
from palpate.session.skeletons import migrating
from palpate.ui.editor.guideline_page import GuidelinePage
from palpate.ui.editor_guides.target_canvas import TargetCanvas
from palpate.ui.main_window import MainWindow

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><path d="M0 0L9 9"/></svg>'


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    made = begun(qtbot, tmp_path)
    yield made
    made.close()


# ---- pictures ------------------------------------------------------------------------------------------


def click(view: TargetCanvas, x: float, y: float) -> None:
    framing = view.framing
    assert framing is not None
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=framing.place((x, y)).toPoint())


def scroll(view: TargetCanvas, notches: int) -> None:
    middle = QPointF(view.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(view.mapToGlobal(middle)),
        QPoint(0, 0),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def place(window: MainWindow, keypoint: str = "t6") -> tuple[float, float]:
    session = session_of(window)
    return sights_of(session.contents.skeleton_of("b"), keypoint, session.guides)[0].target.at


def test_a_click_sets_the_place_and_one_edit_keeps_it(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot, tab=1).pictures
    before = len(titles(window))
    click(editor.whole, 0.4, 0.3)
    click(editor.whole, 0.45, 0.35)
    assert editor.targets[0].at == pytest.approx((0.45, 0.35), abs=0.005)
    assert len(titles(window)) == before
    choose(window, "t7")
    assert titles(window)[0] == "Show T6 spinous process on a picture"
    assert len(titles(window)) == before + 1
    assert place(window) == pytest.approx((0.45, 0.35), abs=0.005)
    choose(window, "t6")
    qtbot.waitUntil(lambda: window.guideline.plate.view.sight is not None)
    sight = window.guideline.plate.view.sight
    assert sight is not None
    assert sight.target.at == place(window)
    window.actions_.by_name["undo"].trigger()
    assert place(window) == pytest.approx((0.5002, 0.3821))


def test_the_wheel_and_arrows_correct_it(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot, tab=1).pictures
    width = editor.targets[0].zoom[2]
    scroll(editor.near, 2)
    assert editor.targets[0].zoom[2] < width
    scroll(editor.whole, -20)
    assert editor.targets[0].zoom[2] == 1.0
    at = editor.targets[0].at
    QTest.keyClick(editor.near, Qt.Key.Key_Right)
    coarse = editor.targets[0].at[0] - at[0]
    QTest.keyClick(editor.near, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    fine = at[1] - editor.targets[0].at[1]
    assert 0 < fine < coarse < 0.02
    QTest.keyClick(editor.near, Qt.Key.Key_Plus)
    assert editor.targets[0].zoom[2] < 1.0


def test_clicks_never_leave_the_plate(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot, tab=1).pictures
    for x, y in ((0.0, 0.0), (1.0, 1.0), (-0.01, 0.5)):
        click(editor.whole, x, y)
    assert editor.keep()
    (x, y), (left, top, width, height) = editor.targets[0].at, editor.targets[0].zoom
    assert 0.0 <= x <= 1.0
    assert min(left, top) >= 0.0
    assert left + width <= 1.0
    assert top + height <= 1.0


def test_the_same_mirrored_on_the_other_side_is_one_edit(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "right_navicular")
    editor = opened(window, qtbot, tab=1).pictures
    click(editor.whole, 0.3, 0.4)
    before = len(titles(window))
    QTest.mouseClick(editor.side.other, Qt.MouseButton.LeftButton)
    assert len(titles(window)) == before + 1
    session = session_of(window)
    skeleton = session.contents.skeleton_of("b")
    right, left = (sights_of(skeleton, f"{side}_navicular", session.guides)[0] for side in ("right", "left"))
    assert right.plate == left.plate
    assert right.target.mirrored is not left.target.mirrored
    assert left.target.at == pytest.approx((1 - right.target.at[0], right.target.at[1]))


def test_a_plate_that_shows_both_sides_is_not_flipped_for_the_other(window: MainWindow) -> None:
    session = session_of(window)
    skeleton = session.contents.skeleton_of("b")
    shoulder = sights_of(skeleton, "right_shoulder", session.guides)[0].target
    whole = replace(shoulder, plate="body_anterior")
    made = guide_editing.opposite(session, skeleton, whole)
    assert made.mirrored is whole.mirrored
    assert made.at == pytest.approx((1 - whole.at[0], whole.at[1]))


def test_what_has_no_other_side_says_so(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot, tab=1).pictures
    assert not editor.side.other.isEnabled()
    assert editor.side.other.toolTip() == "This keypoint has no other side"


def test_a_picture_is_added_pointed_at_and_removed_again(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "My spine.svg").write_text(SVG, encoding="utf-8")
    editor = opened(window, qtbot, tab=1).pictures
    side = editor.side
    assert side.plates.take(tmp_path / "My spine.svg")
    assert editor.places[0].shown.plate == "my_spine"
    click(editor.whole, 0.25, 0.5)
    assert editor.keep()
    assert [side.places.item(n).text() for n in range(2)] == ["My spine", "Spine from the right"]
    side.plates.title.setFocus()
    side.plates.title.selectAll()
    QTest.keyClicks(side.plates.title, "Opened spine")
    QTest.keyClick(side.plates.title, Qt.Key.Key_Return)
    assert side.places.item(0).text() == "Opened spine"
    session = session_of(window)
    assert session.guides.plates["my_spine"].title == "Opened spine"
    QTest.mouseClick(side.plates.remove, Qt.MouseButton.LeftButton)
    assert "my_spine" not in session.guides.plates
    assert [target.plate for target in editor.targets] == ["spine_lateral"]
    window.actions_.by_name["undo"].trigger()
    assert editor.targets[0].plate == "my_spine"


def test_an_added_picture_takes_the_row_in_hand_and_no_other(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "My spine.svg").write_text(SVG, encoding="utf-8")
    editor = opened(window, qtbot, tab=1).pictures
    first = editor.targets[0]
    editor.side.places.setCurrentRow(1)
    assert editor.side.plates.take(tmp_path / "My spine.svg")
    assert editor.side.row == 1
    click(editor.whole, 0.25, 0.5)
    assert editor.targets[0] == first
    assert editor.targets[1].plate == "my_spine"


def test_a_picture_that_is_refused_leaves_everything_as_it_was(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "bad.svg").write_text(SVG.replace("</svg>", "<script/></svg>"), encoding="utf-8")
    guide = opened(window, qtbot, tab=1)
    editor = guide.pictures
    before = editor.targets
    assert not editor.side.plates.take(tmp_path / "bad.svg")
    (said,) = guide.told.texts()
    assert "never run anything" in said
    assert editor.targets == before
    choose(window, "t7")
    assert guide.told.texts() == []


def test_the_skeleton_editor_says_itself_what_is_refused(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "bad.svg").write_text(SVG.replace("</svg>", "<script/></svg>"), encoding="utf-8")
    window.actions_.by_name["edit_skeleton"].trigger()
    (page,) = window.findChildren(GuidelinePage)
    assert not page.pictures.side.plates.take(tmp_path / "bad.svg")
    assert page.told.texts() == []  # nobody looks at that page
    pages = page.parentWidget().parentWidget()
    assert isinstance(pages, QTabWidget)
    pages.setCurrentWidget(page)
    assert not page.pictures.side.plates.take(tmp_path / "bad.svg")
    (said,) = page.told.texts()
    assert "never run anything" in said


def test_pictures_are_added_ordered_and_taken_away(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot, tab=1).pictures
    side = editor.side
    QTest.mouseClick(side.add, Qt.MouseButton.LeftButton)
    click(editor.whole, 0.5, 0.5)
    assert len(editor.targets) == 3
    assert side.row == 2
    QTest.mouseClick(side.first, Qt.MouseButton.LeftButton)
    assert side.row == 0
    assert not side.first.isEnabled()
    added = editor.targets[0].plate
    for _ in range(3):
        QTest.mouseClick(side.remove, Qt.MouseButton.LeftButton)
    assert editor.targets == ()
    assert not side.remove.isEnabled()
    assert editor.keep()
    session = session_of(window)
    assert sights_of(session.contents.skeleton_of("b"), "t6", session.guides) == ()
    QTest.mouseClick(side.back, Qt.MouseButton.LeftButton)
    assert [target.plate for target in editor.targets] == ["spine_posterior", "spine_lateral"]
    assert added not in ("spine_posterior", "spine_lateral")


def test_a_picture_nobody_pointed_at_is_not_kept(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot, tab=1).pictures
    before, edits = editor.targets, len(titles(window))
    QTest.mouseClick(editor.side.add, Qt.MouseButton.LeftButton)
    assert editor.whole.hint == "Click where it is"
    assert not editor.whole.marked
    assert not editor.is_changed
    scroll(editor.whole, 2)
    choose(window, "t7")
    assert len(titles(window)) == edits
    choose(window, "t6")
    assert editor.targets == before
    QTest.mouseClick(editor.side.add, Qt.MouseButton.LeftButton)
    click(editor.near, 0.5, 0.5)
    assert editor.whole.hint == ""
    assert len(editor.targets) == 3


def test_a_place_stays_until_somebody_points_at_the_picture_chosen_for_it(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "My spine.svg").write_text(SVG, encoding="utf-8")
    editor = opened(window, qtbot, tab=1).pictures
    before = editor.targets
    QTest.mouseClick(editor.side.add, Qt.MouseButton.LeftButton)
    assert editor.side.plates.take(tmp_path / "My spine.svg")
    assert [place.shown.plate for place in editor.places][2:] == ["my_spine"]
    editor.side.places.setCurrentRow(0)
    editor.side.plates.chosen.emit("my_spine")
    assert editor.targets == before
    click(editor.whole, 0.25, 0.5)
    assert [target.plate for target in editor.targets] == ["my_spine", before[1].plate]


def test_a_way_back_is_offered_where_there_is_something_to_go_back_to(
    window: MainWindow, qtbot: QtBot
) -> None:
    editor = opened(window, qtbot, tab=1).pictures
    assert editor.side.back.isVisible()
    session = session_of(window)
    migrating.migrate(session, migrating.by_rules(session, [Redefine("t6")]))
    choose(window, "t7")
    choose(window, "t6")
    assert editor.places == ()
    assert not editor.side.back.isVisible()


def test_a_flipped_plate_keeps_the_place_where_it_is_on_the_bone(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "right_navicular")
    editor = opened(window, qtbot, tab=1).pictures
    at, mirrored = editor.targets[0].at, editor.targets[0].mirrored
    QTest.mouseClick(editor.side.mirrored, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert editor.targets[0].mirrored is not mirrored
    assert editor.targets[0].at == pytest.approx((1 - at[0], at[1]))
