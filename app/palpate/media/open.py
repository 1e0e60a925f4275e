"""Opening whatever holds frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from palpate.base.errors import FileUnreadable, MediaUnreadable
from palpate.base.progress import Progress
from palpate.media.images.photron import PHOTRON_SUFFIXES, PhotronSource
from palpate.media.images.source import IMAGE_SUFFIXES, ImageSource, images_in
from palpate.media.not_read import way_round
from palpate.media.video.index_store import survey_of
from palpate.media.video.source import VideoSource


def open_medium(
    path: Path,
    *,
    names: Sequence[str] = (),
    stream: int = 0,
    progress: Progress | None = None,
) -> VideoSource | ImageSource | PhotronSource:
    """Open a video, a raw recording, an image, a TIFF stack or a folder of images.

    Parameters
    ----------
    path
        The file or folder.
    names
        For a folder: these files in this order instead of all its images, as a project remembers them. One
        that is gone is a frame that is unavailable; the others keep their numbers.
    stream
        Which video stream of a file.
    progress
        Told of the listing of frames, which is done once for each content and kept.

    Raises
    ------
    FileUnreadable
        If the path is missing or may not be read.
    MediaUnreadable
        If nothing in it can be shown.
    Cancelled
        If stopping was asked for while frames were listed.
    """
    path = Path(path)
    if not path.exists():
        raise FileUnreadable("does not exist", path=path)
    if path.is_dir():
        named = [path / name for name in names]
        return ImageSource(named, expand=False) if named else ImageSource(images_in(path))
    if path.suffix.lower() in IMAGE_SUFFIXES:
        return ImageSource([path])
    if path.suffix.lower() in PHOTRON_SUFFIXES:
        return PhotronSource(path)
    if advice := way_round(path):
        raise MediaUnreadable(advice, path=path)
    return VideoSource(path, stream, known=survey_of(path, stream, progress))
