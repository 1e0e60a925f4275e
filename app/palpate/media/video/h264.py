"""What must be read out of H.264 packets because no library tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SEQUENCE_PARAMETERS, _PICTURE_PARAMETERS = 7, 8
_WITH_CHROMA_FORMAT = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})
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


def may_part_fields(extradata: bytes | None) -> bool:
    """Whether the stream's parameters allow pictures of fields coded apart (frame_mbs_only_flag is 0)."""
    parameters = _parameters(extradata or b"", _SEQUENCE_PARAMETERS)
    return parameters is not None and not _frames_only(parameters)


def codes_by_tables(extradata: bytes | None) -> bool:
    """Whether coefficients are coded by tables (CAVLC, entropy_coding_mode_flag is 0), or nothing tells."""
    parameters = _parameters(extradata or b"", _PICTURE_PARAMETERS)
    if parameters is None:
        return True
    bits = _Bits(parameters)
    bits.golomb()
    bits.golomb()
    return bits.fixed(1) == 0


def _parameters(extradata: bytes, kind: int) -> bytes | None:
    """Return the first parameter set of a kind without its header byte; None if there is none."""
    units = _stored_units(extradata) if extradata[:1] == b"\1" else extradata.split(b"\0\0\1")[1:]
    unit = next((one for one in units if one and one[0] & 0x1F == kind), b"")
    return unit[1:].replace(b"\0\0\3", b"\0\0") or None


def _stored_units(extradata: bytes) -> Iterator[bytes]:
    """Give the parameter sets of an AVCDecoderConfigurationRecord (ISO 14496-15, 5.3.3.1)."""
    at = 5
    for mask in (0x1F, 0xFF):
        count = extradata[at] & mask if at < len(extradata) else 0
        at += 1
        for _ in range(count):
            length = int.from_bytes(extradata[at : at + 2], "big")
            yield extradata[at + 2 : at + 2 + length]
            at += 2 + length


def _frames_only(parameters: bytes) -> bool:
    """Read a sequence parameter set as far as frame_mbs_only_flag (7.3.2.1.1); True if it is cut short."""
    bits = _Bits(parameters)
    profile = bits.fixed(8)
    bits.fixed(16)
    bits.golomb()
    if profile in _WITH_CHROMA_FORMAT:
        _pass_chroma_format(bits)
    bits.golomb()
    order = bits.golomb()
    if order == 0:
        bits.golomb()
    elif order == 1:
        bits.fixed(1)
        bits.golomb()
        bits.golomb()
        for _ in range(bits.golomb()):
            bits.golomb()
    bits.golomb()
    bits.fixed(1)
    bits.golomb()
    bits.golomb()
    return bits.fixed(1) == 1


def _pass_chroma_format(bits: _Bits) -> None:
    full = bits.golomb() == 3
    if full:
        bits.fixed(1)
    lists = 12 if full else 8
    bits.golomb()
    bits.golomb()
    bits.fixed(1)
    if bits.fixed(1):
        for number in range(lists):
            if bits.fixed(1):
                _pass_scaling_list(bits, 16 if number < 6 else 64)


def _pass_scaling_list(bits: _Bits, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            code = bits.golomb()
            following = (last + (code + 1) // 2 * (1 if code % 2 else -1)) % 256
        last = following or last


class _Bits:
    """Reads bits from the left; beyond the end there are ones, so that every reading ends."""

    def __init__(self, content: bytes) -> None:
        self._bits = "".join(f"{byte:08b}" for byte in content)
        self._at = 0

    def fixed(self, n: int) -> int:
        found = self._bits[self._at : self._at + n].ljust(n, "1")
        self._at += n
        return int(found, 2)

    def golomb(self) -> int:
        zeros = 0
        while not self.fixed(1):
            zeros += 1
        return (1 << zeros) - 1 + (self.fixed(zeros) if zeros else 0)
