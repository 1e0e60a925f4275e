import numpy as np
import pytest

from palpate.demo import bowler
from palpate.demo.anatomy import body
from palpate.demo.figure import Motion, Posture
from palpate.demo.tracks import drawn, smoothed

TIMES = np.arange(0, 2.0, 1 / 240)


@pytest.fixture(scope="module")
def delivery() -> Motion:
    return bowler.delivery(body(), generator=np.random.default_rng(4))


@pytest.fixture(scope="module")
def posture(delivery: Motion) -> Posture:
    return delivery.at(TIMES)


def test_a_keyed_track_passes_through_its_keys_and_holds_its_ends():
    keys = [(0.0, 1.0), (0.5, 4.0), (0.7, -2.0)]
    np.testing.assert_allclose(drawn(keys, np.array([-1.0, 0.0, 0.5, 0.7, 3.0])), [1, 1, 4, -2, -2])


def test_a_held_pose_does_not_overshoot():
    track = drawn([(0.0, 0.0), (1.0, 0.0), (2.0, 5.0), (3.0, 5.0)], np.linspace(0, 3, 400))
    assert track.min() > -1e-9
    assert track.max() < 5 + 1e-9


def test_smoothing_keeps_a_constant():
    np.testing.assert_allclose(smoothed(np.full((200, 2), 3.5)), 3.5)


def test_limbs_keep_their_length(posture: Posture):
    anatomy = body()
    for index, parent in enumerate(anatomy.parents):
        if parent >= 0:
            length = np.linalg.norm(posture.origins[:, index] - posture.origins[:, parent], axis=1)
            np.testing.assert_allclose(length, length[0], atol=1e-9)


def test_nothing_goes_through_the_ground(posture: Posture):
    assert posture.keypoints(body())[..., 1].min() > -0.005


@pytest.mark.parametrize(("side", "begin", "end"), [("right", 1.02, 1.08), ("left", 1.18, 1.38)])
def test_a_planted_foot_stays_where_it_landed(posture: Posture, side: str, begin: float, end: float):
    anatomy = body()
    ball = posture.keypoints(anatomy)[:, anatomy.names.index(f"{side}_first_mtp")]
    held = ball[(begin <= TIMES) & (end >= TIMES)]
    assert np.ptp(held, axis=0).max() < 0.012


def test_the_elbow_is_nearly_straight_at_release(delivery: Motion):
    anatomy = body()
    places = delivery.at(np.array([bowler.RELEASE_S])).keypoints(anatomy)[0]
    shoulder, elbow, wrist = (
        places[anatomy.names.index(f"right_{name}")] for name in ("shoulder", "elbow", "wrist_proximal")
    )
    upper, fore = elbow - shoulder, wrist - elbow
    cosine = upper @ fore / np.linalg.norm(upper) / np.linalg.norm(fore)
    assert np.degrees(np.arccos(cosine)) < 20


def test_the_bowling_hand_is_above_the_head_and_fast_at_release(delivery: Motion):
    anatomy = body()
    times = bowler.RELEASE_S + np.array([-0.001, 0.0, 0.001])
    places = delivery.at(times).keypoints(anatomy)
    hand, head = (anatomy.names.index(name) for name in ("right_middle_mcp", "head_vertex"))
    assert places[1, hand, 1] > places[1, head, 1] + 0.3
    assert np.linalg.norm(places[2, hand] - places[0, hand]) / 0.002 > 15


def test_another_generator_gives_another_style(delivery: Motion):
    other = bowler.delivery(body(), generator=np.random.default_rng(5))
    first, second = (motion.at(np.array([1.0])).keypoints(body()) for motion in (delivery, other))
    assert np.abs(first - second).max() > 0.005
