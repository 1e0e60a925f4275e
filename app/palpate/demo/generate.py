"""Make a synthetic clip: the video and its truth."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av

from palpate.base.atomic_write import replacing
from palpate.base.progress import Progress
from palpate.demo.render import Renderer
from palpate.demo.reveal import truth_of
from palpate.demo.scene import SceneSettings, build
from palpate.demo.truth import Truth, save_truth
from palpate.model.arrays import Pixels

_GROUP_FRAMES = 48


def generate_clip(
    settings: SceneSettings, video: Path, truth: Path, progress: Progress, *, quality: int = 17
) -> Truth:
    """Render a clip into an H.264 file (4:2:0, with B-frames) and write its truth beside it.

    Parameters
    ----------
    settings
        What is shown; the same settings give the same pictures and the same truth.
    video, truth
        Files to be made (``.mp4`` and ``.npz``); existing ones are replaced once the new ones are whole.
    progress
        Stepped once per frame.
    quality
        The encoder's constant rate factor: 18 nearly lossless, 28 small.

    Raises
    ------
    Cancelled
        If the progress was asked to stop; nothing is left behind.
    FileUnwritable
        If a folder cannot be written or the disk is full.
    """
    progress.step(0, settings.frames, "setting the scene")
    scene = build(settings)
    known = truth_of(scene)
    renderer = Renderer(scene)
    with replacing(video) as temporary, av.open(str(temporary), "w", format="mp4") as container:
        stream = _stream(container, settings, quality)
        for done, picture in enumerate(renderer.frames(), start=1):
            container.mux(stream.encode(_frame(picture, done - 1, settings)))
            progress.step(done, settings.frames, "rendering")
        container.mux(stream.encode())
    save_truth(known, truth)
    return known


def _rate(settings: SceneSettings) -> Fraction:
    return Fraction(settings.fps).limit_denominator(1001)


def _stream(
    container: av.container.OutputContainer, settings: SceneSettings, quality: int
) -> av.video.stream.VideoStream:
    stream = container.add_stream("libx264", rate=_rate(settings))
    stream.width, stream.height = settings.size
    stream.pix_fmt = "yuv420p"
    stream.time_base = 1 / _rate(settings)
    stream.codec_context.gop_size = _GROUP_FRAMES
    stream.codec_context.max_b_frames = 3
    stream.codec_context.colorspace = 1  # BT.709
    stream.codec_context.color_primaries = 1
    stream.codec_context.color_trc = 1
    stream.codec_context.color_range = 1  # limited
    stream.codec_context.thread_count = 1
    stream.options = {"crf": str(quality), "preset": "slow"}
    return stream


def _frame(picture: Pixels, index: int, settings: SceneSettings) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
    frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709")
    frame.pts = index
    frame.time_base = 1 / _rate(settings)
    return frame
