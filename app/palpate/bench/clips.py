"""Clips made for measuring: a texture that moves by known steps, each frame stamped with its number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from palpate.base.atomic_write import replacing
from palpate.base.errors import MediaUnreadable
from palpate.base.progress import Progress
from palpate.model.arrays import Pixels

UHD = (3840, 2160)

STEP_PX = (3, 1)
"""By how much the texture moves from frame to frame, px."""

_REACH = 1_000  # frames until the texture begins again: one for a long clip would fill the memory
_RATE = 120
_BITS = 16
_DARK, _BRIGHT = 16, 235
_OCTAVES = (2, 8, 32, 128)


@dataclass(frozen=True, slots=True)
class ClipMaking:
    """What a clip shall be.

    Attributes
    ----------
    size
        Width and height in px, even.
    gop
        Frames from keyframe to keyframe.
    """

    size: tuple[int, int]
    frames: int
    gop: int


def height_of(size: tuple[int, int]) -> str:
    """Return what people call a frame size: ``720p``, ``4k``."""
    return "4k" if size == UHD else f"{size[1]}p"


def write_clip(path: Path, making: ClipMaking, progress: Progress) -> Path:
    """Encode a clip as H.264 with B-frames.

    Raises
    ------
    MediaUnreadable
        If this PyAV was built without an H.264 encoder.
    FileUnwritable
        If the folder cannot be written or the disk is full.
    """
    if "libx264" not in av.codecs_available:
        raise MediaUnreadable("this PyAV cannot write H.264, so there is no clip to measure with", path=path)
    with replacing(path) as temporary, av.open(str(temporary), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=_RATE)
        stream.width, stream.height = making.size
        stream.pix_fmt = "yuv420p"
        stream.options = {
            "preset": "veryfast",
            "crf": "23",
            # every B-frame that is allowed, and keyframes nowhere else: the same structure on any content
            "x264-params": f"keyint={making.gop}:min-keyint={making.gop}:scenecut=0:bframes=3:b-adapt=0",
        }
        for number, planes in enumerate(_pictures(making)):
            progress.step(number, making.frames, "making a clip")
            container.mux(stream.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        container.mux(stream.encode(None))
    return path


def number_in(bgra: Pixels) -> int:
    """Read the number of a frame back from its pixels ``(H, W, 4)``, at any size."""
    block, height = _block(bgra.shape[1], bgra.shape[0])
    rows = slice(height // 4, max(height * 3 // 4, 1))
    number = 0
    for bit in range(_BITS):
        columns = slice(bit * block + block // 4, bit * block + max(block * 3 // 4, 1))
        number |= int(bgra[rows, columns, 1].mean() > 127) << bit
    return number


def texture(size: tuple[int, int], frames: int) -> Pixels:
    """Return luma that reaches as far as the clip will see; frame n shows it from n · `STEP_PX` on."""
    width, height = size[0] + STEP_PX[0] * frames, size[1] + STEP_PX[1] * frames
    rng = np.random.default_rng(5)
    layers = np.zeros((height, width))
    for octave in _OCTAVES:
        rough = rng.uniform(-1.0, 1.0, (height // octave + 2, width // octave + 2))
        layers += np.kron(rough, np.ones((octave, octave)))[:height, :width]
    softened = (layers + np.roll(layers, 1, 0) + np.roll(layers, 1, 1) + np.roll(layers, (1, 1), (0, 1))) / 4
    return np.clip(126 + 32 * softened, _DARK, _BRIGHT).astype(np.uint8)


def _pictures(making: ClipMaking) -> Iterator[Pixels]:
    """Yield ``(H · 3/2, W)``: luma above both colour planes."""
    (width, height), (right, down) = making.size, STEP_PX
    luma = texture(making.size, min(making.frames, _REACH))
    rng = np.random.default_rng(6)
    noise = rng.integers(-3, 4, (height, width), dtype=np.int16)
    planes = np.full((height * 3 // 2, width), 128, dtype=np.uint8)
    for number in range(making.frames):
        x, y = number % _REACH * right, number % _REACH * down
        shown = luma[y : y + height, x : x + width]
        grain = np.roll(noise, int(rng.integers(noise.size)))
        planes[:height] = np.clip(shown + grain, _DARK, _BRIGHT)
        _stamp(planes[:height], number)
        yield planes


def _stamp(luma: Pixels, number: int) -> None:
    block, height = _block(luma.shape[1], luma.shape[0])
    for bit in range(_BITS):
        luma[:height, bit * block : (bit + 1) * block] = _BRIGHT if number >> bit & 1 else _DARK


def _block(width: int, height: int) -> tuple[int, int]:
    return width // _BITS, height // 16
