"""What people say of the scenes of a clip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from palpate.store.rows import Writer

_JOINED = "joined_scenes_of_"


def joined_key(clip: str) -> str:
    """Return the name of the setting that holds the cuts that are none, by their frames."""
    return _JOINED + clip


@dataclass(frozen=True, slots=True)
class JoinScenes:
    """Say that no scene of a clip begins in a frame."""

    clip: str
    frame: int
    merge_key: str | None = None
    title: ClassVar[str] = "Join two scenes"

    def write(self, writer: Writer) -> None:
        """Add the frame to those that begin none."""
        held = writer.get("setting", joined_key(self.clip))
        frames = sorted({self.frame, *(map(int, str(held[0]).split()) if held else ())})
        writer.put("setting", (joined_key(self.clip),), (" ".join(map(str, frames)),))
