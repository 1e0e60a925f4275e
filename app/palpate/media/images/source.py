"""Single images, folders of images and TIFF stacks as frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from palpate.base.errors import FileUnreadable, FrameUnavailable, MediaUnreadable
from palpate.media.images.deep_frames import DeepFrames, Still
from palpate.media.images.file import TIFF_SUFFIXES, ImageFacts, ImageFiles, Place, place_named
from palpate.media.images.numbering import gaps_told, missing_numbers, natural_key

IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp"}) | TIFF_SUFFIXES


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


class ImageSource(DeepFrames):
    """Image files as frames, in the order given; sizes may differ.

    Each page of a TIFF stack is a frame, and several stacks follow each other, since cameras break long
    recordings up. A file that is gone or damaged is a frame that is unavailable; the others keep their
    numbers. Colours come out as 8 bit, deeper ones through levels (see `DeepFrames`). Transparency is
    ignored: colours are shown as stored. A file is opened anew for each frame and may be replaced meanwhile,
    but not by a picture of another size.

    Parameters
    ----------
    paths
        The files. One that ends in ``.tif#7`` is page 7, from 0, of a stack.
    expand
        Whether a stack given as a file stands for all its pages, or for the first one only: as a project
        remembers frames by name, each name is one frame.

    Raises
    ------
    MediaUnreadable
        If no path is given.
    """

    def __init__(self, paths: Sequence[Path], *, expand: bool = True) -> None:
        super().__init__()
        if not paths:
            raise MediaUnreadable("no image was given")
        self._files = ImageFiles()
        self._facts: dict[int, ImageFacts] = {}
        named = [place_named(Path(path)) for path in paths]
        self._places = [
            place
            for name in named
            for place in (self._files.places(name.path) if expand and name.page is None else [name])
        ]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of file among the images, by suffix, sorted."""
        return tuple(sorted({place.path.suffix.lower().removeprefix(".") for place in self._places}))

    @property
    def names(self) -> tuple[str, ...]:
        """Name of each frame: of its file, with ``#`` and the page, from 0, where it is of a stack."""
        return tuple(place.name for place in self._places)

    @property
    def n_frames(self) -> int:
        """Number of images."""
        return len(self._places)

    @property
    def depth(self) -> int:
        """Bits per sample of the first image that can be read; 8 if none can."""
        for frame in range(self.n_frames):
            try:
                return self._facts_of(frame).bits
            except FrameUnavailable:
                continue
        return 8

    @property
    def missing(self) -> tuple[range, ...]:
        """Numbers left out of the sequence that the file names form; empty if they form none."""
        return missing_numbers([place.name for place in self._places if not place.page])

    def remarks(self) -> tuple[str, ...]:
        """Return what a person should know of these images, as sentences; may decode three of them."""
        said = [gaps_told(self.missing)]
        said += [f"{path.name}: the list of pages breaks off at damage" for path in self._files.broken_off]
        said.append(self.levels_told())
        return tuple(sentence for sentence in said if sentence)

    def size_of(self, frame: int) -> tuple[int, int]:
        """Return width and height in px, display-oriented; reads the file's first bytes once.

        Raises
        ------
        FrameUnavailable
            If the file cannot be read or is no image.
        """
        return self._facts_of(frame).size

    def time_of(self, frame: int) -> float:
        """Return 0: images have no time."""
        self.path_of(frame)
        return 0.0

    def pts_of(self, frame: int) -> int:
        """Return the frame itself."""
        self.path_of(frame)
        return frame

    def still(self, frame: int) -> Still:
        """Return a picture as stored, of whatever depth.

        Raises
        ------
        FrameUnavailable
            If the file cannot be read, is no image, is cut off, or has another size than before.
        """
        place = self._place(frame)
        try:
            still, facts = self._files.still(place)
        except (OSError, MediaUnreadable) as error:
            raise self._unavailable(frame, error) from error
        if self._facts.setdefault(frame, facts).size != facts.size:
            told = "was {} × {} px and is {} × {} px now".format(*self._facts[frame].size, *facts.size)
            raise FrameUnavailable(told, frame=frame, path=place.path)
        return still

    def close(self) -> None:
        """Nothing is held open."""

    def path_of(self, frame: int) -> Path:
        """Return the file of a frame."""
        return self._place(frame).path

    def _place(self, frame: int) -> Place:
        if not 0 <= frame < self.n_frames:
            raise FrameUnavailable(f"there is no such frame, the last is {self.n_frames - 1}", frame=frame)
        return self._places[frame]

    def _facts_of(self, frame: int) -> ImageFacts:
        place = self._place(frame)
        if frame not in self._facts:
            try:
                self._facts[frame] = self._files.facts(place)
            except (OSError, MediaUnreadable) as error:
                raise self._unavailable(frame, error) from error
        return self._facts[frame]

    def _unavailable(self, frame: int, error: OSError | MediaUnreadable) -> FrameUnavailable:
        if isinstance(error, MediaUnreadable):
            sentence = error.sentence
        else:
            sentence = f"cannot be read ({(error.strerror or str(error)).lower()})"
        return FrameUnavailable(sentence, frame=frame, path=self._places[frame].path)
