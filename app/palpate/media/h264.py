"""What must be read out of H.264 packets because no library tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SLICES = frozenset({1, 2, 3, 4, 5})


def forgets_its_encoder(first: bytes) -> bool:
    """Whether the decoder needs the first packet again after every seek.

    x264 before build 151 wrote 4:4:4 video, and before build 34 B-frames, in ways that FFmpeg makes up for
    once it has read the build number. That stands in the first packet only, and a seek makes FFmpeg forget
    it: all pictures after the seek would be wrong, most without an error.
    """
    found = re.search(rb"x264 - core (\d{1,4})", first)
    return found is not None and int(found[1]) < 151


def length_size_of(extradata: bytes | None) -> int:
    """Return how many bytes give the length of each unit in a packet; 0 if start codes part them."""
    return (extradata[4] & 3) + 1 if extradata and len(extradata) > 4 and extradata[0] == 1 else 0


def is_built_upon(packet: bytes, length_size: int) -> bool:
    """Whether other pictures may be built upon this one (nal_ref_idc of its first slice is not 0)."""
    for header in _unit_headers(packet, length_size):
        if header & 0x1F in _SLICES:
            return header >> 5 & 3 != 0
    return True


def _unit_headers(packet: bytes, length_size: int) -> Iterator[int]:
    """Give the first byte of each unit (ITU-T H.264, 7.3.1)."""
    at = 0
    if not length_size:
        while (at := packet.find(b"\0\0\1", at) + 3) > 2 and at < len(packet):
            yield packet[at]
        return
    while at + length_size < len(packet):
        yield packet[at + length_size]
        at += length_size + int.from_bytes(packet[at : at + length_size], "big")
