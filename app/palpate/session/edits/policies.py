"""What a project asks for in place of what its skeleton says."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.base.errors import EditRefused
from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class Ask:
    """One value that the project asks for.

    Attributes
    ----------
    keypoint
        Its name; empty for the whole skeleton.
    value, before
        As they are kept; an empty value is *as the skeleton says*.
    source
        Where the value comes from, in free words.
    """

    key: str
    keypoint: str
    value: str
    before: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class SetPolicy:
    """Change thresholds and targets of a pinned skeleton; no label moves, and its version stays."""

    title: str
    skeleton: str
    asked: tuple[Ask, ...]
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write or remove one row each; refuses a skeleton that is not pinned, and a change of nothing."""
        if writer.get("skeleton", self.skeleton) is None:
            raise EditRefused(f"the project pins no skeleton named {self.skeleton!r}")
        for ask in self.asked:
            key = (self.skeleton, ask.keypoint, ask.key)
            if ask.value:
                row = (ask.value, ask.before, ask.source, writer.author, writer.time)
                writer.put("policy", key, row)
            elif writer.get("policy", *key) is None:
                raise EditRefused(f"{ask.key} is as the skeleton says already")
            else:
                writer.delete("policy", *key)
