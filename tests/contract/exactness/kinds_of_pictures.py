"""What pictures are made of, how they lie, and several streams in one file."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from exactness.boxes import turned
from exactness.kinds import Kind, plain
from exactness.kinds_of_coding import BRIEF
from exactness.writing import X264, Making, write, x264, x265

USUAL = Making()
SMALL = (96, 64)
ALPHA = {"cpu-used": "8", "g": "12", "b": "300k", "auto-alt-ref": "0"}
FINEST = {**X264, "x264-params": "keyint=12:bframes=3:qp=0"}


def _of(format_: str, codec: str = "libx264", **settings: object) -> Making:
    options = {"libx264": x264(""), "libx265": x265("")}.get(codec, {})
    return Making(range(40), codec, options, format_, settings=settings)


def _sized(width: int, height: int, making: Making = USUAL) -> Making:
    return replace(making, size=(width, height), numbers=BRIEF)


def _turned(turns: int, *, mirrored: bool = False) -> Kind:
    def make(path: Path) -> None:
        turned(write(path, replace(USUAL, numbers=BRIEF)), turns, mirrored=mirrored)

    return Kind("a.mp4", make, BRIEF, turns=turns, mirrored=mirrored)


def _streams(name: str, stream: int) -> Kind:
    """Return one of two streams of different size and rate in a file."""
    makings = (USUAL, Making(range(1000, 1050), size=SMALL, rate=25, options=x264("keyint=20")))

    def make(path: Path) -> None:
        write(path, *makings)

    return Kind(name, make, makings[stream].numbers, stream=stream)


HD = {"color_primaries": 1, "colorspace": 1, "color_range": 1}
TAGS = {
    "BT.601": {"color_primaries": 6, "colorspace": 6, "color_trc": 6},
    "BT.709 of full range": {**HD, "color_trc": 1, "color_range": 2},
    "BT.2020": {"color_primaries": 9, "colorspace": 9, "color_trc": 14},
    "PQ": {"color_primaries": 9, "colorspace": 9, "color_trc": 16, "color_range": 1},
    "HLG": {"color_primaries": 9, "colorspace": 9, "color_trc": 18, "color_range": 1},
}
MPEG_4 = Making(codec="mpeg4", options={"g": "12", "bf": "2"})
LOSSLESS = Making(codec="ffv1", options={"level": "3"}, pixel_format="yuv444p")

PICTURES: dict[str, Kind] = {
    "10 bits": plain("a.mp4", _of("yuv420p10le")),
    "10 bits, HEVC": plain("a.mp4", _of("yuv420p10le", "libx265")),
    "12 bits, HEVC": plain("a.mp4", _of("yuv420p12le", "libx265")),
    "full chroma": plain("a.mp4", _of("yuv444p")),
    "full chroma of 10 bits": plain("a.mp4", _of("yuv444p10le")),
    "half chroma": plain("a.mp4", _of("yuv422p")),
    "grey": plain("a.mp4", _of("gray")),
    "grey of 16 bits": plain("a.mkv", _of("gray16le", "ffv1")),
    "colours without chroma": plain("a.avi", _of("gbrp", "utvideo")),
    "alpha in VP9": plain("a.webm", Making(BRIEF, "libvpx-vp9", ALPHA, "yuva420p")),
    "alpha in FFV1": plain("a.mkv", _of("yuva420p", "ffv1")),
    **{f"{name}, 8 bits": plain("a.mp4", _of("yuv420p", **tags)) for name, tags in TAGS.items()},
    **{
        f"{name}, 10 bits": plain("a.mp4", _of("yuv420p10le", "libx265", **tags))
        for name, tags in TAGS.items()
    },
    "wide pixels": plain("a.mp4", _of("yuv420p", sample_aspect_ratio=Fraction(4, 3))),
    "wide pixels in Matroska": plain("a.mkv", _of("yuv420p", sample_aspect_ratio=Fraction(16, 11))),
    "wide pixels in MPEG-4": plain(
        "a.avi", replace(MPEG_4, settings={"sample_aspect_ratio": Fraction(12, 11)})
    ),
    **{f"turned by {90 * turns}°": _turned(turns) for turns in (1, 2, 3)},
    **{f"mirrored and turned by {90 * turns}°": _turned(turns, mirrored=True) for turns in range(4)},
    "one of two streams in MP4": _streams("a.mp4", 0),
    "the other of two streams in MP4": _streams("a.mp4", 1),
    "one of two streams in Matroska": _streams("a.mkv", 0),
    "the other of two streams in Matroska": _streams("a.mkv", 1),
    "one of two streams in a transport stream": _streams("a.ts", 0),
    "the other of two streams in a transport stream": _streams("a.ts", 1),
    "one of two streams in AVI": _streams("a.avi", 0),
    "the other of two streams in AVI": _streams("a.avi", 1),
    "161 × 97": plain("a.mp4", _sized(161, 97, _of("yuv444p"))),
    "167 × 95, MPEG-4": plain("a.avi", _sized(167, 95, MPEG_4)),
    "129 × 71, MJPEG": plain("a.avi", _sized(129, 71, _of("yuvj420p", "mjpeg"))),
    "175 × 101, VP9": plain("a.webm", _sized(175, 101, replace(USUAL, codec="libvpx-vp9", options=ALPHA))),
    "150 × 100": plain("a.mp4", _sized(150, 100)),
    "2 × 2": plain("a.mp4", _sized(2, 2, Making(options=FINEST))),
    "1 × 1": plain("a.mkv", _sized(1, 1, LOSSLESS)),
    "1 × 200": plain("a.mov", _sized(1, 200, Making(codec="png", options={}, pixel_format="rgb24"))),
    "301 × 1": plain("a.mkv", _sized(301, 1, LOSSLESS)),
    "16 × 16, MPEG-2": plain("a.ts", _sized(16, 16, Making(codec="mpeg2video", options={"g": "6"}))),
    "one picture": plain("a.mp4", Making(range(1))),
    "one picture in a transport stream": plain("a.ts", Making(range(1))),
    "two pictures": plain("a.mkv", Making(range(2))),
}
