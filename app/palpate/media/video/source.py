"""Exact frames of a video by index."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from palpate.base.errors import FileUnreadable, FrameUnavailable, MediaUnreadable
from palpate.base.progress import Progress
from palpate.media.colour.converter import Converter
from palpate.media.glimpse import Glimpse, Glimpser
from palpate.media.video.cursor import Cursor
from palpate.media.video.ffmpeg import Decoded
from palpate.media.video.file_watch import FileWatch
from palpate.media.video.index import FrameIndex
from palpate.media.video.survey import StreamFacts, Survey, survey
from palpate.model.arrays import Pixels
from palpate.model.frames import Stop
from palpate.model.picture import Sight

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

# jumps to a keyframe and to the three before it are tried
_FROM_THE_START = 4
# how many pictures a decoder holds back at most to put them in order
_HELD_BACK = 16


class _Go(Protocol):
    """Goes to where decoding can begin; False if it cannot."""

    def __call__(self, *, until: int | None = None) -> bool: ...


class VideoSource:
    """Exact frames of one video stream; a frame is proven by its stamp before it is given.

    Meant for one worker at a time: calls from several threads are let in one after the other, but they would
    tear the place in the file to and fro. Give each worker a source of its own that shares the survey.

    Parameters
    ----------
    path
        The file.
    stream
        Which of its video streams.
    known
        The survey of the same stream, if it was made before.
    progress
        Told of the listing of frames where that needs a decoding pass.
    watch
        What the file was when its frames were listed, if that was before.

    Raises
    ------
    FileUnreadable, MediaUnreadable
        If there is no such file or nothing in it can be decoded.
    """

    def __init__(
        self,
        path: Path,
        stream: int = 0,
        *,
        known: Survey | None = None,
        progress: Progress | None = None,
        watch: FileWatch | None = None,
    ) -> None:
        self._path, self._stream = Path(path), stream
        self._watch = watch or FileWatch(self._path)
        self._survey = known or survey(self._path, stream, progress)
        self._cursor = Cursor(self._path, stream, self._survey.index)
        self._careful: Cursor | None = None
        self._spoilt: set[int] = set()
        self._stepwise_only: set[int] = set()  # keyframes after which parallel decoding failed
        self._run_up: dict[int, int] = {}  # how many keyframes further back to begin
        self._converter = Converter(
            transfer=self.facts.colour.transfer, primaries=self.facts.colour.primaries
        )
        self._glimpser = Glimpser(self._converter, self.facts.orientation)
        self._turn = threading.Lock()
        self._closed = False

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def survey(self) -> Survey:
        """Frame list and facts, for another source of the same stream."""
        return self._survey

    @property
    def index(self) -> FrameIndex:
        """The frame list."""
        return self._survey.index

    @property
    def facts(self) -> StreamFacts:
        """What the stream is."""
        return self._survey.facts

    @property
    def n_frames(self) -> int:
        """Number of presentable frames."""
        return self.index.n_frames

    def size_of(self, frame: int) -> tuple[int, int]:
        """Return width and height in px, display-oriented; the same for all frames."""
        self._check(frame)
        return self.facts.size

    def time_of(self, frame: int) -> float:
        """Return the presentation time in seconds, measured from the first frame."""
        self._check(frame)
        return self.index.time_of(frame)

    def pts_of(self, frame: int) -> int:
        """Return the presentation time stamp in units of the index's time base."""
        self._check(frame)
        return int(self.index.pts[frame])

    def run_start(self, frame: int) -> int:
        """Return the frame that decoding begins with to come to this one."""
        return max(self.index.keyframe_before(frame), 0)

    def twin(self) -> VideoSource:
        """Return another place in the same stream, which shares the survey."""
        return VideoSource(self._path, self._stream, known=self._survey, watch=self._watch)

    def bgra(self, frame: int, *, stop: Stop | None = None) -> Pixels:
        """Return ``(H, W, 4)`` uint8, display-oriented, contiguous; blue first, opaque.

        Raises
        ------
        FrameUnavailable
            If there is no such frame, its content is damaged, or the file has changed.
        Cancelled
            If ``stop``, asked at every picture on the way, said so; the way so far is not lost.
        """
        with self._turn:
            self._cursor.stop = stop
            return self.facts.orientation.apply(self._converter.bgra(self._decoded(frame).picture))

    def glimpse(self, frame: int, sight: Sight, *, stop: Stop | None = None) -> Glimpse:
        """Return a frame for looking only, as large as the sight needs; errors and `stop` as `bgra`."""
        with self._turn:
            self._cursor.stop = stop
            picture = self._decoded(frame).picture
            part = self._glimpser.part(picture, sight)
        held = sum(plane.buffer_size for plane in picture.planes)
        return Glimpse(
            part, self.facts.size, self._glimpser.luma(picture), partial(self._developed, picture), held
        )

    def grey(self, frame: int) -> Pixels:
        """Return ``(H, W)`` uint8 luma, display-oriented, contiguous; errors as `bgra`."""
        with self._turn:
            self._cursor.stop = None
            return self.facts.orientation.apply(self._converter.grey(self._decoded(frame).picture))

    def close(self) -> None:
        """Let go of the file; frames cannot be had afterwards."""
        with self._turn:
            self._closed = True
            self._cursor.close()
            if self._careful is not None:
                self._careful.close()

    def _developed(self, picture: VideoFrame) -> Pixels:
        with self._turn:
            return self.facts.orientation.apply(self._converter.bgra(picture))

    def _check(self, frame: int) -> None:
        if not 0 <= frame < self.n_frames:
            raise FrameUnavailable(
                f"there is no such frame, the last is {self.n_frames - 1}", frame=frame, path=self._path
            )

    def _decoded(self, frame: int) -> Decoded:
        self._check(frame)
        if self._closed:
            raise FrameUnavailable("the video was closed", frame=frame, path=self._path)
        try:
            found = self._found(frame) if frame not in self._spoilt else None
        except (FileUnreadable, MediaUnreadable) as error:
            raise FrameUnavailable(error.sentence, frame=frame, path=self._path) from error
        if not self._watch.is_same():  # asked after decoding: what was read before is known to be sound then
            raise FrameUnavailable(_ANOTHER, frame=frame, path=self._path)
        if found is None:
            self._spoilt.add(frame)
            raise FrameUnavailable(_EXCUSE, frame=frame, path=self._path)
        if (found.picture.width, found.picture.height) != self.facts.stored_size:
            raise FrameUnavailable(
                "the picture has another size than the rest of the video", frame=frame, path=self._path
            )
        return found

    def _found(self, frame: int) -> Decoded | None:
        """Find a frame in parallel, or stepwise where that fails.

        It fails at damage, but also after jumps into H.264 streams of open groups of pictures, which may tell
        the decoder to drop pictures from before the jump that it has never seen.
        """
        keyframe = self.index.keyframe_before(frame)
        if keyframe not in self._stepwise_only:
            found = self._found_by(self._cursor, frame, keyframe)
            if found is not None or not self._cursor.failures:
                return found
            self._stepwise_only.add(keyframe)
        if self._careful is None:
            self._careful = Cursor(self._path, self._stream, self.index, stepwise=True)
        self._careful.stop = self._cursor.stop
        return self._found_by(self._careful, frame, keyframe)

    def _found_by(self, cursor: Cursor, frame: int, keyframe: int) -> Decoded | None:
        """Try the ways to a frame, cheapest first: walk on, jump, jump further back, start anew."""
        if cursor.reaches(frame, keyframe) and (found := cursor.walk_to(frame)) is not None and found.sound:
            return found
        for back, go in self._ways(cursor, keyframe):
            if not go():
                continue
            found = cursor.walk_to(frame)
            from_start = back == _FROM_THE_START
            if found is not None and found.clean and (found.whole or from_start):
                self._run_up[keyframe] = back
                return found
            if not cursor.failures:
                continue
            final = self._is_final(cursor, keyframe)
            if cursor.stepwise and (found := self._held_back(cursor, frame, go)) is not None:
                return found
            if final:
                return None
        return None

    def _ways(self, cursor: Cursor, keyframe: int) -> Iterator[tuple[int, _Go]]:
        """Give ways to go where decoding can begin, from the one that was found to do up to a fresh start.

        Each comes with how many keyframes it begins before the nearest one.
        """
        start = keyframe
        for back in range(_FROM_THE_START):
            if start >= 0 and back >= self._run_up.get(keyframe, 0):
                yield back, partial(cursor.jump, start)
            start = self.index.keyframe_before(start - 1) if start > 0 else -1
        yield _FROM_THE_START, cursor.rewind

    def _held_back(self, cursor: Cursor, frame: int, go: _Go) -> Decoded | None:
        """Find a frame sent to the decoder before damage: a packet that fails takes those held back along."""
        stamp = cursor.failed_stamp
        damage = self.index.place_of(stamp, None)
        if damage is None or frame > damage + _HELD_BACK or not go(until=stamp):
            return None
        found = cursor.walk_to(frame)
        return found if found is not None and found.sound else None

    def _is_final(self, cursor: Cursor, keyframe: int) -> bool:
        """Whether a failure after a jump would come again from further back.

        It would if there was a run-up from a true keyframe. In parallel it is final if the jump led to where
        it should: a run-up brings failures of its own, which only stepwise decoding walks over.
        """
        if cursor.entry is None or cursor.entry > keyframe:
            return False
        return not cursor.stepwise or (cursor.landed and cursor.entry < keyframe)


_ANOTHER = "the file was replaced or overwritten since its frames were listed; open it again"
_EXCUSE = "cannot be decoded exactly: the video is damaged here, or the file has changed since it was listed"
