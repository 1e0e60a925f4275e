"""How much is said of each keypoint of a skeleton, in every layer: what a new version of it would reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from palpate.model.arrays import Ints
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import Visibility
from palpate.session.guidelines.explained import Counted, count_explained

if TYPE_CHECKING:
    from palpate.session.session import Session

_NAMED = ("spans", "verdicts", "notes", "looks")


@dataclass(frozen=True, slots=True)
class Said:
    """How many labels there are, and how many spans, verdicts, notes and looks are of their keypoints."""

    labels: int = 0
    spans: int = 0
    verdicts: int = 0
    notes: int = 0
    looks: int = 0

    def __add__(self, other: Said) -> Said:
        return Said(
            self.labels + other.labels,
            self.spans + other.spans,
            self.verdicts + other.verdicts,
            self.notes + other.notes,
            self.looks + other.looks,
        )

    def __bool__(self) -> bool:
        return self != Said()


@dataclass(frozen=True, slots=True)
class Census:
    """What is said in a project, by name of the layer.

    Attributes
    ----------
    poses
        Stored poses of the skeleton.
    labels
        ``(K,)`` stored values of each keypoint.
    named
        Of each of spans, verdicts, notes and looks the number by name of the keypoint.
    explained
        What the project itself shows and tells of keypoints; that is of no layer.
    """

    skeleton: Skeleton
    poses: int
    labels: Mapping[str, Ints]
    named: Mapping[str, Mapping[str, Counter[str]]]
    explained: Counted

    def of(self, keypoints: Iterable[int]) -> dict[str, Said]:
        """Return what is said of some keypoints by index, of the layers that say anything."""
        chosen = list(keypoints)
        names = [self.skeleton.names[k] for k in chosen]
        found = {}
        for layer, labels in self.labels.items():
            others = {what: sum(self.named[layer][what][name] for name in names) for what in _NAMED}
            found[layer] = Said(labels=int(labels[chosen].sum()), **others)
        return {layer: said for layer, said in found.items() if said}

    @property
    def totals(self) -> Ints:
        """``(K,)`` stored values of each keypoint in all layers."""
        return np.asarray(sum(self.labels.values(), start=np.zeros(len(self.skeleton), dtype=np.int64)))


def census_of(session: Session, skeleton: Skeleton) -> Census:
    """Count what is said of the keypoints of a pinned skeleton; PlateFaulty if stored places are damaged."""
    own = {found.id for found in session.contents.instances if found.skeleton == skeleton.name}
    notes, labels, named, poses = _notes_by_layer(session, own), {}, {}, 0
    for layer in session.contents.layers:
        here = np.zeros(len(skeleton), dtype=np.int64)
        spans, looks = Counter[str](), Counter[str]()
        for instance in sorted(own):
            track = session.project.track(layer.id, instance, len(skeleton))
            here += (track.visibility != Visibility.NOT_PLACED).sum(axis=0)
            poses += len(track.frames)
            spans.update(name for name, _ in session.project.methods(layer.id, instance))
            looks.update(row[0] for row in session.project.looks(layer.id, instance))
        rulings = session.project.rulings(layer.id)
        verdicts = Counter(name for r in rulings if r.instance in own for name in r.keypoint.split(","))
        labels[layer.name] = here
        named[layer.name] = {
            "spans": spans,
            "verdicts": verdicts,
            "notes": notes.get(layer.id, Counter()),
            "looks": looks,
        }
    return Census(skeleton, poses, labels, named, count_explained(session, skeleton))


def _notes_by_layer(session: Session, own: set[str]) -> dict[str, Counter[str]]:
    """Count notes by the layer that was in hand; those of a layer that is gone under the first one."""
    layers = [layer.id for layer in session.contents.layers]
    found = {layer: Counter[str]() for layer in layers}
    for note in session.project.notes():
        if note.instance in own and layers:
            found[note.layer if note.layer in found else layers[0]][note.keypoint] += 1
    return found
