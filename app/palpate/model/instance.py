"""One subject through a clip: a person, an animal, a hand, a face or an object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

COLOUR = "colour"
"""Attribute that says which colour was chosen."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A subject that layers place keypoints on; shared by all layers of a clip.

    Attributes
    ----------
    id
        Globally unique.
    number
        Small number people see, unique in its clip, from 1; also the ``track_id`` of foreign files.
    skeleton
        Name of its skeleton.
    """

    id: str
    clip: str
    name: str
    number: int
    skeleton: str
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def colour(self) -> int:
        """Which of the colours it is shown in, from 1: the one somebody chose, else that of its number."""
        chosen = self.attributes.get(COLOUR, "")
        plain = chosen.isascii() and chosen.isdecimal() and len(chosen) < 4
        return int(chosen) or self.number if plain else self.number
