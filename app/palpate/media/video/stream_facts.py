"""What a video stream is, as its container and its first picture tell."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from palpate.media.colour.facts import ColourFacts, colour_of
from palpate.media.orientation import Orientation
from palpate.media.video.capture_rate import camera_rate
from palpate.media.video.ffmpeg import Decoded, VideoReader, orientation_of


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """What a video stream is.

    Attributes
    ----------
    size
        Width and height in px, display-oriented.
    stored_size
        Width and height in px as stored, before turning.
    orientation
        How stored pictures are turned for display.
    sample_aspect
        Width of a displayed pixel divided by its height; pixels are never resampled for it.
    capture_fps
        What the camera says its sensor ran at; 0 if it says nothing.
    colour
        How the first picture is to be read as colours; the others are read by what they say themselves.
    interlaced
        Whether pictures are woven of two fields taken at different times: the first one, or the stream as a
        whole, says so.
    """

    codec: str
    size: tuple[int, int]
    stored_size: tuple[int, int]
    orientation: Orientation
    sample_aspect: Fraction
    capture_fps: float
    colour: ColourFacts
    interlaced: bool

    @property
    def capture_known(self) -> bool:
        """Whether the camera says how fast its sensor ran."""
        return self.capture_fps > 0


def stream_facts(path: Path, reader: VideoReader, first: Decoded) -> StreamFacts:
    """Return the facts of an open stream whose first picture was decoded."""
    picture = first.picture
    orientation = orientation_of(picture)
    stored = (picture.width, picture.height)
    aspect = reader.sample_aspect
    transfer, primaries = reader.told_colours
    colour = colour_of(picture, transfer=transfer, primaries=primaries)
    return StreamFacts(
        codec=reader.codec,
        size=orientation.size(*stored),
        stored_size=stored,
        orientation=orientation,
        sample_aspect=1 / aspect if orientation.transpose else aspect,
        capture_fps=camera_rate(path, reader.tags),
        colour=colour,
        interlaced=colour.interlaced or reader.woven,
    )
