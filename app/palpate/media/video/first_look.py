"""The first frame of a video before its frames are listed."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from palpate.media.colour.converter import Converter
from palpate.media.video.ffmpeg import Decoded, PacketFact, VideoReader, Worth
from palpate.media.video.file_watch import FileWatch
from palpate.media.video.stream_facts import StreamFacts, stream_facts
from palpate.media.video.survey import Survey
from palpate.model.arrays import Pixels

# how many packets are looked at for a picture that is to be shown earlier: no codec reorders farther
_FARTHEST = 32


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Frame 0 of a stream, and what the stream is.

    Attributes
    ----------
    pixels
        ``(H, W, 4)`` uint8, display-oriented, as `VideoSource.bgra` gives frame 0.
    """

    facts: StreamFacts
    pixels: Pixels


def first_look(path: Path, stream: int = 0) -> FirstLook | None:
    """Decode the first picture without listing frames; None if it may not be frame 0.

    It is frame 0 if the stream begins with a keyframe, nothing failed, and none of the packets around it is
    to be shown earlier. Meant to be painted while the listing still runs; what is labelled comes from a
    `VideoSource`.

    Raises
    ------
    FileUnreadable, MediaUnreadable
        If there is no such file, or it is no video.
    """
    seen: list[PacketFact] = []

    def noted(packet: PacketFact) -> Worth:
        seen.append(packet)
        return Worth.EVERYTHING

    with closing(VideoReader(Path(path), stream, stepwise=True)) as reader:
        first = next(reader.pictures(noted), None)
        if first is None or not first.sound or not seen[0].keyframe:
            return None
        seen += islice(reader.packets(), _FARTHEST)
        if reader.failures or not _is_shown_first(first, seen):
            return None
        facts = stream_facts(Path(path), reader, first)
        converter = Converter(transfer=facts.colour.transfer, primaries=facts.colour.primaries)
        return FirstLook(facts, facts.orientation.apply(converter.bgra(first.picture)))


def frame_0_alone(path: Path, stream: int, known: Survey) -> Pixels | None:
    """Decode frame 0 of a listed video alone, exactly as `VideoSource.bgra` gives it.

    A source fills the decoder's pipeline behind a frame before that comes out. Here the decoder is given one
    packet and told that this was all.

    Returns
    -------
    ``(H, W, 4)`` uint8; None where the picture cannot be had alone, or is not the one that was listed.

    Raises
    ------
    FileUnreadable, MediaUnreadable
        If there is no such file, or it is no video.
    """
    watch, facts = FileWatch(path), known.facts
    if facts.interlaced or not known.index.keyframe[0]:
        return None
    with closing(VideoReader(path, stream, stepwise=True, briefly=True)) as reader:
        first = _alone(reader, known)
        if first is None or (first.picture.width, first.picture.height) != facts.stored_size:
            return None
        converter = Converter(transfer=facts.colour.transfer, primaries=facts.colour.primaries)
        pixels = facts.orientation.apply(converter.bgra(first.picture))
    return pixels if watch.is_same() else None


def _alone(reader: VideoReader, known: Survey) -> Decoded | None:
    """Decode the first packet if it is frame 0; None if another picture or more than one come out."""
    packets = list(islice(reader.packets(), 2))
    if len(packets) < 2 or reader.may_part_fields or not _is_frame_0(packets[0], known):
        return None
    until = packets[1].pts
    if until is None or until == packets[0].pts or not reader.restart():
        return None
    pictures = list(reader.pictures(until=until))
    if len(pictures) != 1 or not pictures[0].sound or not pictures[0].keyframe:
        return None
    return pictures[0] if known.index.place_of(pictures[0].stamp, None) == 0 else None


def _is_frame_0(packet: PacketFact, known: Survey) -> bool:
    sound = packet.keyframe and not packet.corrupt and not packet.discard
    right = known.index.place_of(packet.pts, None) == 0 and known.index.bears(0, packet.position)
    return sound and right


def _is_shown_first(first: Decoded, packets: list[PacketFact]) -> bool:
    """Tell whether nothing among these packets is shown before the picture or damaged."""
    if any(packet.corrupt for packet in packets):
        return False
    begin, stamp = packets[0].pts, first.stamp
    if begin is None or stamp is None:
        return begin is None and stamp is None
    shown = [packet.pts for packet in packets if packet.pts is not None and not packet.discard]
    return begin <= stamp and shown.count(stamp) == 1 and stamp == min(shown)
