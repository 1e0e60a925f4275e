"""``images[]``: which clip and frame an image id means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from palpate.formats.checks import is_id, is_index, is_non_finite, is_number, shown
from palpate.formats.coco.schema import IMAGE_KEYS
from palpate.formats.identity import image_set_id, video_id
from palpate.formats.problems import Problems
from palpate.model.clip import Clip, ClipKind


@dataclass(frozen=True, slots=True)
class Image:
    """One entry; ``clip`` is empty and ``frame`` −1 where the file does not say."""

    id: int | str
    file_name: str
    size: tuple[int, int]
    clip: str
    frame: int
    beyond: Mapping[str, object]


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
        In order of appearance, image sets with their frame names.
    places
        By image id.
    table
        What is kept of each image, for writing it back; see `schema.image_table`.
    """

    clips: tuple[Clip, ...] = ()
    places: dict[int | str, Place] = field(default_factory=dict)
    table: list[dict[str, object]] = field(default_factory=list)


def read_images(
    raw: object, *, declared: Sequence[Clip], name: str, problems: Problems, warnings: list[str]
) -> Frames:
    """Return the clips and the frame of each image.

    Parameters
    ----------
    raw
        The file's ``images``.
    declared
        Clips that the file describes itself.
    name
        Of the clip that images without ``clip`` and ``frame`` make up.
    """
    if not isinstance(raw, list):
        problems.add("images", "is not a list")
        return Frames()
    images = [image for i, entry in enumerate(raw) if (image := _image(entry, f"images[{i}]", problems))]
    _note_repetitions(images, problems, warnings)
    by_clip: dict[str, list[Image]] = {}
    for image in images:
        by_clip.setdefault(image.clip, []).append(image)
    frames = Frames()
    for clip_name, members in by_clip.items():
        _add_clip(frames, members, declared=_declared(clip_name, declared, by_clip), name=clip_name or name)
    known = {clip.id for clip in frames.clips}
    without_images = [clip for clip in declared if clip.id not in known]
    order = {clip.id: at for at, clip in enumerate(declared)}
    clips = [*frames.clips, *without_images]
    frames.clips = tuple(sorted(clips, key=lambda clip: order.get(clip.id, len(order))))
    return frames


def _image(entry: object, place: str, problems: Problems) -> Image | None:
    if not isinstance(entry, dict):
        problems.add(place, "is not an object")
        return None
    identity = entry.get("id")
    if not is_id(identity):
        problems.add(f"{place}.id", f"is {shown(identity)}; a whole number or a text is expected")
        return None
    file_name = entry.get("file_name", str(identity))
    if not isinstance(file_name, str):
        problems.add(f"{place}.file_name", f"is {shown(file_name)}; a text is expected")
        file_name = str(identity)
    clip, frame = _clip_and_frame(entry, place, problems)
    meant = IMAGE_KEYS if clip else IMAGE_KEYS - {"clip", "frame"}
    beyond = {key: value for key, value in entry.items() if key not in meant}
    return Image(identity, file_name, _size(entry, place, problems), clip, frame, beyond)


def _clip_and_frame(entry: Mapping[str, object], place: str, problems: Problems) -> tuple[str, int]:
    clip, frame = entry.get("clip"), entry.get("frame")
    if not (isinstance(clip, str) and clip and "frame" in entry):
        return "", -1
    if not is_index(frame):
        problems.add(f"{place}.frame", f"is {shown(frame)}; a frame index from 0 on is expected")
        return "", -1
    return clip, frame


def _size(entry: Mapping[str, object], place: str, problems: Problems) -> tuple[int, int]:
    sides = [entry.get("width"), entry.get("height")]
    for key, side in zip(("width", "height"), sides, strict=True):
        if side is None or is_non_finite(side):
            continue
        if not is_number(side) or side <= 0 or side != int(side):
            problems.add(f"{place}.{key}", f"is {shown(side)}; a positive whole number is expected")
    if not all(is_number(side) and side > 0 for side in sides):
        return 0, 0
    width, height = (int(side) for side in sides if is_number(side))
    return width, height


def _note_repetitions(images: Sequence[Image], problems: Problems, warnings: list[str]) -> None:
    for identity, times in Counter(image.id for image in images).items():
        if times > 1:
            problems.add("images", f"id {shown(identity)} stands {times} times")
    for (clip, frame), times in Counter((i.clip, i.frame) for i in images if i.clip).items():
        if times > 1:
            problems.add("images", f"frame {frame} of clip {clip} stands {times} times")
    repeated = [name for name, times in Counter(i.file_name for i in images).items() if times > 1]
    if repeated:
        warnings.append(f"{len(repeated)} file names stand more than once in images, first {repeated[0]}")


def _declared(name: str, declared: Sequence[Clip], by_clip: Mapping[str, object]) -> Clip | None:
    if name:
        return next((clip for clip in declared if clip.name == name), None)
    image_sets = [clip for clip in declared if clip.kind is ClipKind.IMAGES and clip.name not in by_clip]
    return image_sets[0] if len(image_sets) == 1 else None


def _add_clip(frames: Frames, members: Sequence[Image], *, declared: Clip | None, name: str) -> None:
    clip = declared or _new_clip(members, name)
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
