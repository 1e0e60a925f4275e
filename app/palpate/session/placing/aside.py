"""What is set aside while one works: hidden, so that no hand can hit it, or locked, so that none changes it.

This is how somebody looks at the labels, not what they say: it is no edit, and no part of the project file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from psygnal import Signal

from palpate.model.arrays import Bools
from palpate.model.skeleton import Skeleton

Thing = TypeVar("Thing", str, tuple[str, str])


@dataclass(frozen=True, slots=True)
class Parts:
    """Whole instances, and single keypoints of these or others.

    Attributes
    ----------
    instances
        Ids.
    keypoints
        (instance id, name of a keypoint).
    """

    instances: frozenset[str] = frozenset()
    keypoints: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.instances or self.keypoints)

    def of(self, instance: str, skeleton: Skeleton) -> Bools:
        """Return ``(K,)`` which keypoints of an instance are among them."""
        if instance in self.instances:
            return np.ones(len(skeleton), dtype=np.bool_)
        if not self.keypoints:
            return np.zeros(len(skeleton), dtype=np.bool_)
        return np.array([(instance, name) in self.keypoints for name in skeleton.names], dtype=np.bool_)

    def with_instance(self, instance: str, *, on: bool) -> Parts:
        """Take a whole instance in, or out; single keypoints of it stay as they are."""
        return Parts(_toggled(self.instances, [instance], on=on), self.keypoints)

    def with_keypoints(self, instance: str, names: Iterable[str], *, on: bool) -> Parts:
        """Take keypoints of an instance in, or out."""
        return Parts(self.instances, _toggled(self.keypoints, [(instance, name) for name in names], on=on))


class SetAside:
    """What is hidden and what is locked, told to whoever listens.

    Signals
    -------
    changed
        After each change.

    Attributes
    ----------
    led
        From where the hand was led on when something was set aside; see `aside_gestures.toggle_in_hand`.
    """

    changed = Signal()

    def __init__(self) -> None:
        self._hidden = Parts()
        self._locked = Parts()
        self.led: object = None

    @property
    def hidden(self) -> Parts:
        """What is not seen and cannot be hit."""
        return self._hidden

    @property
    def locked(self) -> Parts:
        """What no hand changes."""
        return self._locked

    def leaves(self, instance: str, skeleton: Skeleton) -> Bools:
        """Return ``(K,)`` which keypoints of an instance a hand can be led to: neither hidden nor locked."""
        return ~(self._hidden.of(instance, skeleton) | self._locked.of(instance, skeleton))

    def put(self, *, hidden: Parts | None = None, locked: Parts | None = None) -> None:
        """Set other parts aside; nothing is told if they are the same."""
        before = self._hidden, self._locked
        self._hidden = self._hidden if hidden is None else hidden
        self._locked = self._locked if locked is None else locked
        if (self._hidden, self._locked) != before:
            self.changed.emit()

    def as_text(self) -> str:
        """Return it in words that `read` understands; empty if nothing is set aside."""
        if not self._hidden and not self._locked:
            return ""
        return json.dumps({"hidden": _plain(self._hidden), "locked": _plain(self._locked)})

    def read(self, text: str) -> None:
        """Set aside what a text says; nothing where somebody has edited it into something else."""
        try:
            kept = json.loads(text) if text else {}
            hidden, locked = _parts(kept.get("hidden", {})), _parts(kept.get("locked", {}))
        except (ValueError, TypeError, AttributeError, RecursionError):
            hidden, locked = Parts(), Parts()
        self.put(hidden=hidden, locked=locked)


def _toggled(known: frozenset[Thing], these: Iterable[Thing], *, on: bool) -> frozenset[Thing]:
    return known.union(these) if on else known.difference(these)


def _plain(parts: Parts) -> dict[str, object]:
    return {"instances": sorted(parts.instances), "keypoints": sorted(map(list, parts.keypoints))}


def _parts(kept: dict[str, list[Any]]) -> Parts:
    pairs = ((str(instance), str(name)) for instance, name in kept.get("keypoints", ()))
    return Parts(frozenset(map(str, kept.get("instances", ()))), frozenset(pairs))
