"""Flags: frames that somebody should look at."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class FlagFrame:
    """Flag a frame for review with a note, or take the flag away."""

    layer: str
    clip: str
    frame: int
    note: str | None
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Say which."""
        return f"{'Unflag' if self.note is None else 'Flag'} frame {self.frame}"

    def write(self, writer: Writer) -> None:
        """Write or remove its row."""
        key = (self.layer, self.clip, self.frame)
        if self.note is None:
            writer.delete("flag", *key)
        else:
            writer.put("flag", key, (self.note, writer.author, writer.time))
