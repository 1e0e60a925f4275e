"""From single poses of a file to instances with tracks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from palpate.formats.identity import default_instance
from palpate.formats.particulars import InstanceEntry
from palpate.model.instance import Instance
from palpate.model.pose import Pose, Shape
from palpate.model.track import Track

TRACK_ID = "track_id"


@dataclass(frozen=True, slots=True)
class FoundPose:
    """A pose as one annotation of a file gives it.

    Attributes
    ----------
    clip, skeleton
        Id of the clip, name of the skeleton.
    n_keypoints
        K of the skeleton.
    track
        What ties it to other frames; None if nothing does: then it is an instance of its own.
    scope
        Within which `track` is unique in its clip.
    keyed
        Whether `track` stood where we write it; another number given to the instance is then kept.
    attributes
        Of the instance.
    annotation
        Its id in the file.
    """

    clip: str
    frame: int
    skeleton: str
    n_keypoints: int
    pose: Pose
    track: int | str | None = None
    scope: str = ""
    keyed: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    annotation: int | str | None = None


@dataclass(slots=True)
class _Group:
    """The poses of one instance."""

    wanted: int
    poses: dict[int, FoundPose] = field(default_factory=dict)

    @property
    def first(self) -> FoundPose:
        return next(iter(self.poses.values()))


def gathered(
    found: Iterable[FoundPose], entries: Sequence[InstanceEntry], warnings: list[str]
) -> tuple[tuple[Instance, ...], dict[str, Track]]:
    """Group poses into instances.

    Parameters
    ----------
    found
        In the order of the file.
    entries
        Instances that the file describes itself.
    warnings
        Gets a sentence for each decision.

    Returns
    -------
    Instances in order of appearance and their tracks by id. A whole-number track id becomes the number
    people see, where it is free; all others get the next free number of their clip.
    """
    groups = _groups(found, warnings)
    entry_of = {entry.annotation: entry for entry in entries if entry.annotation is not None}
    instances, tracks = [], {}
    for group, number in zip(groups, _numbers(groups), strict=True):
        first = group.first
        instance = default_instance(first.clip, number, first.skeleton, first.attributes)
        described = [entry_of[p.annotation] for p in group.poses.values() if p.annotation in entry_of]
        if described and described[0].instance.id not in tracks:
            instance = replace(described[0].instance, clip=first.clip, skeleton=first.skeleton)
        instances.append(instance)
        tracks[instance.id] = _track(group, instance.number)
    for entry in entries:
        if entry.annotation is None:
            instances.insert(entry.index, entry.instance)
    return tuple(instances), tracks


def _groups(found: Iterable[FoundPose], warnings: list[str]) -> list[_Group]:
    groups: list[_Group] = []
    by_track: dict[tuple[str, str, int | str, str, str], _Group] = {}
    doubled = 0
    for pose in found:
        key = _key(pose)
        group = by_track.get(key) if key else None
        if group is not None and pose.frame not in group.poses:
            group.poses[pose.frame] = pose
            continue
        doubled += group is not None
        group = _Group(pose.track if isinstance(pose.track, int) and group is None else 0, {pose.frame: pose})
        groups.append(group)
        if key:
            by_track.setdefault(key, group)
    if doubled:
        warnings.append(f"{doubled} annotations repeat a track id within a frame; they became instances")
    return groups


def _key(pose: FoundPose) -> tuple[str, str, int | str, str, str] | None:
    if pose.track is None:
        return None
    return pose.clip, pose.scope, pose.track, pose.skeleton, repr(sorted(pose.attributes.items()))


def _numbers(groups: Sequence[_Group]) -> list[int]:
    taken: dict[str, set[int]] = {group.first.clip: set() for group in groups}
    numbers = [0] * len(groups)
    for at, group in enumerate(groups):
        if group.wanted >= 1 and group.wanted not in taken[group.first.clip]:
            numbers[at] = group.wanted
            taken[group.first.clip].add(group.wanted)
    free = {clip: _free(used) for clip, used in taken.items()}
    for at, group in enumerate(groups):
        if not numbers[at]:
            numbers[at] = next(free[group.first.clip])
    return numbers


def _free(used: set[int]) -> Iterator[int]:
    return (number for number in count(1) if number not in used)


def _track(group: _Group, number: int) -> Track:
    poses = {frame: _with_track_id(found, number) for frame, found in group.poses.items()}
    return Track.from_poses(poses, group.first.n_keypoints)


def _with_track_id(found: FoundPose, number: int) -> Pose:
    if not found.keyed or found.track == number or found.track is None:
        return found.pose
    shape = found.pose.shape or Shape()
    return replace(found.pose, shape=replace(shape, foreign={**shape.foreign, TRACK_ID: found.track}))
