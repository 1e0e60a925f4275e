"""The one place that opens videos with PyAV (14 to 19); rational numbers leave it as `Fraction`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import av
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from palpate.base.errors import MediaUnreadable
from palpate.media.orientation import UPRIGHT, Orientation, of_display_matrix
from palpate.media.video.containers import codec_of, fraction, opened, stream_of
from palpate.media.video.h264 import (
    codes_by_tables,
    forgets_its_encoder,
    is_built_upon,
    length_size_of,
    may_part_fields,
)
from palpate.media.video.purity import FrameOf, Purity

# decoders that tell of damage although several threads share a picture; H.264's keeps it to itself then
_HONEST_IN_SLICES = frozenset({"av1", "vp9"})


class PacketFact(NamedTuple):  # a tuple because an hour of fast video has 432,000 of them
    """What the container says of one packet, in file order.

    Attributes
    ----------
    pts, dts
        Presentation and decoding stamp in units of the stream's time base.
    discard, corrupt
        Whether its picture is not to be shown, and whether part of it is known to be missing.
    position
        Where in the file it begins, in bytes.
    """

    pts: int | None
    dts: int | None
    keyframe: bool
    discard: bool
    corrupt: bool
    position: int | None


class Worth(Enum):
    """Whether a packet is worth decoding.

    `IF_BUILT_UPON` spares pictures that no other needs. Only H.264 says so in a way that can be relied upon:
    an HEVC picture so marked may still serve those of a higher layer.
    """

    NOTHING = auto()
    IF_BUILT_UPON = auto()
    EVERYTHING = auto()


_HOLE = bytes(16)


@dataclass(frozen=True, slots=True)
class Decoded:
    """One picture as it comes out of the decoder.

    Attributes
    ----------
    stamp
        Presentation stamp of the packet it came from; None if that had none.
    keyframe
        Whether the decoder itself calls it a keyframe.
    clean
        Whether no packet failed that this picture may have been built upon.
    whole
        Whether the decoder had all it needed; False for what it shows before it has found its feet.
    picture
        The decoder's frame; to be converted by `palpate.media.colour`.
    """

    stamp: int | None
    keyframe: bool
    clean: bool
    whole: bool
    picture: VideoFrame

    @property
    def sound(self) -> bool:
        """Both clean and whole."""
        return self.clean and self.whole


class VideoReader:
    """One video stream of one file: its packets, its pictures in order, and seeking.

    Parameters
    ----------
    path
        The file.
    stream
        Which of its video streams; cover pictures do not count.
    strict
        Let a packet with damaged content fail instead of patching the picture from its neighbours.
    stepwise
        Decode packet by packet, in threads only within a picture: a failure then belongs to the packet just
        sent, and the next ones can still be decoded. Otherwise whole pictures are decoded in parallel, and
        the first failure is the end.
    briefly
        Open without a look into the streams; see `opened`.
    frame_of
        Gives the frame of a stamp, if known; then pictures that are silently missing are noticed.

    Raises
    ------
    FileUnreadable
        If the file is missing, a folder, or may not be read.
    MediaUnreadable
        If it is no video, or has no such stream.
    """

    def __init__(
        self,
        path: Path,
        stream: int = 0,
        *,
        strict: bool = True,
        stepwise: bool = False,
        briefly: bool = False,
        frame_of: FrameOf | None = None,
    ) -> None:
        self._path = path
        self._strict = strict
        self._stepwise = stepwise
        self._frame_of = frame_of
        self._container = opened(path, briefly=briefly)
        try:
            self._stream = stream_of(self._container, stream, path)
        except MediaUnreadable:
            self._container.close()
            raise
        self._configure()
        self._is_h264 = self.codec == "h264"
        extradata = self._stream.codec_context.extradata
        self._by_tables = self._is_h264 and codes_by_tables(extradata)
        self._never_zero = self.codec in ("h264", "hevc") and (extradata or b"")[:1] == b"\1"
        self._length_size = length_size_of(self._stream.codec_context.extradata)
        self._purity = self._new_purity()
        self._first: Packet[VideoStream] | None = None
        self._waiting: Packet[VideoStream] | None = None  # read already, but not yet given

    def _configure(self) -> None:
        context = self._stream.codec_context
        within = "SLICE" if self.codec in _HONEST_IN_SLICES else "NONE"
        context.thread_type = within if self._stepwise else "AUTO"
        if self._strict:
            context.options = {**context.options, "err_detect": "explode"}

    @property
    def failed_stamp(self) -> int | None:
        """Stamp of the first packet that failed since opening or the last seek, if it has one."""
        return self._purity.failed_stamp

    def _new_purity(self) -> Purity:
        return Purity(
            self._frame_of,
            aside=self._stepwise and self.codec == "hevc",
            leading=self._stepwise and self.codec == "h264",
        )

    @property
    def failures(self) -> int:
        """How many packets could not be decoded since opening or the last seek."""
        return self._purity.failures

    @property
    def codec(self) -> str:
        """Name of the codec as FFmpeg calls it."""
        return codec_of(self._stream)

    @property
    def containers(self) -> frozenset[str]:
        """Names of the container format."""
        return frozenset(self._container.format.name.split(","))

    @property
    def promised_frames(self) -> int:
        """The header's frame count; 0 if it gives none."""
        return int(self._stream.frames or 0)

    @property
    def time_base(self) -> Fraction:
        """Seconds per unit of a stamp."""
        return fraction(self._stream.time_base) or Fraction(1, 90_000)

    @property
    def rates(self) -> tuple[Fraction, ...]:
        """Frame rates the container or codec claims, most telling first."""
        claims = (self._stream.average_rate, self._stream.guessed_rate, self._stream.base_rate)
        return tuple(rate for claim in claims if (rate := fraction(claim)) > 0)

    @property
    def sample_aspect(self) -> Fraction:
        """Width of a stored pixel divided by its height; 1 if not told."""
        return fraction(self._stream.codec_context.sample_aspect_ratio) or Fraction(1)

    @property
    def tags(self) -> dict[str, str]:
        """Metadata of file and stream together, keys in lower case."""
        both = {**self._container.metadata, **self._stream.metadata}
        return {key.lower(): value for key, value in both.items()}

    @property
    def told_colours(self) -> tuple[int, int]:
        """Transfer and primaries (H.273 numbers) as the stream tells them; 2 is unspecified."""
        context = self._stream.codec_context
        return int(context.color_trc), int(context.color_primaries)

    @property
    def may_part_fields(self) -> bool:
        """Whether two packets may make one picture: H.264 may code the fields of a frame apart."""
        return self._is_h264 and may_part_fields(self._stream.codec_context.extradata)

    @property
    def woven(self) -> bool:
        """Whether the stream as a whole is told to be of fields."""
        order: Any = getattr(self._stream.codec_context, "field_order", "")
        return str(getattr(order, "name", order)).lower() in ("tt", "bb", "tb", "bt")

    def packets(self) -> Iterator[PacketFact]:
        """Read all packets from here to the end without decoding."""
        for packet in self._demuxed():
            yield _fact_of(packet)

    def restart(self) -> bool:
        """Go back to the first packet by seeking; False if the container does not lead there."""
        first = self._first
        stamp = None if first is None else first.pts if first.dts is None else first.dts
        if first is None or stamp is None:
            return False
        self._purity = self._new_purity()
        try:
            self._container.seek(stamp, stream=self._stream, backward=True, any_frame=False)
        except av.FFmpegError:
            return False
        again = next(self._demuxed(), None)
        if again is None or _fact_of(again)._replace(dts=None) != _fact_of(first)._replace(dts=None):
            return False
        self._waiting = again
        return True

    def pictures(
        self, worth: Callable[[PacketFact], Worth] | None = None, *, until: int | None = None
    ) -> Iterator[Decoded]:
        """Decode from here to the end; failures are counted, and stepwise passed over.

        Parameters
        ----------
        worth
            Asked of each packet whether to decode it.
        until
            Stamp of a packet that is not decoded any more, as if the file ended before it.
        """
        for packet in self._demuxed():
            if until is not None and packet.pts == until:
                break
            if worth is not None and not self._is_worth(packet, worth(_fact_of(packet))):
                continue
            shown = not packet.is_discard
            self._purity.sent(packet.pts, keyframe=bool(packet.is_keyframe), shown=shown)
            if self._strict and self._is_torn(packet):  # to be known before its picture comes out
                self._purity.failed()
            yield from self._decoded(packet)
            if self._purity.failures and not self._stepwise:
                return  # only a seek gets PyAV's decoder with threads going again
        yield from self._decoded(None)

    def seek(self, stamp: int) -> bool:
        """Go to the keyframe the container finds at or before a stamp; False if it cannot."""
        if self._first is None:
            next(self._demuxed(), None)
        self._waiting = None
        self._purity = self._new_purity()
        try:
            self._container.seek(stamp, stream=self._stream, backward=True, any_frame=False)
        except av.FFmpegError:
            return False
        if self._first is not None and self._is_h264 and forgets_its_encoder(bytes(self._first)):
            self._decoded(self._first)
        return True

    def is_stained(self) -> bool:
        """Whether the decoder has met damage, perhaps in a packet whose picture has not come out yet.

        In H.264 coded by tables FFmpeg leaves half a macroblock behind then, which survives a seek and
        appears in a later, sound picture. Only a decoder opened anew is free of it. Empties the decoder:
        nothing but a seek may follow.
        """
        if not self._by_tables:
            return False
        if not self.failures:
            self._decoded(None)
        return self.failures > 0 or self._purity.lacks_any

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()

    def _is_worth(self, packet: Packet[VideoStream], worth: Worth) -> bool:
        if worth is not Worth.IF_BUILT_UPON or not self._is_h264:
            return worth is not Worth.NOTHING
        return is_built_upon(bytes(packet), self._length_size)

    def _is_torn(self, packet: Packet[VideoStream]) -> bool:
        """Whether part of a packet is known to be missing.

        Within a unit of H.264 or HEVC three zero bytes never follow each other, but a failed copy leaves
        thousands, of which decoders make a grey or foreign picture without a word.
        """
        return packet.is_corrupt or (self._never_zero and _HOLE in bytes(packet))

    def _demuxed(self) -> Iterator[Packet[VideoStream]]:
        packets = self._container.demux(self._stream)
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            yield waiting
        while True:
            try:
                packet = next(packets, None)
            except av.FFmpegError:
                self._purity.failed()
                return
            except IndexError:  # the end, where PyAV stumbles over streams that began within the file
                return
            if packet is None:
                return
            if packet.size:  # an empty packet would tell the decoder that the stream has ended
                self._first = self._first or packet
                yield packet

    def _decoded(self, packet: Packet[VideoStream] | None) -> list[Decoded]:
        try:
            frames = self._stream.codec_context.decode(packet)
        except EOFError:  # it was emptied before
            return []
        except av.FFmpegError:
            self._purity.failed()
            return []
        return [self._judged(frame) for frame in frames]

    def _judged(self, frame: VideoFrame) -> Decoded:
        keyframe, whole = bool(frame.key_frame), not frame.is_corrupt
        clean = self._purity.clean(frame.pts, keyframe=keyframe, whole=whole)
        return Decoded(frame.pts, keyframe, clean, whole, frame)


def _fact_of(packet: Packet[VideoStream]) -> PacketFact:
    flags = (bool(packet.is_keyframe), bool(packet.is_discard), bool(packet.is_corrupt))
    return PacketFact(packet.pts, packet.dts, *flags, packet.pos)


def orientation_of(picture: VideoFrame) -> Orientation:
    """Return how a decoded picture is to be turned for display."""
    parts: Any = picture.side_data  # typed as a dictionary, but it yields the parts themselves
    for part in parts:
        if part.type.name == "DISPLAYMATRIX":
            return of_display_matrix(memoryview(bytes(part)).cast("i").tolist())
    return UPRIGHT
