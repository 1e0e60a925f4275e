"""When a frame was captured."""

from __future__ import annotations

from palpate.model.clip import Clip, ClipKind
from palpate.session.session import Session


def capture_time(session: Session, clip: Clip, frame: int) -> float | None:
    """Return seconds of capture time since the first frame; None where nobody can know.

    Presentation times are taken from the medium where it is open. A slow-motion file plays slower than it
    was captured: its times shrink by ``fps / capture_fps``. Images have the times of their camera, if that is
    known.
    """
    slowed = clip.fps / clip.capture_fps if clip.fps and clip.capture_fps else 1.0
    if clip.pts_step:
        first, pts = (session.media.pts_if_open(clip, f) for f in (0, frame))
        if first is not None and pts is not None:
            return (pts - first) * clip.pts_step * slowed
    if clip.kind is ClipKind.IMAGES and not clip.fps and clip.capture_fps:
        return frame / clip.capture_fps
    if clip.vfr or not clip.fps:
        return None
    return frame / clip.fps * slowed
