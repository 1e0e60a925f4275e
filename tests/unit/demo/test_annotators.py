import numpy as np
import pytest

from palpate.demo.annotators import (
    BLUR_IGNORED,
    ON_SKIN,
    SIDEWAYS,
    SPINE,
    Placements,
    faulty,
    gold,
    sound,
    stature_px,
    tolerance_px,
)
from palpate.demo.reveal import truth_of
from palpate.demo.scene import SceneSettings, build
from palpate.demo.truth import Truth
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility


@pytest.fixture(scope="module")
def truth() -> Truth:
    return truth_of(build(SceneSettings(size=(1280, 720), frames=80, fps=40.0)))


@pytest.fixture(scope="module")
def consultant(truth: Truth) -> Placements:
    return gold(truth, seed=1, every=1)


@pytest.fixture(scope="module")
def careless(truth: Truth, consultant: Placements) -> Placements:
    return faulty(truth, consultant, seed=1)


def errors(marks: Placements, reference: Placements) -> np.ndarray:
    rows = np.searchsorted(marks.frames, reference.frames)
    return marks.positions[rows] - reference.positions


def test_gold_takes_every_third_frame_unless_told_otherwise(truth: Truth):
    marks = gold(truth, seed=1)
    assert np.diff(marks.frames).min() == 3
    assert marks.origin is Origin.GOLD
    assert not marks.written


def test_gold_is_truth_but_for_a_tiny_tremor(truth: Truth, consultant: Placements):
    off = np.linalg.norm(consultant.positions - truth.positions[:, 0], axis=-1)
    assert np.nanmean(off) == pytest.approx(0.15 * tolerance_px(truth), rel=0.05)
    np.testing.assert_array_equal(consultant.visibility, truth.visibility[:, 0])


def test_what_is_absent_has_no_position(consultant: Placements):
    absent = consultant.visibility == Visibility.ABSENT
    np.testing.assert_array_equal(np.isnan(consultant.positions).all(axis=-1), absent)


def test_the_sound_annotator_is_noisy_below_tolerance_and_unbiased(truth: Truth, consultant: Placements):
    error = errors(sound(truth, consultant, seed=1), consultant)
    radial = np.nanmean(np.linalg.norm(error, axis=-1), axis=0)
    assert (radial < 0.8 * tolerance_px(truth)).all()
    assert radial.mean() == pytest.approx(0.57 * tolerance_px(truth), rel=0.05)
    assert np.linalg.norm(np.nanmean(error, axis=0), axis=-1).max() < 0.3 * tolerance_px(truth)


def test_the_sound_annotator_errs_on_one_flag_in_fifty(truth: Truth, consultant: Placements):
    marks = sound(truth, consultant, seed=1)
    assert np.mean(marks.visibility != truth.visibility[marks.frames, 0]) == pytest.approx(0.02, abs=0.006)


def test_annotators_set_keyframes_on_every_gold_frame_and_event(truth: Truth):
    reference = gold(truth, seed=1)
    frames = set(sound(truth, reference, seed=1).frames.tolist())
    assert set(reference.frames.tolist()) | set(truth.events.values()) <= frames


def test_the_faulty_annotator_misses_by_about_a_hundredth_of_the_stature(truth: Truth, careless: Placements):
    rows = truth.positions[careless.frames, 0]
    for name in (*SPINE, "left_wrist_mid", "right_index_mcp"):
        keypoint = truth.names.index(name)
        off = np.linalg.norm(np.nanmedian(np.abs(careless.positions - rows), axis=0)[keypoint])
        assert 0.006 < off / stature_px(truth) < 0.014


def test_every_planted_keypoint_is_recorded_with_its_kind(careless: Placements):
    kinds = {name: fault.kinds for name, fault in careless.written.items()}
    assert len(kinds) == 5 + 6 + 6 + 6
    assert kinds["t6"] == (SIDEWAYS,)
    assert kinds["left_wrist_proximal"] == (ON_SKIN, BLUR_IGNORED)
    assert kinds["right_middle_tip"] == (BLUR_IGNORED,)


def test_the_recorded_offset_is_what_was_written(truth: Truth, consultant: Placements, careless: Placements):
    error = errors(careless, consultant)
    for name, fault in careless.written.items():
        mine = error[:, truth.names.index(name)]
        np.testing.assert_allclose(fault.error_px, np.nanmean(mine, axis=0))
        assert fault.n == np.isfinite(mine).all(axis=1).sum()
        spread = np.nanstd(mine, axis=0, ddof=1) / np.sqrt(fault.n)
        assert (np.abs(np.subtract(fault.error_px, fault.offset_px)) < 4 * spread).all()


def test_the_spine_is_shifted_across_its_axis_to_the_body_s_left(truth: Truth, careless: Placements):
    frames = careless.frames
    chain = ("c7", *SPINE, "t12")
    for place, name in enumerate(SPINE, start=1):
        ends = [truth.positions[frames, 0, truth.names.index(chain[place + step])] for step in (-1, 1)]
        along = ends[1] - ends[0]
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        keypoint = truth.names.index(name)
        shift = careless.positions[:, keypoint] - truth.positions[frames, 0, keypoint]
        left = truth.across[frames, 0, keypoint]
        assert abs(np.nanmean((shift * along).sum(axis=1))) < 0.5
        clear = np.abs(left[:, 0]) > 60
        assert (np.sign((shift * left).sum(axis=1))[clear] > 0).mean() > 0.9


def test_blurred_hands_are_flagged_visible(truth: Truth, careless: Placements):
    hand = truth.names.index("right_middle_tip")
    rows = careless.frames
    blurred = truth.blur_px[rows, 0, hand] > 0.25 * truth.width_px[rows, 0, hand]
    estimated = truth.visibility[rows, 0, hand] == Visibility.ESTIMATED
    assert (careless.visibility[blurred & estimated, hand] == Visibility.VISIBLE).all()
    assert careless.written["right_middle_tip"].hidden >= 20


def test_the_same_seed_writes_the_same(truth: Truth, consultant: Placements, careless: Placements):
    np.testing.assert_array_equal(faulty(truth, consultant, seed=1).positions, careless.positions)
