"""Label sets as rows of poses, and which rows of two sets are of the same frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import PurePosixPath
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from palpate.base.errors import ScoreError
from palpate.formats.identity import default_instance
from palpate.formats.kept import frame_keys
from palpate.model.arrays import Bools, Codes, Floats, Ints, distinct
from palpate.model.clip import Clip
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.pose import Shape
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.quality.duplicates import repeated
from palpate.quality.points import numbered
from palpate.quality.scale import areas_and_boxes

Texts = NDArray[np.str_]
Value = TypeVar("Value", np.float64, np.int8)


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
    sizes
        ``(N, 2)`` width and height of the frame in px; 0 where unknown.
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
    sizes: Ints

    @property
    def frame_size(self) -> tuple[int, int] | None:
        """Width and height in px where all frames have the same."""
        one = len(self.sizes) and (self.sizes == self.sizes[0]).all()
        return (int(self.sizes[0, 0]), int(self.sizes[0, 1])) if one else None

    def pick(self, chosen: Bools) -> Rows:
        """Return some of the rows."""
        if chosen.all():
            return self
        return Rows(**{f.name: getattr(self, f.name)[chosen] for f in fields(self)})

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
    found = rows_if_any(labels, skeleton, whose)
    if found is None:
        raise ScoreError("there is no labelled pose to compare")
    return found


def rows_if_any(labels: Labels, skeleton: Skeleton, whose: str) -> Rows | None:
    """Return the same, or None if there is none."""
    ids = frame_keys(labels)
    clips, names, instances, images, image_ids = [], [], [], [], []
    shapes: list[Shape | None] = []
    frames, positions, visibility, steady = [], [], [], []
    sizes = []
    for number, (instance, track) in enumerate(labels.labelled()):
        own = labels.skeleton_of(instance)
        if not set(skeleton.names) <= set(own.names):
            continue
        columns = [own.position_of[name] for name in skeleton.names]
        at, flags, places = _said(track, columns)
        clip, here = labels.clip_named(instance.clip), track.frames[at]
        named, n = bool(clip.frame_names), len(here)
        clips.append(np.full(n, clip.name))
        names.append(np.full(n, instance.name))
        instances.append(np.full(n, _identity(instance, f"{whose} {number}")))
        images.append(_looked_up(here, dict(enumerate(clip.frame_names))))
        image_ids.append(_looked_up(here, {frame: ids[clip.id, frame] for frame in _of_clip(ids, clip)}))
        shapes += [track.shapes.get(f) for f in here.tolist()] if track.shapes else [None] * n
        sizes.append(_sizes(clip, here))
        frames.append(here)
        positions.append(places)
        visibility.append(flags)
        # An image set has no scale that lasts; through a video an instance keeps its own.
        steady.append(-1 - here if named else np.full(n, number))
    if not any(len(here) for here in frames):
        return None
    areas, boxes = areas_and_boxes(shapes)
    return Rows(
        clips=np.concatenate(clips),
        names=np.concatenate(names),
        instances=np.concatenate(instances),
        frames=np.concatenate(frames),
        positions=_one_after_another(positions),
        visibility=_one_after_another(visibility),
        areas=areas,
        boxes=boxes,
        images=np.concatenate(images),
        image_ids=np.concatenate(image_ids),
        steady=np.concatenate(steady),
        sizes=np.concatenate(sizes),
    )


def frame_numbers(sets: Sequence[Rows], otherwise: str) -> list[Ints]:
    """Number the rows of several sets so that equal numbers mean the same frame.

    The first way is taken by which every set has a frame that another has too, else the first by which two
    sets have one. The ways: clip and index in videos with the whole file name of images, the same with the
    file's last name where it is unique, the ids that foreign files give their images, and for one clip each
    the index.

    Raises
    ------
    ScoreError
        With the sentence given, if no way finds any.
    """
    if not any(rows.images.any() for rows in sets):
        numbers = by_clip_and_frame(sets)
        if _all_share(numbers):
            return numbers
    ways: Sequence[Callable[[_Places], list[Hashable]]] = (
        lambda rows: _by_place(rows, {name: name for name in set(rows.images.tolist())}),
        lambda rows: _by_place(rows, _last_names(rows)),
        lambda rows: [identity or None for identity in rows.image_ids.tolist()],
        _by_index,
    )
    found, frames = None, [_Places.of(rows) for rows in sets]
    for way in ways:
        keys = [way(places) for places in frames]
        often = Counter(key for each in keys for key in set(each) - {None})
        shared = {key for key, n in often.items() if n > 1}
        if all(shared.intersection(each) for each in keys):
            return _numbers(keys, frames)
        found = found or (keys if shared else None)
    if found is None:
        raise ScoreError(otherwise)
    return _numbers(found, frames)


def by_clip_and_frame(sets: Sequence[Rows]) -> list[Ints]:
    """Number the rows of several sets of videos by the name of the clip and the frame."""
    clips = numbered(np.concatenate([rows.clips for rows in sets]))
    frames = np.concatenate([rows.frames for rows in sets])
    low = int(frames.min(initial=0))
    keys = clips * (int(frames.max(initial=0)) - low + 1) + frames - low
    return np.split(keys, np.cumsum([len(rows.frames) for rows in sets])[:-1])


def _all_share(numbers: Sequence[Ints]) -> bool:
    """Tell whether each of several sets has a number that another has too."""
    if len(numbers) == 2 and np.array_equal(numbers[0], numbers[1]):
        return bool(len(numbers[0]))
    each = [distinct(found) for found in numbers]
    among, often = np.unique(np.concatenate(each), return_counts=True)
    shared = among[often > 1]
    return all(np.isin(found, shared, assume_unique=True).any() for found in each)


def first_poses(rows: Rows, keys: Ints, *, among: Bools | None = None) -> tuple[Bools, frozenset[str]]:
    """Tell which rows to keep so that an instance has one pose in a frame, and who had more.

    Parameters
    ----------
    among
        Rows that are kept at all; all if None.
    """
    chosen = np.ones(len(keys), dtype=np.bool_) if among is None else among.copy()
    at = np.flatnonzero(chosen)
    ids = numbered(rows.instances[at])
    again = at[repeated(keys[at] * (len(ids) + 1) + ids)]
    chosen[again] = False
    return chosen, frozenset(rows.names[again].tolist())


def said_of_repeats(names: Collection[str], whose: str) -> tuple[str, ...]:
    """Return a sentence on instances that have several poses in a frame; none if there are none."""
    if not names:
        return ()
    listed = ", ".join(sorted(names))
    return (f"poses of {whose} given twice for one instance and frame, the first counts: {listed}",)


def _one_after_another(arrays: Sequence[NDArray[Value]]) -> NDArray[Value]:
    """Return the rows of all; those of a single track are not copied."""
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _said(track: Track, columns: Sequence[int]) -> tuple[Ints | slice, Codes, Floats]:
    """Return the rows that say something of some keypoints, and what; all that there is is not copied."""
    whole = list(columns) == list(range(track.visibility.shape[1]))
    flags = track.visibility if whole else track.visibility[:, columns]
    said = (flags != Visibility.NOT_PLACED).any(axis=1)
    if said.all():
        return slice(None), flags, track.positions if whole else track.positions[:, columns]
    at = np.flatnonzero(said)
    places = track.positions[at] if whole else track.positions[at][:, columns]
    return at, flags[at], places


def _looked_up(frames: Ints, words: Mapping[int, str]) -> Texts:
    """``(N,)`` word of each frame; empty where there is none."""
    if not words:
        return np.full(len(frames), "")
    return np.array([words.get(frame, "") for frame in frames.tolist()], dtype=np.str_)


def _of_clip(ids: Mapping[tuple[str, int], str], clip: Clip) -> list[int]:
    return [frame for name, frame in ids if name == clip.id]


@dataclass(frozen=True, slots=True)
class _Places:
    """The frames of a label set, each once, and ``(N,)`` which of them each row is of."""

    clips: Texts
    frames: Ints
    images: Texts
    image_ids: Texts
    of_row: Ints

    @staticmethod
    def of(rows: Rows) -> _Places:
        reach = int(np.ptp(rows.frames)) + 1 if len(rows.frames) else 1
        code = numbered(rows.clips) * reach + rows.frames
        _, first, of_row = np.unique(code, return_index=True, return_inverse=True)
        return _Places(
            rows.clips[first], rows.frames[first], rows.images[first], rows.image_ids[first], of_row
        )


def _numbers(keys: Sequence[list[Hashable]], frames: Sequence[_Places]) -> list[Ints]:
    code = {key: n for n, key in enumerate(dict.fromkeys(key for each in keys for key in each))}
    starts = np.cumsum([0, *(len(each) for each in keys)])
    return [
        _numbered(each, code, alone=-1 - int(start))[places.of_row]
        for each, start, places in zip(keys, starts[:-1], frames, strict=True)
    ]


def _sizes(clip: Clip, frames: Ints) -> Ints:
    """``(N, 2)`` width and height of these frames."""
    if not clip.frame_sizes:
        return np.tile(np.array(clip.size, dtype=np.int64), (len(frames), 1))
    return np.array([clip.size_of(frame) for frame in frames.tolist()], dtype=np.int64).reshape(-1, 2)


def _numbered(keys: list[Hashable], code: Mapping[Hashable, int], *, alone: int) -> Ints:
    """Return the numbers of keys; a row whose frame has no key is alone, from this number downwards."""
    return np.array([alone - n if key is None else code[key] for n, key in enumerate(keys)], dtype=np.int64)


def _by_place(rows: _Places, image_keys: Mapping[str, str]) -> list[Hashable]:
    """Return (clip, frame) in videos, and of images the key that is given for their name, if any."""
    places = zip(rows.clips.tolist(), rows.frames.tolist(), rows.images.tolist(), strict=True)
    return [image_keys.get(image) if image else (clip, frame) for clip, frame, image in places]


def _last_names(rows: _Places) -> dict[str, str]:
    """Return the last part of each image's name, of those that no other image of the set has too."""
    last = {name: PurePosixPath(name).name for name in set(rows.images.tolist())}
    often = Counter(last.values())
    return {name: short for name, short in last.items() if often[short] == 1}


def _by_index(rows: _Places) -> list[Hashable]:
    alone = len(set(rows.clips.tolist())) == 1 and not rows.images.any()
    return [frame if alone else None for frame in rows.frames.tolist()]


def _identity(instance: Instance, otherwise: str) -> str:
    """Return the instance's id, or something unique where a reader made the id up.

    Such an id only counts the annotations of a file: the second person of a picture in one file may be the
    first in another.
    """
    made_up = default_instance(instance.clip, instance.number, instance.skeleton, instance.attributes).id
    return otherwise if instance.id == made_up else instance.id
