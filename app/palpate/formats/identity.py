"""Ids that follow from what a file says, so that reading it twice gives the same labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID, uuid5

from palpate.model.instance import Instance

_SPACE = UUID("6e9d3c0a-6f0b-5d0e-9a51-2f6f6c5b7d10")
CATEGORY = "category"


def image_set_id(names: Iterable[str]) -> str:
    """Return the id of a clip made of these images; the same images in the same order give the same."""
    return str(uuid5(_SPACE, "images\n" + "\n".join(names)))


def video_id(name: str) -> str:
    """Return the id of a video of which only the name is known."""
    return str(uuid5(_SPACE, "video\n" + name))


def default_instance(clip: str, number: int, skeleton: str, attributes: Mapping[str, str]) -> Instance:
    """Return an instance of which a file tells no more than this."""
    return Instance(
        id=str(uuid5(_SPACE, f"{clip}/{number}")),
        clip=clip,
        name=f"{attributes.get(CATEGORY, skeleton)} {number}",
        number=number,
        skeleton=skeleton,
        attributes=dict(attributes),
    )
