"""Notes in the hand: writing them over the picture, reading and resolving them in the panel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from palpate.model.clip import Clip, ClipKind
from palpate.model.event import Event
from palpate.session.edits.contents import PutClips
from palpate.session.edits.events import MarkEvent
from palpate.session.marking import notes
from palpate.session.marking.marks import Kind
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.main_window import MainWindow
from palpate.ui.panels.marks.mark_list import MARK_ROLE, PLACE_ROLE
from palpate.ui.panels.marks.notes import NotesPanel
from palpate.ui.preferences import Preferences
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.drawing import HEAD, NAMES, RULER
from palpate.ui.timeline.snapping import snapped
from palpate.ui.timeline.state import Marks, TimelineState
from palpate.ui.widgets.when_words import when_words

LEFT = Qt.MouseButton.LeftButton
NOSE, LEFT_EYE = 0, 1


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A batter in a clip of 200 frames; the nose in frame 57 is in hand."""
    made = Session.create(tmp_path / "p.palpate", ["coco_17"], "ana")
    clip = Clip("c", "net", ClipKind.VIDEO, n_frames=200, fps=120.0, capture_fps=120.0, size=(640, 480))
    made.do(PutClips("Add the clip", (clip,)))
    return made


@pytest.fixture
def bench(qtbot: QtBot, session: Session) -> Iterator[Workbench]:
    made = Workbench()
    made.take(lambda: session)
    gestures.add_instance(session, "coco_17", "batter")
    session.selection.move(frame=57, keypoint=NOSE)
    yield made
    made.close()


@pytest.fixture
def stand(qtbot: QtBot) -> QWidget:
    """Where the panel stands."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 600)
    return made


@pytest.fixture
def panel(stand: QWidget, bench: Workbench) -> NotesPanel:
    made = NotesPanel(bench, stand)
    made.resize(360, 500)
    stand.show()
    return made


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> Iterator[MainWindow]:
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.workbench.take(lambda: session)
    gestures.add_instance(session, "coco_17", "batter")
    session.selection.move(frame=57, keypoint=NOSE)
    yield made
    made.close()


def listed(panel: NotesPanel) -> list[str]:
    return [str(panel.model.index(row, 0).data()) for row in range(panel.model.rowCount())]


def click(panel: NotesPanel, row: int) -> None:
    box = panel.list.visualRect(panel.model.index(row, 0))
    QTest.mouseClick(panel.list.viewport(), LEFT, pos=box.center())


def press(window: MainWindow, key: Qt.Key, shift: bool = False) -> None:
    window.canvas.setFocus()
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(window.canvas, key, modifier)


# ---- the panel -----------------------------------------------------------------------------------------


def test_an_empty_panel_says_how_to_fill_it(panel: NotesPanel) -> None:
    assert "N pins a note to the active keypoint" in panel.hint


def test_a_row_says_what_where_and_by_whom(panel: NotesPanel, session: Session) -> None:
    notes.pin(session, "behind the helmet?", session.selection.focus)
    assert listed(panel) == ["behind the helmet?"]
    assert panel.model.index(0, 0).data(PLACE_ROLE) == "frame 57 · Nose · batter"
    assert "by ana" in str(panel.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    panel.grab()


def test_a_click_goes_there_and_shows_the_words(panel: NotesPanel, session: Session) -> None:
    notes.pin(session, "behind the helmet?", session.selection.focus)
    session.selection.move(frame=3, keypoint=LEFT_EYE)
    click(panel, 0)
    assert (session.selection.focus.frame, session.selection.focus.keypoint) == (57, NOSE)
    assert panel.editor.words.toPlainText() == "behind the helmet?"


def test_a_resolved_note_leaves_the_open_ones_once_another_is_chosen(
    panel: NotesPanel, session: Session
) -> None:
    for text in ("first", "second"):
        notes.pin(session, text, session.selection.focus)
    click(panel, 0)
    QTest.mouseClick(panel.editor.resolve, LEFT)
    (first, second) = session.project.notes()
    assert (first.resolver, second.resolver) == ("ana", "")
    assert panel.editor.resolve.text() == "Reopen"
    assert listed(panel) == ["first", "second"]
    click(panel, 1)
    panel.refresh()
    assert listed(panel) == ["second"]
    panel.kinds.setCurrentIndex(panel.kinds.findData("resolved"))
    panel.kinds.activated.emit(panel.kinds.currentIndex())
    assert "first" in listed(panel)


def test_words_are_kept_by_ctrl_enter_and_put_back_by_escape(panel: NotesPanel, session: Session) -> None:
    notes.pin(session, "hip?", session.selection.focus)
    click(panel, 0)
    QTest.keyClicks(panel.editor.words, "X")
    QTest.keyClick(panel.editor.words, Qt.Key.Key_Escape)
    assert panel.editor.words.toPlainText() == "hip?"
    panel.editor.words.selectAll()
    QTest.keyClicks(panel.editor.words, "nose, surely")
    QTest.keyClick(panel.editor.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [note.text for note in session.project.notes()] == ["nose, surely"]
    assert listed(panel) == ["nose, surely"]


def test_words_are_kept_when_the_keyboard_leaves_them(panel: NotesPanel, session: Session) -> None:
    notes.pin(session, "hip?", session.selection.focus)
    click(panel, 0)
    panel.editor.words.setFocus()
    QTest.keyClicks(panel.editor.words, "!")
    panel.list.setFocus()
    assert [note.text for note in session.project.notes()] == ["!hip?"]


def test_what_is_somebody_elses_can_be_resolved_but_not_changed(panel: NotesPanel, session: Session) -> None:
    session.author = "ben"
    notes.pin(session, "hip?", session.selection.focus)
    session.author = "ana"
    click(panel, 0)
    assert panel.editor.words.isReadOnly()
    assert not panel.editor.remove.isEnabled()
    assert "ben's" in panel.editor.remove.toolTip()
    QTest.mouseClick(panel.editor.resolve, LEFT)
    assert not session.project.notes()[0].is_open


def test_events_and_flags_are_listed_too_and_delete_takes_them_away(
    panel: NotesPanel, session: Session
) -> None:
    session.do(MarkEvent(Event("c", 20, "ball_release")))
    notes.set_flag(session, "", session.selection.focus)
    assert listed(panel) == ["flagged for review"]
    panel.kinds.setCurrentIndex(panel.kinds.findData("all"))
    panel.kinds.activated.emit(panel.kinds.currentIndex())
    assert listed(panel) == ["ball release", "flagged for review"]
    click(panel, 0)
    assert not panel.editor.words.isVisible()
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert session.project.events() == []
    assert [mark.kind for mark in panel.model.marks] == [Kind.FLAG]


def test_marks_of_all_clips_name_their_clip(panel: NotesPanel, session: Session) -> None:
    session.do(PutClips("Add", (Clip("d", "nets 2", ClipKind.VIDEO, n_frames=9, size=(64, 48)),)))
    notes.pin(session, "hip?", session.selection.focus)
    session.selection.move(clip="d", frame=4, instance="", keypoint=-1)
    assert listed(panel) == []
    panel.all_clips.setChecked(True)
    assert str(panel.model.index(0, 0).data(PLACE_ROLE)).startswith("net · frame 57")
    click(panel, 0)
    assert (session.selection.focus.clip, session.selection.focus.frame) == ("c", 57)


def test_undo_takes_a_note_out_of_the_panel(panel: NotesPanel, session: Session) -> None:
    notes.pin(session, "hip?", session.selection.focus)
    click(panel, 0)
    session.undo()
    assert listed(panel) == []
    assert panel.editor.mark is None


# ---- from the keyboard, over the picture ---------------------------------------------------------------


def test_n_asks_over_the_picture_and_enter_pins_the_note(window: MainWindow, session: Session) -> None:
    press(window, Qt.Key.Key_N)
    assert window.note_card.title == "Note on Nose of batter, frame 57"
    QTest.keyClicks(window.note_card.line, "nasty q and e keys")
    session.selection.move(frame=90)
    QTest.keyClick(window.note_card.line, Qt.Key.Key_Return)
    (note,) = session.project.notes()
    assert (note.frame, note.keypoint, note.text) == (57, "nose", "nasty q and e keys")
    assert window.note_card.title == ""
    assert session.selection.focus.frame == 90


def test_escape_drops_what_was_written_and_gives_the_keyboard_back(
    window: MainWindow, session: Session
) -> None:
    press(window, Qt.Key.Key_N, shift=True)
    assert window.note_card.title == "Note on frame 57"
    QTest.keyClicks(window.note_card.line, "never mind")
    QTest.keyClick(window.note_card.line, Qt.Key.Key_Escape)
    assert session.project.notes() == []
    assert not window.note_card.isVisible()
    assert window.focusWidget() is window.canvas


def test_a_note_without_words_stays_open_to_be_written(window: MainWindow, session: Session) -> None:
    press(window, Qt.Key.Key_N)
    QTest.keyClick(window.note_card.line, Qt.Key.Key_Return)
    assert window.note_card.isVisible()
    window.note_card.drop()


def test_f_flags_with_a_reason_and_f_again_takes_the_flag_away(window: MainWindow, session: Session) -> None:
    press(window, Qt.Key.Key_F)
    QTest.keyClicks(window.note_card.line, "blurred")
    QTest.keyClick(window.note_card.line, Qt.Key.Key_Return)
    layer = session.selection.focus.layer
    assert [(flag.frame, flag.text) for flag in session.project.flags(layer)] == [(57, "blurred")]
    press(window, Qt.Key.Key_F)
    assert session.project.flags(layer) == []


def test_the_event_menu_marks_moves_and_takes_away(window: MainWindow, session: Session) -> None:
    session.do(MarkEvent(Event("c", 20, "ball_release")))
    menu = window.marking.event_menu()
    assert menu is not None
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == [
        "Events at frame 57",
        "&1  ball release",
        "&Another…",
        "Move ball release here from frame 20",
    ]
    menu.actions()[-1].trigger()
    assert [event.frame for event in session.project.events()] == [57]
    again = window.marking.event_menu()
    assert again is not None
    assert again.actions()[1].isChecked()
    again.actions()[1].trigger()
    assert session.project.events() == []
    again.actions()[2].trigger()
    QTest.keyClicks(window.note_card.line, "heel strike")
    QTest.keyClick(window.note_card.line, Qt.Key.Key_Return)
    assert [event.name for event in session.project.events()] == ["heel_strike"]
    menu.deleteLater()
    again.deleteLater()


def test_function_keys_go_from_mark_to_mark(window: MainWindow, session: Session) -> None:
    for frame, name in ((20, "a"), (90, "b")):
        session.do(MarkEvent(Event("c", frame, name)))
    notes.pin(session, "hip?", session.selection.focus)
    press(window, Qt.Key.Key_F5)
    assert session.selection.focus.frame == 90
    press(window, Qt.Key.Key_F6, shift=True)
    assert session.selection.focus.frame == 57
    press(window, Qt.Key.Key_F5, shift=True)
    assert session.selection.focus.frame == 20
    press(window, Qt.Key.Key_F4)
    assert session.selection.focus.frame == 20


def test_the_stopwatch_stands_in_the_line_below_until_it_is_switched_off(
    window: MainWindow, session: Session
) -> None:
    told: list[str] = []
    window.effort.told.connect(lambda words, _sentence: told.append(words))
    half = (len(session.contents.skeleton_of(session.selection.focus.instance)) + 1) // 2
    for _ in range(half - 1):
        press(window, Qt.Key.Key_4)
    assert told[-1] == "", "less than half of a pose is none"
    press(window, Qt.Key.Key_4)
    assert told[-1].endswith("per pose · 1 pose")
    window.actions_.by_name["show_stopwatch"].trigger()
    assert told[-1] == ""
    press(window, Qt.Key.Key_4)
    assert told[-1] == ""
    assert not Preferences().stopwatch


# ---- on the timeline -----------------------------------------------------------------------------------


def test_a_press_beside_a_mark_means_the_mark() -> None:
    axis = TimeAxis.fitted(28_000, 1000.0)
    marks = Marks(flags={14_000: "", 20_000: "blurred"})
    x = axis.centre_of(14_000)
    strip = RULER + 4.0
    assert axis.frame_at(snapped(QPointF(NAMES + x + 4, strip), axis, marks, [])) == 14_000
    assert axis.frame_at(snapped(QPointF(NAMES + x + 9, strip), axis, marks, [])) > 14_100
    assert snapped(QPointF(NAMES + x + 4, HEAD + 3.0), axis, marks, []) == x + 4


def test_the_timeline_knows_open_notes_and_the_keypoint_they_are_pinned_to(
    bench: Workbench, session: Session
) -> None:
    notes.pin(session, "hip?", session.selection.focus)
    notes.pin(session, "dark", session.selection.focus, to_keypoint=False)
    state = TimelineState()
    state.load(session, "c", session.selection.focus.layer)
    assert [(pin.note.frame, pin.keypoint) for pin in state.marks.notes] == [(57, NOSE), (57, -1)]
    assert state.marks.frames == {57}


@pytest.mark.parametrize(
    ("stamp", "said"),
    [
        ("2026-05-04T10:42:07+00:00", "10:42"),
        ("2026-03-01T09:05:00+00:00", "1 Mar 09:05"),
        ("2025-12-31T23:59:00+00:00", "31 Dec 2025 23:59"),
    ],
)
def test_times_are_told_as_short_as_they_can_be(stamp: str, said: str) -> None:
    assert when_words(stamp, datetime(2026, 5, 4, 12, tzinfo=UTC)) == said


def test_the_mark_in_a_row_is_the_mark_itself(panel: NotesPanel, session: Session) -> None:
    notes.set_flag(session, "blurred", session.selection.focus)
    assert panel.model.index(0, 0).data(MARK_ROLE).text == "blurred"
