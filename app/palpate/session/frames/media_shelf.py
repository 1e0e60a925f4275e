"""The media of a project: found, opened once, closed together."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from pathlib import Path

from palpate.base.errors import MediaUnreadable, PalpateError
from palpate.media.fetching import Delivery
from palpate.media.medium import Medium
from palpate.media.memory import usual_cache_bytes
from palpate.model.clip import Clip
from palpate.model.frames import FrameSource
from palpate.session.frames.clip_levels import ClipLevels
from palpate.session.frames.clip_marks import ClipMarks
from palpate.session.frames.reel import Reel

_LOOK_AT_MOST = 2000


class MediaShelf:
    """Opens the medium of a clip when it is first needed.

    Attributes
    ----------
    cache_bytes
        How much memory the frames of a reel may take, from the next reel on.
    levels
        Which stored values of deep images are shown black and white.
    marks
        Cuts and repeated frames, found wherever frames are decoded.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.cache_bytes = usual_cache_bytes()
        self.levels = ClipLevels()
        self.marks = ClipMarks()
        self._recognised: dict[str, tuple[int, int, int]] = {}  # as it was when it was last recognised
        self._sources: dict[str, FrameSource] = {}
        self._begun: Reel | None = None
        self._stamped: dict[str, FrameSource] = {}  # only asked for time stamps, which outlive closing

    def source(self, clip: Clip) -> FrameSource:
        """Return the clip's frames, opened on first use; one source serves one thread at a time.

        Raises
        ------
        MediaUnreadable
            If it is not where it was, nor beside the project under another name.
        """
        if clip.id not in self._sources:
            self._sources[clip.id] = self.open_own(clip)
        return self._sources[clip.id]

    def open_own(self, clip: Clip) -> Medium:
        """Open the medium once more, for a worker thread; the caller closes it."""
        from palpate.media.open import open_medium  # loads the decoder, which most commands never need

        source = open_medium(self.path_of(clip), names=clip.frame_names, stream=clip.stream)
        self.levels.put_on(source, clip.id)
        self._stamped[clip.id] = source
        return source

    def reel(self, clip: Clip, deliver: Delivery) -> Reel:
        """Return a reel of the clip; the caller closes it.

        Raises
        ------
        MediaUnreadable
            If the medium is not to be found. What else is wrong is delivered for the frame wished for.
        """
        begun, self._begun = self._begun, None
        if begun is not None:
            if begun.clip == clip:
                begun.hand_over(deliver)
                return begun
            begun.close()
        return self._new_reel(clip, deliver)

    def begin(self, clip: Clip, frame: int) -> None:
        """Begin to fetch a frame before there is anything to show it; `reel` gives what was begun.

        What is wrong with the medium is told there.
        """
        with suppress(MediaUnreadable):
            self._begun = self._new_reel(clip, None)
            self._begun.begin(frame)

    def _new_reel(self, clip: Clip, deliver: Delivery | None) -> Reel:
        return Reel(
            clip,
            self.path_of(clip),
            lambda: self.open_own(clip),
            deliver,
            marks=self.marks,
            limit_bytes=self.cache_bytes,
        )

    def path_of(self, clip: Clip) -> Path:
        """Return where the medium is now: a moved or renamed file is known by its content."""
        if not clip.media_path:
            raise MediaUnreadable("no medium is known for this clip; add it to the project", path=clip.name)
        noted = Path(clip.media_path)
        path = noted if noted.is_absolute() else self._folder / noted
        if path.exists() and self._is_still(path, clip):
            return path
        beside = self._folder / noted.name
        places = [beside, *self._nearby(noted.suffix)] if clip.fingerprint else [beside]
        for place in places:
            if _is_the_medium(place, clip.fingerprint):
                return place
        if path.exists():
            raise MediaUnreadable(
                "is another file than the one that was added; put that back, or add this one as a clip",
                path=path,
            )
        raise MediaUnreadable("the medium is not where it was; put it beside the project", path=path)

    def _is_still(self, path: Path, clip: Clip) -> bool:
        """Whether the file in a clip's place is the one that was added; of a folder the names are enough."""
        if not clip.fingerprint or not path.is_file():
            return True
        found = path.stat()
        state = (found.st_size, found.st_mtime_ns, found.st_ino)
        if self._recognised.get(clip.id) != state:
            if not _is_the_medium(path, clip.fingerprint):
                return False
            self._recognised[clip.id] = state
        return True

    def pts_if_open(self, clip: Clip, frame: int) -> int | None:
        """Return the time stamp of a frame if its medium was opened; labels keep it with the index."""
        source = self._stamped.get(clip.id)
        return source.pts_of(frame) if source is not None and 0 <= frame < source.n_frames else None

    def close(self) -> None:
        """Let go of all files, and keep the marks."""
        if self._begun is not None:
            self._begun.close()
            self._begun = None
        self.marks.save()
        for source in self._sources.values():
            source.close()
        self._sources.clear()
        self._stamped.clear()

    def _nearby(self, suffix: str) -> list[Path]:
        """Return what ends like this below the project's folder; folders only for no ending."""
        found = (path for path in self._folder.rglob(f"*{suffix}") if suffix or path.is_dir())
        return list(islice(found, _LOOK_AT_MOST))


def _is_the_medium(place: Path, known: str) -> bool:
    """Tell whether this place holds what is known by its fingerprint, or anything where none is known."""
    if not place.exists() or not known:
        return place.exists()
    from palpate.media.fingerprint import fingerprint  # loads the decoder

    try:
        return fingerprint(place) == known
    except PalpateError:  # not to be read, or a folder without images: not this one
        return False
