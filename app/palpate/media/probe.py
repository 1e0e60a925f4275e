"""What a medium is, in one look."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from palpate.base.errors import FrameUnavailable, MediaUnreadable
from palpate.base.progress import Progress
from palpate.media.colour.facts import ColourFacts
from palpate.media.images.photron import PhotronSource
from palpate.media.images.source import ImageSource
from palpate.media.open import open_medium
from palpate.media.video.capture_rate import guess_of
from palpate.media.video.source import VideoSource
from palpate.model.clip import ClipKind

_GROWING = "the file was still being written; only the frames that were there are listed, open it again later"


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
    capture_known, capture_guess
        Whether the file says how fast the camera ran, and else a sentence on what to make of it.
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
    interlaced
        Whether frames are woven of two fields taken at different times.
    colour
        How the first frame is to be read as colours; None for images.
    stream
        Which of the file's video streams this is.
    names, sizes
        For images: file name of each frame, and (width, height) of those that differ from `size`.
    remarks
        What a person should know of the medium, as sentences.
    """

    kind: ClipKind
    codec: str
    size: tuple[int, int]
    frames: int
    fps: float = 0.0
    capture_fps: float = 0.0
    capture_known: bool = False
    capture_guess: str = ""
    vfr: bool = False
    rotation: int = 0
    sar: tuple[int, int] = (1, 1)
    duration_s: float = 0.0
    pts: tuple[int, int] = (0, 0)
    pts_step: float = 0.0
    interlaced: bool = False
    colour: ColourFacts | None = None
    stream: int = 0
    names: tuple[str, ...] = ()
    sizes: tuple[tuple[int, tuple[int, int]], ...] = ()
    remarks: tuple[str, ...] = ()


def probe(path: Path, stream: int = 0, progress: Progress | None = None) -> MediumFacts:
    """Look at a video, an image or a folder of images.

    Raises
    ------
    FileUnreadable, MediaUnreadable
        If there is no such thing or nothing in it can be shown.
    """
    with closing(open_medium(path, stream=stream, progress=progress)) as source:
        return facts_of(source, stream)


def facts_of(source: VideoSource | ImageSource | PhotronSource, stream: int = 0) -> MediumFacts:
    """Return the facts of a medium that is open already.

    Parameters
    ----------
    stream
        Which of the file's video streams was opened.

    Raises
    ------
    MediaUnreadable
        If it is a set of images none of which can be read.
    """
    if isinstance(source, ImageSource):
        return _of_images(source)
    return _of_recording(source) if isinstance(source, PhotronSource) else _of_video(source, stream)


def _of_video(source: VideoSource, number: int) -> MediumFacts:
    index, stream = source.index, source.facts
    last = index.n_frames - 1
    aspect = stream.sample_aspect
    return MediumFacts(
        kind=ClipKind.VIDEO,
        codec=stream.codec,
        size=stream.size,
        frames=index.n_frames,
        fps=index.fps,
        capture_fps=stream.capture_fps or index.fps,
        capture_known=stream.capture_known,
        capture_guess=guess_of(index.fps, stream.capture_fps),
        vfr=index.vfr,
        rotation=stream.orientation.clockwise_degrees,
        sar=(aspect.numerator, aspect.denominator),
        duration_s=index.time_of(last) + (1 / index.fps if index.fps else 0.0),
        pts=(int(index.pts[0]), int(index.pts[last])),
        pts_step=float(index.time_base),
        interlaced=stream.interlaced,
        colour=stream.colour,
        stream=number,
        remarks=_remarks_on(source),
    )


def _remarks_on(source: VideoSource) -> tuple[str, ...]:
    survey, remarks = source.survey, []
    if survey.growing:
        remarks.append(_GROWING)
    if survey.lacking:
        remarks.append(f"the file ends early: {survey.lacking} of the frames that it promises are missing")
    return tuple(remarks)


def _of_recording(source: PhotronSource) -> MediumFacts:
    step = 1 / source.fps if source.fps else 0.0
    return MediumFacts(
        kind=ClipKind.VIDEO,
        codec=f"photron raw {source.depth} bit",
        size=source.header.size,
        frames=source.n_frames,
        fps=source.fps,
        capture_fps=source.fps,
        capture_known=source.fps > 0,
        duration_s=source.n_frames * step,
        pts=(0, source.n_frames - 1),
        pts_step=step,
        remarks=source.remarks(),
    )


def _of_images(source: ImageSource) -> MediumFacts:
    sizes: dict[int, tuple[int, int]] = {}
    for frame in range(source.n_frames):
        with suppress(FrameUnavailable):
            sizes[frame] = source.size_of(frame)
    if not sizes:
        raise MediaUnreadable("holds no image this program can read", path=source.path_of(0))
    size = next(iter(sizes.values()))
    return MediumFacts(
        kind=ClipKind.IMAGES,
        codec=",".join(source.kinds),
        size=size,
        frames=source.n_frames,
        pts=(0, source.n_frames - 1),
        names=source.names,
        sizes=tuple((frame, other) for frame, other in sizes.items() if other != size),
        remarks=source.remarks(),
    )
