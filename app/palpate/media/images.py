"""Single images and folders of images as frames."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from palpate.base.errors import FileUnreadable, FrameUnavailable, MediaUnreadable
from palpate.media.colour import luma_of
from palpate.media.image_header import ImageHeader, read_header
from palpate.media.opencv import decode_image
from palpate.model.arrays import Pixels
from palpate.model.frames import Stop

IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})
_HEAD_BYTES = 1 << 15


def natural_key(name: str) -> tuple[tuple[int, int | str], ...]:
    """Return a sort key that puts frame2 before frame10, whatever the case of letters."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts if part)


def images_in(folder: Path) -> list[Path]:
    """Return the image files directly inside a folder in natural order; hidden ones are left out.

    Raises
    ------
    FileUnreadable
        If the folder may not be read.
    MediaUnreadable
        If no image is in it.
    """
    try:
        inside = [entry for entry in folder.iterdir() if entry.suffix.lower() in IMAGE_SUFFIXES]
        found = [entry for entry in inside if entry.is_file() and not entry.name.startswith(".")]
    except OSError as error:
        raise FileUnreadable(
            f"cannot be read ({(error.strerror or str(error)).lower()})", path=folder
        ) from error
    if not found:
        raise MediaUnreadable("is a folder without images", path=folder)
    return sorted(found, key=lambda entry: (natural_key(entry.name), entry.name))


class ImageSource:
    """Image files as frames, in the order given; sizes may differ.

    Colours come out as 8 bit: of whole numbers the full range of their type is taken (16 bit: 0 to 65535),
    of fractions 0 to 1, or lowest to highest where they leave that range. Transparency is ignored.

    Raises
    ------
    MediaUnreadable
        If no path is given.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        if not paths:
            raise MediaUnreadable("no image was given")
        self._paths = [Path(path) for path in paths]
        self._sizes: dict[int, tuple[int, int]] = {}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of file among the images, by suffix, sorted."""
        return tuple(sorted({path.suffix.lower().removeprefix(".") for path in self._paths}))

    @property
    def names(self) -> tuple[str, ...]:
        """File name of each frame."""
        return tuple(path.name for path in self._paths)

    @property
    def n_frames(self) -> int:
        """Number of images."""
        return len(self._paths)

    def size_of(self, frame: int) -> tuple[int, int]:
        """Return width and height in px, display-oriented; reads the file's first bytes once.

        Raises
        ------
        FrameUnavailable
            If the file cannot be read or is no image.
        """
        if frame not in self._sizes:
            head = self._content(frame, _HEAD_BYTES)
            header = read_header(head, whole=False) or read_header(self._content(frame))
            if header is None:
                raise self._unavailable(frame, "is not an image this program can read")
            self._sizes[frame] = header.size
        return self._sizes[frame]

    def time_of(self, frame: int) -> float:
        """Return 0: images have no time."""
        self.path_of(frame)
        return 0.0

    def pts_of(self, frame: int) -> int:
        """Return the frame itself."""
        self.path_of(frame)
        return frame

    def bgra(self, frame: int, *, stop: Stop | None = None) -> Pixels:
        """Return ``(H, W, 4)`` uint8, display-oriented, contiguous; blue first, opaque.

        Raises
        ------
        FrameUnavailable
            If the file cannot be read, is no image, or is cut off.
        """
        content = self._content(frame)
        header = read_header(content)
        stored = decode_image(content) if header and not _cut_off(content, header) else None
        if header is None or stored is None:
            raise self._unavailable(frame, "is not an image this program can read, or is damaged")
        eight = _in_eight_bits(stored)
        pixels = np.full((*eight.shape[:2], 4), 255, np.uint8)
        pixels[..., :3] = eight
        return header.orientation.apply(pixels)

    def grey(self, frame: int) -> Pixels:
        """Return ``(H, W)`` uint8 luma, display-oriented; errors as `bgra`."""
        return luma_of(self.bgra(frame))

    def close(self) -> None:
        """Nothing is held open."""

    def path_of(self, frame: int) -> Path:
        """Return the file of a frame."""
        if not 0 <= frame < self.n_frames:
            raise FrameUnavailable(f"there is no such frame, the last is {self.n_frames - 1}", frame=frame)
        return self._paths[frame]

    def _content(self, frame: int, limit: int = -1) -> bytes:
        try:
            with self.path_of(frame).open("rb") as stream:
                return stream.read(limit)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise self._unavailable(frame, f"cannot be read ({reason})") from error

    def _unavailable(self, frame: int, sentence: str) -> FrameUnavailable:
        return FrameUnavailable(sentence, frame=frame, path=self._paths[frame])


def _cut_off(content: bytes, header: ImageHeader) -> bool:
    """Whether the end is missing; decoders fill the rest with grey and say nothing."""
    ends = {"jpeg": b"\xff\xd9", "png": b"IEND"}
    end = ends.get(header.kind)
    return end is not None and content.rfind(end) < header.picture_at


def _in_eight_bits(stored: NDArray[np.generic]) -> Pixels:
    if stored.dtype == np.uint8:
        return np.asarray(stored, np.uint8)
    values = np.nan_to_num(stored.astype(np.float64))
    if np.issubdtype(stored.dtype, np.integer):
        low, high = float(np.iinfo(stored.dtype.name).min), float(np.iinfo(stored.dtype.name).max)
    else:
        low, high = min(0.0, float(values.min())), max(1.0, float(values.max()))
    return np.asarray(np.rint((values - low) * (255 / (high - low))), np.uint8)
