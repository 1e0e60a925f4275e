"""The quality panel in the hand: scoring, the verdict in words, going to the worst; with real events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips, PutLayer
from palpate.session.edits.labels import AddLabels
from palpate.session.session import Session
from palpate.ui.bridge.plate_pictures import PlatePictures
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.quality.body import Room
from palpate.ui.panels.quality.button import WantedButton
from palpate.ui.panels.quality.columns import COLUMNS, KEYPOINT, VERDICT
from palpate.ui.panels.quality.legend import compact_entries
from palpate.ui.panels.quality.panel import QualityPanel
from palpate.ui.panels.quality.table import NAME_ROLE
from palpate.ui.theme.apply import apply_theme, current

LEFT = Qt.MouseButton.LeftButton
Role = Qt.ItemDataRole
NOSE, RIGHT_ANKLE = 0, 16
WORST = 70
FRAMES = np.arange(0, 200, 5)


def labelled(positions: np.ndarray, origin: Origin) -> Track:
    """Everything visible where it has a position, absent elsewhere."""
    visibility = np.where(np.isnan(positions[..., 0]), Visibility.ABSENT, Visibility.VISIBLE).astype(np.int8)
    return Track(FRAMES, positions, visibility, np.full(visibility.shape, origin, dtype=np.int8), None, {})


def put(session: Session, layer: str, track: Track, kind: LayerKind, instances: tuple[Instance, ...]) -> None:
    found = next((known for known in session.contents.layers if known.name == layer), None)
    made = found or editions.new_layer(layer, kind, layer)
    session.do(AddLabels(f"Add {layer}", made, (), (), instances, {"batter": track}))


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Workbench]:
    """Ana against gold on 40 frames: good, but the nose too far right and the right ankle nowhere."""
    session = Session.create(tmp_path / "p.palpate", ["coco_17"], "ana")
    clip = Clip("c", "net", ClipKind.VIDEO, n_frames=200, fps=120.0, capture_fps=120.0, size=(640, 480))
    session.do(PutClips("Add the clip", (clip,)))
    chance = np.random.default_rng(7)
    gold = chance.uniform(50.0, 400.0, (1, 17, 2)) + np.zeros((len(FRAMES), 1, 1))
    ana = gold + chance.normal(0.0, 0.5, gold.shape)
    ana[:, NOSE, 0] += 12.0
    ana[FRAMES == WORST, NOSE, 0] += 18.0
    ana[:, RIGHT_ANKLE] = np.nan
    batter = Instance("batter", "c", "batter", 1, "coco_17")
    put(session, "ana", labelled(ana, Origin.HAND), LayerKind.WORK, (batter,))
    put(session, "gold", labelled(gold, Origin.GOLD), LayerKind.GOLD, ())
    made = Workbench()
    made.take(lambda: session)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Where panels stand: the off-screen system warns about windows with a least size of their own."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def plates(qtbot: QtBot) -> Iterator[PlatePictures]:
    made = PlatePictures()
    yield made
    made.close()


@pytest.fixture
def panel(window: QWidget, bench: Workbench, plates: PlatePictures, qtbot: QtBot) -> QualityPanel:
    return shown(qtbot, window, bench, plates, height=800)


@pytest.fixture
def scored(qtbot: QtBot, panel: QualityPanel) -> QualityPanel:
    QTest.mouseClick(button(panel), LEFT)
    qtbot.waitUntil(lambda: not panel.hint)
    return panel


def shown(
    qtbot: QtBot, window: QWidget, bench: Workbench, plates: PlatePictures, *, height: int
) -> QualityPanel:
    panel = QualityPanel(bench, plates, window)
    panel.resize(360, height)
    window.resize(1200, 800)
    window.show()
    qtbot.waitExposed(window)
    return panel


def session_of(bench: Workbench) -> Session:
    assert bench.session is not None
    return bench.session


def button(panel: QualityPanel) -> WantedButton:
    found = panel.findChild(WantedButton)
    assert isinstance(found, WantedButton)
    return found


def names(panel: QualityPanel) -> list[str]:
    model = panel.body.table.model()
    return [model.index(row, KEYPOINT).data(NAME_ROLE) for row in range(model.rowCount())]


def place_of(panel: QualityPanel, row: int) -> QPoint:
    return panel.body.table.visualRect(panel.body.table.model().index(row, KEYPOINT)).center()


def column(heading: str) -> int:
    return [str(found.heading) for found in COLUMNS].index(heading)


def click_heading(panel: QualityPanel, heading: str) -> None:
    header = panel.body.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(column(heading)) + 6, header.height() // 2)
    QTest.mouseClick(header.viewport(), LEFT, pos=place)


def told_stale(panel: QualityPanel) -> bool:
    return panel.aged.isVisible() and "The labels have changed since" in panel.aged.said.text()


def move_nose(bench: Workbench) -> None:
    session = session_of(bench)
    layer = session.contents.layer_named("ana").id
    at = session.pose_at(layer, "batter", 0)
    session.do(poses.place(at, NOSE, np.array([10.0, 10.0]), Visibility.VISIBLE, "Nose"))


def test_before_scoring_it_says_what_to_do(panel: QualityPanel) -> None:
    assert "Not scored yet" in panel.hint
    assert "Score" in panel.hint
    assert button(panel).wanted


def test_without_a_session_it_says_so(window: QWidget, plates: PlatePictures, qtbot: QtBot) -> None:
    panel = shown(qtbot, window, Workbench(window), plates, height=400)
    assert "Open or make a project" in panel.hint
    assert not button(panel).isEnabled()
    panel.score()


def test_without_gold_the_button_says_why_not(
    window: QWidget, plates: PlatePictures, qtbot: QtBot, tmp_path: Path
) -> None:
    bench = Workbench(window)
    bench.take(lambda: Session.create(tmp_path / "q.palpate", ["coco_17"], "ana"))
    panel = shown(qtbot, window, bench, plates, height=400)
    assert "no gold layer" in panel.hint
    assert not button(panel).isEnabled()
    assert "no gold layer" in button(panel).toolTip()
    bench.close()


def test_the_verdict_is_in_words(scored: QualityPanel) -> None:
    said = scored.header.accessibleName()
    assert said.startswith("Does not pass")
    assert "OKS" in said
    assert "κ" in said
    assert "1 of 17 keypoints fail" in said


def test_the_failing_keypoint_stands_first_with_its_reasons(scored: QualityPanel) -> None:
    model = scored.body.table.model()
    assert model.index(0, KEYPOINT).data() == "Nose"
    told = [model.index(row, VERDICT).data(Role.AccessibleTextRole) for row in (0, 1, 16)]
    assert told == ["Verdict: fails: position, bias", "Verdict: passes", "Verdict: not judged"]
    assert model.index(0, column("n")).data() == "40"
    assert model.index(0, column("Worst frame")).data() == str(WORST)
    assert model.index(0, column("Bias x")).data().startswith("+12.")


def test_a_click_on_a_row_asks_for_its_worst_frame(scored: QualityPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(scored.goto_wanted) as caught:
        QTest.mouseClick(scored.body.table.viewport(), LEFT, pos=place_of(scored, 0))
    assert caught.args == ["net", WORST, "batter", "nose"]


def test_the_keyboard_walks_the_rows_and_enter_goes_there(scored: QualityPanel, qtbot: QtBot) -> None:
    second = names(scored)[1]
    with qtbot.waitSignal(scored.keypoint_selected) as caught:
        QTest.keyClick(scored.body.table, Qt.Key.Key_Down)
    assert caught.args == [second]
    assert scored.body.picture.keypoint == second
    with qtbot.waitSignal(scored.goto_wanted) as gone:
        QTest.keyClick(scored.body.table, Qt.Key.Key_Return)
    assert gone.args[3] == second


def test_headings_sort_with_the_unknown_at_the_end_and_a_third_click_restores(scored: QualityPanel) -> None:
    model = scored.body.table.model()
    before = names(scored)
    heading = column("MPJPE")

    def sizes() -> list[float]:
        texts = [model.index(row, heading).data() for row in range(model.rowCount())]
        return [float("inf") if text == "–" else float(text) for text in texts]

    click_heading(scored, "MPJPE")
    assert sizes()[:-1] == sorted(sizes()[:-1], reverse=True)
    assert names(scored)[-1] == "right_ankle"
    click_heading(scored, "MPJPE")
    assert sizes() == sorted(sizes())
    click_heading(scored, "MPJPE")
    assert names(scored) == before


def test_an_edit_makes_the_score_stale_and_another_score_fresh(
    scored: QualityPanel, bench: Workbench, qtbot: QtBot
) -> None:
    assert not button(scored).wanted
    move_nose(bench)
    assert scored.stale
    assert told_stale(scored)
    assert button(scored).wanted
    scored.score()
    qtbot.waitUntil(lambda: not session_of(bench).jobs.running)
    assert not told_stale(scored)
    assert scored.body.table.model().index(0, column("MPJPE")).data() != "12.5"


def test_an_edit_while_scoring_leaves_the_result_stale(
    panel: QualityPanel, bench: Workbench, qtbot: QtBot
) -> None:
    panel.score()
    move_nose(bench)
    qtbot.waitUntil(lambda: not panel.hint)
    assert panel.stale


def test_a_layer_without_labels_is_told_calmly(panel: QualityPanel, bench: Workbench, qtbot: QtBot) -> None:
    session = session_of(bench)
    session.do(PutLayer("Add", editions.new_layer("ben", LayerKind.WORK, "ben")))
    chooser = next(box for box in panel.findChildren(QComboBox) if "judge by" not in box.accessibleName())
    chooser.setFocus()
    QTest.keyClick(chooser, Qt.Key.Key_Down)
    assert chooser.currentText() == "ben"
    panel.score()
    qtbot.waitUntil(lambda: "Nothing to compare" in panel.hint)
    assert "no labelled pose" in panel.hint


def test_it_follows_the_layer_in_hand_and_remembers_each_score(
    scored: QualityPanel, bench: Workbench
) -> None:
    session = session_of(bench)
    other = editions.new_layer("ben", LayerKind.WORK, "ben")
    session.do(PutLayer("Add", other))
    session.selection.move(layer=other.id)
    assert "Not scored yet" in scored.hint
    session.selection.move(layer=session.contents.layer_named("ana").id)
    assert not scored.hint


def test_the_picture_tells_frames_and_goes_there(scored: QualityPanel, qtbot: QtBot) -> None:
    picture = scored.body.picture
    assert picture.keypoint == "nose"
    assert f"frame {WORST}" in picture.tip_at(picture.place_of(0))
    with qtbot.waitSignal(scored.goto_wanted) as caught:
        QTest.mouseClick(picture, LEFT, pos=picture.place_of(0).toPoint())
    assert caught.args == ["net", WORST, "batter", "nose"]


def test_the_picture_is_walked_by_keyboard_the_largest_error_first(
    scored: QualityPanel, qtbot: QtBot
) -> None:
    picture = scored.body.picture
    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_Down)
    assert f"frame {WORST}" in picture.accessibleDescription()
    with qtbot.waitSignal(scored.goto_wanted) as caught:
        QTest.keyClick(picture, Qt.Key.Key_Return)
    assert caught.args[1] == WORST


def test_errors_lie_on_the_side_of_the_target_where_they_were_made(scored: QualityPanel) -> None:
    picture = scored.body.picture
    assert all(picture.place_of(error).x() > picture.width() / 2 for error in range(40))
    assert "40 errors" in picture.accessibleDescription()


def test_a_keypoint_without_errors_says_so(scored: QualityPanel) -> None:
    scored.body.select("right_ankle")
    assert "no position on both sides" in scored.body.picture.accessibleDescription()
    scored.body.picture.grab()


@pytest.mark.parametrize(
    ("width", "height", "room"),
    [(360, 280, Room.SMALL), (360, 800, Room.TALL), (1200, 700, Room.WIDE)],
)
def test_it_makes_use_of_the_room_there_is(scored: QualityPanel, width: int, height: int, room: Room) -> None:
    scored.resize(width, height)
    QApplication.processEvents()
    assert (scored.width(), scored.height()) == (width, height)
    assert scored.body.room is room
    assert scored.body.table.isVisible()


def test_a_narrow_panel_shows_name_size_and_verdict_without_scrolling(scored: QualityPanel) -> None:
    table = scored.body.table
    QApplication.processEvents()
    assert table.columnViewportPosition(VERDICT) + table.columnWidth(VERDICT) <= table.viewport().width()


def test_verdicts_are_letters_where_room_is_short_and_words_where_not(scored: QualityPanel) -> None:
    verdict = scored.body.table.model().index(0, VERDICT)
    assert verdict.data() == "P B"
    scored.resize(1200, 700)
    QApplication.processEvents()
    assert verdict.data() == "fails: position, bias"


def test_names_stay_while_the_rest_is_scrolled(scored: QualityPanel, qtbot: QtBot) -> None:
    table = scored.body.table
    assert not table.names.isVisible()
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    assert table.names.isVisible()
    assert table.names.geometry().left() <= table.frameWidth()
    place = table.names.visualRect(table.names.model().index(1, KEYPOINT)).center()
    with qtbot.waitSignal(scored.goto_wanted) as gone:
        QTest.mouseClick(table.names.viewport(), LEFT, pos=place)
    assert gone.args[3] == names(scored)[1]
    assert table.currentIndex().row() == 1
    table.horizontalScrollBar().setValue(0)
    assert not table.names.isVisible()


@pytest.mark.parametrize("size", [(344, 200), (344, 270), (600, 120)])
def test_the_picture_keeps_a_legend_where_it_is_small(scored: QualityPanel, size: tuple[int, int]) -> None:
    picture = scored.body.picture
    picture.setParent(scored)
    picture.resize(*size)
    plot = picture._plot()
    assert plot is not None
    assert [mark for mark, _ in compact_entries(plot)] == ["arrow", "ellipse", "circle"]
    below = picture.grab().toImage().copy(0, size[1] - 80, 36, 60)
    assert holds(below, QColor(current().accent))


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_verdicts_are_painted_in_the_colours_of_either_theme(scored: QualityPanel, theme: str) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, theme)
    try:
        image = scored.grab().toImage()
        tokens = current()
        for ink in (tokens.bad, tokens.good, tokens.accent):
            assert holds(image, QColor(ink))
    finally:
        apply_theme(application, "dark")


def holds(image: QImage, colour: QColor) -> bool:
    kept = image.convertToFormat(QImage.Format.Format_RGB32)  # its pixels are gone as soon as nobody holds it
    rgb = np.frombuffer(kept.constBits(), dtype=np.uint32)
    return bool(((rgb & 0xFFFFFF) == (colour.rgb() & 0xFFFFFF)).any())


def test_closing_the_project_while_scoring_leaves_nothing_behind(
    panel: QualityPanel, bench: Workbench
) -> None:
    panel.score()
    bench.close()
    assert "Open or make a project" in panel.hint
