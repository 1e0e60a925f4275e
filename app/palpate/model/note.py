"""Words that somebody pinned to a frame or to a keypoint in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Note:
    """A question or remark that stays until somebody resolves it.

    Attributes
    ----------
    id
        Globally unique, so that work from several machines can be merged.
    layer
        Which layer was in hand when it was written; the note is for everybody.
    instance, keypoint
        Id of the instance and name of the keypoint it is pinned to; empty where the whole frame is meant.
    time, changed, resolved
        When it was written, last reworded and resolved, ISO 8601, UTC; empty where that has not happened.
    resolver
        Who resolved it; empty while it is open.
    """

    id: str
    clip: str
    layer: str
    frame: int
    instance: str
    keypoint: str
    text: str
    author: str = ""
    time: str = ""
    changed: str = ""
    resolver: str = ""
    resolved: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has resolved it yet."""
        return not self.resolved
