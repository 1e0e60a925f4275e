"""Videos whose pictures tell their own number, written in every awkward way."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

WIDTH, HEIGHT = 96, 64
BLOCK = 16
BITS = 12


def stamped_picture(number: int) -> np.ndarray:
    """Return ``(64, 96, 3)`` with the number as twelve black or white blocks above a moving pattern."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    grey = (110 + 60 * np.sin((x + 3 * number) / 7) * np.cos((y - number) / 5)).astype(np.uint8)
    picture = np.stack([grey, 255 - grey, grey // 2 + 40], axis=-1)
    for bit in range(BITS):
        row, column = divmod(bit, 6)
        block = np.s_[row * BLOCK : (row + 1) * BLOCK, column * BLOCK : (column + 1) * BLOCK]
        picture[block] = 255 if number >> bit & 1 else 0
    return picture


def number_in(pixels: np.ndarray) -> int:
    """Read the number back from ``(64, 96, 4)`` or ``(64, 96)``."""
    grey = pixels[..., :3].mean(-1) if pixels.ndim == 3 else pixels
    middle = BLOCK // 4
    number = 0
    for bit in range(BITS):
        row, column = divmod(bit, 6)
        top, left = row * BLOCK + middle, column * BLOCK + middle
        number |= int(grey[top : top + 8, left : left + 8].mean() > 127) << bit
    return number


def write_stamped(
    path: Path,
    n: int = 60,
    *,
    codec: str = "libx264",
    codec_options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
    pixel_format: str = "yuv420p",
    rate: int = 30,
    tags: dict[str, str] | None = None,
    shown_at: Callable[[int], int] = lambda frame: frame,
    only: Callable[[int], bool] = lambda _packet: True,
) -> Path:
    """Write a stamped video.

    Parameters
    ----------
    shown_at
        When each frame is shown, in frame durations; never falling, never more than two before its number
        counted from frame 0.
    only
        Which packets to write, by number in file order.
    """
    with av.open(str(path), "w", options=container_options or {}) as container:
        container.metadata.update(tags or {})
        stream = container.add_stream(codec, rate=rate, options=codec_options or {})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, pixel_format
        packets = []
        for number in range(n):
            frame = av.VideoFrame.from_ndarray(stamped_picture(number), format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            packets += stream.encode(frame)
        packets += stream.encode(None)
        early = min(shown_at(number) - number for number in range(n))
        for place, packet in enumerate(packets):
            if only(place):
                number, turn = (round(stamp * packet.time_base * rate) for stamp in (packet.pts, packet.dts))
                packet.pts, packet.dts = shown_at(number), turn + early
                packet.time_base = Fraction(1, rate)
                container.mux(packet)
    return path


@pytest.fixture
def stamped(tmp_path: Path) -> Callable[..., Path]:
    """Write a stamped video into the test's own folder."""

    def write(name: str, n: int = 60, **options: object) -> Path:
        return write_stamped(tmp_path / name, n, **options)  # type: ignore[arg-type]

    return write


@pytest.fixture
def read_number() -> Callable[[np.ndarray], int]:
    """Read the number a picture bears."""
    return number_in
