"""Frames shown enhanced: on the canvas, in the loupe, while playing, and remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider
from pytestqt.qtbot import QtBot

from palpate.model.picture import Part, Picture
from palpate.session.frames.enhancing import PRESETS, Enhancement, Lens, Look
from palpate.session.frames.frame_tones import FrameTones
from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.canvas.background import view_image
from palpate.ui.canvas.loupe import Loupe, loupe_view
from palpate.ui.canvas.transform import ViewTransform
from palpate.ui.dialogs.enhancement import EnhancementDialog
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

SURROUND = QColor(20, 30, 40)
INVERTED = Enhancement(inverted=True)
LOCAL = Enhancement(local=3.0)


def seen(image: QImage) -> NDArray[np.uint8]:
    """``(H, W, 4)`` as it lies in memory."""
    flat = np.frombuffer(image.constBits(), dtype=np.uint8)
    return flat.reshape(image.height(), image.width(), 4).copy()


def scene(width: int = 640, height: int = 360) -> NDArray[np.uint8]:
    noise = np.random.default_rng(3).integers(0, 256, (height, width), dtype=np.uint8)
    soft = cv2.normalize(cv2.GaussianBlur(noise, (0, 0), 8), None, 20, 160, cv2.NORM_MINMAX)
    return np.asarray(cv2.cvtColor(soft, cv2.COLOR_GRAY2BGRA), dtype=np.uint8)


def lens(enhancement: Enhancement) -> Lens:
    return Lens(FrameTones(), enhancement)


@pytest.mark.parametrize("zoom", [0.31, 0.5, 0.77, 1.0, 1.4, 2.0, 5.3, 12.0])
@pytest.mark.parametrize("pan", [(0.0, 0.0), (403.0, 260.0), (-3.4, 311.2)])
def test_every_pixel_of_the_picture_is_enhanced_and_none_of_its_surround(
    zoom: float, pan: tuple[float, float]
) -> None:
    view = ViewTransform((640, 360), (501, 333), 1.0).zoomed_to(zoom).panned(*pan)
    picture = Picture.of(0, np.full((360, 640, 4), 255, np.uint8))
    plain, shown = (seen(view_image(picture, view, SURROUND, look)) for look in (None, lens(INVERTED)))
    around = (plain[..., :3] == (40, 30, 20)).all(axis=2)
    assert not around.all()
    assert ((shown[..., :3] == (40, 30, 20)).all(axis=2) == around).all()
    assert (shown[~around] == (0, 0, 0, 255)).all()


@pytest.mark.parametrize("zoom", [0.4, 1.0, 3.0, 12.0])
def test_a_spot_looks_the_same_at_every_zoom(zoom: float) -> None:
    frame = scene()
    picture, look = Picture.of(0, frame), lens(LOCAL)
    full = seen(
        view_image(
            picture, ViewTransform((640, 360), (640, 360)).centred_on(320.0, 180.0, 1.0), SURROUND, look
        )
    )
    view = ViewTransform((640, 360), (300, 200)).centred_on(301.0, 144.0, zoom)
    shown = seen(view_image(picture, view, SURROUND, look))
    for u, v in ((90, 70), (150, 100), (200, 130)):
        x, y = view.to_image(u + 0.5, v + 0.5)
        assert abs(int(shown[v, u, 1]) - int(full[int(y), int(x), 1])) <= 8


def test_a_part_alone_is_enhanced_as_the_whole_was() -> None:
    frame, look = scene(), lens(LOCAL)
    look.tones.gathering = True
    look.tones.see(0, frame)
    view = ViewTransform((640, 360), (200, 150)).centred_on(300.0, 150.0, 2.0)
    part = Part(150, 60, 1.0, np.ascontiguousarray(frame[60:260, 150:450]))
    cropped, whole = Picture(0, (640, 360), (part,)), Picture.of(0, frame)
    by_part, by_whole = (seen(view_image(each, view, SURROUND, look)) for each in (cropped, whole))
    assert (by_part == by_whole).all()


def test_the_loupe_shows_true_pixels_enhanced_alike() -> None:
    frame, look = scene(), lens(Enhancement(gamma=2.0, local=3.0))
    picture = Picture.of(0, frame)
    canvas = ViewTransform((640, 360), (640, 360)).centred_on(320.0, 180.0, 1.0)
    full = seen(view_image(picture, canvas, SURROUND, look))
    view = loupe_view(canvas, (301.5, 144.5), Loupe())
    shown = seen(view_image(picture, view, SURROUND, look))
    for x, y in ((301, 144), (295, 150), (308, 139)):
        u, v = (int(at) for at in view.to_device_point(x + 0.5, y + 0.5))
        assert np.abs(shown[v, u, :3].astype(int) - full[y, x, :3]).max() <= 1


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, top in (("dark", 60), ("light", 250)):
        (tmp_path / name).mkdir()
        for n in range(3):
            ramp = np.linspace(0, top, 96).astype(np.uint8)
            cv2.imwrite(str(tmp_path / name / f"{n}.png"), np.tile(ramp, (64, 1)))
    path = tmp_path / "shots.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [tmp_path / "dark", tmp_path / "light"])
    return path


def opened(qtbot: QtBot, project: Path) -> MainWindow:
    window = MainWindow(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(project)])
    qtbot.waitUntil(lambda: window.canvas.exact)
    return window


@pytest.fixture
def window(qtbot: QtBot, project: Path) -> Iterator[MainWindow]:
    make_application()
    window = opened(qtbot, project)
    yield window
    window.close()


def panel(window: MainWindow) -> EnhancementDialog:
    window.commands.set_enhancement()
    found = window.findChild(EnhancementDialog)
    assert found is not None
    return found


def middle(window: MainWindow) -> int:
    """Green of the bare canvas in the middle of the picture."""
    window.canvas.set_overlays_hidden(True)
    grabbed = window.canvas.grab().toImage()
    return QColor(grabbed.pixel(grabbed.rect().center())).green()


def session_of(window: MainWindow) -> Session:
    session = window.workbench.session
    assert session is not None
    return session


def test_one_key_shows_the_clip_enhanced_and_as_stored(window: MainWindow) -> None:
    stored = middle(window)
    panel(window).presets["dark hall"].click()
    lifted = middle(window)
    assert lifted > stored + 20
    assert window.status._enhancement.text() == "enhanced: brightness +2 %, contrast ×1.1, gamma 1.90"
    window.activateWindow()
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert middle(window) == stored
    assert window.status._enhancement.text() == ""
    QTest.keyClick(window.canvas, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert middle(window) == lifted
    assert window.actions_.by_name["enhance"].isChecked()


def test_the_key_says_where_to_set_something_while_nothing_is(window: MainWindow) -> None:
    window.actions_.by_name["enhance"].trigger()
    assert any(
        "Nothing is set to enhance this clip (Ctrl+Shift+F)" in text for text in window.messages.texts()
    )
    assert not window.actions_.by_name["enhance"].isChecked()


def test_sliders_are_set_by_keys_told_in_words_and_put_back(window: MainWindow, qtbot: QtBot) -> None:
    dialog = panel(window)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert not dialog.isModal()
    slider = dialog.sliders["brightness"]
    QTest.keyClick(slider.slider, Qt.Key.Key_Right)
    assert slider.words.text() == "1 % brighter"
    assert window.enhancing.look == Look(Enhancement(brightness=1), on=True)
    QTest.keyClick(slider.slider, Qt.Key.Key_Left)
    QTest.keyClick(slider.slider, Qt.Key.Key_Left)
    assert slider.words.text() == "1 % darker"
    slider.back.click()
    assert window.enhancing.look == Look()
    assert slider.words.text() == "as it is"


def test_surroundings_wait_for_local_contrast_and_say_so(window: MainWindow) -> None:
    dialog = panel(window)
    tiles = dialog.sliders["tiles"]
    assert not tiles.slider.isEnabled()
    assert "local contrast" in tiles.slider.toolTip()
    dialog.sliders["local"].slider.setValue(20)
    assert tiles.slider.isEnabled()
    assert tiles.words.text() == "8 px wide"
    assert window.enhancing.look.enhancement == Enhancement(local=3.0)
    dialog.reset.click()
    assert window.enhancing.look == Look()


def test_each_clip_has_its_own_look_and_the_panel_follows(window: MainWindow, qtbot: QtBot) -> None:
    dialog = panel(window)
    dialog.presets["flat light"].click()
    dark, light = session_of(window).contents.clips
    session_of(window).selection.move(clip=light.id)
    qtbot.waitUntil(lambda: window.canvas.exact)
    assert window.canvas.lens is None
    assert not dialog.on.isChecked()
    assert "light" in dialog.windowTitle()
    session_of(window).selection.move(clip=dark.id)
    qtbot.waitUntil(lambda: window.canvas.exact)
    assert dialog.presets["flat light"].isChecked()
    assert window.canvas.lens is not None


def test_looks_are_remembered_over_a_restart(window: MainWindow, qtbot: QtBot, project: Path) -> None:
    panel(window).presets["backlit"].click()
    window.close()
    again = opened(qtbot, project)
    assert again.enhancing.look == Look(PRESETS["backlit"], on=True)
    assert again.canvas.lens is not None
    assert again.actions_.by_name["enhance"].isChecked()
    again.close()


@pytest.mark.parametrize("kept", ["{", "7", '{"x": [1]}'])
def test_a_damaged_memory_shows_frames_as_stored(
    window: MainWindow, qtbot: QtBot, project: Path, kept: str
) -> None:
    window.close()
    Preferences().keep_looks(project, kept)
    again = opened(qtbot, project)
    assert again.enhancing.look == Look()
    assert again.canvas.lens is None
    again.close()


def test_levels_and_enhancement_stand_side_by_side(window: MainWindow) -> None:
    window.status.show_enhancement("levels 0 – 800")
    panel(window).inverted.click()
    assert window.status._enhancement.text() == "levels 0 – 800 · enhanced: inverted"
    panel(window).inverted.click()
    assert window.status._enhancement.text() == "levels 0 – 800"


def test_the_key_works_in_the_panel_too(window: MainWindow, qtbot: QtBot) -> None:
    dialog = panel(window)
    dialog.presets["faint edges"].click()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert window.enhancing.look == Look(PRESETS["faint edges"], on=False)


def test_exported_frames_and_labels_know_nothing_of_it(window: MainWindow) -> None:
    session = session_of(window)
    undoable = session.undoable()
    panel(window).inverted.click()
    source = session.media.open_own(session.contents.clips[0])
    assert source.bgra(0)[0, -1, 0] == 60
    source.close()
    assert session.undoable() == undoable


def test_every_slider_has_a_name_for_screen_readers(window: MainWindow) -> None:
    dialog = panel(window)
    assert all(slider.accessibleName() for slider in dialog.findChildren(QSlider))


def test_where_only_a_part_is_left_local_contrast_has_the_frame_decoded_anew(
    window: MainWindow, qtbot: QtBot
) -> None:
    picture = window.canvas.picture
    assert picture is not None
    whole = picture.whole
    assert whole is not None
    part = Part(10, 10, 1.0, np.ascontiguousarray(whole.pixels[10:40, 10:60]))
    window.canvas.set_picture(Picture(picture.frame, picture.size, (part,)))
    before = window.presenter.reel
    panel(window).sliders["local"].slider.setValue(20)
    after = window.presenter.reel
    assert after is not None
    assert after is not before
    panel(window).sliders["local"].slider.setValue(30)
    assert window.presenter.reel is after
    qtbot.waitUntil(lambda: window.canvas.picture is not None and after.tones.knows(window.canvas.picture))
