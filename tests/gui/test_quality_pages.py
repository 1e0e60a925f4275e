"""Body map and worst frames of the quality panel over the demo's film, in the hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import gold_story as story
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from palpate.base.folders import resource
from palpate.demo.truth import load_truth
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.calibrating import calibration, gold
from palpate.session.edits.contents import PutLayer
from palpate.session.edits.labels import AddLabels
from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session
from palpate.ui.bridge.plate_pictures import PlatePictures
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.gold_errors import GOLD_INK
from palpate.ui.panels.quality.body_map import at
from palpate.ui.panels.quality.columns import KEYPOINT
from palpate.ui.panels.quality.errors import ErrorsPage
from palpate.ui.panels.quality.map import MapPage
from palpate.ui.panels.quality.notes import NotesPage
from palpate.ui.panels.quality.panel import QualityPanel
from palpate.ui.panels.quality.table import NAME_ROLE
from palpate.ui.panels.quality.worst import WorstPage
from palpate.ui.panels.quality.worst_figure import LABELS_INK

LEFT = Qt.MouseButton.LeftButton
FRAMES = np.arange(0, 240, 20)
WORST = 100
T6 = "t6"


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Workbench]:
    """Ana on the demo's bowler: T6 12 px too far right, most of all in one frame; the head nowhere."""
    truth = load_truth(resource("demo", "bowler_truth.npz"))
    film = shutil.copy(resource("demo", "bowler.mp4"), tmp_path)
    session = Session.create(tmp_path / "p.palpate", ["cricket_bowling_54"], "ana")
    (clip,) = add_media(session, [Path(film)])
    skeleton = session.contents.skeletons["cricket_bowling_54"]
    places = truth.positions[FRAMES, 0].astype(np.float64)
    tiers = np.full(places.shape[:2], Visibility.VISIBLE, np.int8)
    held = Track(FRAMES, places, tiers, np.full_like(tiers, Origin.GOLD))
    ours = places + np.random.default_rng(5).normal(0.0, 0.4, places.shape)
    ours[:, skeleton.position_of[T6], 0] += 12.0
    ours[FRAMES == WORST, skeleton.position_of[T6], 0] += 60.0
    ours[:, 0] = np.nan
    own = tiers.copy()
    own[:, 0] = Visibility.ABSENT
    bowler = Instance("b", clip.id, "bowler", 1, skeleton.name)
    work = editions.new_layer("work of ana", LayerKind.WORK, "ana")
    placed = replace(held, positions=ours, visibility=own, origin=np.full_like(tiers, Origin.HAND))
    session.do(AddLabels("Add", work, (), (), (bowler,), {"b": placed}))
    known = session.contents.gold_layer() or editions.new_layer("gold", LayerKind.GOLD, "cora")
    session.do(AddLabels("Add gold", known, (), (), (), {"b": held}))
    made = Workbench()
    made.take(lambda: session)
    session.selection.move(layer=work.id)
    yield made
    made.close()


@pytest.fixture
def plates(qtbot: QtBot) -> Iterator[PlatePictures]:
    made = PlatePictures()
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Where panels stand."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 800)
    return made


@pytest.fixture
def panel(qtbot: QtBot, bench: Workbench, plates: PlatePictures, window: QWidget) -> QualityPanel:
    """The panel as high as in the window, scored."""
    made = QualityPanel(bench, plates, window)
    made.resize(360, 700)
    window.show()
    qtbot.waitExposed(window)
    made.score()
    qtbot.waitUntil(lambda: not made.hint)
    return made


def map_of(panel: QualityPanel) -> MapPage:
    QTest.mouseClick(panel.pages.chips.chips["map"], LEFT)
    page = panel.pages.page("map")
    assert isinstance(page, MapPage)
    return page


def worst_of(panel: QualityPanel) -> WorstPage:
    QTest.mouseClick(panel.pages.chips.chips["worst"], LEFT)
    page = panel.pages.page("worst")
    assert isinstance(page, WorstPage)
    return page


def spot_of(page: MapPage, keypoint: str) -> QPointF:
    body = page.map.body
    assert body is not None
    n = [point.name for point in body.points].index(keypoint)
    return QPointF(*page.map.pane.spots(body)[n].tolist())


def holds(widget: QWidget, ink: str) -> bool:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rgb = np.frombuffer(image.constBits(), dtype=np.uint32)
    return bool(((rgb & 0xFFFFFF) == (QColor(ink).rgb() & 0xFFFFFF)).any())


def errors_of(panel: QualityPanel) -> ErrorsPage:
    page = panel.pages.page("errors")
    assert isinstance(page, ErrorsPage)
    return page


def order_of(panel: QualityPanel) -> list[str]:
    model = panel.body.table.model()
    return [model.index(row, KEYPOINT).data(NAME_ROLE) for row in range(model.rowCount())]


def test_the_pages_show_the_same_keypoint(panel: QualityPanel) -> None:
    second, third = order_of(panel)[1:3]
    panel.body.select(second)
    QTest.mouseClick(panel.pages.chips.chips["errors"], LEFT)
    page = errors_of(panel)
    assert page.picture.keypoint == second
    QTest.mouseClick(page.on, LEFT)
    assert page.picture.keypoint == third
    assert map_of(panel).map.accessibleDescription().startswith(page.title)
    QTest.mouseClick(panel.pages.chips.chips["keypoints"], LEFT)
    assert panel.body.table.currentIndex().row() == 2


def test_notes_are_counted_and_shown(panel: QualityPanel) -> None:
    QTest.mouseClick(panel.pages.chips.chips["notes"], LEFT)
    page = panel.pages.page("notes")
    assert isinstance(page, NotesPage)
    assert "No position on both sides: head_vertex" in page.text
    assert "ias is systematic when p (adj.) is below 0.05" in page.text
    assert panel.pages.chips.chips["notes"].text() == f"Notes {page.text.count(chr(10) * 2) + 1}"


def test_a_double_click_shows_the_errors_in_large(panel: QualityPanel) -> None:
    table = panel.body.table
    place = table.visualRect(table.model().index(1, KEYPOINT)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=place)
    QTest.mouseDClick(table.viewport(), LEFT, pos=place)
    assert panel.pages.front == "errors"
    assert errors_of(panel).picture.keypoint == order_of(panel)[1]


def test_the_details_tell_limits_of_agreement_and_what_may_be_chance(panel: QualityPanel) -> None:
    QTest.mouseClick(panel.pages.chips.chips["errors"], LEFT)
    page = errors_of(panel)
    page.select(T6)
    assert "95 % of errors" in page.details.text()
    assert "(SEM)" in page.details.text()
    assert "(MDC)" in page.details.text()
    assert "Benjamini–Hochberg" in page.details.text()
    page.select(order_of(panel)[-1])
    assert "they need two placements" in page.details.text()


def test_a_disc_grows_with_the_error_and_an_unknown_one_is_hollow(panel: QualityPanel) -> None:
    body = map_of(panel).map.body
    assert body is not None
    radii = {point.name: body.radius(point) for point in body.points}
    assert max(radii, key=radii.__getitem__) == T6
    assert radii[body.points[0].name] == 0.0


def test_a_click_on_a_disc_goes_to_the_worst_frame_of_its_keypoint(panel: QualityPanel, qtbot: QtBot) -> None:
    page = map_of(panel)
    spot = spot_of(page, T6)
    body = page.map.body
    assert body is not None
    meant = body.points[at(body, page.map.pane, spot)]
    with qtbot.waitSignal(panel.goto_wanted) as gone:
        QTest.mouseClick(page.map, LEFT, pos=spot.toPoint())
    assert meant.worst is not None
    assert gone.args == ["bowler", meant.worst.frame, "bowler", meant.name]
    assert panel.pages.keypoint == meant.name


def test_the_wheel_parts_what_lies_close_and_a_double_click_shows_all_again(panel: QualityPanel) -> None:
    page = map_of(panel)
    before = page.map.pane
    place = spot_of(page, T6)
    for _ in range(6):
        wheel = QWheelEvent(
            place,
            page.map.mapToGlobal(place),
            QPoint(0, 0),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(page.map, wheel)
    after = page.map.pane
    assert after.unit > 3.0 * before.unit
    assert after.disc_unit < after.unit
    assert (spot_of(page, T6) - place).manhattanLength() < 1.0
    page.map.grab()
    QTest.mouseDClick(page.map, LEFT, pos=QPoint(3, 3))
    assert page.map.pane == before


def test_what_is_said_of_a_disc_is_what_the_table_says(panel: QualityPanel) -> None:
    page = map_of(panel)
    panel.pages.select(T6)
    assert "T6" in page.map.accessibleDescription()
    assert "px off on average" in page.map.accessibleDescription()


def test_the_worst_frame_comes_first_with_both_poses_over_its_picture(
    panel: QualityPanel, qtbot: QtBot
) -> None:
    page = worst_of(panel)
    assert page.hint == ""
    judged = panel.pages.judged
    assert judged is not None
    first = judged.view.worst[0]
    assert (first.frame, first.keypoint) == (WORST, T6)
    qtbot.waitUntil(lambda: isinstance(page.pictures.at_hand(first), QImage), timeout=10000)
    assert holds(page.grid, GOLD_INK)
    assert holds(page.grid, LABELS_INK)
    assert str(WORST) in page.grid.accessibleDescription()


def test_a_click_on_a_picture_goes_there(panel: QualityPanel, qtbot: QtBot) -> None:
    page = worst_of(panel)
    with qtbot.waitSignal(panel.goto_wanted) as gone:
        QTest.mouseClick(page.grid, LEFT, pos=page.grid.box_of(0).center().toPoint())
    assert gone.args == ["bowler", WORST, "bowler", T6]
    assert panel.pages.keypoint == T6


def test_arrows_and_enter_go_through_the_pictures(panel: QualityPanel, qtbot: QtBot) -> None:
    page = worst_of(panel)
    page.grid.setFocus()
    QTest.keyClick(page.grid, Qt.Key.Key_Right)
    assert page.grid.current == 1
    QTest.keyClick(page.grid, Qt.Key.Key_Left)
    with qtbot.waitSignal(panel.goto_wanted) as gone:
        QTest.keyClick(page.grid, Qt.Key.Key_Return)
    assert gone.args[1] == WORST


def test_the_worst_can_be_told_by_the_keypoint_in_hand(
    panel: QualityPanel, bench: Workbench, qtbot: QtBot
) -> None:
    page = worst_of(panel)
    assert page.by.itemText(0) == "by OKS"
    panel.pages.select("left_knee")
    assert page.by.itemText(1) == "by Left knee"
    assert page.by.currentIndex() == 0
    page.by.setCurrentIndex(1)
    page.by.activated.emit(1)
    errors = panel.pages.judged.view.errors["left_knee"] if panel.pages.judged is not None else ()
    assert len(errors) == len(FRAMES)
    assert {pose.keypoint for pose in page.poses} == {"left_knee"}
    off = [pose.off_px for pose in page.poses]
    assert off == sorted(off, reverse=True)
    assert off[0] == pytest.approx(np.hypot(*errors.vectors[0]))
    with qtbot.waitSignal(panel.goto_wanted) as told:
        page.grid.chosen.emit(0)
    assert told.args == [*errors.place(0), "left_knee"]
    session = bench.session
    assert session is not None
    session.selection.move(instance="b", keypoint=session.contents.skeleton_of("b").position_of[T6])
    assert page.by.currentText() == "by T6 spinous process"
    assert (page.poses[0].frame, page.poses[0].keypoint) == (WORST, T6)
    session.selection.move(keypoint=0)
    assert page.hint == "No pose has this keypoint on both sides."


def test_a_project_that_closes_waits_for_no_picture(panel: QualityPanel, bench: Workbench) -> None:
    page = worst_of(panel)
    judged = panel.pages.judged
    assert judged is not None
    bench.close()
    assert panel.hint
    assert not any(isinstance(page.pictures.at_hand(pose), QImage) for pose in judged.view.worst)


def test_the_layer_that_was_judged_is_taken_in_hand(panel: QualityPanel, bench: Workbench) -> None:
    session = bench.session
    assert session is not None
    page = worst_of(panel)
    judged = session.selection.focus.layer
    session.do(PutLayer("Add", editions.new_layer("other", LayerKind.WORK, "ana")))
    panel.judge(judged)
    session.selection.move(layer=session.contents.layer_named("other").id)
    panel.judge(judged)
    QTest.mouseClick(page.grid, LEFT, pos=page.grid.box_of(0).center().toPoint())
    assert session.selection.focus.layer == judged


def test_a_score_is_forgotten_once_its_frames_are_to_be_labelled_blind(
    qtbot: QtBot, tmp_path: Path, plates: PlatePictures, window: QWidget
) -> None:
    session = story.project(tmp_path)
    gold.certify(session, story.gold_of(session).id)
    story.become(session, "ana", "annotator")
    session.ensure_layer()
    work = session.contents.working_layer("ana")
    assert work is not None
    for runner in story.RUNNERS.values():
        story.label(session, work, runner, story.FRAMES, by=story.off_at(0, 9.0))
    bench = Workbench()
    bench.take(lambda: session)
    session.selection.move(layer=work.id)
    panel = QualityPanel(bench, plates, window)
    panel.resize(360, 700)
    window.show()
    panel.score()
    qtbot.waitUntil(lambda: not panel.hint)
    calibration.start(session, 10)
    assert panel.hint
    assert panel.pages.judged is None
    bench.close()
