"""Making and loading the things a session holds."""

from __future__ import annotations

import os
import uuid
from collections.abc import Container
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from palpate.assist.traced import UNKNOWN, Size
from palpate.base.errors import UsageError
from palpate.model.clip import Clip
from palpate.model.instance import Instance
from palpate.model.layer import Layer, LayerKind
from palpate.model.span import Method
from palpate.session.contents import Contents
from palpate.session.filling.evidence import load_evidence
from palpate.session.frames.scenes import cuts_in_force
from palpate.session.tracks import LiveTrack
from palpate.store.journal import now
from palpate.store.project import Project

if TYPE_CHECKING:
    from palpate.media.probe import MediumFacts


def new_id() -> str:
    """Return a globally unique id."""
    return uuid.uuid4().hex


def new_layer(name: str, kind: LayerKind, author: str) -> Layer:
    """Return a layer that is not in any project yet."""
    return Layer(new_id(), name, kind, author, now())


def new_instance(contents: Contents, clip: str, skeleton: str, name: str = "") -> Instance:
    """Return a further instance of a clip, numbered on."""
    number = max((found.number for found in contents.instances_of(clip)), default=0) + 1
    if skeleton not in contents.skeletons:
        raise UsageError(f"there is no skeleton named {skeleton!r} in this project")
    subject = contents.skeletons[skeleton].subject.value
    return Instance(new_id(), clip, name or f"{subject} {number}", number, skeleton)


def new_clip(facts: MediumFacts, path: Path, folder: Path) -> Clip:
    """Return a medium that was probed as a clip of the file's name.

    Parameters
    ----------
    folder
        That of the project; where the medium is, is noted relative to it.

    Raises
    ------
    FileUnreadable, MediaUnreadable
    """
    from palpate.media.fingerprint import fingerprint  # loads the decoder, which most commands never need

    return Clip(
        id=new_id(),
        name=path.stem,
        kind=facts.kind,
        media_path=relative(path, folder),
        fingerprint=fingerprint(path),
        size=facts.size,
        n_frames=facts.frames,
        stream=facts.stream,
        fps=facts.fps,
        capture_fps=facts.capture_fps,
        capture_known=facts.capture_known,
        vfr=facts.vfr,
        pts_step=facts.pts_step,
        sample_aspect=facts.sar,
        interlaced=facts.interlaced,
        frame_names=facts.names,
        frame_sizes=dict(facts.sizes),
    )


def free_name(name: str, taken: Container[str]) -> str:
    """Return a name, numbered if it is taken."""
    free, n = name, 2
    while free in taken:
        free, n = f"{name} ({n})", n + 1
    return free


def relative(path: Path, folder: Path) -> str:
    """Return a path relative to the project's folder where there is a way, with forward slashes."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return str(path.resolve())


def load_track(project: Project, contents: Contents, layer: str, instance: str) -> LiveTrack:
    """Read an instance's facts, methods and evidence from the project."""
    skeleton = contents.skeleton_of(instance)
    clip = contents.clip(contents.instance(instance).clip)
    facts = project.track(layer, instance, len(skeleton))
    return LiveTrack(
        skeleton=skeleton,
        n_frames=clip.n_frames,
        track=replace(facts, cuts=cuts_in_force(project, clip.id)),
        methods=load_methods(project, contents, layer, instance),
        evidence=load_evidence(project, layer, instance, skeleton),
        size=common_size(clip),
    )


def common_size(clip: Clip) -> Size:
    """Return the width and height of all frames of a clip; (0, 0) if they differ or nobody knows."""
    return UNKNOWN if clip.frame_sizes else clip.size


def load_methods(
    project: Project, contents: Contents, layer: str, instance: str
) -> dict[tuple[int, int], Method]:
    """Read the choices of methods by index of the keypoint and frame.

    In an attempt nothing is filled in unless somebody chooses so: each pose is judged as it was placed, and a
    guess would lead the hand.
    """
    skeleton = contents.skeleton_of(instance)
    place = skeleton.position_of
    blind = layer in {one.id for one in contents.layers_of_kind(LayerKind.CALIBRATION)}
    usual = {(k, 0): Method.NONE for k in range(len(skeleton))} if blind else {}
    return usual | {
        (place[keypoint], frame): method
        for (keypoint, frame), method in project.methods(layer, instance).items()
        if keypoint in place
    }
