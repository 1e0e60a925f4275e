"""Moments that two clips have in common."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.base.errors import EditRefused
from palpate.model.sync import Sync
from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class PutSync:
    """Say which frames of two clips are the same moment, in place of what was said before."""

    title: str
    sync: Sync
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write the row of the pair; refuses a clip with itself, and one that is not there."""
        pair = self.sync.ordered
        if pair.clip == pair.other:
            raise EditRefused("a clip is at the same moment as itself; choose another clip")
        if any(writer.get("clip", clip) is None for clip in (pair.clip, pair.other)):
            raise EditRefused("one of the two clips is no longer in this project")
        stamped = (pair.event, writer.author, writer.time)
        standing = writer.get("sync", pair.clip, pair.other)
        if standing is None or standing[:3] != (pair.frame, pair.other_frame, pair.event):
            writer.put("sync", (pair.clip, pair.other), (pair.frame, pair.other_frame, *stamped))


@dataclass(frozen=True, slots=True)
class RemoveSync:
    """Take back which moment two clips have in common."""

    title: str
    sync: Sync
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Remove the row of the pair; refuses if it is gone."""
        pair = self.sync.ordered
        if writer.get("sync", pair.clip, pair.other) is None:
            raise EditRefused("the two clips are not synchronised any more")
        writer.delete("sync", pair.clip, pair.other)
