"""Damaging videos where it is known which pictures must suffer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av


@dataclass(frozen=True)
class Packet:
    """One packet of a video: where its content begins and how long it is, which picture it is, in order."""

    start: int
    size: int
    place: int
    keyframe: bool


def packets_of(path: Path) -> list[Packet]:
    """Return the packets of a video that writes one packet for each picture, in file order."""
    content = path.read_bytes()
    with av.open(str(path)) as container:
        found = [(bytes(p), p.pts, bool(p.is_keyframe)) for p in container.demux(video=0) if p.size]
    stamps = sorted(stamp for _, stamp, _ in found)
    at = -1
    packets = []
    for inside, stamp, keyframe in found:
        # a transport stream cuts packets to pieces: the first one tells where it begins
        at = content.index(inside[:64], at + 1)
        packets.append(Packet(at, len(inside), stamps.index(stamp), keyframe))
    return packets


def whole_before(packets: list[Packet], end: int) -> list[int]:
    """Return which pictures are whole in a file that ends there, in order; the last packet never is."""
    following = [packet.start for packet in packets[1:]]
    return sorted(one.place for one, after in zip(packets, following, strict=False) if after <= end)


def built_upon(packets: list[Packet], place: int) -> range:
    """Return which pictures damage to one may spoil: its group up to the next keyframe."""
    hit = next(n for n, one in enumerate(packets) if one.place == place)
    begin = max(n for n, one in enumerate(packets[: hit + 1]) if one.keyframe)
    after = [n for n in range(hit + 1, len(packets)) if packets[n].keyframe]
    end = packets[after[0]].place if after else len(packets)
    return range(min(one.place for one in packets[begin : after[0] if after else None]), end)


@dataclass(frozen=True)
class Accident:
    """What happens to a file, and what that leaves.

    Attributes
    ----------
    spoilt
        Frames that may suffer: they are refused, or nobody can tell that they are damaged.
    left
        Pictures that are still there whole, in order; but for the frames spoilt.
    """

    spoilt: range
    left: list[int]


def zeroed(path: Path, place: int) -> Accident:
    """Overwrite the second half of the packet of a picture with zeros, as a failed copy does."""
    packets = packets_of(path)
    packet = next(one for one in packets if one.place == place)
    kept = packet.size // 2
    content = bytearray(path.read_bytes())
    content[packet.start + kept : packet.start + packet.size] = bytes(packet.size - kept)
    path.write_bytes(content)
    return Accident(built_upon(packets, place), list(range(len(packets))))


def flipped(path: Path, place: int) -> Accident:
    """Change one byte of the packet of a picture."""
    packets = packets_of(path)
    packet = next(one for one in packets if one.place == place)
    content = bytearray(path.read_bytes())
    content[packet.start + packet.size * 4 // 5] ^= 0x55
    path.write_bytes(content)
    return Accident(built_upon(packets, place), list(range(len(packets))))


def lost(path: Path, place: int) -> Accident:
    """Take 188 bytes out of a transport stream, as bad reception does; the packet before suffers too."""
    packets = packets_of(path)
    packet = next(one for one in packets if one.place == place)
    at = packet.start // 188 * 188 + 188
    content = path.read_bytes()
    path.write_bytes(content[:at] + content[at + 188 :])
    hit = built_upon(packets, place)
    return Accident(range(hit.start - 5, hit.stop), list(range(len(packets))))


def cut_off(path: Path, share: float) -> Accident:
    """Cut a file off after this share of its pictures; what is shown around the last packet suffers."""
    packets = packets_of(path)
    first, last = packets[0].start, packets[-1].start + packets[-1].size
    end = first + int((last - first) * share)
    path.write_bytes(path.read_bytes()[:end])
    left = whole_before(packets, end)
    return Accident(range(len(left) - 5, len(left) + 3), left)
