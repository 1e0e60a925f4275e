"""A whole label set in memory: what readers return and writers take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from palpate.model.clip import Clip
from palpate.model.instance import Instance
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track


@dataclass(frozen=True, slots=True)
class Labels:
    """One layer's labels, with the clips, instances and skeletons that they need.

    Attributes
    ----------
    skeletons
        By name.
    clips
        In order; an image set that a file describes is one clip.
    instances
        In order; each names its clip and skeleton.
    tracks
        By instance id; an instance without a track has no label in this layer.
    foreign
        What a foreign file said beyond labels (``info``, ``licenses``), kept word for word.
    warnings
        What a reader had to decide, for the user.
    doubts
        Why these may not be the labels that somebody vouched for; whatever is judged by them says so.
    """

    skeletons: Mapping[str, Skeleton]
    clips: tuple[Clip, ...]
    instances: tuple[Instance, ...]
    tracks: Mapping[str, Track]
    foreign: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def skeleton_of(self, instance: Instance) -> Skeleton:
        """Return the skeleton of an instance."""
        return self.skeletons[instance.skeleton]

    def clip_named(self, clip_id: str) -> Clip:
        """Return the clip with this id."""
        return next(clip for clip in self.clips if clip.id == clip_id)

    def labelled(self) -> Iterator[tuple[Instance, Track]]:
        """Yield the instances that have a track."""
        for instance in self.instances:
            if instance.id in self.tracks:
                yield instance, self.tracks[instance.id]
