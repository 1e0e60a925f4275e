"""What the drift score says, and of which keypoints."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.drift import Scales, assess, reasons_of
from palpate.assist.expected import Around, components_of
from palpate.assist.fused import fuse
from palpate.assist.interpolate import fill
from palpate.assist.keyed import keyed_of
from palpate.assist.kinship import kinship_of
from palpate.assist.review import review_points
from palpate.assist.spans import method_codes
from palpate.assist.traced import COLUMNS, Sight, Traced, adopt, traced_of
from palpate.base.progress import Progress
from palpate.model.drift import Reason
from palpate.model.origin import Origin
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.span import Method
from palpate.model.track import Track

NO_LIMBS = np.empty((0, 2), np.int64)
LIMIT_PX = 4.0
ONE_LIMB = np.array([[0, 1]])


def test_of_the_published_components_the_one_that_reached_its_scale_is_the_reason(examples):
    example = examples["EX-DRIFT-2"]
    given = example["input"]
    ratios = {name: value / given["scales"][name] for name, value in given["components"].items()}
    reasons = dict(zip(ratios, (Reason.FLOW, Reason.DISAGREEMENT, Reason.LIMB, Reason.STRAIN), strict=True))
    score = np.array([[max(ratios.values())]])
    assert score[0, 0] == pytest.approx(example["expected"]["score"], abs=example["abs_tol"])
    found = reasons_of({reasons[name]: np.array([[ratio]]) for name, ratio in ratios.items()}, score)
    assert found[0, 0] == reasons[example["expected"]["worst"]]


def limb(frames, x):
    """Two keypoints, the first at the origin, the second at x on the axis."""
    x = np.asarray(x, dtype=np.float64)
    positions = np.zeros((len(frames), 2, 2))
    positions[:, 1, 0] = x
    shape = positions.shape[:2]
    return Track(np.array(frames), positions, np.full(shape, 2, np.int8), np.ones(shape, np.int8))


def judged(facts, n_frames, *, traced=None, rigid=NO_LIMBS, method=Method.MAKIMA):
    filled = fill(facts, method_codes(facts, {}, default=method), window=(0, n_frames))
    adopted = filled if traced is None else adopt(filled, traced)
    limits = np.full(2, LIMIT_PX)
    return assess(adopted, traced, rigid=rigid, limits=limits, scales=Scales()), adopted


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


def evidence(n_frames, **columns):
    """The same findings in every frame but the first and the last; calm ones where none are given."""
    traced = Traced.empty(0, n_frames, 2)
    calm = dict.fromkeys(COLUMNS[2:-4], 0.1) | {"sight": Sight.SEEN}
    for name, value in (calm | columns).items():
        traced.values[1 : n_frames - 1, :, COLUMNS.index(name)] = value
    return traced


STILL = limb([0, 10], [100, 100])


def test_where_the_picture_agrees_next_to_no_error_is_expected():
    drift, adopted = judged(STILL, 11, traced=evidence(11, x=[0, 100], y=0), method=Method.FUSED)
    assert (adopted.origin[1:10] == Origin.TRACKED).all()
    assert drift.score_px[1:10].max() < 0.5
    np.testing.assert_allclose(drift.score[1:10], drift.score_px[1:10] / LIMIT_PX)
    assert (drift.reasons == 0).all()


def test_interpolation_that_parts_from_the_picture_is_off_by_that_much():
    drift, _ = judged(STILL, 11, traced=evidence(11, x=[6, 101], y=0))
    assert drift.score_px[5, 0] == pytest.approx(6.0, rel=0.1)
    assert drift.score_px[5, 1] < 2
    assert drift.reasons[5, 0] == Reason.DISAGREEMENT
    assert drift.score[5, 0] >= 1 > drift.score[5, 1]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("deviation", 8.0, Reason.DEVIATION),
        ("apart", 30.0, Reason.PARTING),
        ("strain", 6.0, Reason.STRAIN),
        ("forward_backward", 3.0, Reason.FLOW),
        ("apart", np.nan, Reason.FLOW),
        ("unlikeness", 0.8, Reason.UNLIKE),
        ("disagreement", 20.0, Reason.DISAGREEMENT),
    ],
)
def test_every_component_that_stands_out_is_a_reason(column, value, reason):
    columns = {"x": [0, 100], "y": 0, "expected": 6.0, column: [value, 0.0]}
    drift, _ = judged(STILL, 11, traced=evidence(11, **columns), method=Method.FUSED)
    assert drift.reasons[5, 0] & reason


def test_a_score_that_calls_for_a_look_always_has_a_reason():
    calm = evidence(11, x=[0, 100], y=0, expected=0.6, deviation=2.9, strain=0.9, apart=3.95)
    filled = fill(STILL, method_codes(STILL, {}, default=Method.FUSED), window=(0, 11))
    drift = assess(adopt(filled, calm), calm, rigid=NO_LIMBS, limits=np.full(2, 0.5))
    assert (drift.score[1:10] >= 1).all()
    assert (drift.reasons[1:10] == Reason.PARTING).all()


def test_a_keypoint_may_be_off_by_as_much_as_its_limit_says():
    traced = evidence(11, x=[6, 106], y=0)
    filled = fill(STILL, method_codes(STILL, {}, default=Method.MAKIMA), window=(0, 11))
    drift = assess(filled, traced, rigid=NO_LIMBS, limits=np.array([3.0, 12.0]))
    assert drift.score[5, 0] == pytest.approx(4 * drift.score[5, 1])


def test_a_part_of_the_window_can_be_judged_with_evidence_of_the_whole():
    facts = limb([0, 10, 20], [100, 130, 100])
    traced = evidence(21, x=[6.0, 110.0], y=0.0)
    methods = method_codes(facts, {}, default=Method.PCHIP)
    whole, part = (fill(facts, methods, window=window) for window in ((0, 21), (6, 15)))
    limits = np.full(2, LIMIT_PX)
    expected = assess(adopt(whole, traced), traced, rigid=NO_LIMBS, limits=limits)
    found = assess(adopt(part, traced), traced, rigid=NO_LIMBS, limits=limits)
    assert found.first == 6
    np.testing.assert_array_equal(found.score, expected.score[6:15])
    np.testing.assert_array_equal(found.reasons, expected.reasons[6:15])


def test_what_a_keyframe_beside_the_body_draws_off_is_flagged_and_leads_the_review(texture):
    points = np.array([[80.0, 60.0], [120.0, 100.0]])
    picture = texture(velocity=(0.5, 0.2))
    facts = picture.track(points, [0, 10, 20, 30])
    facts.positions[2, 0] += (20.0, 15.0)
    methods = method_codes(facts, {}, default=Method.FUSED)
    filled = fill(facts, methods, window=(0, 31))
    keyed = keyed_of(facts, methods, window=(0, 31))
    kinship = kinship_of(Skeleton("lone", (Keypoint("a"), Keypoint("b"))))
    fused = fuse(keyed, picture.grey, kinship=kinship, start=filled.positions, progress=Progress())
    around = Around(np.isfinite(keyed.positions[..., 0]), kinship.parents, NO_LIMBS)
    traced = traced_of(fused, components_of(fused, filled.positions, around))
    adopted = adopt(filled, traced)
    drift = assess(adopted, traced, rigid=NO_LIMBS, limits=np.full(2, LIMIT_PX))
    assert np.nanmax(drift.score[:, 1]) < 0.5
    truth = np.array([picture.where(points, frame) for frame in range(31)])
    off = np.hypot(*np.moveaxis(adopted.positions - truth, -1, 0))[:, 0]
    assert not (drift.score[off < 1, 0] >= 1).any()
    (listed, *more) = review_points(drift, adopted.positions)
    assert {point.keypoint for point in (listed, *more)} == {0}
    assert off[listed.frame] > LIMIT_PX
