"""From single poses of a file to instances with tracks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from palpate.formats.identity import default_instance
from palpate.formats.kept import kept_of_shape
from palpate.formats.particulars import InstanceEntry
from palpate.model.clip import Clip
from palpate.model.instance import Instance
from palpate.model.pose import Pose, Shape
from palpate.model.skeleton import Skeleton
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
    name, attributes
        Of the instance; a name is made up if it is empty.
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
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    annotation: int | str | None = None


@dataclass(slots=True)
class _Group:
    """The poses of one instance, the number it should have, and what the file tells of it."""

    wanted: int
    poses: dict[int, FoundPose] = field(default_factory=dict)
    told: Instance | None = None

    @property
    def first(self) -> FoundPose:
        return next(iter(self.poses.values()))


def gathered(
    found: Iterable[FoundPose], entries: Sequence[InstanceEntry], warnings: list[str], *, format: str
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
    format
        Under whose name other track ids than ours are kept.

    Returns
    -------
    Instances in order of appearance and their tracks by id. A whole-number track id becomes the number
    people see, where it is free; all others get the next free number of their clip.
    """
    groups = _groups(found, warnings)
    _tell(groups, entries)
    numbers = _numbers(groups)
    instances = [_instance(group, number) for group, number in zip(groups, numbers, strict=True)]
    # A track id that is the number of another instance would join the two when read again.
    written = {(_space(group.first), number) for group, number in zip(groups, numbers, strict=True)}
    tracks = {}
    for instance, group in zip(instances, groups, strict=True):
        keeps = (_space(group.first), group.first.track) not in written
        tracks[instance.id] = _track(group, instance.number, format if keeps else "")
    without = [entry.instance for entry in entries if entry.annotation is None]
    order = {entry.instance.id: entry.index for entry in entries if entry.index >= 0}
    return tuple(_ordered([*instances, *without], order)), tracks


def usable_entries(
    entries: Iterable[InstanceEntry], clips: Iterable[Clip], skeletons: Mapping[str, Skeleton]
) -> list[InstanceEntry]:
    """Return the entries whose clip and skeleton the file still has."""
    known = {clip.id for clip in clips}
    return [e for e in entries if e.instance.clip in known and e.instance.skeleton in skeletons]


def _tell(groups: Iterable[_Group], entries: Iterable[InstanceEntry]) -> None:
    """Give each group what the file tells of it; a description serves once."""
    told = {entry.annotation: entry.instance for entry in entries if entry.annotation is not None}
    used: set[str] = set()
    for group in groups:
        found = [told[p.annotation] for p in group.poses.values() if p.annotation in told]
        if found and found[0].id not in used:
            used.add(found[0].id)
            group.told = found[0]


def _instance(group: _Group, number: int) -> Instance:
    first = group.first
    if group.told is not None:
        return replace(group.told, number=number, clip=first.clip, skeleton=first.skeleton)
    instance = default_instance(first.clip, number, first.skeleton, first.attributes)
    return replace(instance, name=first.name) if first.name else instance


def _ordered(instances: list[Instance], order: Mapping[str, int]) -> list[Instance]:
    """Put those with a place there, and the others around them as they come."""
    rest = [instance for instance in instances if instance.id not in order]
    for instance in sorted((i for i in instances if i.id in order), key=lambda i: order[i.id]):
        rest.insert(order[instance.id], instance)
    return rest


def _groups(found: Iterable[FoundPose], warnings: list[str]) -> list[_Group]:
    groups: list[_Group] = []
    by_track: dict[tuple[tuple[str, ...], int | str], _Group] = {}
    doubled = 0
    for pose in found:
        key = None if pose.track is None else (_space(pose), pose.track)
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


def _space(pose: FoundPose) -> tuple[str, ...]:
    """Return within what a track id means one instance."""
    return pose.clip, pose.scope, pose.skeleton, repr(sorted(pose.attributes.items()))


def _numbers(groups: Sequence[_Group]) -> list[int]:
    taken: dict[str, set[int]] = {group.first.clip: set() for group in groups}
    numbers = [0] * len(groups)
    wanted = [(at, group, group.told.number) for at, group in enumerate(groups) if group.told is not None]
    wanted += [(at, group, group.wanted) for at, group in enumerate(groups) if group.told is None]
    for at, group, number in wanted:
        if number >= 1 and number not in taken[group.first.clip]:
            numbers[at] = number
            taken[group.first.clip].add(number)
    free = {clip: _free(used) for clip, used in taken.items()}
    for at, group in enumerate(groups):
        if not numbers[at]:
            numbers[at] = next(free[group.first.clip])
    return numbers


def _free(used: set[int]) -> Iterator[int]:
    return (number for number in count(1) if number not in used)


def _track(group: _Group, number: int, format: str) -> Track:
    poses = {frame: _with_track_id(found, number, format) for frame, found in group.poses.items()}
    return Track.from_poses(poses, group.first.n_keypoints)


def _with_track_id(found: FoundPose, number: int, format: str) -> Pose:
    if not (format and found.keyed) or found.track in (number, None):
        return found.pose
    shape = found.pose.shape or Shape()
    kept = {**kept_of_shape(shape, format), TRACK_ID: found.track}
    return replace(found.pose, shape=replace(shape, foreign={**shape.foreign, format: kept}))
