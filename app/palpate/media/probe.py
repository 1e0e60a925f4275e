"""What a medium is, in one look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from palpate.base.progress import Progress
from palpate.media.survey import Survey, survey
from palpate.model.clip import ClipKind


@dataclass(frozen=True, slots=True)
class MediumFacts:
    """What a project, a command or a person wants to know of a video, an image or a folder of images.

    Attributes
    ----------
    codec
        FFmpeg's name of the codec; for images the kinds of file, joined by a comma.
    size
        Width and height in px, display-oriented; of the first image where sizes differ.
    frames
        Number of presentable frames, counted, never taken from the header.
    fps, capture_fps
        Frames per second of the file and of the camera (the same unless the file says otherwise); 0 for
        images.
    vfr
        Whether frame times are uneven.
    rotation
        Degrees clockwise that the stored picture was turned for display: 0, 90, 180 or 270.
    sar
        Width to height of a displayed pixel, as two whole numbers. Pixels are not resampled for it.
    duration_s
        Seconds from the first frame to the end of the last.
    pts
        First and last presentation time stamp, in units of `pts_step` seconds; frame numbers for images.
    names, sizes
        For images: file name of each frame, and (width, height) of those that differ from `size`.
    """

    kind: ClipKind
    codec: str
    size: tuple[int, int]
    frames: int
    fps: float = 0.0
    capture_fps: float = 0.0
    vfr: bool = False
    rotation: int = 0
    sar: tuple[int, int] = (1, 1)
    duration_s: float = 0.0
    pts: tuple[int, int] = (0, 0)
    pts_step: float = 0.0
    names: tuple[str, ...] = ()
    sizes: tuple[tuple[int, tuple[int, int]], ...] = ()


def probe(path: Path, stream: int = 0, progress: Progress | None = None) -> MediumFacts:
    """Look at a video.

    Raises
    ------
    FileUnreadable, MediaUnreadable
        If there is no such file or nothing in it can be decoded.
    """
    return facts_of_video(survey(Path(path), stream, progress))


def facts_of_video(found: Survey) -> MediumFacts:
    """Return the facts of a video that was surveyed already."""
    index, stream = found.index, found.facts
    last = index.n_frames - 1
    aspect = stream.sample_aspect
    return MediumFacts(
        kind=ClipKind.VIDEO,
        codec=stream.codec,
        size=stream.size,
        frames=index.n_frames,
        fps=index.fps,
        capture_fps=stream.capture_fps or index.fps,
        vfr=index.vfr,
        rotation=stream.orientation.clockwise_degrees,
        sar=(aspect.numerator, aspect.denominator),
        duration_s=index.time_of(last) + (1 / index.fps if index.fps else 0.0),
        pts=(int(index.pts[0]), int(index.pts[last])),
        pts_step=float(index.time_base),
    )
