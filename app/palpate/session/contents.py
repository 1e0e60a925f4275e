"""What the open project consists of, as lists in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from palpate.base.errors import UsageError
from palpate.model.clip import Clip
from palpate.model.instance import Instance
from palpate.model.layer import Layer, LayerKind
from palpate.model.policy_change import PolicyChange, in_force
from palpate.model.skeleton import Skeleton
from palpate.model.sync import Sync
from palpate.store.policies import policy_changes
from palpate.store.project import Project
from palpate.store.skeleton_reading import skeleton_from_yaml

Named = TypeVar("Named", Clip, Layer)
Held = TypeVar("Held", Clip, Layer, Instance)


@dataclass(frozen=True, slots=True)
class Contents:
    """Clips, layers, instances and skeletons, in the order people see them; clips of the same event.

    Attributes
    ----------
    skeletons
        With what the project asks for in place of their own policy.
    pinned
        As their files say.
    policies
        What the project asks for.
    """

    clips: tuple[Clip, ...]
    layers: tuple[Layer, ...]
    instances: tuple[Instance, ...]
    skeletons: Mapping[str, Skeleton]
    settings: Mapping[str, str]
    syncs: tuple[Sync, ...] = ()
    pinned: Mapping[str, Skeleton] = field(default_factory=dict)
    policies: tuple[PolicyChange, ...] = ()

    @staticmethod
    def read(project: Project) -> Contents:
        """Read everything."""
        texts, changes = project.skeleton_texts(), policy_changes(project)
        own = {name: tuple(change for change in changes if change.skeleton == name) for name in texts}
        return Contents(
            clips=tuple(project.clips()),
            layers=tuple(project.layers()),
            instances=tuple(project.instances()),
            skeletons={name: _laid_over(text, project.path, own[name]) for name, text in texts.items()},
            settings=project.settings(),
            syncs=tuple(project.syncs()),
            pinned={name: _parsed(text, project.path) for name, text in texts.items()},
            policies=changes,
        )

    def clip(self, clip_id: str) -> Clip:
        """Return a clip by id."""
        return _held(self.clips, clip_id, "clip")

    def layer(self, layer_id: str) -> Layer:
        """Return a layer by id."""
        return _held(self.layers, layer_id, "layer")

    def instance(self, instance_id: str) -> Instance:
        """Return an instance by id."""
        return _held(self.instances, instance_id, "instance")

    def instances_of(self, clip_id: str) -> tuple[Instance, ...]:
        """Return the instances of a clip by number."""
        return tuple(found for found in self.instances if found.clip == clip_id)

    def skeleton_of(self, instance_id: str) -> Skeleton:
        """Return the skeleton of an instance."""
        return self.skeletons[self.instance(instance_id).skeleton]

    def clip_named(self, name: str) -> Clip:
        """Return a clip by what people call it, by id, or the only one for an empty name."""
        return _named(self.clips, name, "clip")

    def layer_named(self, name: str) -> Layer:
        """Return a layer by name or id."""
        return _named(self.layers, name, "layer")

    def layers_of_kind(self, kind: LayerKind) -> tuple[Layer, ...]:
        """Return the layers of a kind."""
        return tuple(layer for layer in self.layers if layer.kind is kind)

    def working_layer(self, author: str) -> Layer | None:
        """Return the author's first work layer, else anybody's."""
        work = self.layers_of_kind(LayerKind.WORK)
        return next((layer for layer in work if layer.author == author), work[0] if work else None)

    def gold_layer(self) -> Layer | None:
        """Return the first gold layer."""
        gold = self.layers_of_kind(LayerKind.GOLD)
        return gold[0] if gold else None


@lru_cache(maxsize=64)
def _parsed(text: str, path: Path) -> Skeleton:
    """Read a pinned skeleton; kept, because contents are read again after every edit of a list."""
    return skeleton_from_yaml(text, path=path)


@lru_cache(maxsize=64)
def _laid_over(text: str, path: Path, changes: tuple[PolicyChange, ...]) -> Skeleton:
    return in_force(_parsed(text, path), changes)


def _held(things: tuple[Held, ...], thing_id: str, noun: str) -> Held:
    for thing in things:
        if thing.id == thing_id:
            return thing
    raise UsageError(f"there is no such {noun} here; choose one first")


def _named(things: tuple[Named, ...], name: str, noun: str) -> Named:
    if not name and len(things) == 1:
        return things[0]
    for thing in things:
        if name in (thing.name, thing.id):
            return thing
    names = [thing.name for thing in things]
    if any("," in one for one in names):  # else nobody could tell where one name ends
        names = [f"'{one}'" for one in names]
    known = ", ".join(names) or "none"
    raise UsageError(f"there is no {noun} named {name!r}; known: {known}")
