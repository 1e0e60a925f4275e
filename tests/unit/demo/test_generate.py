from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import PictureType

from palpate.base.errors import Cancelled
from palpate.base.folders import resource
from palpate.base.progress import Progress
from palpate.demo.generate import generate_clip
from palpate.demo.reveal import truth_of
from palpate.demo.scene import SceneSettings, build
from palpate.demo.truth import load_truth

TINY = SceneSettings(size=(96, 54), frames=12, start_s=1.2)


def test_a_generated_clip_has_every_frame_at_its_time_and_its_truth(tmp_path: Path):
    steps: list[int] = []
    video, truth = tmp_path / "clip.mp4", tmp_path / "clip.npz"
    made = generate_clip(TINY, video, truth, Progress(lambda done, _total, _what: steps.append(done)))
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert stream.average_rate == 120
    times = [frame.time for frame in frames]
    np.testing.assert_allclose(times, np.arange(12) / 120, atol=1e-6)
    assert PictureType.B in {frame.pict_type for frame in frames}
    np.testing.assert_allclose(load_truth(truth).positions, made.positions, atol=1e-3)
    assert steps == list(range(13))


def test_a_cancelled_clip_leaves_nothing_behind(tmp_path: Path):
    progress = Progress()
    progress.report = lambda done, _total, _what: progress.token.cancel() if done == 2 else None
    with pytest.raises(Cancelled):
        generate_clip(TINY, tmp_path / "clip.mp4", tmp_path / "clip.npz", progress)
    assert list(tmp_path.iterdir()) == []


def test_the_shipped_truth_is_that_of_the_present_scene():
    shipped = load_truth(resource("demo", "bowler_truth.npz"))
    again = truth_of(build(SceneSettings(frames=3)))
    np.testing.assert_allclose(shipped.positions[:3], again.positions, atol=2e-3)
    np.testing.assert_array_equal(shipped.visibility[:3], again.visibility)
    assert shipped.positions.shape == (240, 2, 54, 2)


def test_the_shipped_bowler_is_tall_in_the_picture_and_never_leaves_it():
    shipped = load_truth(resource("demo", "bowler_truth.npz"))
    corner, size = shipped.boxes[:, 0, :2], shipped.boxes[:, 0, 2:]
    assert (corner >= 0).all()
    assert (corner + size <= shipped.size).all()
    assert np.median(size[:100, 1]) > 450


def test_the_shipped_video_is_small_and_whole():
    video = resource("demo", "bowler.mp4")
    assert video.stat().st_size <= 3_000_000
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        assert (stream.frames, stream.width, stream.height, stream.average_rate) == (240, 1280, 720, 120)
