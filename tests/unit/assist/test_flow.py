"""Tracking a texture whose motion is known."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.crops import Box, box_around
from palpate.assist.flow import track
from palpate.assist.interpolate import fill
from palpate.assist.optical import Lens, follow
from palpate.assist.spans import Spans, method_codes, spans_of
from palpate.assist.sweep import Tracking
from palpate.assist.traced import Traced, adopt, put_flow
from palpate.base.errors import Cancelled
from palpate.base.progress import CancelToken, Progress
from palpate.model.origin import Origin
from palpate.model.span import Method

POINTS = np.array([[70.0, 60.25], [120.5, 100.0], [150.0, 80.0], [95.0, 120.75], [110.0, 50.0]])


def tracked(texture, keyframes, *, points=POINTS, method=Method.FLOW, tracking=None, progress=None):
    """Interpolation, flow and what becomes of both, up to the last keyframe."""
    facts = texture.track(points, keyframes)
    methods = method_codes(facts, {}, default=method)
    window = 0, keyframes[-1] + 1
    filled = fill(facts, methods, window=window)
    spans = spans_of(facts, methods, window=window)
    flow = track(spans, texture.grey, progress=progress or Progress(), tracking=tracking)
    traced = Traced.empty(0, *filled.origin.shape)
    put_flow(traced, flow)
    return filled, flow, adopt(filled, traced)


def errors(texture, filled, points=POINTS):
    truth = np.array([texture.where(points, frame) for frame in range(len(filled.positions))])
    return np.linalg.norm(filled.positions - truth, axis=-1)


def test_a_step_keeps_the_half_pixel_and_the_corner_of_the_crop():
    def ripple(shift):
        x, y = np.meshgrid(np.arange(80) + 0.5 - shift, np.arange(80) + 0.5)
        return np.clip(128 + 100 * np.cos(x / 5) * np.cos(y / 6), 0, 255).astype(np.uint8)

    at = np.array([[140.3, 241.6]])
    step = follow(ripple(0), ripple(1.5), at, guess=at, corner=(100, 200), lens=Lens())
    np.testing.assert_allclose(step.positions, at + np.array([1.5, 0]), atol=0.02)
    assert step.found.all()
    assert step.ncc[0] > 0.99
    assert step.forward_backward[0] < 0.02


def test_an_accelerating_turn_is_followed_to_a_tenth_of_a_pixel(texture):
    picture = texture(velocity=(1.3, -0.4), angle=0.02)
    filled, flow, adopted = tracked(picture, [0, 12, 24])
    derived = filled.origin == Origin.INTERPOLATED
    assert not flow.refused.any()
    assert errors(picture, adopted)[derived].max() < 0.1
    assert (adopted.origin[derived] == Origin.TRACKED).all()
    assert flow.forward_backward[derived].max() < 0.1
    assert flow.ncc[derived].min() > 0.9


def test_flow_stays_within_half_a_pixel_on_a_turn_that_interpolation_cuts_by_three(texture):
    picture = texture(angle=0.04)
    filled, _, adopted = tracked(picture, [0, 16])
    assert errors(picture, filled).max() > 3
    assert errors(picture, adopted).max() < 0.5


def test_each_side_of_a_jump_is_tracked_from_its_own_keyframe(texture):
    picture = texture(velocity=(0.5, 0.0), jumps=(6,), jump_px=60)
    _, flow, adopted = tracked(picture, [0, 12])
    assert errors(picture, adopted).max() < 0.1
    assert np.isnan(flow.parting).all()


def test_between_two_jumps_tracking_is_refused_and_interpolation_stands_in(texture):
    picture = texture(velocity=(0.5, 0.0), jumps=(4, 8), jump_px=60)
    filled, flow, adopted = tracked(picture, [0, 12])
    assert flow.refused.all(axis=1).tolist() == [4 <= frame < 8 for frame in range(13)]
    assert (adopted.origin[4:8] == Origin.INTERPOLATED).all()
    np.testing.assert_array_equal(adopted.positions[4:8], filled.positions[4:8])


def test_spans_of_other_methods_are_tracked_as_evidence_but_not_moved(texture):
    picture = texture(angle=0.05)
    filled, flow, adopted = tracked(picture, [0, 10], method=Method.PCHIP)
    assert flow.tracked[1:10].all()
    np.testing.assert_array_equal(adopted.positions, filled.positions)
    np.testing.assert_array_equal(adopted.origin, filled.origin)


def test_every_frame_is_asked_for_once_and_in_order(texture):
    picture = texture(velocity=(0.5, 0.2))
    tracked(picture, [0, 5, 10, 15])
    assert picture.asked == list(range(16))


def test_a_tight_memory_bound_asks_again_but_finds_the_same(texture):
    one, other = texture(velocity=(1.0, 0.3), angle=0.01), texture(velocity=(1.0, 0.3), angle=0.01)
    _, plenty, _ = tracked(one, [0, 20])
    _, little, _ = tracked(other, [0, 20], tracking=Tracking(memory_bytes=5 * 240 * 200))
    np.testing.assert_array_equal(plenty.positions, little.positions)
    assert one.asked == list(range(21))
    assert other.asked[:21] == list(range(21))
    assert len(other.asked) > 21


def test_a_crop_finds_what_the_whole_frame_finds(texture):
    small = np.array([[300.0, 300.0], [340.0, 320.5], [310.0, 350.0]])
    picture = texture(velocity=(2.0, 1.0), size=(560, 560))
    _, cut, _ = tracked(picture, [0, 4], points=small)
    _, whole, _ = tracked(picture, [0, 4], points=small, tracking=Tracking(margin_px=2000))
    np.testing.assert_allclose(cut.positions, whole.positions, atol=1e-3)


def test_each_keypoint_has_spans_of_its_own(texture):
    picture = texture(angle=0.03)
    facts = picture.track(POINTS, [0, 6, 12])
    facts.visibility[1, 0] = -1
    facts.positions[1, 0] = np.nan
    methods = method_codes(facts, {}, default=Method.FLOW)
    flow = track(spans_of(facts, methods, window=(0, 13)), picture.grey, progress=Progress())
    assert flow.tracked[1:12, 0].all()
    assert not flow.tracked[6, 1:].any()
    truth = np.array([picture.where(POINTS, frame) for frame in range(13)])
    assert np.nanmax(np.linalg.norm(flow.positions - truth, axis=-1)) < 0.1


def test_a_point_faster_than_the_pyramid_reaches_is_found_along_its_span(texture):
    picture = texture(velocity=(60.0, 0.0), size=(900, 200))
    _, flow, adopted = tracked(picture, [0, 8])
    assert not flow.refused.any()
    assert errors(picture, adopted).max() < 0.1


def test_a_way_back_over_frames_not_seen_yet_still_asks_in_ascending_order(texture):
    picture = texture(jumps=(3,), jump_px=60)
    tracked(picture, [0, 12])
    assert sorted(picture.asked) == list(range(13))
    assert picture.asked == sorted(picture.asked)


def test_only_the_spans_in_the_window_are_tracked(texture):
    picture = texture(velocity=(0.5, 0.0))
    facts = picture.track(POINTS, [0, 5, 10, 15])
    methods = method_codes(facts, {}, default=Method.FLOW)
    spans = spans_of(facts, methods, window=(7, 8), keypoints=np.array([2]))
    flow = track(spans, picture.grey, progress=Progress())
    assert (spans.left.tolist(), spans.right.tolist(), spans.keypoint.tolist()) == ([5], [10], [2])
    assert picture.asked == list(range(5, 11))
    assert flow.first == 5
    assert np.flatnonzero(flow.tracked.any(axis=1)).tolist() == [1, 2, 3, 4]


def test_a_cancelled_job_stops_before_the_next_frame(texture):
    picture = texture(velocity=(0.5, 0.0))
    token = CancelToken()

    def report(done, _total, _what):
        if done == 4:
            token.cancel()

    with pytest.raises(Cancelled):
        tracked(picture, [0, 20], progress=Progress(report=report, token=token))
    assert len(picture.asked) <= 6


def test_progress_never_goes_back_and_reaches_its_total(texture):
    seen = []
    progress = Progress(report=lambda done, total, _what: seen.append((done, total)))
    tracked(texture(), [0, 4, 8], progress=progress)
    done, total = zip(*seen, strict=True)
    assert list(done) == sorted(done)
    assert set(total) == {16}
    assert max(done) == 16


def test_points_outside_the_picture_are_refused(texture):
    outside = np.array([[-300.0, 50.0], [120.0, 100.0]])
    _, flow, adopted = tracked(texture(), [0, 6], points=outside)
    assert flow.refused[1:6, 0].all()
    assert flow.tracked[1:6, 1].all()
    assert np.isfinite(adopted.positions).all()


def test_an_instance_that_is_all_outside_is_refused(texture):
    _, flow, _ = tracked(texture(), [0, 6], points=np.array([[-3000.0, 50.0]]))
    assert flow.refused[1:6].all()


def test_a_picture_without_texture_is_refused():
    flat = np.full((200, 240), 90, np.uint8)
    spans = Spans(
        n_keypoints=1,
        keypoint=np.array([0]),
        left=np.array([0]),
        right=np.array([3]),
        start=np.array([[50.0, 50.0]]),
        end=np.array([[60.0, 50.0]]),
    )
    flow = track(spans, lambda _frame: flat, progress=Progress())
    assert flow.refused[1:3, 0].all()


def test_a_lone_keyframe_leaves_nothing_to_track(texture):
    picture = texture()
    filled, flow, adopted = tracked(picture, [3])
    assert flow.positions.shape == (0, len(POINTS), 2)
    np.testing.assert_array_equal(adopted.positions, filled.positions)
    np.testing.assert_array_equal(adopted.origin, filled.origin)
    assert picture.asked == []


def test_flow_outside_the_window_is_not_adopted(texture):
    facts = texture().track(POINTS, [0, 8])
    filled = fill(facts, method_codes(facts, {}, default=Method.FLOW), window=(4, 7))
    traced = Traced.empty(20, 5, len(POINTS))
    traced.values[:] = 1.0
    np.testing.assert_array_equal(adopt(filled, traced).positions, filled.positions)


def test_a_box_is_aligned_and_cut_to_the_picture():
    frame = Box(0, 0, 1000, 700)
    box = box_around(np.array([[500.0, 690.0], [530.0, 650.0]]), margin_px=96, within=frame)
    assert box == Box(400, 552, 632, 700)
    assert box.area == 232 * 148
