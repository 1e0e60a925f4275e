"""``images[]`` to write: every image of a set, and the labelled frames of a video."""

from __future__ import annotations

from collections.abc import Mapping

from palpate.formats.coco.schema import image_table
from palpate.formats.free_ids import FreeIds
from palpate.model.clip import Clip, ClipKind
from palpate.model.labels import Labels


class ImageTable:
    """The images of a label set.

    Attributes
    ----------
    warnings
        What had to be decided.
    """

    def __init__(self, labels: Labels) -> None:
        self.warnings: list[str] = []
        self._clips = labels.clips
        self._former = {(str(e.get("clip")), e.get("frame")): e for e in image_table(labels)}
        self._by_file = {str(e.get("file_name")): e for e in image_table(labels)}
        sets = [clip for clip in labels.clips if clip.kind is ClipKind.IMAGES]
        # A reader can tell only one clip from the others by its images alone.
        self._plain = sets[0].id if len(sets) == 1 and sets[0].frame_names else ""
        ids = FreeIds([entry.get("id") for entry in image_table(labels)])
        self._ids = {
            (clip.id, frame): ids.keep_or_new(self._former_of(clip, frame).get("id"))
            for clip in labels.clips
            for frame in self._frames(labels, clip)
        }
        if any(clip.size_of(frame) == (0, 0) for clip in labels.clips for frame in self._of(clip)):
            self.warnings.append("the size of some images is unknown and not written")

    def id_of(self, clip_id: str, frame: int) -> int | str:
        """Return the id of an image."""
        return self._ids[clip_id, frame]

    def entries(self) -> list[dict[str, object]]:
        """Return all images, clip by clip."""
        return [self._entry(clip, frame) for clip in self._clips for frame in self._of(clip)]

    def _of(self, clip: Clip) -> list[int]:
        return [frame for clip_id, frame in self._ids if clip_id == clip.id]

    def _frames(self, labels: Labels, clip: Clip) -> list[int]:
        frames = {
            int(frame)
            for instance, track in labels.labelled()
            if instance.clip == clip.id
            for frame in track.frames
        }
        frames.update(frame for name, frame in self._former if name == clip.name and isinstance(frame, int))
        frames.update(range(len(clip.frame_names)))
        return sorted(frames)

    def _former_of(self, clip: Clip, frame: int) -> Mapping[str, object]:
        entry = self._former.get((clip.name, frame))
        if clip.kind is ClipKind.VIDEO or not clip.frame_names:
            return entry or {}
        name = _file_name(clip, frame)
        if entry is not None and entry.get("file_name") == name:
            return entry
        return self._by_file.get(name, {})

    def _entry(self, clip: Clip, frame: int) -> dict[str, object]:
        former = self._former_of(clip, frame)
        beyond = former.get("beyond")
        width, height = clip.size_of(frame)
        entry: dict[str, object] = {
            "id": self._ids[clip.id, frame],
            "file_name": former.get("file_name", _file_name(clip, frame)),
        }
        if (width, height) != (0, 0):
            entry |= {"width": width, "height": height}
        if clip.id != self._plain:
            entry |= {"clip": clip.name, "frame": frame}
        return {**(beyond if isinstance(beyond, Mapping) else {}), **entry}


def _file_name(clip: Clip, frame: int) -> str:
    if frame < len(clip.frame_names):
        return clip.frame_names[frame]
    return f"{clip.name}/frame_{frame:06d}.png"
