"""The ``palpate`` object inside foreign files: what is known of clips and instances beyond labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import msgspec

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
        Its place among all instances if it has no annotation.
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


def without_frames(clip: Clip) -> Clip:
    """Return the clip without what its image entries say already."""
    return replace(clip, frame_names=(), frame_sizes={})


def to_json(particulars: Particulars) -> object:
    """Return plain JSON values."""
    return msgspec.to_builtins(particulars, str_keys=True)


def instance_entries(
    instances: Sequence[Instance],
    defaults: Mapping[str, Instance],
    first_annotation: Mapping[str, int | str],
) -> tuple[InstanceEntry, ...]:
    """Return an entry for each instance that differs from its default or has no annotation."""
    entries = []
    for index, instance in enumerate(instances):
        annotation = first_annotation.get(instance.id)
        if annotation is None:
            entries.append(InstanceEntry(instance, index=index))
        elif instance != defaults[instance.id]:
            entries.append(InstanceEntry(instance, annotation=annotation))
    return tuple(entries)


def from_json(content: Mapping[str, object], problems: Problems) -> Particulars:
    """Return the particulars of a file; empty ones without or with a faulty object, which is noted."""
    raw = content.get(KEY)
    if raw is None:
        return Particulars()
    try:
        return msgspec.convert(raw, Particulars, str_keys=True)
    except msgspec.ValidationError as error:
        problems.add(KEY, str(error)[:1].lower() + str(error)[1:])
        return Particulars()
