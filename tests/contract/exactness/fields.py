"""H.264 of separately coded fields, which no encoder here writes: two packets make one frame.

Every macroblock is stored as plain samples (I_PCM), so that writing it takes a page (ITU-T H.264, 7.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from exactness.stamps import picture_of
from exactness.writing import SIZE

_GROUP = 6
_RATE = 25
_START = b"\0\0\0\1"
_PCM = "000011010"  # mb_type 25


def write_fields(path: Path, numbers: range, *, as_fields: Callable[[int], bool], together: bool) -> Path:
    """Write a transport stream.

    Parameters
    ----------
    as_fields
        Whether a picture is coded as two fields or as one frame.
    together
        Whether both fields travel in one packet.
    """
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=_RATE)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for place, number in enumerate(numbers):
            units = _units(place, number, fields=as_fields(place))
            for half, content in enumerate([b"".join(units)] if together else units):
                packet = av.Packet(content)
                packet.stream, packet.time_base = stream, Fraction(1, 2 * _RATE)
                packet.pts = packet.dts = 2 * place + half
                packet.is_keyframe = place % _GROUP == 0 and half == 0
                container.mux(packet)
    return path


def _units(place: int, number: int, *, fields: bool) -> list[bytes]:
    """Return the coded fields of a picture, or the coded frame alone."""
    planes = av.VideoFrame.from_ndarray(picture_of(number, SIZE), format="bgr24").to_ndarray(format="yuv420p")
    width, height = SIZE
    luma = planes[:height]
    chroma = planes[height:].reshape(2, height // 2, width // 2)
    if not fields:
        coded = [_slice(place, 0, luma, chroma, fields=False)]
    else:
        coded = [_slice(place, part, luma[part::2], chroma[:, part::2], fields=True) for part in (0, 1)]
    head = _unit(0x67, _sequence()) + _unit(0x68, "1100" + "111" + "000" + "111" + "100")
    return [(head if place % _GROUP == 0 else b"") + coded[0], *coded[1:]]


def _sequence() -> str:
    """Return the sequence parameters: Main profile, fields allowed."""
    width, height = SIZE
    return (
        f"{77:08b}{0:08b}{30:08b}" + _ue(0) + _ue(0) + _ue(0) + _ue(4) + _ue(1) + "0"
        + _ue(width // 16 - 1) + _ue(height // 32 - 1) + "00100"
    )  # fmt: skip


def _slice(place: int, part: int, luma: np.ndarray, chroma: np.ndarray, *, fields: bool) -> bytes:
    turn = place % _GROUP
    idr = turn == 0 and part == 0
    bits = _ue(0) + _ue(7) + _ue(0) + f"{turn:04b}" + (f"1{part}" if fields else "0")
    bits += (_ue(place // _GROUP % 2) if idr else "") + f"{2 * turn + part:08b}"
    bits += ("00" if idr else "0") + _ue(0) + _ue(1)
    body = b""
    for down in range(0, luma.shape[0], 16):
        for right in range(0, luma.shape[1], 16):
            bits += _PCM
            body += _bytes(bits.ljust(-(-len(bits) // 8) * 8, "0"))
            body += luma[down : down + 16, right : right + 16].tobytes()
            body += chroma[:, down // 2 : down // 2 + 8, right // 2 : right // 2 + 8].tobytes()
            bits = ""
    return _START + _escaped(bytes([0x65 if idr else 0x61]) + body + b"\x80")


def _unit(header: int, bits: str) -> bytes:
    closed = bits + "1"
    return _START + _escaped(bytes([header]) + _bytes(closed.ljust(-(-len(closed) // 8) * 8, "0")))


def _ue(value: int) -> str:
    code = f"{value + 1:b}"
    return "0" * (len(code) - 1) + code


def _bytes(bits: str) -> bytes:
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _escaped(unit: bytes) -> bytes:
    return re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", unit)
