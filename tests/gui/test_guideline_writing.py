"""Writing guidelines in the window: words beside what is read, and the exact place on pictures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from palpate.base.folders import resource
from palpate.demo.truth import load_truth
from palpate.model.guideline import Guideline
from palpate.model.instance import Instance
from palpate.model.migration import Redefine
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import guide_editing, migrating
from palpate.session.edits.contents import PutSetting
from palpate.session.edits.labels import AddLabels
from palpate.session.guidance import told_of
from palpate.session.media_adding import add_media
from palpate.session.plates import sights_of
from palpate.session.session import Session
from palpate.ui.editor_guides.guide_window import GuideWindow
from palpate.ui.editor_guides.target_canvas import TargetCanvas
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

FRAME = 144
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><path d="M0 0L9 9"/></svg>'


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A consultant looks at the bowler, who is placed in one frame."""
    truth = load_truth(resource("demo", "bowler_truth.npz"))
    film = shutil.copy(resource("demo", "bowler.mp4"), tmp_path)
    path = tmp_path / "bowling.palpate"
    with Session.create(path, ["cricket_bowling_54"], "cora", "consultant") as session:
        (clip,) = add_media(session, [Path(film)])
        at = truth.positions[[FRAME], 0].astype(np.float64)
        codes = np.full(at.shape[:2], Visibility.VISIBLE, np.int8)
        track = Track(np.array([FRAME]), at, codes, np.full_like(codes, Origin.HAND))
        bowler = Instance("b", clip.id, "bowler", 1, "cricket_bowling_54")
        session.do(AddLabels("Put", session.contents.layers[0], (), (), (bowler,), {"b": track}))
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    assert made.workbench.open(path)
    qtbot.waitUntil(lambda: made.canvas.frame >= 0)
    choose(made, "t6")
    yield made
    made.close()


def session_of(window: MainWindow) -> Session:
    assert window.workbench.session is not None
    return window.workbench.session


def choose(window: MainWindow, name: str) -> None:
    session = session_of(window)
    place = session.contents.skeleton_of("b").position_of[name]
    session.selection.move(instance="b", frame=FRAME, keypoint=place)


def opened(window: MainWindow, qtbot: QtBot, tab: int = 0) -> GuideWindow:
    QTest.mouseClick(window.guideline.edit, Qt.MouseButton.LeftButton)
    (found,) = window.findChildren(GuideWindow)
    qtbot.waitUntil(found.isVisible)
    found.tabs.setCurrentIndex(tab)
    QApplication.processEvents()
    return found


def write(field: QPlainTextEdit, words: str) -> None:
    field.setFocus()
    field.selectAll()
    for n, line in enumerate(words.split("\n")):
        if n:
            QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.keyClicks(field, line)


def definition(window: MainWindow, keypoint: str = "t6") -> str:
    session = session_of(window)
    told = told_of(session.contents.skeleton_of("b"), keypoint, session.guides).guideline
    return "" if told is None else told.definition


def titles(window: MainWindow) -> list[str]:
    return [entry.title for entry in session_of(window).project.history()]


# ---- words ---------------------------------------------------------------------------------------------


def test_what_is_typed_is_read_beside_it_and_kept_as_one_edit_when_one_goes_on(
    window: MainWindow, qtbot: QtBot
) -> None:
    editor = opened(window, qtbot).words
    before = len(titles(window))
    write(editor.texts["definition"], "Tip of the spine of T6.")
    write(editor.texts["palpation_cue"], "Count down.")
    assert editor.preview.texts()[""] == "Tip of the spine of T6."
    assert editor.preview.texts()["Palpation"] == "Count down."
    assert len(titles(window)) == before
    choose(window, "t7")
    assert titles(window)[0] == "Rewrite the guideline of T6 spinous process"
    assert len(titles(window)) == before + 1
    assert definition(window) == "Tip of the spine of T6."
    assert editor.texts["definition"].toPlainText() == definition(window, "t7")
    choose(window, "t6")
    assert editor.texts["definition"].toPlainText() == "Tip of the spine of T6."
    assert window.guideline.texts()[""] == "Tip of the spine of T6."
    assert window.guideline.texts()["Whose words"].startswith("The project's own words, changed by cora on")


def test_reading_alone_writes_nothing(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, qtbot)
    before = len(titles(window))
    for name in session_of(window).contents.skeleton_of("b").names:
        choose(window, name)
    assert len(titles(window)) == before


def test_one_may_go_through_frames_and_go_on_typing(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot).words
    write(editor.texts["definition"], "Half a")
    session_of(window).selection.move(frame=FRAME + 1)
    assert editor.texts["definition"].toPlainText() == "Half a"
    QTest.keyClicks(editor.texts["definition"], " sentence.")
    opened(window, qtbot).close()
    assert definition(window) == "Half a sentence."


def test_undo_takes_the_words_back_and_the_fields_follow(window: MainWindow, qtbot: QtBot) -> None:
    shipped = definition(window)
    editor = opened(window, qtbot).words
    write(editor.texts["definition"], "Mine.")
    assert editor.keep()
    window.actions_.by_name["undo"].trigger()
    assert editor.texts["definition"].toPlainText() == shipped == definition(window)
    window.actions_.by_name["redo"].trigger()
    assert editor.texts["definition"].toPlainText() == "Mine."


def test_one_goes_back_to_the_shipped_text(window: MainWindow, qtbot: QtBot) -> None:
    shipped = definition(window)
    editor = opened(window, qtbot).words
    assert not editor.back.isEnabled()
    assert editor.back.toolTip() == "There are no words of the project's own here"
    write(editor.texts["definition"], "Mine.")
    editor.keep()
    assert editor.whose.text().startswith("The project's own words, changed by cora")
    QTest.mouseClick(editor.back, Qt.MouseButton.LeftButton)
    assert definition(window) == shipped
    assert editor.texts["definition"].toPlainText() == shipped
    assert "Whose words" not in window.guideline.texts()


def test_half_a_rule_of_blur_waits_and_all_other_words_are_kept(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot).words
    write(editor.texts["definition"], "Mine.")
    editor.blur.reference.setFocus()
    editor.blur.reference.selectAll()
    QTest.keyClick(editor.blur.reference, Qt.Key.Key_Delete)
    assert "say which width" in editor.problem.text()
    choose(window, "t7")
    assert definition(window) == "Mine."
    session = session_of(window)
    told = told_of(session.contents.skeleton_of("b"), "t6", session.guides).guideline
    assert told is not None
    assert told.blur_rule is not None
    assert editor.problem.text() == ""
    choose(window, "t6")
    assert editor.blur.reference.text() == ""
    assert "say which width" in editor.problem.text()
    QTest.keyClicks(editor.blur.reference, "height of a process")
    assert editor.problem.text() == ""
    assert editor.keep()
    told = told_of(session.contents.skeleton_of("b"), "t6", session.guides).guideline
    assert told is not None
    assert told.blur_rule is not None
    assert told.blur_rule.reference == "height of a process"


def test_shares_of_blur_that_do_not_grow_are_told_while_typing(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot).words
    editor.blur.ratios[0].setFocus()
    editor.blur.ratios[0].selectAll()
    QTest.keyClicks(editor.blur.ratios[0], "9")
    assert "must grow" in editor.problem.text()
    QTest.mouseClick(editor.blur.given, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert editor.problem.text() == ""
    assert not editor.blur.ratios[0].isEnabled()
    editor.keep()
    told = told_of(session_of(window).contents.skeleton_of("b"), "t6", session_of(window).guides).guideline
    assert told is not None
    assert told.blur_rule is None


def test_tiers_errors_and_conditions_of_light_are_written(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot).words
    write(editor.rules.field("estimated"), "Under loose cloth.")
    write(editor.errors, "Too high.\nToo low.\n")
    QTest.keyClicks(editor.light.other, "Low sun")
    QTest.keyClick(editor.light.other, Qt.Key.Key_Return)
    write(editor.light.field("low_sun"), "Long shadows mislead.")
    editor.keep()
    told = told_of(session_of(window).contents.skeleton_of("b"), "t6", session_of(window).guides).guideline
    assert told is not None
    assert told.visibility_rule["estimated"] == "Under loose cloth."
    assert told.common_errors == ("Too high.", "Too low.")
    assert told.lighting_notes["low_sun"] == "Long shadows mislead."
    assert {"diffuse", "hard_side_light"} <= told.lighting_notes.keys()


def test_a_condition_that_has_no_word_is_asked_for_again(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot).words
    said: list[str] = []
    window.workbench.told.connect(lambda _tone, words: said.append(words))
    QTest.keyClicks(editor.light.other, "3 suns")
    QTest.mouseClick(editor.light.add, Qt.MouseButton.LeftButton)
    assert "a letter from a to z" in said[-1]


def test_what_is_typed_is_kept_when_the_project_or_the_window_closes(
    window: MainWindow, qtbot: QtBot
) -> None:
    path = session_of(window).project.path
    editor = opened(window, qtbot).words
    write(editor.texts["definition"], "Nothing is lost.")
    window.workbench.close()
    with Session.open(path, read_only=True) as session:
        told = told_of(session.contents.skeletons["cricket_bowling_54"], "t6", session.guides)
        assert told.guideline is not None
        assert told.guideline.definition == "Nothing is lost."


def test_an_annotator_finds_no_way_to_write(window: MainWindow, qtbot: QtBot) -> None:
    session_of(window).do(PutSetting("role", "annotator"))
    assert not window.guideline.edit.isVisible()
    action = window.actions_.by_name["edit_guideline"]
    assert not action.isEnabled()
    assert "consultants and leads" in action.toolTip()


def test_fields_close_when_somebody_becomes_an_annotator(window: MainWindow, qtbot: QtBot) -> None:
    guide = opened(window, qtbot)
    session_of(window).do(PutSetting("role", "annotator"))
    choose(window, "t7")
    assert not guide.words.texts["definition"].isEnabled()
    assert "consultants and leads" in guide.words.whose.text()
    assert not guide.pictures.side.add.isEnabled()


def test_words_of_a_former_place_are_there_to_begin_with(window: MainWindow, qtbot: QtBot) -> None:
    session = session_of(window)
    skeleton = session.contents.skeleton_of("b")
    guide_editing.write_guideline(session, skeleton, Guideline("t6", "The old place."))
    migrating.migrate(session, migrating.by_rules(session, [Redefine("t6")]))
    assert "before version 2" in window.guideline.texts()["Whose words"]
    editor = opened(window, qtbot).words
    assert editor.texts["definition"].toPlainText() == "The old place."
    assert editor.back.text() == "These words still hold"
    QTest.mouseClick(editor.back, Qt.MouseButton.LeftButton)
    assert definition(window) == "The old place."
    assert editor.back.text() == "Back to the shipped text"


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
    assert editor.targets[0].plate == "my_spine"
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


def test_a_picture_that_is_refused_leaves_everything_as_it_was(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "bad.svg").write_text(SVG.replace("</svg>", "<script/></svg>"), encoding="utf-8")
    editor = opened(window, qtbot, tab=1).pictures
    said: list[str] = []
    window.workbench.told.connect(lambda _tone, words: said.append(words))
    before = editor.targets
    assert not editor.side.plates.take(tmp_path / "bad.svg")
    assert "never run anything" in said[-1]
    assert editor.targets == before


def test_pictures_are_added_ordered_and_taken_away(window: MainWindow, qtbot: QtBot) -> None:
    editor = opened(window, qtbot, tab=1).pictures
    side = editor.side
    QTest.mouseClick(side.add, Qt.MouseButton.LeftButton)
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


def test_a_flipped_plate_keeps_the_place_where_it_is_on_the_bone(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "right_navicular")
    editor = opened(window, qtbot, tab=1).pictures
    at, mirrored = editor.targets[0].at, editor.targets[0].mirrored
    QTest.mouseClick(editor.side.mirrored, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert editor.targets[0].mirrored is not mirrored
    assert editor.targets[0].at == pytest.approx((1 - at[0], at[1]))
