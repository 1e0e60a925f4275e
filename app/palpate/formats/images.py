"""Images of a file, and the clips and frames that they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from palpate.formats.checks import is_index, is_non_finite, is_number, shown
from palpate.formats.identity import image_set_id, video_id
from palpate.formats.problems import Problems
from palpate.model.clip import Clip, ClipKind


@dataclass(frozen=True, slots=True)
class Image:
    """One image entry of a file.

    Attributes
    ----------
    size
        Width and height in px; (0, 0) if the file does not say.
    clip, frame
        Name of the clip and index in it; empty and −1 if the file does not say.
    beyond
        What else it says, word for word.
    """

    id: int | str
    file_name: str
    size: tuple[int, int] = (0, 0)
    clip: str = ""
    frame: int = -1
    beyond: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an image's annotations belong; track ids are unique within ``scope``."""

    clip: str
    frame: int
    scope: str


@dataclass(slots=True)
class Frames:
    """All images of a file.

    Attributes
    ----------
    clips
        In order, image sets with their frame names.
    places
        By image id.
    table
        What is kept of each image: ``clip`` (name), ``frame``, ``id``, ``file_name``, ``beyond``.
    """

    clips: tuple[Clip, ...] = ()
    places: dict[int | str, Place] = field(default_factory=dict)
    table: list[dict[str, object]] = field(default_factory=list)


def placed_images(
    images: Sequence[Image],
    *,
    declared: Sequence[Clip],
    name: str,
    problems: Problems,
    warnings: list[str],
    root: str = "images",
) -> Frames:
    """Return the clips of a file and the frame of each image.

    Parameters
    ----------
    declared
        Clips that the file describes itself.
    name
        Of the clip that images without one make up.
    root
        What the file calls its images, for problems.
    """
    _note_repetitions(images, root, problems, warnings)
    by_clip: dict[str, list[Image]] = {}
    for image in images:
        by_clip.setdefault(image.clip, []).append(image)
    frames = Frames()
    for clip_name, members in by_clip.items():
        clip = _declared(clip_name, declared, by_clip) or _new_clip(members, clip_name or name)
        _add_clip(frames, members, clip)
    known = {clip.id for clip in frames.clips}
    clips = [*frames.clips, *(clip for clip in declared if clip.id not in known)]
    order = {clip.id: at for at, clip in enumerate(declared)}
    frames.clips = tuple(sorted(clips, key=lambda clip: order.get(clip.id, len(order))))
    return frames


def size_of(width: object, height: object, place: str, problems: Problems) -> tuple[int, int]:
    """Return an image's size in px, (0, 0) if it has none; a faulty one is noted."""
    for key, side in (("width", width), ("height", height)):
        if side is None or is_non_finite(side):
            continue
        if not is_number(side) or side <= 0 or side != int(side):
            problems.add(f"{place}.{key}", f"is {shown(side)}; a positive whole number is expected")
    if is_number(width) and is_number(height) and width > 0 and height > 0:
        return int(width), int(height)
    return 0, 0


def clip_and_frame(clip: object, frame: object, place: str, problems: Problems) -> tuple[str, int]:
    """Return the clip name and frame index that an entry names; empty and −1 if it names none."""
    if not (isinstance(clip, str) and clip) or frame is None:
        return "", -1
    if not is_index(frame):
        problems.add(f"{place}.frame", f"is {shown(frame)}; a frame index from 0 on is expected")
        return "", -1
    return clip, frame


def _note_repetitions(images: Sequence[Image], root: str, problems: Problems, warnings: list[str]) -> None:
    for identity, times in Counter(image.id for image in images).items():
        if times > 1:
            problems.add(root, f"id {shown(identity)} stands {times} times")
    for (clip, frame), times in Counter((i.clip, i.frame) for i in images if i.clip).items():
        if times > 1:
            problems.add(root, f"frame {frame} of clip {clip} stands {times} times")
    repeated = [name for name, times in Counter(i.file_name for i in images).items() if times > 1]
    if repeated:
        warnings.append(f"{len(repeated)} file names stand more than once in {root}, first {repeated[0]}")


def _declared(name: str, declared: Sequence[Clip], by_clip: Mapping[str, object]) -> Clip | None:
    if name:
        return next((clip for clip in declared if clip.name == name), None)
    image_sets = [clip for clip in declared if clip.kind is ClipKind.IMAGES and clip.name not in by_clip]
    return image_sets[0] if len(image_sets) == 1 else None


def _add_clip(frames: Frames, members: Sequence[Image], clip: Clip) -> None:
    in_order = sorted(members, key=lambda image: image.frame)
    sizes: dict[int, tuple[int, int]] = {}
    for position, image in enumerate(in_order):
        frame = position if image.frame < 0 else image.frame
        if image.size not in ((0, 0), clip.size):
            sizes[frame] = image.size
        frames.places[image.id] = Place(clip.id, frame, _scope(image))
        kept = {"clip": clip.name, "frame": frame, "id": image.id, "file_name": image.file_name}
        frames.table.append({**kept, "beyond": image.beyond} if image.beyond else kept)
    if clip.kind is ClipKind.IMAGES and in_order[-1].frame in (-1, len(in_order) - 1):
        names = tuple(image.file_name for image in in_order)
        clip = replace(clip, frame_names=names, n_frames=max(clip.n_frames, len(names)))
    frames.clips = (*frames.clips, replace(clip, frame_sizes=sizes))


def _scope(image: Image) -> str:
    return next((str(image.beyond[key]) for key in ("vid_id", "video_id") if key in image.beyond), "")


def _new_clip(members: Sequence[Image], name: str) -> Clip:
    size = next((image.size for image in members if image.size != (0, 0)), (0, 0))
    if members[0].clip:
        last = max(image.frame for image in members)
        return Clip(video_id(name), name, ClipKind.VIDEO, size=size, n_frames=last + 1)
    identity = image_set_id(image.file_name for image in members)
    return Clip(identity, name, ClipKind.IMAGES, size=size, n_frames=len(members))
