"""Writing stamped videos with any encoder into any container, with any time stamps."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
from exactness.stamps import picture_of

SIZE = (160, 96)
X264 = {"preset": "veryfast", "crf": "20"}


def x264(parameters: str) -> dict[str, str]:
    """Return options of libx264: GOP 12 with B-frames, unless these parameters say otherwise."""
    usual = "keyint=12:min-keyint=12:scenecut=0:bframes=3:b-adapt=0"
    return {**X264, "x264-params": f"{usual}:{parameters}" if parameters else usual}


def x265(parameters: str) -> dict[str, str]:
    """Return options of libx265: the same."""
    usual = "log-level=none:keyint=12:min-keyint=12:scenecut=0:bframes=3:b-adapt=0"
    return {"preset": "ultrafast", "x265-params": f"{usual}:{parameters}"}


@dataclass(frozen=True)
class Making:
    """What a video shall be.

    Attributes
    ----------
    numbers
        What its pictures bear.
    shown_at
        When its picture of a place (counted from 0) is shown, in ticks.
    tick
        Seconds of a tick; a frame's duration if not told.
    only
        Which packets to write, by number in file order.
    changed
        What becomes of the content of packets before they are written.
    """

    numbers: Sequence[int] = range(60)
    codec: str = "libx264"
    options: dict[str, str] = field(default_factory=lambda: x264(""))
    pixel_format: str = "yuv420p"
    size: tuple[int, int] = SIZE
    rate: Fraction | int = 30
    container: dict[str, str] = field(default_factory=dict)
    format: str | None = None
    shown_at: Callable[[int], int] = lambda place: place
    tick: Fraction | None = None
    only: Callable[[int], bool] = lambda _packet: True
    changed: Callable[[list[bytes]], list[bytes]] | None = None
    settings: dict[str, object] = field(default_factory=dict)


def write(path: Path, *makings: Making) -> Path:
    """Write a video of one or several streams, interleaved by time."""
    first = makings[0]
    with (
        _no_more_urgent_than_before(),
        av.open(str(path), "w", format=first.format, options=first.container) as container,
    ):
        streams = [_stream(container, making) for making in makings]
        packets = [
            packet
            for making, stream in zip(makings, streams, strict=True)
            for packet in _timed(making, _encoded(making, stream))
        ]
        if len(makings) > 1:
            packets.sort(key=lambda packet: packet.dts * packet.time_base)
        for packet in packets:
            container.mux(packet)
    return path


@contextmanager
def _no_more_urgent_than_before() -> Iterator[None]:
    """Undo what libsvtav1 does when root runs it: its caller's thread becomes a real-time one.

    Threads begun later would inherit that, and nothing else on the machine would get its turn.
    """
    if not hasattr(os, "sched_getscheduler"):
        yield
        return
    policy, urgency = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, urgency)


def copy(
    source: Path,
    target: Path,
    *,
    only: Callable[[int], bool] = lambda _packet: True,
    shift: Fraction = Fraction(0),
    container: dict[str, str] | None = None,
) -> Path:
    """Copy the packets of the first video stream into another file without coding them anew.

    Parameters
    ----------
    only
        Which, by number in file order.
    shift
        Seconds to add to every time stamp.
    """
    with ExitStack() as stack:
        old = stack.enter_context(av.open(str(source)))
        new = stack.enter_context(av.open(str(target), "w", options=container or {}))
        stream = new.add_stream_from_template(old.streams.video[0])
        for place, packet in enumerate(p for p in old.demux(video=0) if p.size):
            if only(place):
                moved = round(shift / packet.time_base)
                packet.pts = None if packet.pts is None else packet.pts + moved
                packet.dts = None if packet.dts is None else packet.dts + moved
                packet.stream = stream
                new.mux(packet)
    return target


def _stream(container, making: Making):
    stream = container.add_stream(making.codec, rate=making.rate, options=making.options)
    stream.width, stream.height, stream.pix_fmt = *making.size, making.pixel_format
    for name, value in making.settings.items():
        setattr(stream.codec_context, name, value)
    return stream


def _encoded(making: Making, stream) -> list:
    """Return the packets of all pictures, stamped with places."""
    packets = []
    for place, number in enumerate(making.numbers):
        frame = av.VideoFrame.from_ndarray(picture_of(number, making.size), format="bgr24")
        frame.pts, frame.time_base = place, 1 / Fraction(making.rate)
        packets += stream.encode(frame)
    packets += stream.encode(None)
    for packet in packets:
        packet.pts, packet.dts = (
            round(stamp * packet.time_base * making.rate) for stamp in (packet.pts, packet.dts)
        )
    return packets


def _timed(making: Making, packets: list) -> Iterable:
    """Give the packets to write, with their times: decoding times even and before all presentation times."""
    tick = making.tick or 1 / Fraction(making.rate)
    step = max(1, int(1 / Fraction(making.rate) / tick))
    early = min(making.shown_at(packet.pts) - packet.dts * step for packet in packets)
    contents = making.changed([bytes(p) for p in packets]) if making.changed else None
    for turn, packet in enumerate(packets):
        if not making.only(turn):
            continue
        kept = packet if contents is None else _replaced(packet, contents[turn])
        kept.pts, kept.dts = making.shown_at(packet.pts), packet.dts * step + early
        kept.duration = step
        kept.time_base = tick
        yield kept


def _replaced(packet, content: bytes):
    new = av.Packet(content)
    new.stream, new.is_keyframe = packet.stream, packet.is_keyframe
    new.pts, new.dts, new.time_base = packet.pts, packet.dts, packet.time_base
    return new
