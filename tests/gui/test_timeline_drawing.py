"""What the lanes' picture shows, in numbers; made from arrays alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.track import Track
from palpate.session.tracks import LiveTrack
from palpate.ui.timeline.axis import TimeAxis
from palpate.ui.timeline.columns import Columns
from palpate.ui.timeline.digest import Fill, Key, lanes_of, summary_of
from palpate.ui.timeline.ink import PERIOD, Ink, weave
from palpate.ui.timeline.raster import draw_fills
from palpate.ui.timeline.stamping import draw_keys

HAND, ACCEPTED, MODEL, GOLD = 1, 2, 5, 7
ABSENT, ESTIMATED, VISIBLE = 0, 1, 2
PAIR = Skeleton("pair", (Keypoint("a", "A"), Keypoint("b", "B")))


def track(frames: list[int], visibility: list[list[int]], origin: list[list[int]]) -> LiveTrack:
    tiers = np.array(visibility, dtype=np.int8)
    positions = np.where((tiers > 0)[..., None], 10.0, np.nan) * np.ones(2)
    facts = Track(np.array(frames), positions, tiers, np.array(origin, dtype=np.int8))
    return LiveTrack(PAIR, 100, facts, {})


@given(
    n_frames=st.integers(1, 30_000),
    width=st.integers(16, 3000),
    zooms=st.lists(st.tuples(st.floats(0, 1), st.floats(0.2, 5)), max_size=5),
)
def test_an_axis_never_shows_what_is_not_there(
    n_frames: int, width: int, zooms: list[tuple[float, float]]
) -> None:
    axis = TimeAxis.fitted(n_frames, width)
    for share, factor in zooms:
        axis = axis.zoomed(share * width, factor)
        assert axis.first >= 0.0
        assert axis.last <= max(n_frames, width / axis.px_per_frame) + 1e-6
        frame = axis.frame_at(share * width)
        assert 0 <= frame < n_frames


@given(st.integers(1, 400), st.floats(1.0, 40.0), st.integers(0, 50), st.data())
def test_columns_hold_the_greatest_value_of_their_frames(
    n: int, factor: float, start: int, data: st.DataObject
) -> None:
    axis = TimeAxis.fitted(n + 60, 120).zoomed(data.draw(st.floats(0, 120)), factor)
    values = np.array(data.draw(st.lists(st.integers(0, 200), min_size=n, max_size=n)), dtype=np.uint8)
    columns = Columns.of(axis, 1.0)
    found = columns.most(values, start)
    for x in range(len(columns)):
        first, stop = int(columns.first[x]), max(int(columns.first[x + 1]), int(columns.first[x]) + 1)
        inside = values[max(first - start, 0) : max(stop - start, 0)]
        assert found[x] == (inside.max() if len(inside) else 0)


def test_a_mark_stands_in_the_middle_of_its_frame_alone() -> None:
    axis = TimeAxis.fitted(10, 100)  # 10 px per frame
    values = np.zeros((1, 10), dtype=np.uint8)
    values[0, 3] = 9
    assert np.flatnonzero(Columns.of(axis, 1.0).middles(values, 0)[0]).tolist() == [35]


def test_marks_keep_their_place_when_the_left_edge_cuts_a_frame() -> None:
    axis = TimeAxis.fitted(10, 100).zoomed(0.0, 2.0).scrolled(14.0)  # 20 px per frame, from frame 0.7 on
    values = np.zeros((1, 10), dtype=np.uint8)
    values[0, [0, 1]] = (5, 7)
    found = Columns.of(axis, 1.0).middles(values, 0)[0]
    assert np.flatnonzero(found).tolist() == [round(axis.centre_of(1))]


def test_between_keyframes_lanes_are_interpolated() -> None:
    lanes = lanes_of(track([10, 14], [[VISIBLE, ESTIMATED]] * 2, [[HAND, ACCEPTED]] * 2))
    hand, filled = 2 * Fill.BY_HAND, 2 * Fill.INTERPOLATED
    assert lanes.start == 10
    assert lanes.fills[0].tolist() == [hand, filled, filled, filled, hand]
    assert lanes.fills[1].tolist() == [hand + 1, filled + 1, filled + 1, filled + 1, hand + 1]
    assert lanes.keys[:, 0].tolist() == [Key.HAND, Key.ACCEPTED]


def test_decided_absence_is_a_gap_that_begins_with_a_bar() -> None:
    lanes = lanes_of(
        track(
            [0, 4, 5, 6], [[VISIBLE, VISIBLE], [ABSENT, -1], [ABSENT, -1], [VISIBLE, -1]], [[HAND, HAND]] * 4
        )
    )
    assert lanes.fills[0, 4:6].tolist() == [Fill.NOTHING, Fill.NOTHING]
    assert lanes.keys[0, 4:].tolist() == [Key.ABSENT, Key.NONE, Key.HAND]


def test_the_instances_row_tells_how_much_is_decided() -> None:
    summary = summary_of(track([0, 1], [[VISIBLE, ABSENT], [VISIBLE, -1]], [[HAND, HAND], [HAND, 0]]))
    assert summary.placed.tolist() == [255, 127]
    assert summary.keys.tolist() == [Key.HAND, Key.HAND]
    assert summary.heat.tolist() == [0, 0]


def test_an_instance_without_any_label_has_an_empty_row() -> None:
    summary = summary_of(LiveTrack(PAIR, 100, Track.from_poses({}, 2), {}))
    assert len(summary.placed) == 0


def test_every_filling_has_a_pattern_of_its_own() -> None:
    woven = {weave(fill, 8, 1).tobytes() for fill in Fill if fill is not Fill.NOTHING}
    assert len(woven) == len(Fill) - 1


def test_what_is_estimated_fills_the_lower_half_alone() -> None:
    bands = np.zeros((1, 8, 16), dtype=np.uint8)
    fills = np.full((1, 16), 2 * Fill.BY_HAND + 1, dtype=np.uint8)
    draw_fills(bands, fills, np.arange(16) % PERIOD, 1)
    assert (bands[0, :4] == Ink.PANEL).all()
    assert (bands[0, 4:] == Ink.SOLID).all()


def drawn_keys(*keys: tuple[int, Key]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    lanes = np.zeros((1, 16, 60), dtype=np.uint8)
    row = np.zeros((1, 60), dtype=np.uint8)
    for x, key in keys:
        row[0, x] = key
    draw_keys(lanes, 8, row, 1)
    return lanes[0]


def test_a_keyframe_by_hand_is_a_full_diamond() -> None:
    lane = drawn_keys((30, Key.HAND))
    assert [int((row == Ink.KEY).sum()) for row in lane[3:14]] == [0, 1, 3, 5, 7, 9, 7, 5, 3, 1, 0]


def test_an_accepted_keyframe_is_hollow() -> None:
    lane = drawn_keys((30, Key.ACCEPTED))
    assert lane[8, 30] == Ink.CASING
    assert lane[8, 26] == lane[8, 34] == Ink.KEY


def test_keyframes_that_crowd_become_lines() -> None:
    lane = drawn_keys((30, Key.HAND), (33, Key.HAND), (50, Key.HAND))
    assert (lane[4:12, [30, 33]] == Ink.KEY).all()
    assert lane[8, 28] != Ink.KEY
    assert lane[8, 46] == Ink.KEY


@pytest.mark.parametrize("x", [0, 59])
def test_diamonds_are_cut_at_the_edges(x: int) -> None:
    assert (drawn_keys((x, Key.HAND))[8] == Ink.KEY).sum() == 5


def test_absence_is_a_bar() -> None:
    lane = drawn_keys((30, Key.ABSENT))
    assert (lane[3:13, 30:32] == Ink.BAR).all()


def test_gold_placed_by_hand_has_the_sign_of_the_hand() -> None:
    gold = track([0, 4], [[VISIBLE, VISIBLE]] * 2, [[GOLD, GOLD], [GOLD, MODEL]])
    lanes = lanes_of(gold)
    assert lanes.keys[0, [0, 4]].tolist() == [Key.HAND, Key.HAND]
    assert lanes.keys[1, [0, 4]].tolist() == [Key.HAND, Key.OTHER]
