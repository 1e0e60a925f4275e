"""Images to write: every image of a set, and the labelled frames of videos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from palpate.formats.free_ids import FreeIds
from palpate.formats.kept import image_ids, kept_of, objects_in
from palpate.model.clip import Clip, ClipKind
from palpate.model.labels import Labels


@dataclass(frozen=True, slots=True)
class ImageRow:
    """One image to write.

    Attributes
    ----------
    size
        Width and height in px; (0, 0) if unknown.
    keyed
        Whether clip and frame must be written for a reader to tell them.
    beyond
        What the file it came from said of it besides.
    """

    clip: Clip
    frame: int
    id: int | str
    file_name: str
    size: tuple[int, int]
    keyed: bool
    beyond: Mapping[str, object] = field(default_factory=dict)


class ImageTable:
    """The images of a label set, clip by clip.

    Attributes
    ----------
    rows
        By clip id and frame, in order.
    warnings
        What had to be decided.
    """

    def __init__(self, labels: Labels, format: str) -> None:
        former = objects_in(kept_of(labels, format), "images")
        self._by_frame = {(str(e.get("clip")), e.get("frame")): e for e in former}
        self._by_file = {str(e.get("file_name")): e for e in former}
        sets = [clip for clip in labels.clips if clip.kind is ClipKind.IMAGES]
        # A reader can tell only one clip from the others by its images alone.
        plain = sets[0].id if len(sets) == 1 and sets[0].frame_names else ""
        remembered = dict(image_ids(labels))
        ids = FreeIds([*(entry.get("id") for entry in former), *remembered.values()])
        labelled = _labelled_frames(labels)
        self.rows: dict[tuple[str, int], ImageRow] = {}
        for clip in labels.clips:
            for frame in self._frames(clip, labelled.get(clip.id, set())):
                key, entry = (clip.id, frame), self._former_of(clip, frame)
                identity = ids.keep_or_new(entry.get("id", remembered.get(key)))
                self.rows[key] = _row(clip, frame, identity, entry, keyed=clip.id != plain)
        unknown = sum(row.size == (0, 0) for row in self.rows.values())
        self.warnings = [f"the size of {unknown} images is unknown and not written"] if unknown else []

    def id_of(self, clip_id: str, frame: int) -> int | str:
        """Return the id of an image."""
        return self.rows[clip_id, frame].id

    def _frames(self, clip: Clip, labelled: set[int]) -> list[int]:
        former = {f for name, f in self._by_frame if name == clip.name and isinstance(f, int)}
        return sorted({*labelled, *former, *range(len(clip.frame_names))})

    def _former_of(self, clip: Clip, frame: int) -> Mapping[str, object]:
        entry = self._by_frame.get((clip.name, frame))
        if frame >= len(clip.frame_names):
            return entry or {}
        name = clip.frame_names[frame]
        if entry is not None and entry.get("file_name") == name:
            return entry
        return self._by_file.get(name, {})


def _labelled_frames(labels: Labels) -> dict[str, set[int]]:
    frames: dict[str, set[int]] = {}
    for instance, track in labels.labelled():
        frames.setdefault(instance.clip, set()).update(track.frames.tolist())
    return frames


def _row(
    clip: Clip, frame: int, identity: int | str, former: Mapping[str, object], *, keyed: bool
) -> ImageRow:
    beyond = former.get("beyond")
    return ImageRow(
        clip=clip,
        frame=frame,
        id=identity,
        file_name=str(former.get("file_name", _file_name(clip, frame))),
        size=clip.size_of(frame),
        keyed=keyed,
        beyond=beyond if isinstance(beyond, Mapping) else {},
    )


def _file_name(clip: Clip, frame: int) -> str:
    if frame < len(clip.frame_names):
        return clip.frame_names[frame]
    return f"{clip.name}/frame_{frame:06d}.png"
