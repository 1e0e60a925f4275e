"""Projects made for measuring: one clip, one instance, so many labelled frames."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from palpate.bench.bodies import FRAME, SKELETON, Bodies, moving, track_of
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.session import editions
from palpate.session.edits.contents import PutClips
from palpate.session.edits.labels import AddLabels
from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session

EMPTY_FRAMES = 100
"""Frames of the clip behind the last labelled one."""


def write_project(path: Path, labelled: int) -> Path:
    """Make a project whose first frames are labelled with all keypoints by hand.

    Raises
    ------
    TargetExists, FileUnwritable
    """
    with Session.create(path, [SKELETON], "annotator") as session:
        n_frames = labelled + EMPTY_FRAMES
        clip = Clip(editions.new_id(), "clip", ClipKind.VIDEO, size=FRAME, n_frames=n_frames, fps=120.0)
        session.do(PutClips("Add clip", (clip,)))
        _label(session, labelled)
    return path


def write_project_of(path: Path, video: Path) -> Path:
    """Make a project of a video whose every frame is labelled with all keypoints by hand.

    Raises
    ------
    TargetExists, FileUnwritable, MediaUnreadable
    """
    with Session.create(path, [SKELETON], "annotator") as session:
        add_media(session, [video])
        _label(session, session.contents.clips[0].n_frames)
    return path


def _label(session: Session, labelled: int) -> None:
    clip, layer = session.contents.clips[0], session.contents.layers[0]
    n_keypoints = len(session.contents.skeletons[SKELETON])
    positions = moving(Bodies(labelled, 1, n_keypoints), size=clip.size)
    bowler = Instance(editions.new_id(), clip.id, "bowler", 1, SKELETON)
    tracks = {bowler.id: track_of(np.round(positions[:, 0], 2))}
    session.do(AddLabels("Add labels", layer, (), (), (bowler,), tracks))


def go_to_work(session: Session) -> None:
    """Put the focus on the project's only clip, layer and instance, at its first keypoint."""
    contents = session.contents
    session.selection.move(
        clip=contents.clips[0].id,
        layer=contents.layers[0].id,
        instance=contents.instances[0].id,
        frame=0,
        keypoint=0,
    )
