"""What the timeline says around its lanes, where there is room and where there is little."""

from __future__ import annotations

from itertools import chain, pairwise

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from palpate.model.event import Event
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.drawing import HEAD, NAMES, RULER, Place, small
from palpate.ui.timeline.event_labels import EventLabel, event_at, event_labels
from palpate.ui.timeline.legend import Legend

ALL = [
    *("by hand", "accepted", "error, red beyond the limit"),
    *("interpolated", "tracked", "model", "imported", "absent"),
    *("looked at", "scene cut", "repeated frame", "keyframe suggested", "to be placed anew"),
]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def legend(window: QWidget) -> Legend:
    return Legend(window)


def test_with_room_the_legend_is_one_line(legend: Legend) -> None:
    legend.resize(legend.sizeHint())
    assert legend.lines() == [ALL]


def test_with_less_room_it_breaks_and_loses_nothing(legend: Legend) -> None:
    legend.resize(legend.sizeHint().width() * 2 // 3, 32)
    lines = legend.lines()
    assert len(lines) == 2
    assert [*lines[0], *lines[1]] == ALL


def test_with_too_little_room_it_says_that_there_is_more(legend: Legend) -> None:
    legend.resize(legend.sizeHint().width() // 4, 32)
    shown = list(chain.from_iterable(legend.lines()))
    assert shown[-1] == "…"
    assert shown[:-1] == ALL[: len(shown) - 1]
    assert all(name in legend.tip() for name in ALL)


@pytest.mark.parametrize("width", [0, 20, 100, 300, 500, 900])
def test_it_is_painted_at_any_width(legend: Legend, width: int) -> None:
    legend.resize(width, 32)
    legend.grab()


def laid_out(*frames: int, width: int = 1000) -> list[EventLabel]:
    """Lay out releases in a clip of 1000 frames, a px each."""
    place = Place(NAMES + width, HEAD + 100, 0)
    events = [Event("c", frame, "ball_release") for frame in frames]
    return event_labels(events, TimeAxis.fitted(1000, width), place, QFont())


def whole() -> float:
    return QFontMetricsF(small(QFont())).horizontalAdvance("ball release")


def test_a_clip_without_events_has_no_labels() -> None:
    assert laid_out() == []


def test_a_name_stands_whole_to_the_right_of_its_line() -> None:
    (label,) = laid_out(100)
    assert label.text == "ball release"
    assert label.box.left() > label.x


def test_a_name_that_has_no_room_on_the_right_stands_on_the_left() -> None:
    first, second = laid_out(500, 510)
    assert first.box.right() < first.x
    assert second.box.left() > second.x
    assert first.text == second.text == "ball release"
    (last,) = laid_out(998)
    assert last.box.right() < last.x
    assert last.text == "ball release"


def test_a_name_is_cut_only_where_it_would_touch_another() -> None:
    apart = int(whole() * 0.7)
    labels = laid_out(500 - apart, 500, 500 + apart)
    assert [label.text == "ball release" for label in labels] == [True, False, True]
    assert labels[1].text.endswith("…")
    for left, right in pairwise(labels):
        assert left.box.right() < right.box.left()


def test_a_cut_name_is_told_whole_by_what_lies_under_the_mouse() -> None:
    labels = laid_out(500, 560, 620)
    for label in labels:
        assert event_at(labels, label.box.center()) == label.event
    assert event_at(labels, QPointF(NAMES + 5, RULER + 5)) is None
