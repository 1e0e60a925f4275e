"""Label sets as rows of poses, and which rows of two sets are of the same frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray

from palpate.base.errors import ScoreError
from palpate.formats.identity import default_instance
from palpate.formats.kept import frame_keys
from palpate.model.arrays import Bools, Codes, Floats, Ints
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.quality.scale import areas_and_boxes

Texts = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Rows:
    """The poses of a label set that say something, one row per instance and frame; N of them.

    Attributes
    ----------
    clips, names, instances
        ``(N,)`` name of the clip, name and id of the instance; ids that a reader made up are made unique.
    frames, positions, visibility, areas, boxes
        ``(N,)``, ``(N, K, 2)`` px, ``(N, K)``, ``(N,)`` px², ``(N, 4)`` px.
    images, image_ids
        ``(N,)`` file of the frame, and the id under which a foreign file knows it; empty where there is none.
    steady
        ``(N,)`` from 0 on for an instance of a video, whose scale lasts; below 0 for images.
    frame_size
        Width and height in px where all frames have the same.
    """

    clips: Texts
    names: Texts
    instances: Texts
    frames: Ints
    positions: Floats
    visibility: Codes
    areas: Floats
    boxes: Floats
    images: Texts
    image_ids: Texts
    steady: Ints
    frame_size: tuple[int, int] | None

    def pick(self, chosen: Bools) -> Rows:
        """Return some of the rows."""
        arrays = {f.name: getattr(self, f.name)[chosen] for f in fields(self) if f.name != "frame_size"}
        return Rows(**arrays, frame_size=self.frame_size)

    def of_keypoints(self, columns: Sequence[int]) -> Rows:
        """Return the rows with some of the keypoints, in this order."""
        return replace(self, positions=self.positions[:, columns], visibility=self.visibility[:, columns])


def rows_of(labels: Labels, skeleton: Skeleton, whose: str) -> Rows:
    """Return the poses that have the keypoints of a skeleton, in its order.

    Raises
    ------
    ScoreError
        If there is none.
    """
    ids = frame_keys(labels)
    clips, names, instances, images, image_ids, shapes = [], [], [], [], [], []
    frames, positions, visibility, steady = [], [], [], []
    sizes = set()
    for number, (instance, track) in enumerate(labels.labelled()):
        own = labels.skeleton_of(instance)
        if not set(skeleton.names) <= set(own.names):
            continue
        columns = [own.position_of[name] for name in skeleton.names]
        said = (track.visibility[:, columns] != Visibility.NOT_PLACED).any(axis=1)
        clip, here = labels.clip_named(instance.clip), track.frames[said].tolist()
        clips += [clip.name] * len(here)
        names += [instance.name] * len(here)
        instances += [_identity(instance, f"{whose} {number}")] * len(here)
        images += [clip.frame_names[f] if f < len(clip.frame_names) else "" for f in here]
        image_ids += [ids.get((clip.id, f), "") for f in here]
        shapes += [track.shapes.get(f) for f in here]
        sizes |= {clip.size_of(f) for f in here}
        frames.append(track.frames[said])
        positions.append(track.positions[said][:, columns])
        visibility.append(track.visibility[said][:, columns])
        # An image set has no scale that lasts; through a video an instance keeps its own.
        steady.append(np.full(len(here), number) if not clip.frame_names else -1 - track.frames[said])
    if not names:
        raise ScoreError("there is no labelled pose to compare")
    areas, boxes = areas_and_boxes(shapes)
    return Rows(
        clips=np.array(clips),
        names=np.array(names),
        instances=np.array(instances),
        frames=np.concatenate(frames),
        positions=np.concatenate(positions),
        visibility=np.concatenate(visibility),
        areas=areas,
        boxes=boxes,
        images=np.array(images),
        image_ids=np.array(image_ids),
        steady=np.concatenate(steady),
        frame_size=sizes.pop() if len(sizes) == 1 else None,
    )


def shared_keys(labels: Rows, gold: Rows) -> tuple[Ints, Ints]:
    """Number the rows so that equal numbers mean the same frame, by the first way that finds any.

    The ways: clip and index in videos with the whole file name of images, the same with the file's last
    name where it is unique, the ids that foreign files give their images, and for one clip each the index.

    Raises
    ------
    ScoreError
        If no way finds any.
    """
    ways: Sequence[Callable[[Rows], list[Hashable]]] = (
        lambda rows: _by_place(rows, {name: name for name in set(rows.images.tolist())}),
        lambda rows: _by_place(rows, _last_names(rows)),
        lambda rows: [identity or None for identity in rows.image_ids.tolist()],
        _by_index,
    )
    for way in ways:
        first, second = way(labels), way(gold)
        shared = (set(first) & set(second)) - {None}
        if shared:
            code = {key: n for n, key in enumerate(dict.fromkeys([*first, *second]))}
            return _numbered(first, code, alone=-1), _numbered(second, code, alone=-1 - len(first))
    raise ScoreError("the labels and gold have no frame in common")


def _numbered(keys: list[Hashable], code: Mapping[Hashable, int], *, alone: int) -> Ints:
    """Return the numbers of keys; a row whose frame has no key is alone, from this number downwards."""
    return np.array([alone - n if key is None else code[key] for n, key in enumerate(keys)], dtype=np.int64)


def _by_place(rows: Rows, image_keys: Mapping[str, str]) -> list[Hashable]:
    """Return (clip, frame) in videos, and of images the key that is given for their name, if any."""
    places = zip(rows.clips.tolist(), rows.frames.tolist(), rows.images.tolist(), strict=True)
    return [image_keys.get(image) if image else (clip, frame) for clip, frame, image in places]


def _last_names(rows: Rows) -> dict[str, str]:
    """Return the last part of each image's name, of those that no other image of the set has too."""
    last = {name: PurePosixPath(name).name for name in set(rows.images.tolist())}
    often = Counter(last.values())
    return {name: short for name, short in last.items() if often[short] == 1}


def _by_index(rows: Rows) -> list[Hashable]:
    alone = len(set(rows.clips.tolist())) == 1 and not rows.images.any()
    return [frame if alone else None for frame in rows.frames.tolist()]


def _identity(instance: Instance, otherwise: str) -> str:
    """Return the instance's id, or something unique where a reader made the id up.

    Such an id only counts the annotations of a file: the second person of a picture in one file may be the
    first in another.
    """
    made_up = default_instance(instance.clip, instance.number, instance.skeleton, instance.attributes).id
    return otherwise if instance.id == made_up else instance.id
