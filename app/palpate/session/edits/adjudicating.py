"""Many decisions at once, with the places that follow from them."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.model.adjudication import Adjudication
from palpate.model.layer import Layer
from palpate.session.edits.contents import PutLayer
from palpate.session.edits.judging import Adjudicate
from palpate.session.edits.poses import SetValues
from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class Decide:
    """Write decisions and places of many poses as one step of undo.

    Attributes
    ----------
    layer
        The final layer where it is new; it comes with the first decision.
    """

    title: str
    decisions: tuple[Adjudication, ...]
    values: tuple[SetValues, ...]
    layer: Layer | None = None
    merge_key: str | None = None

    def write(self, writer: Writer) -> None:
        """Write layer, places and decisions."""
        if self.layer is not None:
            PutLayer(self.title, self.layer).write(writer)
        for values in self.values:
            values.write(writer)
        Adjudicate(self.decisions).write(writer)
