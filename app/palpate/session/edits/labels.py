"""A whole label set into a layer of its own, in one step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from palpate.model.clip import Clip
from palpate.model.instance import Instance
from palpate.model.layer import Layer
from palpate.model.track import Track
from palpate.session.edits.contents import PutClips, PutInstance, PutLayer, PutSkeleton
from palpate.store import mapping
from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class AddLabels:
    """Write a layer with all that it needs.

    Attributes
    ----------
    layer
        New, or one that exists.
    skeletons
        (name, version, file content) that are not pinned yet.
    clips, instances
        Those that are new.
    tracks
        By instance id.
    """

    title: str
    layer: Layer
    skeletons: tuple[tuple[str, int, str], ...]
    clips: tuple[Clip, ...]
    instances: tuple[Instance, ...]
    tracks: Mapping[str, Track]
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write everything."""
        for skeleton in self.skeletons:
            PutSkeleton(*skeleton).write(writer)
        PutClips(self.title, self.clips).write(writer)
        PutLayer(self.title, self.layer).write(writer)
        for instance in self.instances:
            PutInstance(self.title, instance).write(writer)
        for instance_id, track in self.tracks.items():
            for frame in track.frames.tolist():
                pose = track.pose(frame)
                assert pose is not None
                row = mapping.pose_row(pose, None, writer.author, writer.time)
                writer.put("pose", (self.layer.id, instance_id, frame), row)
