"""Keyframes beside the body, told from honest ones by what the picture says from both sides."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.drift import assess
from palpate.assist.expected import Around, components_of
from palpate.assist.fused import fuse
from palpate.assist.interpolate import fill
from palpate.assist.keyed import keyed_of
from palpate.assist.kinship import kinship_of
from palpate.assist.slips import SEEN, Slips, drawn_px, expect_drawn, find_slips
from palpate.assist.spans import method_codes
from palpate.assist.traced import COLUMNS, Traced, adopt, traced_of
from palpate.base.progress import Progress
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.span import Method
from palpate.model.visibility import Visibility

POINTS = np.array([[80.0, 60.0], [120.0, 100.0]])
GAP, LAST = 10, 30


def tracked(picture, facts):
    """Fuse and judge; what is filled in, what the picture told, and where keyframes are."""
    window = (0, int(facts.frames[-1]) + 1)
    methods = method_codes(facts, {}, default=Method.FUSED)
    filled = fill(facts, methods, window=window)
    keyed = keyed_of(facts, methods, window=window)
    kinship = kinship_of(Skeleton("lone", (Keypoint("a"), Keypoint("b"))))
    fused = fuse(keyed, picture.grey, kinship=kinship, start=filled.positions, progress=Progress())
    keyframes = np.isfinite(keyed.positions[..., 0])
    around = Around(keyframes, kinship.parents, np.empty((0, 2), np.int64))
    return filled, traced_of(fused, components_of(fused, filled.positions, around)), keyframes


def slips_in(traced, facts):
    return find_slips(traced, facts.frames, np.isin(facts.visibility, SEEN))


def with_slip(picture, frame=20, off=(20.0, 15.0)):
    facts = picture.track(POINTS, [*range(0, LAST + 1, GAP)])
    facts.positions[frame // GAP, 0] += off
    return facts


def test_a_keyframe_beside_the_body_is_found_with_the_way_back(texture):
    facts = with_slip(texture(velocity=(0.5, 0.2)))
    _, traced, _ = tracked(texture(velocity=(0.5, 0.2)), facts)
    slips = slips_in(traced, facts)
    assert (slips.frame.tolist(), slips.keypoint.tolist()) == ([20], [0])
    np.testing.assert_allclose(slips.offset[0], (-20.0, -15.0), atol=1.0)
    assert slips.off_px[0] == pytest.approx(25.0, abs=1.0)
    assert slips.confidence[0] > 0.9


def test_right_keyframes_are_left_alone_while_the_picture_turns(texture):
    picture = texture(velocity=(0.5, 0.2), angle=0.01)
    facts = picture.track(POINTS, [0, 10, 20, 30])
    assert len(slips_in(tracked(picture, facts)[1], facts)) == 0


def test_at_an_outer_keyframe_one_side_is_not_enough(texture):
    facts = with_slip(texture(velocity=(0.5, 0.2)), frame=LAST)
    assert len(slips_in(tracked(texture(velocity=(0.5, 0.2)), facts)[1], facts)) == 0


def test_what_something_hides_is_not_judged_by_the_picture(texture):
    facts = with_slip(texture(velocity=(0.5, 0.2)))
    facts.visibility[2, 0] = Visibility.ESTIMATED
    assert len(slips_in(tracked(texture(velocity=(0.5, 0.2)), facts)[1], facts)) == 0


def test_beside_a_slip_as_much_is_expected_as_it_draws_off(texture):
    picture = texture(velocity=(0.5, 0.2))
    facts = with_slip(picture)
    filled, traced, keyframes = tracked(picture, facts)
    before = traced.column("expected")
    expect_drawn(traced, facts, keyframes)
    truth = np.array([picture.where(POINTS, frame) for frame in range(LAST + 1)])
    off = np.hypot(*np.moveaxis(traced.positions - truth, -1, 0))[:, 0]
    drift = assess(adopt(filled, traced), traced, rigid=np.empty((0, 2), np.int64), limits=np.full(2, 4.0))
    wrong = (off > 4) & ~keyframes[:, 0]
    assert wrong.sum() > 8
    assert (before[wrong, 0] >= 4).mean() < 0.7 < (drift.score[wrong, 0] >= 1).mean()
    assert np.nanmax(drift.score[:, 1]) < 0.5
    np.testing.assert_array_equal(traced.column("expected")[:, 1], before[:, 1])


def test_a_slip_draws_off_all_of_it_beside_it_and_nothing_at_the_next_keyframe():
    slips = Slips(np.array([14]), np.array([1]), np.array([[6.0, 8.0]]), np.ones(1))
    keyframes = np.zeros((9, 2), dtype=np.bool_)
    keyframes[[0, 4, 8], 1] = True
    drawn = drawn_px(slips, keyframes, 10)
    np.testing.assert_allclose(drawn[:, 1], [0, 2.5, 5, 7.5, 0, 7.5, 5, 2.5, 0])
    assert not drawn[:, 0].any()


def test_a_slip_outside_the_window_and_one_without_a_keyframe_behind_it_draw_nothing():
    slips = Slips(np.array([3, 12]), np.zeros(2, np.int64), np.full((2, 2), 9.0), np.ones(2))
    keyframes = np.zeros((5, 1), dtype=np.bool_)
    keyframes[2] = True
    assert not drawn_px(slips, keyframes, 10).any()


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ((12.0, 0.0), (-12.0, 0.0), True),  # each span misses its right keyframe: both lead to +12
        ((12.0, 0.0), (12.0, 0.0), False),  # the picture slides on
        ((12.0, 0.0), (0.0, 0.0), False),
        ((12.0, 0.0), (np.nan, np.nan), False),
        ((3.0, 0.0), (-3.0, 0.0), False),
    ],
)
def test_only_what_both_sides_say_alike_counts(before, after, found):
    traced = Traced.empty(0, 21, 1)
    calm = {"closing_sd": 3.0, "likelier": 0.3}
    for rows, missed in ((slice(1, 10), before), (slice(11, 20), after)):
        for name, value in (calm | {"closing_x": missed[0], "closing_y": missed[1]}).items():
            traced.values[rows, 0, COLUMNS.index(name)] = value
    slips = find_slips(traced, np.array([0, 10, 20]), np.ones((3, 1), np.bool_))
    assert (slips.frame.tolist() == [10]) == found
    if found:
        np.testing.assert_allclose(slips.offset, [[12.0, 0.0]])


def test_what_looks_no_worse_at_the_keyframe_is_left_alone():
    traced = Traced.empty(0, 21, 1)
    for rows, missed in ((slice(1, 10), 12.0), (slice(11, 20), -12.0)):
        for name, value in {
            "closing_x": missed,
            "closing_y": 0.0,
            "closing_sd": 3.0,
            "likelier": 0.0,
        }.items():
            traced.values[rows, 0, COLUMNS.index(name)] = value
    assert len(find_slips(traced, np.array([0, 10, 20]), np.ones((3, 1), np.bool_))) == 0


def test_where_nothing_was_told_nothing_is_found():
    judged = np.ones((3, 2), np.bool_)
    for n_frames in (0, 21):
        assert len(find_slips(Traced.empty(0, n_frames, 2), np.array([0, 10, 20]), judged)) == 0
