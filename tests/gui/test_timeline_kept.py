"""What is kept of the timeline's picture and moved along equals what is drawn anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from palpate.bench.timeline import Sizes, write_labels
from palpate.model.change import Change
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session.edits import poses
from palpate.session.session import Session
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.digest import lanes_of, summary_of
from palpate.ui.timeline.drawing import HEAD, NAMES, Place
from palpate.ui.timeline.kept import KeptRows, Sight
from palpate.ui.timeline.rows import Row, rows_of
from palpate.ui.timeline.state import TimelineState

FRAMES, WIDE, HIGH = 600, 300, 200
WAYS = ("place", "absent", "clear", "undo")


@pytest.fixture
def session(qapp: object, tmp_path: Path) -> Iterator[Session]:
    with Session.open(write_labels(tmp_path / "l.palpate", Sizes(frames=FRAMES, instances=2))) as opened:
        yield opened


@pytest.fixture
def state(session: Session) -> TimelineState:
    return loaded(session)


def loaded(session: Session) -> TimelineState:
    made = TimelineState()
    made.load(session, session.contents.clips[0].id, session.contents.layers[0].id)
    return made


def edited(session: Session, frame: int, keypoint: int, way: str) -> Change:
    """Edit a keypoint of the first instance."""
    contents, keypoints = session.contents, np.array([keypoint])
    at = session.pose_at(contents.layers[0].id, contents.instances[0].id, frame)
    if way == "undo" and session.undoable() is not None and session.undoable().title != "Add labels":
        return session.undo()
    if way == "clear":
        return session.do(poses.clear(at, keypoints, "it"))
    if way == "absent":
        return session.do(poses.decide_absent(at, keypoint, "it"))
    tiers, origins = np.array([Visibility.VISIBLE]), np.array([Origin.HAND])
    return session.do(
        poses.SetValues("Place", at, keypoints, np.array([[7.0, 9.0]]), tiers.astype(np.int8), origins)
    )


def rows_in(state: TimelineState) -> list[Row]:
    unfolded = {found.id for found in state.instances}
    return rows_of(state.instances, state.skeletons, unfolded, lane=16, summary=32)


def sight(axis: TimeAxis, scrolled: int = 0, active: tuple[str, int] = ("", -1), ratio: float = 1.0) -> Sight:
    return Sight(axis.on_pixels(ratio), Place(NAMES + WIDE, HEAD + HIGH, scrolled), active, ratio)


def pixels(kept: KeptRows, rows: list[Row], look: Sight) -> bytes:
    image = kept.look(rows, look).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return bytes(image.constBits())


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    zoom=st.floats(1.0, 60.0),
    steps=st.lists(st.tuples(st.integers(-90, 90), st.integers(-60, 60)), min_size=1, max_size=5),
)
def test_scrolling_leads_to_the_picture_that_is_drawn_there_at_once(
    state: TimelineState, ratio: float, zoom: float, steps: list[tuple[int, int]]
) -> None:
    rows = rows_in(state)
    axis, scrolled, kept = TimeAxis.fitted(FRAMES, WIDE).zoomed(WIDE / 2, zoom), 300, KeptRows(state)
    for dx, dy in steps:
        axis, scrolled = axis.scrolled(dx), max(scrolled + dy, 0)
        moved = pixels(kept, rows, sight(axis, scrolled, ratio=ratio))
    assert moved == pixels(KeptRows(state), rows, sight(axis, scrolled, ratio=ratio))


def test_a_scroll_draws_no_more_than_what_comes_into_sight(state: TimelineState) -> None:
    rows, axis = rows_in(state), TimeAxis.fitted(FRAMES, WIDE).zoomed(0, 4.0)
    kept = KeptRows(state)
    kept.look(rows, sight(axis))
    assert kept.drawn_px == WIDE * HIGH
    kept.look(rows, sight(axis.scrolled(10)))
    assert kept.drawn_px == 10 * HIGH
    kept.look(rows, sight(axis.scrolled(10), scrolled=7))
    assert kept.drawn_px == WIDE * 7
    kept.look(rows, sight(axis.scrolled(10), scrolled=7))
    assert kept.drawn_px == 0


def test_another_active_lane_draws_two_rows(state: TimelineState) -> None:
    rows, axis = rows_in(state), TimeAxis.fitted(FRAMES, WIDE)
    kept, instance = KeptRows(state), state.instances[0].id
    kept.look(rows, sight(axis, active=(instance, 0)))
    moved = pixels(kept, rows, sight(axis, active=(instance, 1)))
    assert kept.drawn_px == 2 * 16 * WIDE
    assert moved == pixels(KeptRows(state), rows, sight(axis, active=(instance, 1)))


def test_an_edit_draws_the_rows_of_its_instance_alone(state: TimelineState) -> None:
    rows, axis, kept = rows_in(state), TimeAxis.fitted(FRAMES, WIDE), KeptRows(state)
    below = rows[54].bottom - 100  # half of what is seen belongs to the second instance
    kept.look(rows, sight(axis, scrolled=below))
    kept.forget({state.instances[1].id: None})
    kept.look(rows, sight(axis, scrolled=below))
    assert kept.drawn_px == 100 * WIDE


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    zoom=st.floats(1.0, 60.0),
    edits=st.lists(
        st.tuples(st.integers(0, FRAMES - 1), st.integers(0, 53), st.sampled_from(WAYS)),
        min_size=1,
        max_size=4,
    ),
)
def test_edits_lead_to_the_picture_that_is_drawn_of_them_at_once(
    session: Session, zoom: float, edits: list[tuple[int, int, str]]
) -> None:
    state = loaded(session)
    rows, kept = rows_in(state), KeptRows(state)
    look = sight(TimeAxis.fitted(FRAMES, WIDE).zoomed(WIDE / 2, zoom), scrolled=10)
    pixels(kept, rows, look)
    for frame, keypoint, what in edits:
        kept.forget(state.stale_rows(edited(session, frame, keypoint, what)))
        drawn = pixels(kept, rows, look)
    assert drawn == pixels(KeptRows(loaded(session)), rows, look)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rounds=st.lists(
        st.lists(
            st.tuples(st.integers(0, FRAMES - 1), st.integers(0, 53), st.sampled_from(WAYS)),
            min_size=1,
            max_size=3,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_digested_again_is_what_is_digested_anew(
    session: Session, rounds: list[list[tuple[int, int, str]]]
) -> None:
    instance, state = session.contents.instances[0].id, loaded(session)
    for edits in [[], *rounds]:
        for frame, keypoint, way in edits:
            edited(session, frame, keypoint, way)
        live = session.live(state.layer, instance)
        for again, anew in (
            (state.summary(instance), summary_of(live)),
            (state.lanes(instance), lanes_of(live)),
        ):
            assert again is not None
            for name in (field.name for field in fields(anew)):
                assert np.array_equal(getattr(again, name), getattr(anew, name)), name


def test_an_edit_in_a_dense_track_draws_little_of_the_row(session: Session) -> None:
    state = loaded(session)
    rows, kept, axis = rows_in(state), KeptRows(state), TimeAxis.fitted(FRAMES, WIDE).zoomed(0, 60.0)
    kept.look(rows, sight(axis))
    kept.forget(state.stale_rows(edited(session, FRAMES - 20, 3, "place")))
    kept.look(rows, sight(axis))
    assert kept.drawn_px == 0  # far out of sight


def test_rows_that_end_above_the_edge_leave_the_rest_empty(state: TimelineState, qtbot: QtBot) -> None:
    rows = rows_of(state.instances, state.skeletons, (), lane=16, summary=32)
    image = KeptRows(state).look(rows, sight(TimeAxis.fitted(FRAMES, WIDE))).toImage()
    below = {image.pixelColor(x, y).name() for x in range(0, WIDE, 7) for y in range(64, HIGH, 5)}
    assert len(below) == 1


def test_columns_are_counted_from_the_clips_beginning() -> None:
    from palpate.ui.timeline.columns import Columns

    axis = TimeAxis.fitted(FRAMES, WIDE).zoomed(40, 7.3).on_pixels(1.0)
    whole = Columns.of(axis, 1.0)
    part = Columns.numbered(axis, 1.0, whole.left + 20, 30)
    assert np.array_equal(part.first, whole.first[20:51])
