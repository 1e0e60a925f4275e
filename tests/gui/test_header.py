"""The line above the picture: what can be chosen there, and by whom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QMainWindow
from pytestqt.qtbot import QtBot

from palpate.model.layer import LayerKind
from palpate.session import editions
from palpate.session.edits.contents import PutLayer, PutSetting
from palpate.session.session import Session
from palpate.ui.app import make_application
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.header import Header


@pytest.fixture
def workbench(qtbot: QtBot, two_bowlers: Session) -> Iterator[Workbench]:
    """Ana's project with a layer of ben and gold of cora."""
    make_application()
    for name, kind in (("ben", LayerKind.WORK), ("cora", LayerKind.GOLD)):
        two_bowlers.do(PutLayer("Add", editions.new_layer(name, kind, name)))
    bench = Workbench()
    bench.take(lambda: two_bowlers)
    yield bench
    bench.close()


@pytest.fixture
def layers(qtbot: QtBot, workbench: Workbench) -> Iterator[QComboBox]:
    window = QMainWindow()
    qtbot.addWidget(window)
    header = Header(workbench, window)
    window.addToolBar(header)
    header.refresh()
    window.show()
    yield next(found for found in header.findChildren(QComboBox) if found.accessibleName() == "Layer")
    window.close()


def choose(layers: QComboBox, text: str) -> None:
    layers.setCurrentIndex(layers.findText(text))
    layers.activated.emit(layers.currentIndex())


def in_hand(workbench: Workbench) -> str:
    assert workbench.session is not None
    return workbench.session.contents.layer(workbench.focus.layer).name


def test_gold_is_listed_for_an_annotator_but_cannot_be_chosen_and_says_why(
    layers: QComboBox, workbench: Workbench
) -> None:
    row = layers.findText("cora · gold")
    assert not layers.model().flags(layers.model().index(row, 0)) & Qt.ItemFlag.ItemIsEnabled
    assert "kept from annotators" in layers.itemData(row, Qt.ItemDataRole.ToolTipRole)
    choose(layers, "cora · gold")
    assert in_hand(workbench) == "ana"
    assert layers.currentText() == "ana · work"


def test_another_persons_work_can_be_looked_at(layers: QComboBox, workbench: Workbench) -> None:
    choose(layers, "ben · work")
    assert in_hand(workbench) == "ben"


def test_a_consultant_takes_gold_in_hand(layers: QComboBox, workbench: Workbench) -> None:
    assert workbench.session is not None
    workbench.session.do(PutSetting("role", "consultant"))
    choose(layers, "cora · gold")
    assert in_hand(workbench) == "cora"
