"""Label sets clip by clip, so that one clip can be worked on at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from palpate.model.labels import Labels


def videos_apart(labels: Labels, gold: Labels) -> tuple[tuple[Labels, Labels], ...]:
    """Return what two label sets have of each video, by the name of the clip and in gold's order.

    Empty if frames cannot be told by the name of the clip and the index: if there are images, or if no clip
    of the same name has a frame in both.
    """
    by_name = [_by_name(side) for side in (labels, gold)]
    images = any(clip.frame_names for side in by_name for one in side.values() for clip in one.clips)
    if images or not any(
        _share(by_name[0][name], own) for name, own in by_name[1].items() if name in by_name[0]
    ):
        return ()
    nothing = replace(labels, clips=(), instances=(), tracks={}, foreign={})
    return tuple((by_name[0].get(name, nothing), own) for name, own in by_name[1].items())


def _by_name(labels: Labels) -> dict[str, Labels]:
    """Return the labels of each clip that has any, by its name."""
    names = {clip.id: clip.name for clip in labels.clips}
    clips: dict[str, list[str]] = {}
    for instance, _ in labels.labelled():
        ids = clips.setdefault(names[instance.clip], [])
        if instance.clip not in ids:
            ids.append(instance.clip)
    return {name: _of_clips(labels, frozenset(ids)) for name, ids in clips.items()}


def _of_clips(labels: Labels, ids: frozenset[str]) -> Labels:
    instances = tuple(found for found in labels.instances if found.clip in ids and found.id in labels.tracks)
    return replace(
        labels,
        clips=tuple(clip for clip in labels.clips if clip.id in ids),
        instances=instances,
        tracks={found.id: labels.tracks[found.id] for found in instances},
        foreign={},
    )


def _share(labels: Labels, gold: Labels) -> bool:
    """Tell whether two sets of one clip have a frame in common."""
    frames = [
        np.concatenate([np.empty(0, dtype=np.int64), *(track.frames for track in side.tracks.values())])
        for side in (labels, gold)
    ]
    return bool(np.isin(frames[0], frames[1]).any())
