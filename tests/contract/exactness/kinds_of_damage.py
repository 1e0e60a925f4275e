"""What happens to files: cut off, overwritten, badly received."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from exactness.damage import Accident, cut_off, flipped, lost, zeroed
from exactness.kinds_of_coding import AV1, HEVC_OPEN, HIDDEN, MPEG, OPEN, av1, hevc
from exactness.kinds_of_files import FRAGMENTS
from exactness.writing import Making, x265

INDEX_FIRST = {"movflags": "faststart"}


@dataclass(frozen=True)
class Damaged:
    """One kind of damaged video.

    Attributes
    ----------
    name
        Of its file.
    making
        The sound video.
    happens
        Damages it.
    """

    name: str
    making: Making
    happens: Callable[[Path], Accident]


H264 = Making()
H264_INDEX_FIRST = Making(container=INDEX_FIRST)
H264_OPEN = Making(options=OPEN)
HEVC = hevc(x265("open-gop=0"))
VP9 = Making(codec="libvpx-vp9", options=HIDDEN)
MPEG_4 = Making(codec="mpeg4", options=MPEG)
MPEG_2 = Making(codec="mpeg2video", options=MPEG)
MJPEG = Making(codec="mjpeg", options={}, pixel_format="yuvj420p")
PRORES = Making(codec="prores_ks", options={}, pixel_format="yuv422p10le")
FFV1 = Making(codec="ffv1", options={"level": "3", "slicecrc": "1"})

_CUT = {
    "MP4": ("a.mp4", H264_INDEX_FIRST),
    "MP4 of open groups": ("a.mp4", Making(options=OPEN, container=INDEX_FIRST)),
    "MP4 of fragments": ("a.mp4", Making(container=FRAGMENTS)),
    "Matroska": ("a.mkv", H264),
    "a transport stream": ("a.ts", H264),
    "a transport stream of HEVC": ("a.ts", hevc(HEVC_OPEN)),
    "AVI": ("a.avi", H264),
    "WebM": ("a.webm", VP9),
}
_HIT = {
    "H.264 in MP4": ("a.mp4", H264),
    "H.264 in Matroska": ("a.mkv", H264),
    "H.264 in AVI": ("a.avi", H264),
    "H.264, open groups": ("a.mp4", H264_OPEN),
    "HEVC": ("a.mp4", HEVC),
    "HEVC, open groups in Matroska": ("a.mkv", hevc(HEVC_OPEN)),
    "VP8": ("a.webm", Making(codec="libvpx", options=HIDDEN)),
    "VP9": ("a.webm", VP9),
    "AV1": ("a.mp4", av1(AV1)),
    "MPEG-4 in AVI": ("a.avi", MPEG_4),
    "MPEG-4 in MP4": ("a.mp4", MPEG_4),
    "MJPEG": ("a.avi", MJPEG),
    "ProRes": ("a.mov", PRORES),
    "FFV1": ("a.mkv", FFV1),
}
_RECEIVED = {"H.264": H264, "H.264, open groups": H264_OPEN, "HEVC": hevc(HEVC_OPEN), "MPEG-2": MPEG_2}

DAMAGED: dict[str, Damaged] = {
    **{
        f"{story} cut off at {share:.0%}": Damaged(name, making, partial(cut_off, share=share))
        for story, (name, making) in _CUT.items()
        for share in (0.3, 0.62, 0.9)
    },
    **{
        f"{story}, {word} at picture {place}": Damaged(name, making, partial(act, place=place))
        for story, (name, making) in _HIT.items()
        for word, act in {"zeros": zeroed, "a flipped byte": flipped}.items()
        for place in (24, 26)
    },
    **{
        f"{story} badly received at picture {place}": Damaged("a.ts", making, partial(lost, place=place))
        for story, making in _RECEIVED.items()
        for place in (24, 26)
    },
}
