"""When a frame was captured.

A slow-motion file plays slower than it was captured: its times shrink by ``fps / capture_fps``. Images have
the times of their camera, if that is known.
"""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Floats
from palpate.model.clip import Clip, ClipKind
from palpate.session.session import Session


def capture_time(session: Session, clip: Clip, frame: int) -> float | None:
    """Return seconds of capture time since the first frame; None where nobody can know.

    Presentation times are taken from the medium where it is open.
    """
    if clip.pts_step:
        first, pts = (session.media.pts_if_open(clip, f) for f in (0, frame))
        if first is not None and pts is not None:
            return (pts - first) * clip.pts_step * _slowed(clip)
    rate = _even_rate(clip)
    return frame / rate if rate else None


def capture_times(session: Session, clip: Clip) -> Floats | None:
    """Return ``(T,)`` s of capture time of all frames since the first; None where nobody can know.

    Presentation times are asked for where the frame rate varies; there the medium must be open.
    """
    rate = _even_rate(clip)
    if rate:
        return np.arange(clip.n_frames) / rate
    stamps = [session.media.pts_if_open(clip, frame) for frame in range(clip.n_frames)]
    if not clip.pts_step or any(stamp is None for stamp in stamps):
        return None
    ticks = np.array(stamps, dtype=np.float64)
    return np.asarray((ticks - ticks[:1]) * clip.pts_step * _slowed(clip))


def _slowed(clip: Clip) -> float:
    return clip.fps / clip.capture_fps if clip.fps and clip.capture_fps else 1.0


def _even_rate(clip: Clip) -> float:
    """Return frames per second of capture time; 0 where it varies or nobody knows it."""
    if clip.kind is ClipKind.IMAGES and not clip.fps:
        return clip.capture_fps
    return 0.0 if clip.vfr or not clip.fps else clip.capture_fps or clip.fps
