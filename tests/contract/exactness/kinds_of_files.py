"""Containers, and what they say about when pictures are shown."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from exactness.boxes import edited
from exactness.kinds import Kind, plain
from exactness.kinds_of_coding import AV1, HEVC_OPEN, MPEG, OPEN
from exactness.writing import Making, copy, write, x264

USUAL = Making()
MPEG_2 = Making(codec="mpeg2video", options=MPEG)
SECOND = replace(USUAL, numbers=range(60, 120))
LATER = replace(SECOND, shown_at=lambda place: place + 90)
NTSC = Fraction(120_000, 1001)
HOUR = 3600
FRAGMENTS = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
TINY_FRAGMENTS = {"movflags": "frag_every_frame+empty_moov+default_base_moof"}
STREAMED = {"movflags": "cmaf+frag_keyframe+dash+global_sidx"}
AS_THEY_ARE = {"avoid_negative_ts": "disabled"}


def uneven(place: int) -> int:
    """Return when a picture is shown at a variable rate: after every fifth there is a gap."""
    return place + place // 5 * 3


def uneven_ticks(place: int) -> int:
    """Return the same in ticks of 1/90,000 s, no two steps alike."""
    return 3000 * place + 37 * place * place % 2900


def in_pairs(place: int) -> int:
    """Return when a picture is shown if every third has the stamp of the one before."""
    return place - place % 3 // 2


def moved(by: int) -> Making:
    return replace(USUAL, shown_at=lambda place: place + by)


def packed(packets: list[bytes]) -> list[bytes]:
    """Return MPEG-4 packets as DivX wrote them: a B-picture travels with the one before, and leaves a blank.

    Every second packet must be a B-picture, beginning with the third.
    """
    blank = b"\x00\x00\x01\xb6\x56"
    marked = [_marked(packet) for packet in packets]
    for place in range(1, len(packets) - 1, 2):
        marked[place], marked[place + 1] = marked[place] + marked[place + 1], blank
    return marked


def _marked(packet: bytes) -> bytes:
    """Return an MPEG-4 packet with the name of the encoder behind its headers, if it has any."""
    at = packet.index(b"\x00\x00\x01\xb6")
    return packet[:at] + b"\x00\x00\x01\xb2DivX503b1393p" + packet[at:] if at else packet


def _cut(name: str, first: int, numbers: range, making: Making = USUAL, **options: object) -> Kind:
    """Return a video copied from a packet on."""

    def make(path: Path) -> None:
        whole = write(path.with_name(f"whole-{path.name}"), making)
        copy(whole, path, only=lambda packet: packet >= first, **options)

    return Kind(name, make, numbers)


def _joined(
    name: str, *makings: Making, numbers: range, counted: bool = False, spoilt: range = range(0)
) -> Kind:
    """Return files written one behind the other, as with `cat`.

    Parameters
    ----------
    counted
        Whether the packets of a transport stream are counted on from file to file, as a recorder does.
    """

    def make(path: Path) -> None:
        parts = [write(path.with_name(f"{n}-{path.name}"), making) for n, making in enumerate(makings)]
        content = b"".join(part.read_bytes() for part in parts)
        path.write_bytes(_counted_on(content) if counted else content)

    return Kind(name, make, numbers, spoilt=frozenset(spoilt))


def _counted_on(content: bytes) -> bytes:
    """Return a transport stream in which the packets of each part are counted without a break."""
    packets = bytearray(content)
    counts: dict[int, int] = {}
    for at in range(0, len(packets), 188):
        part = int.from_bytes(packets[at + 1 : at + 3], "big") & 0x1FFF
        if packets[at + 3] & 0x10:
            counts[part] = (counts.get(part, -1) + 1) & 0xF
            packets[at + 3] = packets[at + 3] & 0xF0 | counts[part]
    return bytes(packets)


def _edited(segments: list[tuple[int, int]], numbers: list[int], making: Making = USUAL) -> Kind:
    """Return a video of 30 frames a second, 512 units each, with an edit list."""

    def make(path: Path) -> None:
        write(path, making)
        edited(path, [(round(n * 1000 / 30), start if start < 0 else start * 512) for n, start in segments])

    return Kind("a.mp4", make, numbers)


FILES: dict[str, Kind] = {
    "index before the content": plain("a.mp4", replace(USUAL, container={"movflags": "faststart"})),
    "QuickTime": plain("a.mov", USUAL),
    "Matroska": plain("a.mkv", USUAL),
    "Flash": plain("a.flv", USUAL),
    "AVI with B-frames": plain("a.avi", USUAL),
    "AVI with open groups": plain("a.avi", Making(options=OPEN)),
    "AVI with one keyframe": plain("a.avi", Making(options=x264("keyint=infinite"))),
    "AVI with packed B-frames": plain(
        "a.avi", Making(range(61), "mpeg4", {"g": "12", "bf": "1", "b_strategy": "0"}, changed=packed)
    ),
    "a bare stream without times": plain("a.h264", USUAL),
    "a bare HEVC stream": plain("a.hevc", Making(codec="libx265", options=HEVC_OPEN)),
    "bare AV1": plain("a.obu", Making(range(50), "libsvtav1", AV1)),
    "NUT": plain("a.nut", USUAL),
    "MXF": plain("a.mxf", Making(codec="mpeg2video", options=MPEG, rate=25)),
    "ASF with H.264": plain("a.asf", Making(options=x264("bframes=0"))),
    "fragments": plain("a.mp4", replace(USUAL, container=FRAGMENTS)),
    "fragments of one frame": plain("a.mp4", replace(USUAL, container=TINY_FRAGMENTS)),
    "fragments for streaming": plain("a.mp4", replace(USUAL, container=STREAMED)),
    "fragments with open groups": plain("a.mp4", Making(options=OPEN, container=FRAGMENTS)),
    "variable rate": plain("a.mp4", replace(USUAL, shown_at=uneven)),
    "variable rate in Matroska": plain("a.mkv", replace(USUAL, shown_at=uneven)),
    "variable rate in fine steps": plain(
        "a.mp4", replace(USUAL, shown_at=uneven_ticks, tick=Fraction(1, 90_000))
    ),
    "variable rate in fine steps, rounded by Matroska": plain(
        "a.mkv", replace(USUAL, shown_at=uneven_ticks, tick=Fraction(1, 90_000))
    ),
    "variable rate in a transport stream": plain(
        "a.ts", replace(USUAL, shown_at=uneven_ticks, tick=Fraction(1, 90_000))
    ),
    "repeated stamps": plain("a.mp4", replace(USUAL, shown_at=in_pairs)),
    "repeated stamps in Matroska": plain("a.mkv", replace(USUAL, shown_at=in_pairs)),
    "repeated stamps in a transport stream": plain("a.ts", replace(USUAL, shown_at=in_pairs)),
    "119.88 frames a second": plain("a.mp4", replace(USUAL, rate=NTSC)),
    "119.88 frames a second, rounded by Matroska": plain("a.mkv", replace(USUAL, rate=NTSC)),
    "1000 frames a second": plain("a.mp4", replace(USUAL, rate=1000)),
    "1000 frames a second in Matroska": plain("a.mkv", replace(USUAL, rate=1000)),
    "2500 frames a second in Matroska, several in each millisecond": plain(
        "a.mkv", replace(USUAL, rate=2500)
    ),
    "2500 frames a second in a transport stream": plain("a.ts", replace(USUAL, rate=2500)),
    "one frame an hour": plain("a.mp4", replace(USUAL, rate=Fraction(1, HOUR))),
    "one frame an hour in Matroska": plain("a.mkv", replace(USUAL, rate=Fraction(1, HOUR))),
    "a late start": plain("a.mp4", moved(111)),
    "a late start in Matroska": plain("a.mkv", moved(111)),
    "a late start in a transport stream": plain("a.ts", moved(150)),
    "a late start in a transport stream of open groups": plain("a.ts", replace(moved(150), options=OPEN)),
    "a start before zero in Matroska": plain("a.mkv", replace(moved(-20), container=AS_THEY_ARE)),
    "a start in the year 30,000": plain("a.mkv", replace(moved(30 * 10**12 // 1000), tick=Fraction(1, 30))),
    "stamps of forty bits": plain(
        "a.mp4", replace(USUAL, tick=Fraction(1, 30_000_000), shown_at=lambda n: 10**12 + 10**6 * n)
    ),
    "a gap of a day": plain(
        "a.mp4", replace(USUAL, shown_at=lambda place: place + (place > 30) * 24 * HOUR * 30)
    ),
    "a gap of a day in Matroska": plain(
        "a.mkv", replace(USUAL, shown_at=lambda place: place + (place > 30) * 24 * HOUR * 30)
    ),
    "a transport stream whose clock runs over": plain(
        "a.ts", replace(USUAL, tick=Fraction(1, 90_000), shown_at=lambda n: 2**33 - 216_000 + 3000 * n)
    ),
    "an edit list in mid-group": plain("a.mp4", moved(-17), range(17, 60)),
    "an edit list at a keyframe": plain("a.mp4", moved(-24), range(24, 60)),
    "an edit list in mid-group of open groups": plain(
        "a.mp4", replace(moved(-17), options=OPEN), range(17, 60)
    ),
    "an edit list that cuts the end": _edited([(30, 2)], list(range(30))),
    "an edit list that begins with nothing": _edited([(60, -1), (60, 2)], list(range(60))),
    "an edit list of two parts": _edited([(12, 2), (12, 38)], [*range(12), *range(36, 48)]),
    "an edit list that shows the end first": _edited([(12, 38), (12, 2)], [*range(36, 48), *range(12)]),
    "an edit list that shows a part twice": _edited([(12, 26), (12, 26)], [*range(24, 36)] * 2),
    "cut losslessly at a keyframe": _cut("a.mp4", 24, range(24, 60)),
    "cut losslessly at a keyframe in Matroska": _cut("a.mkv", 24, range(24, 60)),
    "cut losslessly at an open group in Matroska": _cut("a.mkv", 21, range(24, 60), Making(options=OPEN)),
    "cut losslessly in mid-group": _cut("a.mp4", 17, range(24, 60)),
    "cut losslessly in mid-group in Matroska": _cut("a.mkv", 17, range(24, 60)),
    "cut losslessly in mid-group in a transport stream": _cut("a.ts", 17, range(24, 60)),
    "transport streams joined": _joined("a.ts", USUAL, SECOND, numbers=range(120), spoilt=range(55, 120)),
    "transport streams joined, the second later": _joined(
        "a.ts", USUAL, LATER, numbers=range(120), spoilt=range(55, 60)
    ),
    "a transport stream whose clock begins again": _joined(
        "a.ts", USUAL, SECOND, numbers=range(120), counted=True
    ),
    "a transport stream whose clock jumps": _joined("a.ts", USUAL, LATER, numbers=range(120), counted=True),
    "a transport stream whose clock jumps back": _joined(
        "a.ts", replace(LATER, numbers=range(60)), SECOND, numbers=range(120), counted=True
    ),
    "program streams joined": _joined(
        "a.mpg", MPEG_2, replace(MPEG_2, numbers=range(60, 120)), numbers=range(120)
    ),
}
