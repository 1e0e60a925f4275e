import cv2
import numpy as np
import pytest

from palpate.base.errors import FrameUnavailable
from palpate.media.images.deep_frames import DeepFrames, Still
from palpate.media.images.levels import Levels
from palpate.media.images.source import ImageSource

RAMP = (np.arange(60 * 64) + 100).astype(np.uint16).reshape(60, 64)  # 100 to 3939: twelve bits


@pytest.fixture
def dim(tmp_path):
    """Five images of 12 bits in 16, each darker than the one before."""
    for n in range(5):
        cv2.imwrite(str(tmp_path / f"{n}.png"), RAMP // (n + 1))
    return ImageSource(sorted(tmp_path.iterdir()))


def test_twelve_bits_in_sixteen_are_seen_and_told(dim):
    assert dim.depth == 16
    assert dim.is_deep
    assert dim.levels() == Levels(0, 4095)
    assert dim.bgra(0)[..., 0].max() == 245
    assert dim.remarks() == ("16-bit values are shown from 0 to 4095, the same in every frame",)


def test_brightness_does_not_jump_from_frame_to_frame(dim):
    brightest = [int(dim.bgra(frame).max(axis=(0, 1))[0]) for frame in range(5)]
    assert brightest == [245, 123, 82, 61, 49]


def test_order_of_asking_does_not_change_what_is_seen(dim, tmp_path):
    other = ImageSource([tmp_path / f"{n}.png" for n in range(5)])
    backwards = [other.bgra(frame) for frame in reversed(range(5))][::-1]
    assert all((dim.bgra(frame) == backwards[frame]).all() for frame in range(5))


def test_levels_that_are_set_hold_for_screen_tracking_and_export(dim):
    dim.set_levels(Levels(100, 355))
    assert dim.levels() == Levels(100, 355)
    assert dim.bgra(0)[0, 7, 0] == 7
    assert dim.grey(0)[0, 7] == 7
    assert dim.bgra(0)[3, 63, 0] == 255
    assert dim.remarks() == ("16-bit values are shown from 100 to 355, as set",)
    dim.set_levels(None)
    assert dim.levels() == Levels(0, 4095)


def test_a_proposal_and_a_histogram_look_at_several_frames(dim):
    proposed = dim.proposed_levels()
    assert 20 <= proposed.low < 30
    assert 3900 < proposed.high < 3940
    assert dim.histogram(bins=64).counts.sum() == 3 * RAMP.size


def test_pictures_of_eight_bits_have_no_levels(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), RAMP.astype(np.uint8))
    plain = ImageSource([tmp_path / "a.png"])
    assert not plain.is_deep
    assert plain.levels() is None
    assert plain.proposed_levels() is None
    assert plain.histogram() is None
    plain.set_levels(Levels(0, 10))
    assert (plain.bgra(0)[..., 0] == RAMP.astype(np.uint8)).all()


def test_unreadable_frames_are_left_out_of_the_sample(dim, tmp_path):
    (tmp_path / "2.png").write_bytes(b"no image")
    source = ImageSource([tmp_path / f"{n}.png" for n in range(5)])
    assert source.levels() == Levels(0, 4095)
    with pytest.raises(FrameUnavailable):
        source.bgra(2)


def test_deep_and_shallow_pictures_go_together(tmp_path):
    cv2.imwrite(str(tmp_path / "0.png"), RAMP.astype(np.uint8))
    cv2.imwrite(str(tmp_path / "1.png"), RAMP)
    cv2.imwrite(str(tmp_path / "2.tif"), (RAMP / 4096).astype(np.float32))
    source = ImageSource(sorted(tmp_path.iterdir()))
    assert (source.bgra(0)[..., 0] == RAMP.astype(np.uint8)).all()
    assert np.abs(source.bgra(1).astype(int) - source.bgra(2)).max() <= 1


def test_colours_of_sixteen_bits_go_through_the_same_levels(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), np.dstack([RAMP, RAMP // 2, RAMP // 4]))
    pixels = ImageSource([tmp_path / "a.png"]).bgra(0)
    assert pixels[..., :3].max(axis=(0, 1)).tolist() == [245, 123, 61]


class Vast(DeepFrames):
    """One frame of a terapixel, all of it the same two bytes."""

    n_frames, depth = 1, 16

    def __init__(self, dtype):
        super().__init__()
        self.values = np.broadcast_to(np.array(7, dtype), (1 << 22, 1 << 22))
        self.set_levels(Levels(0, 9))

    def still(self, frame):
        return Still(self.values)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_a_picture_that_does_not_fit_into_memory_is_an_unavailable_frame(dtype):
    with pytest.raises(FrameUnavailable, match="does not fit into memory \\(4194304 × 4194304 px\\)"):
        Vast(dtype).bgra(0)
