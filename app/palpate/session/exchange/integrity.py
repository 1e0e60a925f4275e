"""Whether a project is whole: the file, its media, and what refers to what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from palpate.base.errors import PalpateError, ProjectDamaged
from palpate.model.clip import Clip
from palpate.model.instance import Instance
from palpate.model.visibility import has_position
from palpate.session.calibrating.verifying import State, frozen_layers, lost_certificates, verify
from palpate.session.session import Session


def problems_of(path: Path) -> list[str]:
    """Return what is wrong in a project: the file itself, media, skeletons and labels that do not fit.

    Raises
    ------
    FileUnreadable, ProjectError
        If it is not a project that this version can read.
    """
    try:
        session = Session.open(path, read_only=True)
    except ProjectDamaged as error:
        return [error.sentence]
    with session:
        return [*_of_media(session), *_of_instances(session), *_of_labels(session), *_of_frozen(session)]


def _of_media(session: Session) -> Iterator[str]:
    for clip in session.contents.clips:
        try:
            found = session.media.source(clip).n_frames
        except PalpateError as error:
            yield f"clip {clip.name}: {error.sentence}"
            continue
        if found != clip.n_frames:
            yield f"clip {clip.name}: has {found} frames now, {clip.n_frames} when it was added"


def _of_instances(session: Session) -> Iterator[str]:
    contents = session.contents
    for instance in contents.instances:
        if instance.skeleton not in contents.skeletons:
            yield f"{instance.name}: its skeleton {instance.skeleton} is not in the project"
        if instance.clip not in {clip.id for clip in contents.clips}:
            yield f"{instance.name}: its clip is not in the project"


def _of_labels(session: Session) -> Iterator[str]:
    contents = session.contents
    clips = {clip.id: clip for clip in contents.clips}
    instances = {found.id: found for found in contents.instances}
    for layer in contents.layers:
        for instance_id in session.project.labelled_instances(layer.id):
            instance = instances.get(instance_id)
            if instance is None:
                yield f"layer {layer.name} has poses of an unknown instance"
            elif instance.skeleton in contents.skeletons and instance.clip in clips:
                yield from _of_track(session, layer.id, instance, clips[instance.clip])


def _of_frozen(session: Session) -> Iterator[str]:
    """Yield what became of gold and attempts that nobody may change; a migration is no problem."""
    yield from lost_certificates(session)
    for layer in frozen_layers(session):
        found = verify(session, layer)
        if found.state is State.ALTERED:
            yield from (f"layer {found.name}: {sentence}" for sentence in found.sentences)


def _of_track(session: Session, layer: str, instance: Instance, clip: Clip) -> Iterator[str]:
    track = session.project.track(layer, instance.id, len(session.contents.skeletons[instance.skeleton]))
    sql = "SELECT frame FROM pose WHERE layer = ? AND instance = ?"
    stored = np.array([row[0] for row in session.project.rows(sql, layer, instance.id)], dtype=np.int64)
    unreadable = np.setdiff1d(stored, track.frames)
    if len(unreadable):
        frames = f"frame {unreadable[0]}" if len(unreadable) == 1 else f"{len(unreadable)} frames"
        where = f"layer {session.contents.layer(layer).name}: {instance.name} in {clip.name}, {frames}"
        yield f"{where}: the pose was changed by another program and cannot be read"
    beyond = track.frames[(track.frames < 0) | (track.frames >= clip.n_frames)]
    if len(beyond):
        yield f"{instance.name}: frame {beyond[0]} lies outside {clip.name}"
    if (has_position(track.visibility) & ~np.isfinite(track.positions).all(axis=-1)).any():
        yield f"{instance.name}: a placed keypoint has no position"
