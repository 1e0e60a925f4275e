"""Which parts of the picture a set of written rows touches."""

from __future__ import annotations

from collections.abc import Iterable

from palpate.model.change import Change
from palpate.store.rows import RowChange


def change_of(rows: Iterable[RowChange], title: str = "") -> Change:
    """Return the reach of the rows."""
    chosen = list(rows)
    tables = {row.table for row in chosen}
    poses = (row.key for row in chosen if row.table == "pose")
    spans = (row.key for row in chosen if row.table == "span")
    return Change(
        poses=frozenset((str(key[0]), str(key[1]), int(key[2])) for key in poses),
        spans=frozenset((str(key[0]), str(key[1])) for key in spans),
        clips=bool(tables & {"clip", "skeleton", "policy", "setting", "sync"}),
        layers="layer" in tables,
        instances=bool(tables & {"instance", "skeleton", "policy"}),
        notes=bool(tables & {"note", "flag", "event", "ruling", "outdated"}),
        guides=bool(tables & {"guideline", "target", "plate", "skeleton"}),
        examples=bool(tables & {"example", "example_picture"}),
        judging=bool(tables & {"plan", "attempt", "comment", "certificate", "adjudication"}),
        title=title,
    )
