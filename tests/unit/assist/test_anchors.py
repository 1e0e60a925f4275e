import numpy as np
import pytest

from palpate.assist.anchors import anchors_of
from palpate.assist.glimpses import Glimpses
from palpate.assist.increments import increments_at
from palpate.assist.optical import Lens
from palpate.base.errors import Cancelled

RNG = np.random.default_rng(5)
SIZE = 160
PARENTS = np.array([-1])
FRAMES = 9


def _texture() -> np.ndarray:
    import cv2

    noise = RNG.integers(0, 256, (SIZE, SIZE)).astype(np.uint8)
    soft = cv2.GaussianBlur(noise, (0, 0), 2.0).astype(np.float64)
    return np.clip(128 + 6 * (soft - soft.mean()), 0, 255).astype(np.uint8)


def _moving(velocity: tuple[float, float], image: np.ndarray | None = None) -> Glimpses:
    import cv2

    still = _texture() if image is None else image
    shifts = [np.array([[1, 0, n * velocity[0]], [0, 1, n * velocity[1]]]) for n in range(FRAMES)]
    images = [cv2.warpAffine(still, shift, (SIZE, SIZE), borderMode=cv2.BORDER_REFLECT) for shift in shifts]
    corners, size = np.zeros((FRAMES, 2), dtype=np.int64), np.array([SIZE, SIZE])
    return Glimpses(images, corners, 1, size, np.zeros(FRAMES - 1, dtype=np.bool_))


def _path(velocity: tuple[float, float]) -> np.ndarray:
    return (np.array([70.0, 75.0]) + np.arange(FRAMES)[:, np.newaxis] * velocity)[:, np.newaxis]


def _ends() -> np.ndarray:
    keyframes = np.zeros((FRAMES, 1), dtype=np.bool_)
    keyframes[[0, -1]] = True
    return keyframes


def _anchors(glimpses, positions, *, only=True, tick=lambda _: None):
    return anchors_of(glimpses, positions, _ends(), parents=PARENTS, only=np.array([only]), tick=tick)


def test_an_estimate_beside_the_point_is_led_back_to_it():
    path = _path((1.3, 0.7))
    beside = path.copy()
    beside[1:-1] += (2.4, -1.6)
    found = _anchors(_moving((1.3, 0.7)), beside)
    told = found.precision[:, 0] > 0
    assert told[2:-1:2].all()
    np.testing.assert_allclose(found.places[told], path[told], atol=0.15)


def test_skin_that_slides_evenly_leaves_the_point_where_it_is():
    path = _path((1.0, 0.5))
    found = _anchors(_moving((1.4, 0.3)), path)
    told = found.precision[:, 0] > 0
    assert told.any()
    np.testing.assert_allclose(found.places[told], path[told], atol=0.15)


def test_nothing_is_said_of_what_looks_like_neither_keyframe():
    glimpses = _moving((0.0, 0.0))
    glimpses.images[4] = _texture()
    assert _anchors(glimpses, _path((0.0, 0.0))).precision[4, 0] == 0


def test_a_peak_beyond_reach_counts_as_none():
    beside = _path((0.0, 0.0))
    beside[1:-1, :, 0] += 12.0
    assert not _anchors(_moving((0.0, 0.0)), beside).precision.any()


def test_missing_pictures_and_keypoints_not_asked_for_are_left_out():
    glimpses = _moving((0.0, 0.0))
    glimpses.images[4] = None
    path = _path((0.0, 0.0))
    assert _anchors(glimpses, path).precision[[2, 4], 0].tolist() == [pytest.approx(0.52**-2, rel=1e-3), 0.0]
    glimpses.images[0] = None
    assert not _anchors(glimpses, path).precision.any()
    assert not _anchors(_moving((0.0, 0.0)), path, only=False).precision.any()


def test_looking_for_anchors_can_be_stopped():
    def stop(_: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        _anchors(_moving((0.0, 0.0)), _path((0.0, 0.0)), tick=stop)


def test_even_contrast_brings_out_dark_cloth_and_keeps_places():
    bright = _texture()
    dark = (30 + bright // 20).astype(np.uint8)
    evened = [_moving((0.0, 0.0), image).evened(lambda _: None).images[0] for image in (bright, dark)]
    assert evened[1].shape == dark.shape
    assert evened[0].std() / evened[1].std() < 0.5 * bright.std() / dark.std()
    inner = np.s_[20:-20, 20:-20]
    assert np.corrcoef(evened[1][inner].ravel(), dark[inner].ravel())[0, 1] > 0.8


def test_half_size_halves_places_too():
    halved = _moving((0.0, 0.0)).halved()
    assert (halved.extent, halved.shrink, halved.size.tolist()) == (SIZE // 2, 2, [SIZE // 2, SIZE // 2])


def test_steps_are_measured_only_where_they_are_asked_for():
    asked = np.ones((FRAMES - 1, 1), dtype=np.bool_)
    asked[3] = False
    found = increments_at(
        _moving((1.3, 0.7)), _path((1.3, 0.7)), lens=Lens(11, 1, 10), asked=asked, tick=lambda _: None
    )
    assert np.isnan(found.moved[3]).all()
    np.testing.assert_allclose(np.delete(found.moved, 3, axis=0)[:, 0], [[1.3, 0.7]] * 7, atol=0.1)
