"""``images[]``: which clip and frame an image id means."""

from __future__ import annotations

from collections.abc import Sequence

from palpate.formats.checks import is_id, shown
from palpate.formats.coco.schema import IMAGE_KEYS
from palpate.formats.images import Frames, Image, clip_and_frame, placed_images, size_of
from palpate.formats.problems import Problems
from palpate.model.clip import Clip


def read_images(
    raw: object, *, declared: Sequence[Clip], name: str, problems: Problems, warnings: list[str]
) -> Frames:
    """Return the clips and the frame of each image; see `palpate.formats.images.placed_images`."""
    if not isinstance(raw, list):
        problems.add("images", "is not a list")
        return Frames()
    images = [image for i, entry in enumerate(raw) if (image := _image(entry, f"images[{i}]", problems))]
    return placed_images(images, declared=declared, name=name, problems=problems, warnings=warnings)


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
        return None
    clip, frame = clip_and_frame(entry.get("clip"), entry.get("frame"), place, problems)
    meant = IMAGE_KEYS if clip else IMAGE_KEYS - {"clip", "frame"}
    beyond = {key: value for key, value in entry.items() if key not in meant}
    size = size_of(entry.get("width"), entry.get("height"), place, problems)
    return Image(identity, file_name, size, clip, frame, beyond)
