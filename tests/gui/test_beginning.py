"""What is done before there is a window, and what the window then makes of it."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from palpate.base.errors import PalpateError
from palpate.model.layer import LayerKind
from palpate.session import editions
from palpate.session.edits.contents import PutLayer
from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session
from palpate.ui.app import make_application, make_window
from palpate.ui.beginning import Beginning, begin
from palpate.ui.binding import load_binding
from palpate.ui.last_place import focus_where_left
from palpate.ui.panels.late import LatePanel
from palpate.ui.preferences import Place, Preferences


@pytest.fixture
def project(shared_data: Path, tmp_path: Path) -> Path:
    path = tmp_path / "walk.palpate"
    with Session.create(path, ["coco_17"], "ana") as session:
        add_media(session, [shared_data / "mmpose" / "demo.mp4"])
    return path


@pytest.fixture
def begun(project: Path) -> Iterator[Beginning]:
    beginning = begin(["a.mp4", str(project)])
    yield beginning
    beginning.close()


def keep_place(project: Path, frame: int) -> None:
    with Session.open(project) as session:
        clip, layer = session.contents.clips[0], session.contents.layers[0]
    Preferences().keep_place(project, Place(clip.id, layer.id, frame, "", -1))


def test_a_project_that_was_begun_is_opened_once_and_where_it_was_left(project: Path, qtbot: QtBot) -> None:
    keep_place(project, 3)
    make_application()
    begun = begin([str(project)])
    window = make_window(begun)
    qtbot.addWidget(window)
    window.show()
    window.open_named([str(project)])
    session = window.workbench.session
    assert session is not None
    assert not session.project.read_only
    assert window.workbench.focus.frame == 3
    qtbot.waitUntil(lambda: window.canvas.exact and window.canvas.frame == 3)
    window.close()


def test_what_is_wrong_with_a_project_is_told_when_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "none.palpate"
    path.write_bytes(b"no project at all")
    begun = begin([str(path)])
    with pytest.raises(PalpateError):
        begun.open(path)
    begun.close()


def test_another_project_than_the_begun_one_is_opened_as_usual(
    begun: Beginning, empty_project: Session, tmp_path: Path
) -> None:
    other = tmp_path / "other.palpate"
    Session.create(other, ["coco_17"], "ana").close()
    opened = begun.open(other)
    assert opened.project.path == other
    opened.close()


def test_what_is_no_project_begins_nothing(tmp_path: Path) -> None:
    begun = begin([str(tmp_path / "film.mp4")])
    with pytest.raises(PalpateError):
        begun.open(tmp_path / "none.palpate")
    begun.close()


def test_a_project_is_left_free_if_it_is_never_asked_for(project: Path) -> None:
    begin([str(project)]).close()
    with Session.open(project) as session:
        assert not session.project.read_only


def test_a_place_whose_clip_is_gone_gives_way_to_the_first_clip(project: Path) -> None:
    preferences = Preferences()
    with Session.open(project) as session:
        first = session.contents.clips[0].id
        preferences.keep_place(project, Place("gone", "", 4, "", -1))
        focus_where_left(session, preferences)
        assert replace(session.selection.focus, layer="").clip == first
        assert session.selection.focus.frame == 0


def test_an_annotator_who_had_gold_in_hand_goes_on_in_the_own_layer(project: Path) -> None:
    preferences = Preferences()
    with Session.open(project) as session:
        gold = editions.new_layer("reference", LayerKind.GOLD, "cora")
        session.do(PutLayer("Add gold", gold))
        preferences.keep_place(project, Place(session.contents.clips[0].id, gold.id, 3, "", -1))
        focus_where_left(session, preferences)
        assert session.contents.layer(session.selection.focus.layer).author == "ana"
        assert session.selection.focus.frame == 3


def test_imports_go_their_usual_way_once_the_binding_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "__import__", builtins.__import__)  # put back after the test
    load_binding()
    assert builtins.__import__.__name__ != "__feature_import__"


def test_a_panel_behind_another_tab_is_made_when_it_comes_to_the_front(qtbot: QtBot) -> None:
    made: list[QWidget] = []

    def make() -> QWidget:
        made.append(QWidget())
        return made[-1]

    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    late = LatePanel(make, tabs)
    tabs.addTab(QWidget(tabs), "front")
    tabs.addTab(late, "behind")
    with qtbot.waitExposed(tabs):
        tabs.show()
    assert not made
    tabs.setCurrentWidget(late)
    qtbot.waitUntil(lambda: bool(made) and made[0].isVisible())
    assert late.panel is made[0]
    assert len(made) == 1
