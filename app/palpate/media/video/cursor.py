"""Walking through a video's pictures, always knowing which frame each one is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from palpate.base.errors import Cancelled
from palpate.media.video.ffmpeg import Decoded, PacketFact, VideoReader, Worth
from palpate.media.video.index import FrameIndex
from palpate.model.frames import Stop

# what a seek costs beside the pictures on the way, in pictures: emptying and refilling the decoder
_SEEK_COST = 4


class _Misled(Exception):
    """A packet has another stamp than when frames were listed: a faulty container index, or another file."""


class Cursor:
    """A place in an open video that moves forward, or jumps to keyframes.

    After a jump, decoding begins with the first keyframe that the index knows too. Pictures shown before that
    one do not count: they may be built upon pictures from before the jump.

    Parameters
    ----------
    stepwise
        Decode packet by packet and walk on over damaged ones; see `VideoReader`.

    Attributes
    ----------
    stop
        Asked at every picture of a walk; if it says so, the walk ends with `Cancelled` and may be taken up
        again from there.
    """

    def __init__(self, path: Path, stream: int, index: FrameIndex, *, stepwise: bool = False) -> None:
        self._path, self._stream, self._index, self._stepwise = path, stream, index, stepwise
        self._reader = self._opened()
        self._pictures: Iterator[Decoded] = self._reader.pictures(self._worth_from_start)
        self._at: int | None = -1
        self._landed: int | None = -1
        self._entry: int | None = None
        self._failures = 0
        self._goal = 0
        self.stop: Stop | None = None

    @property
    def failures(self) -> int:
        """How many packets failed since the last jump."""
        return self._reader.failures

    @property
    def stepwise(self) -> bool:
        """Whether it walks on over damaged packets."""
        return self._stepwise

    @property
    def entry(self) -> int | None:
        """The keyframe that decoding began with after the last jump; None at the start of the file."""
        return self._entry

    @property
    def landed(self) -> bool:
        """Whether the decoder has shown that keyframe, and as one; True from the start of the file."""
        return self._landed is not None

    @property
    def failed_stamp(self) -> int | None:
        """Stamp of the first packet that failed since then, if it has one."""
        return self._reader.failed_stamp

    def reaches(self, frame: int, keyframe: int) -> bool:
        """Whether walking on to a frame is cheaper than jumping to the keyframe before it."""
        if self._landed is None or self._at is None or self._at >= frame:
            return False
        return keyframe <= self._at or frame - self._at <= frame - keyframe + 1 + _SEEK_COST

    def jump(self, keyframe: int, *, until: int | None = None) -> bool:
        """Go to a keyframe, or wherever the container puts it; False if it cannot seek.

        Parameters
        ----------
        until
            Stamp of a packet to stop before, so that pictures still held back by the decoder come out.
        """
        self._at = self._landed = self._entry = None
        self._failures = 0
        if self._reader.is_stained():
            self._renew()
        if not self._reader.seek(int(self._index.stamps[keyframe])):
            return False
        self._pictures = self._reader.pictures(self._worth_after_jump, until=until)
        return True

    def rewind(self, *, until: int | None = None) -> bool:
        """Go to the start of the file by opening it anew, which needs no seeking; True. `until` as in `jump`.

        Raises
        ------
        FileUnreadable, MediaUnreadable
            If the file has gone or changed; the place is as before then.
        """
        self._renew()
        self._pictures = self._reader.pictures(self._worth_from_start, until=until)
        self._at = self._landed = -1
        self._entry = None
        self._failures = 0
        return True

    def _renew(self) -> None:
        anew = self._opened()
        self._reader.close()
        self._reader = anew

    def walk_to(self, frame: int) -> Decoded | None:
        """Decode forward to a frame; None if it does not come out before a later one or the end.

        On the way, pictures that none is built upon are left out if every frame is known by its stamp alone.
        """
        self._goal = frame
        with suppress(_Misled):
            # directly over the kept iterator: one wrapped around it would close it on return, and the next
            # step forward would begin at the keyframe again
            for decoded in self._pictures:
                placed = self._place(decoded)
                if placed is not None and placed >= frame:
                    return decoded if placed == frame else None
                if self.stop is not None and self.stop():
                    raise Cancelled
        return None

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()

    def _opened(self) -> VideoReader:
        return VideoReader(self._path, self._stream, stepwise=self._stepwise, frame_of=self._frame_of)

    def _frame_of(self, stamp: int | None) -> int | None:
        return self._index.place_of(stamp, None)

    def _place_of(self, packet: PacketFact) -> int | None:
        """Return which frame a packet is; one that is not to be shown may bear the stamp of another."""
        return None if packet.discard else self._index.place_of(packet.pts, None)

    def _worth_from_start(self, packet: PacketFact) -> Worth:
        place = self._place_of(packet)
        if place is not None and not self._index.bears(place, packet.position):
            raise _Misled
        on_the_way = self._index.all_unlike and place is not None and place < self._goal
        return Worth.IF_BUILT_UPON if on_the_way else Worth.EVERYTHING

    def _worth_after_jump(self, packet: PacketFact) -> Worth:
        worth = self._worth_from_start(packet)
        place = self._place_of(packet)
        if self._entry is None and place is not None and packet.keyframe and self._index.keyframe[place]:
            self._entry = place
        return worth if self._entry is not None else Worth.NOTHING

    def _place(self, decoded: Decoded) -> int | None:
        if self._reader.failures != self._failures:  # pictures may be missing: neighbours prove nothing now
            self._failures = self._reader.failures
            self._at = None
        self._at = self._index.place_of(decoded.stamp, self._at)
        if self._landed is None and self._at == self._entry and decoded.keyframe:
            self._landed = self._at
        if self._at is None or self._landed is None or self._at < self._landed:
            return None
        return self._at
