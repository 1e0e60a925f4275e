"""What an edit touched, so that each panel refreshes only what is stale."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Change:
    """The reach of an edit.

    Attributes
    ----------
    poses
        (layer, instance, frame) of every pose that was written or removed.
    spans
        (layer, instance) whose span methods or derived values changed.
    clips, layers, instances
        Whether those lists themselves changed; a moment that two clips have in common counts as of clips.
    notes
        Whether notes, flags, events or what a review ruled changed.
    guides
        Whether what is told of keypoints changed, in words or pictures.
    examples
        Whether examples of keypoints changed.
    judging
        Whether plans, attempts, what is said of them, certificates or adjudications changed.
    """

    poses: frozenset[tuple[str, str, int]] = frozenset()
    spans: frozenset[tuple[str, str]] = frozenset()
    clips: bool = False
    layers: bool = False
    instances: bool = False
    notes: bool = False
    guides: bool = False
    examples: bool = False
    judging: bool = False
    title: str = field(default="", compare=False)

    def __or__(self, other: Change) -> Change:
        return Change(
            poses=self.poses | other.poses,
            spans=self.spans | other.spans,
            clips=self.clips or other.clips,
            layers=self.layers or other.layers,
            instances=self.instances or other.instances,
            notes=self.notes or other.notes,
            guides=self.guides or other.guides,
            examples=self.examples or other.examples,
            judging=self.judging or other.judging,
            title=self.title or other.title,
        )

    def touches(self, layer: str, instance: str) -> bool:
        """Whether anything of this instance in this layer changed."""
        return (layer, instance) in self.spans or any((a, b) == (layer, instance) for a, b, _ in self.poses)
