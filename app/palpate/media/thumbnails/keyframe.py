"""Keyframes of a video, each at the cost of decoding it alone."""

from __future__ import annotations

from itertools import islice

from palpate.base.errors import MediaError
from palpate.media.colour.converter import Converter
from palpate.media.video.ffmpeg import Decoded, PacketFact, VideoReader, Worth
from palpate.media.video.source import VideoSource
from palpate.model.arrays import Pixels


class KeyframeReader:
    """Gives single keyframes of the video of a source, from a place of its own in the file.

    A source that goes to a frame fills the decoder's pipeline behind it: several pictures are decoded until
    the first comes out. Here the decoder is given one packet and told that this was all.

    Parameters
    ----------
    source
        Whose keyframes; its list of frames and facts are shared.
    stream
        Which of the file's video streams the source shows.

    Raises
    ------
    FileUnreadable, MediaUnreadable
        If the file has gone or changed.
    """

    def __init__(self, source: VideoSource, stream: int = 0) -> None:
        self._facts, self._index = source.facts, source.index
        self._reader = VideoReader(source.path, stream, stepwise=True)
        self._converter = Converter(
            transfer=self._facts.colour.transfer, primaries=self._facts.colour.primaries
        )

    def bgra(self, frame: int) -> Pixels | None:
        """Return a keyframe as `VideoSource.bgra` does; None if it does not come out alone, as itself."""
        try:
            found = self._decoded(frame)
        except MediaError:
            return None
        if found is None or (found.picture.width, found.picture.height) != self._facts.stored_size:
            return None
        return self._facts.orientation.apply(self._converter.bgra(found.picture))

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()

    def _decoded(self, frame: int) -> Decoded | None:
        stamp = int(self._index.stamps[frame])
        if not self._index.keyframe[frame] or not self._reader.seek(stamp):
            return None
        ahead = list(islice(self._reader.packets(), 2))
        if not ahead or not self._is(ahead[0], frame) or not self._reader.seek(stamp):
            return None
        until = ahead[1].pts if len(ahead) > 1 else None
        alone = list(self._reader.pictures(lambda packet: self._worth(packet, frame), until=until))
        if len(alone) != 1 or alone[0].stamp != stamp:
            return None
        return alone[0] if alone[0].keyframe and alone[0].sound else None

    def _worth(self, packet: PacketFact, frame: int) -> Worth:
        return Worth.EVERYTHING if self._is(packet, frame) else Worth.NOTHING

    def _is(self, packet: PacketFact, frame: int) -> bool:
        right = packet.keyframe and packet.pts == int(self._index.stamps[frame])
        return right and self._index.bears(frame, packet.position)
