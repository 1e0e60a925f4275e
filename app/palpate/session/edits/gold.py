"""A new version of gold, and a plan with the attempt that follows it."""

from __future__ import annotations

from dataclasses import dataclass

from palpate.base.errors import EditRefused
from palpate.model.layer import Layer
from palpate.session.edits.contents import PutLayer
from palpate.session.edits.judging import BeginAttempt, DrawPlan
from palpate.store.rows import Writer
from palpate.store.tables import TABLES

VERSION_OF = "version_of/"
"""Setting that says which layer another one is the next version of: the id of the newer one follows."""

_COPIED = ("pose", "span", "outdated")


@dataclass(frozen=True, slots=True)
class CopyLayer:
    """Copy a layer with everything that is labelled in it; who placed what, and when, stays.

    Attributes
    ----------
    source
        Id of the layer that the new one is a later version of.
    """

    source: str
    layer: Layer
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name the copy."""
        return f"Begin {self.layer.name}"

    def write(self, writer: Writer) -> None:
        """Write its rows; refuses if what is copied is gone."""
        if writer.get("layer", self.source) is None:
            raise EditRefused("there is no such layer here")
        PutLayer(self.title, self.layer).write(writer)
        writer.put("setting", (VERSION_OF + self.layer.id,), (self.source,))
        for name in _COPIED:
            table = TABLES[name]
            columns, n = ", ".join((*table.key, *table.value)), len(table.key)
            sql = f"SELECT {columns} FROM {name} WHERE layer = ?"
            for row in writer.connection.execute(sql, (self.source,)).fetchall():
                writer.put(name, (self.layer.id, *row[1:n]), tuple(row[n:]))


@dataclass(frozen=True, slots=True)
class FollowPlan:
    """Keep a plan and begin the attempt that follows it, in one step.

    Attributes
    ----------
    plan
        None if it is kept already.
    """

    plan: DrawPlan | None
    attempt: BeginAttempt
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Say which attempt."""
        return self.attempt.title

    def write(self, writer: Writer) -> None:
        """Write both."""
        if self.plan is not None:
            self.plan.write(writer)
        self.attempt.write(writer)
