"""One video or image set, as a project knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ClipKind(StrEnum):
    """What the frames come from."""

    VIDEO = "video"
    IMAGES = "images"


@dataclass(frozen=True, slots=True)
class Clip:
    """A medium that labels refer to.

    Attributes
    ----------
    id
        Globally unique, so that work from several machines can be merged.
    name
        What people call it; unique in a project.
    media_path
        Where the medium was last seen, relative to the project where possible; empty if unknown.
    fingerprint
        Content hash that finds the medium again after a move or rename; empty if unknown.
    size
        Width and height in px of the display-oriented full-resolution frame; (0, 0) if unknown.
    n_frames
        Number of presentable frames.
    stream
        Which of the file's video streams, from 0.
    fps, capture_fps
        Frames per second of the file and of the camera; 0 where there is none (images) or unknown.
    capture_known
        Whether the camera or a person said how fast the sensor ran; else `capture_fps` is the file's rate.
    pts_step
        Seconds per unit of presentation time.
    sample_aspect
        Width to height of a displayed pixel; for viewing and measures; coordinates stay on stored px.
    interlaced
        Whether frames are woven of two fields taken at different times.
    frame_names, frame_sizes
        For image sets: the file of each frame and its (width, height) where they differ from `size`.
    attributes
        subject, action, view, lighting, shutter … and any other key.
    """

    id: str
    name: str
    kind: ClipKind
    media_path: str = ""
    fingerprint: str = ""
    size: tuple[int, int] = (0, 0)
    n_frames: int = 0
    stream: int = 0
    fps: float = 0.0
    capture_fps: float = 0.0
    capture_known: bool = False
    vfr: bool = False
    pts_step: float = 0.0
    sample_aspect: tuple[int, int] = (1, 1)
    interlaced: bool = False
    frame_names: tuple[str, ...] = ()
    frame_sizes: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)

    def size_of(self, frame: int) -> tuple[int, int]:
        """Return the width and height of one frame in px."""
        return self.frame_sizes.get(frame, self.size)
