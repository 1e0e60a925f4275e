"""The ``palpate`` object inside foreign files: what is known of clips and instances beyond labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath

import msgspec

from palpate.formats.checks import LARGEST
from palpate.formats.problems import Problems
from palpate.model.clip import Clip
from palpate.model.instance import Instance

KEY = "palpate"


class InstanceEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """An instance that its labels alone would not bring back.

    Attributes
    ----------
    annotation
        Id of one of its annotations in the file.
    index
        Its place among all instances, where the order of the file does not tell; else −1.
    """

    instance: Instance
    annotation: int | str | None = None
    index: int = -1


class Particulars(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the object holds.

    Attributes
    ----------
    clips
        In order; frame names and sizes may stand elsewhere in the file.
    instances
        Those that differ from what a reader would make of their labels.
    assigned_ids
        Whether ids of annotations and images were made up by the writer and mean nothing.
    """

    clips: tuple[Clip, ...] = ()
    instances: tuple[InstanceEntry, ...] = ()
    assigned_ids: bool = False


def told_clip(clip: Clip, *, with_frames: bool) -> Clip:
    """Return the clip as a file for others tells of it.

    Folders of this machine concern nobody else: of an absolute media path only the file's name is told.

    Parameters
    ----------
    with_frames
        Whether frame names and sizes are told here, not in image entries.
    """
    path = PureWindowsPath(clip.media_path)
    is_local = path.is_absolute() or PurePosixPath(clip.media_path).is_absolute()
    clip = replace(clip, media_path=path.name) if is_local else clip
    return clip if with_frames else replace(clip, frame_names=(), frame_sizes={})


def to_json(particulars: Particulars) -> object:
    """Return plain JSON values."""
    return msgspec.to_builtins(particulars, str_keys=True)


def instance_entries(
    instances: Sequence[Instance],
    defaults: Mapping[str, Instance],
    first_annotation: Mapping[str, int | str],
) -> tuple[InstanceEntry, ...]:
    """Return an entry for each instance that a reader would not make by itself.

    Parameters
    ----------
    defaults
        By instance id, what a reader makes of the labels alone.
    first_annotation
        By instance id, in the order of the file.
    """
    labelled = [instance.id for instance in instances if instance.id in first_annotation]
    as_they_come = labelled == list(first_annotation)
    entries = []
    for index, instance in enumerate(instances):
        annotation = first_annotation.get(instance.id)
        if annotation is None or not as_they_come:
            entries.append(InstanceEntry(instance, annotation=annotation, index=index))
        elif instance != defaults[instance.id]:
            entries.append(InstanceEntry(instance, annotation=annotation))
    return tuple(entries)


def from_json(content: Mapping[str, object], problems: Problems) -> Particulars:
    """Return the particulars of a file; empty ones without or with a faulty object, which is noted."""
    raw = content.get(KEY)
    if raw is None:
        return Particulars()
    try:
        told = msgspec.convert(raw, Particulars, str_keys=True)
    except msgspec.ValidationError as error:
        problems.add(KEY, str(error)[:1].lower() + str(error)[1:])
        return Particulars()
    _note_nonsense(told, problems)
    return told


def _note_nonsense(told: Particulars, problems: Problems) -> None:
    for i, clip in enumerate(told.clips):
        sizes = [clip.size, *clip.frame_sizes.values()]
        rates = (clip.fps, clip.capture_fps, clip.pts_step)
        if not all(0 <= side <= LARGEST for size in sizes for side in size) or clip.n_frames < 0:
            problems.add(f"{KEY}.clips[{i}]", "has a negative size or length, or one that no clip has")
        if not all(0 <= rate <= LARGEST for rate in rates):
            problems.add(f"{KEY}.clips[{i}]", "has a negative rate, or one that no camera has")
    for what, values in (("id", [c.id for c in told.clips]), ("name", [c.name for c in told.clips])):
        if len(set(values)) < len(values):
            problems.add(f"{KEY}.clips", f"some clips have the same {what}")
    for i, entry in enumerate(told.instances):
        if not 1 <= entry.instance.number <= LARGEST:
            problems.add(f"{KEY}.instances[{i}]", "has a number below 1, or far too large")
