"""Fitting a foreign label set to a project: which clip, skeleton and instance is which of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from palpate.base.errors import LabelsFaulty, Problem, UsageError
from palpate.formats.identity import default_instance
from palpate.model.arrays import Bools
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.layer import Layer, LayerKind
from palpate.model.origin import DERIVED, Origin
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.contents import Contents
from palpate.session.exchange.clip_fitting import Place, fitted_clips


@dataclass(frozen=True, slots=True)
class Adopted:
    """A label set that fits the project, ready to be written.

    Attributes
    ----------
    mapping
        Sentences that say which clip became which, for the user.
    """

    layer: Layer
    new_skeletons: tuple[Skeleton, ...]
    new_clips: tuple[Clip, ...]
    new_instances: tuple[Instance, ...]
    tracks: Mapping[str, Track]
    mapping: tuple[str, ...]
    warnings: tuple[str, ...]
    misfits: tuple[str, ...] = ()

    @property
    def n_keypoints(self) -> int:
        """How many placed values there are."""
        return sum(int((track.visibility > 0).sum()) for track in self.tracks.values())

    @property
    def n_frames(self) -> int:
        """How many frames of all instances have a pose."""
        return sum(len(track.frames) for track in self.tracks.values())


def adopt_labels(
    contents: Contents, labels: Labels, *, layer: str, clip: str, author: str, found: Path
) -> Adopted:
    """Fit labels to a project.

    Parameters
    ----------
    layer
        Name of the layer that they will be; must be new, because nothing overwrites across layers.
    clip
        Name of the project's clip they belong to; found by name and by the names of images if empty.
    found
        The file they come from: pictures are looked for beside it.

    Raises
    ------
    UsageError, LabelsFaulty
    """
    if any(known.name == layer for known in contents.layers):
        raise UsageError(f"there is a layer named {layer} already; give another name with --layer")
    places = fitted_clips(contents, labels, wanted=clip, found=found)
    skeletons = _renamed_skeletons(contents, labels)
    instances, taken = [], _Numbers(contents)
    tracks: dict[str, Track] = {}
    problems: list[Problem] = []
    for instance in labels.instances:
        place = places[instance.clip]
        skeleton = skeletons[instance.skeleton]
        mine = _same_instance(contents, instance, place.clip, skeleton)
        if mine is None or mine.id in tracks:
            mine = taken.numbered(replace(instance, clip=place.clip.id, skeleton=skeleton.name))
            instances.append(mine)
        if instance.id in labels.tracks:
            track = _moved(_as_facts(labels.tracks[instance.id]), place)
            beyond = track.frames[(track.frames < 0) | (track.frames >= place.clip.n_frames)]
            if len(beyond) and place.clip.n_frames:
                where = f"{instance.name}, frame {beyond[0]}"
                problems.append(Problem(where, f"{place.clip.name} has {place.clip.n_frames} frames"))
            tracks[mine.id] = track
    if problems:
        raise LabelsFaulty(problems, path=found)
    misfits = tuple(place.warning for place in places.values() if place.warning)
    return Adopted(
        layer=editions.new_layer(layer, _kind(tracks), author),
        new_skeletons=tuple(s for s in skeletons.values() if s.name not in contents.skeletons),
        new_clips=tuple(place.clip for place in places.values() if place.is_new),
        new_instances=tuple(instances),
        tracks=tracks,
        mapping=tuple(place.said for place in places.values()),
        warnings=(*labels.warnings, *misfits),
        misfits=misfits,
    )


class _Numbers:
    """Numbers of instances that are free in their clip."""

    def __init__(self, contents: Contents) -> None:
        self._taken: dict[str, set[int]] = {}
        for known in contents.instances:
            self._taken.setdefault(known.clip, set()).add(known.number)
        self._ids = {known.id for known in contents.instances}

    def numbered(self, instance: Instance) -> Instance:
        """Return the instance with a number, and an id, that nobody has."""
        taken = self._taken.setdefault(instance.clip, set())
        number = instance.number if instance.number not in taken else max(taken) + 1
        taken.add(number)
        fresh = instance.id if instance.id not in self._ids else editions.new_id()
        self._ids.add(fresh)
        return replace(instance, number=number, id=fresh)


def _same_instance(contents: Contents, instance: Instance, clip: Clip, skeleton: Skeleton) -> Instance | None:
    """Return the project's instance that this one is, if any.

    In a video the number follows a subject. In an image set it only counts annotations, and so does an id
    that follows from it: the second person of a picture in one file may be the first in another.
    """
    counted = default_instance(instance.clip, instance.number, instance.skeleton, instance.attributes).id
    for known in contents.instances_of(clip.id):
        same_id = known.id == instance.id != counted
        same_number = clip.kind is ClipKind.VIDEO and known.number == instance.number
        if known.skeleton == skeleton.name and (same_id or same_number):
            return known
    return None


def _renamed_skeletons(contents: Contents, labels: Labels) -> dict[str, Skeleton]:
    """Return the project's skeleton where the keypoints are the same; else one of a free name."""
    found: dict[str, Skeleton] = {}
    for name, skeleton in labels.skeletons.items():
        known = contents.skeletons.get(name)
        if known is not None and known.names == skeleton.names:
            found[name] = known
            continue
        taken = {*contents.skeletons, *labels.skeletons, *(other.name for other in found.values())} - {name}
        free, n = name, 2
        while free in taken or free in contents.skeletons:
            free, n = f"{name}_{n}", n + 1
        found[name] = replace(skeleton, name=free)
    return found


def _as_facts(track: Track) -> Track:
    """A value that was derived elsewhere is a fact here: nothing here could derive it again."""
    derived = np.isin(track.origin, DERIVED)
    if derived.any() and not (derived | np.isin(track.origin, (Origin.NONE, Origin.GOLD))).all():
        return replace(track, origin=np.where(derived, Origin.IMPORTED, track.origin).astype(np.int8))
    return _without(track, derived)


def _without(track: Track, derived: Bools) -> Track:
    """Gold stays gold: what lies between its keyframes is derived here again."""
    visibility = np.where(derived, Visibility.NOT_PLACED, track.visibility).astype(np.int8)
    kept = (visibility != Visibility.NOT_PLACED).any(axis=1) | np.isin(track.frames, list(track.shapes))
    return Track(
        frames=track.frames[kept],
        positions=np.where(derived[..., None], np.nan, track.positions)[kept],
        visibility=visibility[kept],
        origin=np.where(derived, Origin.NONE, track.origin)[kept].astype(np.int8),
        scores=None if track.scores is None else track.scores[kept],
        shapes=track.shapes,
    )


def _moved(track: Track, place: Place) -> Track:
    if place.frames is None or not len(track.frames):
        return track
    frames = place.frames[track.frames]
    order = np.argsort(frames, kind="stable")
    return Track(
        frames=frames[order],
        positions=track.positions[order],
        visibility=track.visibility[order],
        origin=track.origin[order],
        scores=None if track.scores is None else track.scores[order],
        shapes={int(place.frames[frame]): shape for frame, shape in track.shapes.items()},
    )


def _kind(tracks: Mapping[str, Track]) -> LayerKind:
    origins = {int(o) for track in tracks.values() for o in np.unique(track.origin)} - {int(Origin.NONE)}
    if origins == {int(Origin.GOLD)}:
        return LayerKind.GOLD
    return LayerKind.MODEL if origins == {int(Origin.MODEL)} else LayerKind.IMPORT
