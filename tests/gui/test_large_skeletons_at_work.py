"""Skeletons of 150 and 200 keypoints in the window: opened, labelled, filled between, listed, exported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from generated_skeletons import face_200, muscles_150
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeView
from pytestqt.qtbot import QtBot

from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.edits.labels import AddLabels
from palpate.session.exchange import transfer
from palpate.session.session import Session
from palpate.store.skeleton_writing import skeleton_to_yaml
from palpate.ui.main_window import MainWindow
from palpate.ui.preferences import Preferences

SIZE, FRAMES = (900, 900), 60
KEYFRAMES = np.arange(0, 51, 10)


@pytest.fixture(params=[face_200, muscles_150], ids=["face", "muscles"])
def large(request: pytest.FixtureRequest) -> Skeleton:
    made: Skeleton = request.param()
    return made


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, large: Skeleton) -> Iterator[MainWindow]:
    """All of it is placed by hand in every tenth frame, two px further to the right each time."""
    file = tmp_path / f"{large.name}.yaml"
    file.write_text(skeleton_to_yaml(large), encoding="utf-8")
    project = tmp_path / "large.palpate"
    with Session.create(project, [str(file)], "ana") as session:
        clip = Clip("c", "clip", ClipKind.VIDEO, size=SIZE, n_frames=FRAMES, fps=60.0)
        session.do(PutClips("Add", (clip,)))
        session.do(
            AddLabels(
                "Put",
                session.contents.layers[0],
                (),
                (),
                (Instance("one", "c", "one", 1, large.name),),
                {"one": placed(large)},
            )
        )
    made = MainWindow(Preferences())
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    assert made.workbench.open(project)
    yield made
    made.close()


def placed(skeleton: Skeleton) -> Track:
    at = 50 + skeleton.rest * 800 + np.array([0.2, 0.0]) * KEYFRAMES[:, None, None]
    codes = np.full(at.shape[:2], Visibility.VISIBLE, np.int8)
    return Track(KEYFRAMES, at, codes, np.full_like(codes, Origin.HAND))


def session_of(window: MainWindow) -> Session:
    assert window.workbench.session is not None
    return window.workbench.session


def said_below(model: QAbstractItemModel, above: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        for column in range(model.columnCount(above)):
            yield str(model.index(row, column, above).data())
        yield from said_below(model, index)


def test_every_keypoint_between_two_keyframes_is_derived(window: MainWindow, large: Skeleton) -> None:
    session = session_of(window)
    view = session.view(session.contents.layers[0].id, "one", 15)
    assert (view.origin == Origin.INTERPOLATED).all()
    np.testing.assert_allclose(view.positions, 50 + large.rest * 800 + [3.0, 0.0], atol=1e-6)


def test_the_key_goes_through_all_of_them_and_the_panel_follows(window: MainWindow, large: Skeleton) -> None:
    session = session_of(window)
    session.selection.move(instance="one", frame=10, keypoint=0)
    titles = []
    for _ in range(len(large)):
        titles.append(window.guideline.title.text())
        QTest.keyClick(window.canvas, Qt.Key.Key_Tab)
    assert titles == [keypoint.called for keypoint in large.keypoints]
    assert session.selection.focus.keypoint == 0


def test_each_of_them_is_listed(window: MainWindow, large: Skeleton) -> None:
    session_of(window).selection.move(instance="one", frame=10, keypoint=len(large) - 1)
    (tree,) = window.instances.findChildren(QTreeView)
    listed = set(said_below(tree.model(), QModelIndex()))
    assert {keypoint.called for keypoint in large.keypoints} <= listed
    assert window.guideline.place.text() == f"{len(large)} of {len(large)}"


def test_a_nudge_of_the_last_one_moves_it_alone(window: MainWindow, large: Skeleton) -> None:
    session, last = session_of(window), len(large) - 1
    session.selection.move(instance="one", frame=10, keypoint=last)
    layer = session.contents.layers[0].id
    before = session.view(layer, "one", 10).positions.copy()
    QTest.keyClick(window.canvas, Qt.Key.Key_D)
    after = session.view(layer, "one", 10).positions
    moved = np.flatnonzero(np.abs(after - before).max(axis=1) > 0)
    assert list(moved) == [last]
    assert after[last, 0] == pytest.approx(before[last, 0] + 1.0)


def test_all_of_them_are_exported(window: MainWindow, large: Skeleton, tmp_path: Path) -> None:
    session = session_of(window)
    out = tmp_path / "large.json"
    transfer.export(
        session, session.contents.layers[0].id, out, format="coco", narrowing=transfer.Narrowing()
    )
    read = json.loads(out.read_text(encoding="utf-8"))
    assert read["categories"][0]["keypoints"] == list(large.names)
    assert len(read["annotations"]) == KEYFRAMES[-1] + 1
    assert {len(one["keypoints"]) for one in read["annotations"]} == {3 * len(large)}
