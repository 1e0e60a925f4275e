"""A new project with a skeleton out of a file of another program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel
from pytestqt.qtbot import QtBot

from palpate.session.exchange.summary import shipped_skeletons
from palpate.ui.app import make_application
from palpate.ui.dialogs.new_project import NewProjectDialog
from palpate.ui.dialogs.skeleton_choice import skeleton_filters
from palpate.ui.widgets.skeleton_preview import SkeletonPreview


def category(name: str, *keypoints: str) -> dict[str, object]:
    return {"id": len(name), "name": name, "keypoints": list(keypoints), "skeleton": [[1, 2]]}


def coco(path: Path, *categories: dict[str, object]) -> Path:
    path.write_text(json.dumps({"categories": list(categories)}), encoding="utf-8")
    return path


@pytest.fixture
def dialog(qtbot: QtBot) -> NewProjectDialog:
    make_application()
    shown = NewProjectDialog(list(shipped_skeletons()), "ana")
    qtbot.addWidget(shown)
    shown.show()
    return shown


def texts(dialog: NewProjectDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_a_foreign_file_is_previewed_with_what_it_does_not_say(
    dialog: NewProjectDialog, tmp_path: Path
) -> None:
    path = coco(tmp_path / "mouse.json", category("mouse", "nose", "left_ear", "right_ear"))
    dialog.take_skeleton(path)
    assert dialog.decided().skeleton == str(path)
    assert "Keypoints: 3 · edges: 1 · pairs: 1" in texts(dialog)
    assert "unset: σ" in texts(dialog)
    assert dialog.findChildren(SkeletonPreview)[0].texts() == [
        "1  nose",
        "2  left_ear  ↔  right_ear",
        "3  right_ear  ↔  left_ear",
    ]


def test_the_words_about_a_foreign_file_go_with_it(dialog: NewProjectDialog, tmp_path: Path) -> None:
    dialog.take_skeleton(coco(tmp_path / "mouse.json", category("mouse", "nose", "tail")))
    assert "unset: σ" in texts(dialog)
    dialog._skeleton.setCurrentText("coco_17")
    assert "unset: σ" not in texts(dialog)


def test_of_several_skeletons_one_is_asked_for(dialog: NewProjectDialog, tmp_path: Path) -> None:
    path = coco(tmp_path / "it.json", category("mouse", "nose", "tail"), category("fly", "head", "wingL"))

    def answer() -> None:
        asked = QApplication.activeModalWidget()
        assert isinstance(asked, QInputDialog)
        asked.setTextValue("fly")
        asked.accept()

    QTimer.singleShot(0, answer)
    dialog.take_skeleton(path)
    assert dialog.decided().skeleton == f"{path}#fly"
    assert dialog.findChildren(SkeletonPreview)[0].texts() == ["1  head", "2  wingL"]


def test_without_an_answer_the_choice_stays(dialog: NewProjectDialog, tmp_path: Path) -> None:
    before = dialog.decided().skeleton
    path = coco(tmp_path / "it.json", category("mouse", "nose", "tail"), category("fly", "head", "wingL"))
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().close())
    dialog.take_skeleton(path)
    assert dialog.decided().skeleton == before


def test_a_broken_foreign_file_is_told_and_not_chosen(dialog: NewProjectDialog, tmp_path: Path) -> None:
    before, path = dialog.decided().skeleton, coco(tmp_path / "it.json", category("mouse", "nose", "nose"))
    dialog.take_skeleton(path)
    assert dialog.decided().skeleton == before
    assert "a keypoint called 'nose' exists already" in texts(dialog)


def test_every_kind_of_file_can_be_picked() -> None:
    for ending in ("yaml", "yml", "json", "slp", "xml", "svg", "h5"):
        assert f"*.{ending}" in skeleton_filters()
