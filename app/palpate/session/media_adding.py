"""Media into a project."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from palpate.base.errors import UsageError
from palpate.model.clip import Clip
from palpate.session import editions
from palpate.session.edits.contents import PutClips
from palpate.session.session import Session


def add_media(
    session: Session,
    paths: Sequence[Path],
    attributes: dict[str, str] | None = None,
    capture_fps: float | None = None,
) -> list[Clip]:
    """Add videos, images and folders as clips, all or none.

    Parameters
    ----------
    capture_fps
        Frames per second of the camera, where the file plays slower or faster than that.

    Raises
    ------
    MediaUnreadable, UsageError
    """
    if capture_fps is not None and not 0 < capture_fps < math.inf:
        raise UsageError("the capture rate must be a number above 0")
    clips: list[Clip] = []
    contents = session.contents
    for path in paths:
        clip = editions.new_clip(path, contents, session.project.path.parent, attributes or {})
        clip = replace(clip, capture_fps=capture_fps or clip.capture_fps)
        clips.append(clip)
        contents = replace(contents, clips=(*contents.clips, clip))
    noun = clips[0].name if len(clips) == 1 else f"{len(clips)} clips"
    session.do(PutClips(f"Add {noun}", tuple(clips)))
    return clips
