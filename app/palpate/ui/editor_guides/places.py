"""The places of a keypoint while somebody points at them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from palpate.model.plate import Target


@dataclass(frozen=True, slots=True)
class Place:
    """A place in hand.

    Attributes
    ----------
    shown
        On which picture, and where on it as far as somebody has pointed.
    kept
        What would be kept of it; before anybody points at another picture, that is where it was, or nothing.
    """

    shown: Target
    kept: Target | None

    @property
    def pointed(self) -> bool:
        """Whether somebody has said where it is."""
        return self.shown == self.kept

    def is_on(self, plates: Collection[str]) -> bool:
        """Tell whether its pictures are among these."""
        return self.shown.plate in plates and (self.kept is None or self.kept.plate in plates)

    def at(self, target: Target) -> Place:
        """Return the place after somebody pointed."""
        return Place(target, target)

    def seen(self, target: Target) -> Place:
        """Return the place seen from nearer or flipped; nobody points by that."""
        return replace(self, shown=target, kept=target if self.pointed else self.kept)


def placed(targets: Iterable[Target]) -> tuple[Place, ...]:
    """Return places that are kept already."""
    return tuple(Place(target, target) for target in targets)


def pointed_at(places: Iterable[Place]) -> tuple[Target, ...]:
    """Return what is kept of places."""
    return tuple(place.kept for place in places if place.kept is not None)
