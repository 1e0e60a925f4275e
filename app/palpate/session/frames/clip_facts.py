"""What is known of a clip, in words."""

from __future__ import annotations

from palpate.media.images.numbering import gaps_told, missing_numbers
from palpate.model.clip import Clip, ClipKind


def size_words(clip: Clip) -> str:
    """Return width and height, and how many frames are of another size."""
    said = f"{clip.size[0]} × {clip.size[1]} px"
    return f"{said}, {len(clip.frame_sizes)} frames differ" if clip.frame_sizes else said


def rate_words(clip: Clip) -> str:
    """Return the rate of the file; empty for images."""
    if not clip.fps:
        return ""
    return f"{clip.fps:.6g} fps, varying" if clip.vfr else f"{clip.fps:.6g} fps"


def duration_words(clip: Clip) -> str:
    """Return seconds as played and as recorded, where they differ; empty for images."""
    if not clip.fps:
        return ""
    played = clip.n_frames / clip.fps
    if not clip.capture_fps or clip.capture_fps == clip.fps:
        return f"{played:.3f} s"
    return f"{played:.3f} s as played, {clip.n_frames / clip.capture_fps:.3f} s as recorded"


def gap_words(clip: Clip) -> str:
    """Return which numbers the file names of an image sequence leave out; empty if none."""
    if clip.kind is not ClipKind.IMAGES:
        return ""
    return gaps_told(missing_numbers([name for name in clip.frame_names if "#" not in name]))


def summary_words(clip: Clip) -> str:
    """Return frames, size and rate in a line for lists."""
    frames = "1 frame" if clip.n_frames == 1 else f"{clip.n_frames} frames"
    parts = [frames, f"{clip.size[0]} × {clip.size[1]}"]
    if clip.fps and clip.capture_fps and clip.capture_fps != clip.fps:
        parts.append(f"{clip.capture_fps:.6g} fps, plays at {clip.fps:.6g}")
    elif clip.fps:
        parts.append(f"{clip.fps:.6g} fps")
    return " · ".join(parts)
