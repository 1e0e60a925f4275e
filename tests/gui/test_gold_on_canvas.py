"""Gold on the canvas: laid over by its key, told in the status bar, never over an attempt that is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import gold_story as story
import numpy as np
import pytest
from consultant import begun
from hands import opened, press, session_of
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from palpate.model.arrays import Floats
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.session.calibrating import calibration
from palpate.session.edits.labels import AddLabels
from palpate.session.tracks import PoseView
from palpate.ui.app import make_application
from palpate.ui.canvas.aids import NO_AIDS, Aids
from palpate.ui.canvas.gold_errors import BEYOND_INK, GOLD_INK, GoldErrors, arrows
from palpate.ui.canvas.names import Names
from palpate.ui.canvas.scene import PoseOnCanvas
from palpate.ui.canvas.view import CanvasView
from palpate.ui.main_window import MainWindow
from palpate.ui.status import Status

SPOTS = np.array([[300.0, 100.0], [150.0, 300.0], [450.0, 300.0], [300.0, 300.0], [300.0, 500.0]])
AWAY = np.array([[40.0, 0.0], [0.0, 0.0], [0.0, -8.0], [0.0, 0.0], [np.nan, np.nan]])
LIMITS = np.array([10.0, 10.0, 10.0, np.nan, 10.0])


def pose(skeleton: Skeleton, spots: Floats) -> PoseOnCanvas:
    placed = np.isfinite(spots).all(axis=1)
    tiers = np.where(placed, Visibility.VISIBLE, Visibility.NOT_PLACED).astype(np.int8)
    origin = np.where(placed, Origin.HAND, Origin.NONE).astype(np.int8)
    view = PoseView(spots, tiers, origin, np.full(5, np.nan), np.zeros(5, np.int8))
    return PoseOnCanvas("i", 1, "i", skeleton, view, active=True)


@pytest.fixture
def canvas(qtbot: QtBot, stick_figure: Skeleton) -> CanvasView:
    """A grey frame; labels 40 px beside gold at the head, 8 px above it at a hand, and none at a foot."""
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(800, 620)
    view.show()
    qtbot.waitExposed(view)
    view.set_frame(np.full((600, 780, 4), 120, np.uint8), 0)
    view.set_poses([pose(stick_figure, SPOTS + AWAY)])
    view.set_active("i", 1)
    return view


@pytest.fixture
def laid(stick_figure: Skeleton) -> GoldErrors:
    return GoldErrors((pose(stick_figure, SPOTS),), (LIMITS,))


def shown(canvas: CanvasView) -> NDArray[np.uint32]:
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return (
        np.frombuffer(image.constBits(), dtype=np.uint32).reshape(image.height(), -1)[:, : image.width()]
        & 0xFFFFFF
    )


def n_of(picture: NDArray[np.uint32], ink: str) -> int:
    return int((picture == (QColor(ink).rgb() & 0xFFFFFF)).sum())


def test_vectors_lead_from_gold_to_the_labels(laid: GoldErrors, stick_figure: Skeleton) -> None:
    pairs, beyond = laid.vectors([pose(stick_figure, SPOTS + AWAY)])
    assert np.array_equal(pairs[:, 0], SPOTS[:4])
    assert np.array_equal(pairs[:, 1] - pairs[:, 0], AWAY[:4])
    assert beyond.tolist() == [True, False, False, False]


def test_gold_and_what_is_beyond_tolerance_have_inks_of_their_own(
    canvas: CanvasView, laid: GoldErrors
) -> None:
    before = shown(canvas)
    canvas.set_aids(Aids(gold=laid))
    over = shown(canvas)
    assert n_of(over, GOLD_INK) > n_of(before, GOLD_INK)
    assert n_of(over, BEYOND_INK) > n_of(before, BEYOND_INK)
    canvas.set_aids(NO_AIDS)
    assert np.array_equal(shown(canvas), before)


@pytest.mark.parametrize("zoom", [0.1, 1.0, 8.0, 64.0])
def test_it_can_be_seen_at_every_zoom(canvas: CanvasView, laid: GoldErrors, zoom: float) -> None:
    canvas.set_aids(Aids(gold=laid))
    canvas.set_zoom(zoom)
    canvas.centre_on(300.0, 100.0)
    assert n_of(shown(canvas), GOLD_INK) > 0


def test_an_arrow_too_short_to_point_is_left_out(canvas: CanvasView) -> None:
    near = np.array([[[300.0, 100.0], [300.5, 100.0]]])
    assert arrows(canvas.view, near).isEmpty()
    assert not arrows(canvas.view, near + np.array([[[0.0, 0.0], [60.0, 0.0]]])).isEmpty()


def test_names_keep_off_the_arrows(canvas: CanvasView, stick_figure: Skeleton) -> None:
    right = GoldErrors((pose(stick_figure, SPOTS + np.array([60.0, 0.0])),), (LIMITS,))
    canvas.set_poses([pose(stick_figure, SPOTS)])
    canvas.set_active("i", 0)
    spots = canvas.view.to_device(right.spots(canvas.scene.poses)).tolist()

    def on_arrows(gold: GoldErrors | None) -> bool:
        placed = Names().placed(canvas.view, canvas.scene, canvas.font(), gold)
        assert placed
        rooms = [QRect(place, box.size()) for box, place in placed]
        return any(room.contains(round(x), round(y)) for room in rooms for x, y in spots)

    assert on_arrows(None)
    assert not on_arrows(right)


# ---- in the window -------------------------------------------------------------------------------------


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """Ana's turn in a project with sixty poses of certified gold."""
    make_application()
    with story.anas_turn(tmp_path) as session:
        path = session.project.path
    window = opened(qtbot, path)
    yield window
    window.close()


def legend(window: MainWindow) -> str:
    return "\n".join(window.canvas.aids.words)


def lies_over(window: MainWindow) -> bool:
    return window.canvas.aids.gold is not None


def told(window: MainWindow) -> str:
    assert isinstance(window.status, Status)
    return window.status.overlay


def test_before_submission_the_key_does_nothing(window: MainWindow) -> None:
    session = session_of(window)
    attempt = calibration.start(session, 10)
    session.selection.move(layer=attempt.layer)
    press(window, Qt.Key.Key_F11)
    action = window.actions_.by_name["overlay_gold"]
    assert not action.isEnabled()
    assert "submitted, and not before" in action.toolTip()
    assert not lies_over(window)
    assert told(window) == ""


@pytest.fixture
def over_gold(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A consultant looks at a bowler whose T6 stands 30 px to the right of gold."""
    made = begun(qtbot, tmp_path)
    session = session_of(made)
    focus = session.selection.focus
    track = session.live(focus.layer, "b").track
    places = track.positions.copy()
    places[:, focus.keypoint, 0] -= 30.0
    held_in = session.contents.gold_layer()
    assert held_in is not None
    origin = np.full_like(track.origin, Origin.GOLD)
    held = replace(track, positions=places, origin=origin)
    session.do(AddLabels("Add gold", held_in, (), (), (), {"b": held}))
    yield made
    made.close()


def test_its_key_lays_gold_over_the_labels_and_both_bars_say_so(over_gold: MainWindow, qtbot: QtBot) -> None:
    press(over_gold, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: lies_over(over_gold))
    assert told(over_gold) == "gold laid over"
    assert "Overlay of gold" in legend(over_gold)
    assert "30.0 px off, 30.0 px to the right" in legend(over_gold)
    press(over_gold, Qt.Key.Key_F11)
    assert told(over_gold) == ""
    assert not lies_over(over_gold)
    assert legend(over_gold) == ""


def test_it_goes_away_when_gold_itself_is_taken_in_hand(over_gold: MainWindow) -> None:
    press(over_gold, Qt.Key.Key_F11)
    session = session_of(over_gold)
    session.selection.move(layer=session.contents.layer_named("gold").id)
    assert told(over_gold) == ""
    assert not over_gold.actions_.by_name["overlay_gold"].isChecked()


def test_it_is_off_in_the_next_project(over_gold: MainWindow) -> None:
    press(over_gold, Qt.Key.Key_F11)
    over_gold.workbench.close()
    assert told(over_gold) == ""
    assert not over_gold.overlaying.shown["overlay_gold"]
