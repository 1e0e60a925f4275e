"""Raw recordings of Photron's high-speed cameras as frames.

The layout is that of the package pyMRAW (MIT) and of the samples it comes with. The package itself asks for
a compiler at run time (numba), 200 MB, and reads a 12-bit recording as a whole.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from palpate.base.errors import FileUnreadable, FrameUnavailable, MediaUnreadable
from palpate.media.images.deep_frames import DeepFrames, Still
from palpate.media.images.photron_header import HEADER_SUFFIXES, PhotronHeader, read_photron_header

PICTURES_SUFFIX = ".mraw"
PHOTRON_SUFFIXES = frozenset({PICTURES_SUFFIX, *HEADER_SUFFIXES})


class PhotronSource(DeepFrames):
    """Frames of a raw recording: a `.mraw` file and the header beside it, given by either.

    Raises
    ------
    FileUnreadable
        If one of the two is missing or may not be read.
    MediaUnreadable
        If the header is faulty, the pictures are of a kind that is not read, or there is none.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        path = Path(path)
        pictures = path.suffix.lower() == PICTURES_SUFFIX
        self._path = path if pictures else _beside(path, (PICTURES_SUFFIX,))
        self._header = read_photron_header(_beside(path, HEADER_SUFFIXES) if pictures else path)
        try:
            held = self._path.stat().st_size // self._header.frame_bytes
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise FileUnreadable(f"cannot be read ({reason})", path=self._path) from error
        self._n_frames = min(held, self._header.n_frames)
        if not self._n_frames:
            raise MediaUnreadable("holds no whole picture", path=self._path)

    @property
    def path(self) -> Path:
        """The file with the pictures."""
        return self._path

    @property
    def header(self) -> PhotronHeader:
        """What the camera wrote beside it."""
        return self._header

    @property
    def n_frames(self) -> int:
        """Number of frames that are in the file whole."""
        return self._n_frames

    @property
    def fps(self) -> float:
        """Frames per second of the camera, between frames that were saved; 0 if not told."""
        return self._header.fps

    @property
    def depth(self) -> int:
        """Bits per pixel."""
        return self._header.bits

    def remarks(self) -> tuple[str, ...]:
        """Return what a person should know of this recording, as sentences; may decode three frames."""
        said = []
        if self._n_frames < self._header.n_frames:
            said.append(
                f"the header speaks of {self._header.n_frames} frames, the file holds {self._n_frames}"
            )
        if self._header.thinned > 1:
            said.append(f"one of {self._header.thinned} frames was saved; {self.fps:g} per second remain")
        said.append(self.levels_told())
        return tuple(sentence for sentence in said if sentence)

    def size_of(self, frame: int) -> tuple[int, int]:
        """Return width and height in px."""
        self._check(frame)
        return self._header.size

    def time_of(self, frame: int) -> float:
        """Return the time in seconds since the first frame; 0 where the header tells no rate."""
        self._check(frame)
        return frame / self.fps if self.fps else 0.0

    def pts_of(self, frame: int) -> int:
        """Return the frame itself."""
        self._check(frame)
        return frame

    def still(self, frame: int) -> Still:
        """Return a picture as stored.

        Raises
        ------
        FrameUnavailable
            If there is no such frame, or the file does not hold it any more.
        """
        self._check(frame)
        length = self._header.frame_bytes
        try:
            with self._path.open("rb") as stream:
                stream.seek(frame * length)
                content = stream.read(length)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise FrameUnavailable(f"cannot be read ({reason})", frame=frame, path=self._path) from error
        if len(content) < length:
            raise FrameUnavailable("is not in the file any more", frame=frame, path=self._path)
        width, height = self._header.size
        return Still(_values(content, self._header.bits).reshape(height, width))

    def close(self) -> None:
        """Nothing is held open."""

    def _check(self, frame: int) -> None:
        if not 0 <= frame < self._n_frames:
            raise FrameUnavailable(
                f"there is no such frame, the last is {self._n_frames - 1}", frame=frame, path=self._path
            )


def _beside(path: Path, suffixes: tuple[str, ...]) -> Path:
    """Return the file of the same name with one of these endings, in whatever case."""
    for suffix in suffixes:
        for ending in (suffix, suffix.upper()):
            if path.with_suffix(ending).is_file():
                return path.with_suffix(ending)
    expected = path.with_suffix(suffixes[0]).name
    raise FileUnreadable(f"{expected} belongs to it and is not beside it", path=path)


def _values(content: bytes, bits: int) -> NDArray[np.generic]:
    if bits == 12:
        first, middle, last = np.frombuffer(content, np.uint8).reshape(-1, 3).astype(np.uint16).T
        return np.stack([first << 4 | middle >> 4, (middle & 15) << 8 | last], axis=-1)
    return np.frombuffer(content, np.uint8 if bits == 8 else "<u2")
