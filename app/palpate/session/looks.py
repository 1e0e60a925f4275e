"""What somebody had in front of them, large and in hand: kept beside the facts, never undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from palpate.base.errors import PalpateError
from palpate.store.project import Project

Spot = tuple[str, int]  # keypoint name, frame


class Looks:
    """The looks of a project: what is stored, and what is not stored yet."""

    def __init__(self, project: Project, author: str) -> None:
        self._project = project
        self._author = author
        self._known: dict[tuple[str, str], dict[Spot, tuple[float, float]]] = {}
        self._names: dict[tuple[str, str], dict[int, set[str]]] = {}
        self._frames: dict[tuple[str, str], list[int]] = {}
        self._new: dict[tuple[str, str, str, int], tuple[float, float]] = {}

    def add(self, layer: str, instance: str, seen: Iterable[tuple[str, int, float, float]]) -> bool:
        """Take over (keypoint name, frame, x, y) px of what was looked at; tells whether any of it is new."""
        known, new = self._of(layer, instance), False
        for keypoint, frame, x, y in seen:
            if known.get((keypoint, frame)) != (x, y):
                known[keypoint, frame] = (x, y)
                self._note((layer, instance), keypoint, frame)
                self._new[layer, instance, keypoint, frame] = (x, y)
                new = True
        self.keep()
        return new

    def of(self, layer: str, instance: str) -> Mapping[Spot, tuple[float, float]]:
        """Return where each keypoint stood in each frame when it was looked at."""
        return self._of(layer, instance)

    def between(self, layer: str, instance: str, first: int, stop: int) -> dict[Spot, tuple[float, float]]:
        """Return the same for some frames only."""
        known, names = self._of(layer, instance), self._names.get((layer, instance), {})
        if len(names) < stop - first:
            frames = [frame for frame in names if first <= frame < stop]
        else:
            frames = [frame for frame in range(first, stop) if frame in names]
        return {(name, frame): known[name, frame] for frame in frames for name in names[frame]}

    def frames(self, layer: str, instance: str) -> list[int]:
        """Return the frames of all looks as they came, also of such as took the place of others."""
        self._of(layer, instance)
        return self._frames.setdefault((layer, instance), [])

    def forget(self) -> None:
        """Read everything anew when it is asked for next: keypoints have other names now."""
        self.keep()
        for kept in (self._known, self._names, self._frames):
            kept.clear()

    def belong_to(self, author: str) -> None:
        """Let looks from now on be somebody else's."""
        self.keep()
        self._author = author

    def keep(self) -> None:
        """Write what is new. What cannot be written is asked for again: only looking is lost by it."""
        rows = [(*key, *place) for key, place in self._new.items()]
        self._new.clear()
        if rows:
            with suppress(PalpateError):
                self._project.keep_looks(self._author, rows)

    def _of(self, layer: str, instance: str) -> dict[Spot, tuple[float, float]]:
        key = (layer, instance)
        if key not in self._known:
            rows = self._project.looks(layer, instance)
            self._known[key] = {(keypoint, frame): (x, y) for keypoint, frame, x, y in rows}
            for keypoint, frame, *_ in rows:
                self._note(key, keypoint, frame)
        return self._known[key]

    def _note(self, key: tuple[str, str], keypoint: str, frame: int) -> None:
        self._names.setdefault(key, {}).setdefault(frame, set()).add(keypoint)
        self._frames.setdefault(key, []).append(frame)
