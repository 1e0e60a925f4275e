"""What the drift score says, and of which keypoints."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.drift import LOST_PX, Scales, assess, combine
from palpate.assist.flow import Flow, adopt, track
from palpate.assist.interpolate import Filled, fill
from palpate.assist.review import review_points
from palpate.assist.spans import method_codes, spans_of
from palpate.base.progress import Progress
from palpate.model.drift import Reason
from palpate.model.origin import Origin
from palpate.model.span import Method
from palpate.model.track import Track
from palpate.model.visibility import Visibility

NO_LIMBS = np.empty((0, 2), np.int64)
ONE_LIMB = np.array([[0, 1]])


def test_the_published_components_make_the_published_score(examples):
    example = examples["EX-DRIFT-2"]
    given = example["input"]
    names = list(given["components"])
    score, reached = combine(
        [np.array([given["components"][name]]) for name in names],
        np.array([given["scales"][name] for name in names], dtype=np.float64),
    )
    assert score[0] == pytest.approx(example["expected"]["score"], abs=example["abs_tol"])
    assert [name for name, here in zip(names, reached, strict=True) if here] == [example["expected"]["worst"]]


def test_an_unknown_component_says_nothing_and_without_any_there_is_no_score():
    nan = np.nan
    score, reached = combine([np.array([nan, 3.0, nan]), np.array([nan, nan, 1.0])], np.array([2.0, 4.0]))
    np.testing.assert_array_equal(score, [nan, 1.5, 0.25])
    assert [here.tolist() for here in reached] == [[False, True, False], [False, False, False]]


def limb(frames, x):
    """Two keypoints, the first at the origin, the second at x on the axis."""
    x = np.asarray(x, dtype=np.float64)
    positions = np.zeros((len(frames), 2, 2))
    positions[:, 1, 0] = x
    shape = positions.shape[:2]
    return Track(np.array(frames), positions, np.full(shape, 2, np.int8), np.ones(shape, np.int8))


def judged(facts, n_frames, *, flow=None, rigid=NO_LIMBS, method=Method.PCHIP):
    filled = fill(facts, method_codes(facts, {}, default=method), window=(0, n_frames))
    adopted = filled if flow is None else adopt(filled, flow)
    return assess(filled, adopted, flow, rigid=rigid, scales=Scales()), adopted


def test_facts_are_never_judged():
    drift, adopted = judged(limb([0, 5, 10], [100, 180, 100]), 11, rigid=ONE_LIMB)
    fact = adopted.origin == Origin.HAND
    assert np.isnan(drift.score[fact]).all()
    assert np.isnan(drift.score_px[fact]).all()
    assert (drift.reasons[fact] == 0).all()
    assert np.isfinite(drift.score[~fact]).all()


def test_a_limb_that_changes_its_length_is_a_reason():
    facts = limb(range(0, 41, 2), np.full(21, 100.0))
    facts.positions[10, 1, 0] = 130.0
    drift, _ = judged(facts, 41, rigid=ONE_LIMB)
    assert drift.reasons[19, 1] == Reason.LIMB
    assert drift.score[19, 1] > 1
    assert drift.score_px[19, 1] == pytest.approx(15, abs=0.5)
    assert drift.score[31, 1] < 0.5


def test_a_limb_that_shortens_steadily_is_no_reason():
    drift, _ = judged(limb(range(0, 61, 10), np.linspace(150, 60, 7)), 61, rigid=ONE_LIMB)
    assert np.nanmax(drift.score[16:45]) < 0.5


def test_without_evidence_nothing_is_said():
    drift, _ = judged(limb([0, 10], [100, 120]), 11)
    assert np.isnan(drift.score).all()
    assert (drift.reasons == 0).all()


def evidence(n_frames, **fields):
    """A flow with the same findings in every frame but the first and the last."""
    flow = Flow.empty(0, n_frames, 2)
    for name, value in fields.items():
        getattr(flow, name)[1 : n_frames - 1] = value
    return flow


def test_interpolation_that_parts_from_the_flow_is_a_reason():
    flow = evidence(11, positions=[[0, 6.0], [100, 1.0]], forward_backward=0.2, parting=0.0)
    drift, _ = judged(limb([0, 10], [100, 100]), 11, flow=flow)
    assert drift.reasons[5].tolist() == [Reason.DISAGREEMENT, Reason.NONE]
    assert drift.score[5] == pytest.approx([1.5, 0.25])
    assert drift.score_px[5] == pytest.approx([6, 1])


def test_a_tracked_position_is_judged_by_how_far_its_tracks_part():
    flow = evidence(11, positions=[[0, 6.0], [100, 6.0]], forward_backward=0.2, parting=[1.0, 5.0])
    facts = limb([0, 10], [100, 100])
    drift, adopted = judged(facts, 11, flow=flow, method=Method.FLOW)
    assert (adopted.origin[1:10] == Origin.TRACKED).all()
    assert drift.reasons[5].tolist() == [Reason.NONE, Reason.FLOW]
    assert drift.score[5] == pytest.approx([0.5, 1.25])
    interpolated, _ = judged(facts, 11, flow=flow)
    assert interpolated.reasons[5].tolist() == [Reason.DISAGREEMENT, Reason.DISAGREEMENT]


def test_a_refused_track_is_red_even_if_nothing_was_measured():
    flow = evidence(11, refused=True)
    flow.forward_backward[5, 1] = 7.0
    drift, _ = judged(limb([0, 10], [100, 100]), 11, flow=flow, method=Method.FLOW)
    assert drift.score[5] == pytest.approx([1.0, 3.5])
    assert drift.score_px[5] == pytest.approx([2.0, 7.0])
    assert (drift.reasons[5] == Reason.FLOW).all()


def test_a_part_of_the_window_can_be_judged_with_evidence_of_the_whole():
    facts = limb([0, 10, 20], [100, 130, 100])
    flow = evidence(21, positions=[[0, 6.0], [100, 1.0]], forward_backward=0.2, parting=0.0)
    methods = method_codes(facts, {}, default=Method.PCHIP)
    whole, part = (fill(facts, methods, window=window) for window in ((0, 21), (6, 15)))
    expected = assess(whole, adopt(whole, flow), flow, rigid=NO_LIMBS)
    found = assess(part, adopt(part, flow), flow, rigid=NO_LIMBS)
    assert found.first == 6
    np.testing.assert_array_equal(found.score, expected.score[6:15])
    np.testing.assert_array_equal(found.reasons, expected.reasons[6:15])


def test_a_jump_in_the_picture_is_flagged_where_it_is_and_leads_the_review(texture):
    points = np.array([[80.0, 60.0], [120.0, 100.0], [100.0, 130.0]])
    picture = texture(velocity=(0.5, 0.2), jumps=(16,), jump_px=60)
    facts = picture.track(points, [0, 10, 20, 30])
    methods = method_codes(facts, {}, default=Method.FLOW)
    filled = fill(facts, methods, window=(0, 31))
    flow = track(spans_of(facts, methods, window=(0, 31)), picture.grey, progress=Progress())
    adopted = adopt(filled, flow)
    drift = assess(filled, adopted, flow, rigid=NO_LIMBS)
    assert np.nanmax(drift.score[:10]) < 0.5
    assert np.nanmax(drift.score[21:]) < 0.5
    assert (np.nanmax(drift.score[11:20], axis=0) >= 1).all()
    listed = review_points(drift, adopted.positions)
    assert {point.keypoint for point in listed} == {0, 1, 2}
    assert all(10 < point.frame < 20 for point in listed)


def test_a_lost_track_is_no_more_than_lost() -> None:
    flow = Flow.empty(0, 3, 1)
    flow.forward_backward[1, 0] = 254.0
    filled = Filled(
        first=0,
        positions=np.zeros((3, 1, 2)),
        visibility=np.full((3, 1), Visibility.VISIBLE, dtype=np.int8),
        origin=np.array([[Origin.HAND], [Origin.INTERPOLATED], [Origin.HAND]], dtype=np.int8),
        method=np.full((3, 1), -1, dtype=np.int8),
    )

    drift = assess(filled, filled, flow, rigid=NO_LIMBS)

    assert drift.score_px[1, 0] == LOST_PX
