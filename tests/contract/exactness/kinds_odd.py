"""What recorders and editors may write and no encoder here does."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
from exactness.boxes import edit, inner
from exactness.fields import write_fields
from exactness.kinds import Kind
from exactness.kinds_of_coding import BRIEF
from exactness.writing import Making, copy, write, x264

FIRST = Making(BRIEF)
OTHERWISE_CODED = Making(range(30, 60), options=x264("cabac=0:ref=4:8x8dct=0"))
SMALLER = replace(OTHERWISE_CODED, size=(112, 64))


def _fields(name: str, *, as_fields: Callable[[int], bool] = lambda _: True, together: bool = False) -> Kind:
    def make(path: Path) -> None:
        stream = path.with_name("fields.ts")
        write_fields(stream, range(40), as_fields=as_fields, together=together)
        stream.replace(path) if path.suffix == ".ts" else copy(stream, path)

    return Kind(name, make, range(40))


def _joined(first: Path, second: Path, path: Path) -> Path:
    """Write two MP4 files into one track that keeps both descriptions of how they are coded."""
    with av.open(str(first)) as one, av.open(str(second)) as two, av.open(str(path), "w") as new:
        stream = new.add_stream_from_template(one.streams.video[0])
        packets = [[p for p in part.demux(video=0) if p.size] for part in (one, two)]
        tick = packets[0][1].dts - packets[0][0].dts
        for part, moved in zip(packets, (0, len(packets[0]) * tick), strict=True):
            for packet in part:
                packet.pts, packet.dts, packet.stream = packet.pts + moved, packet.dts + moved, stream
                new.mux(packet)
    with av.open(str(path)) as container:
        places = [p.pos for p in container.demux(video=0) if p.size]
    table = (b"mdia", b"minf", b"stbl")
    described = [inner(part, b"trak", *table, b"stsd")[8:] for part in (first, second)]
    chunks = struct.pack(">II6I", 0, 2, 1, 1, 1, len(packets[0]) + 1, 1, 2)
    new_boxes = {
        b"stsd": struct.pack(">II", 0, 2) + b"".join(described),
        b"stsc": chunks,
        b"stco": struct.pack(f">II{len(places)}I", 0, len(places), *places),
    }
    edit(path, lambda box: (box[0], new_boxes.get(box[0], box[1])))
    return path


def _twice_described(second: Making, spoilt: range = range(0)) -> Kind:
    def make(path: Path) -> None:
        parts = [write(path.with_name(f"{n}.mp4"), making) for n, making in enumerate((FIRST, second))]
        _joined(*parts, path)

    return Kind("a.mp4", make, range(60), spoilt=frozenset(spoilt))


ODD: dict[str, Kind] = {
    "two packets for each frame in a transport stream": _fields("a.ts"),
    "two packets for each frame in Matroska": _fields("a.mkv"),
    "two packets for each frame in MP4": _fields("a.mp4"),
    "two fields in each packet in a transport stream": _fields("a.ts", together=True),
    "two fields in each packet in MP4": _fields("a.mp4", together=True),
    "now fields, now frames in a transport stream": _fields("a.ts", as_fields=lambda n: n % 5 > 2),
    "now fields, now frames in MP4": _fields("a.mp4", as_fields=lambda n: n % 5 > 2),
    "frames first, fields later in MP4": _fields("a.mp4", as_fields=lambda n: n > 23),
    "frames first, fields later in Matroska": _fields("a.mkv", as_fields=lambda n: n > 23),
    "two descriptions of the coding": _twice_described(OTHERWISE_CODED),
    "a second part of another size": _twice_described(SMALLER, spoilt=range(30, 60)),
}
