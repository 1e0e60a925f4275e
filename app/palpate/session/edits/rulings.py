"""What a review settles: a verdict, and the value that goes with it."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.base.errors import EditRefused
from palpate.model.ruling import Ruling
from palpate.session.edits.poses import SetValues
from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class Settle:
    """Write verdicts, with values of a pose if one was pinned or moved, as one step.

    Attributes
    ----------
    values
        None where only something is said.
    """

    title: str
    rulings: tuple[Ruling, ...]
    values: SetValues | None = None
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write one row per verdict; refuses one on an instance that is gone."""
        if self.values is not None:
            self.values.write(writer)
        for ruling in self.rulings:
            if writer.get("instance", ruling.instance) is None:
                raise EditRefused("that instance is no longer in this project")
            key = (ruling.layer, ruling.instance, ruling.kind, ruling.keypoint, ruling.frame)
            said = (ruling.stop, ruling.standing, ruling.verdict.value, ruling.score)
            held = writer.get("ruling", *key)
            if held is None or held[:4] != said:
                writer.put("ruling", key, (*said, writer.author, writer.time))
