"""What can never change in place: certified layers, and what was submitted.

Rows are looked at instead of gestures: an undo, an import or a gesture that nobody has thought of yet is
refused as well, in the transaction that would have made it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from palpate.base.errors import EditRefused
from palpate.store.rows import Row, RowChange
from palpate.store.tables import TABLES

if TYPE_CHECKING:
    from palpate.store.project import Project

_OF_LAYERS = frozenset({"pose", "span", "outdated"})
_CERTIFIED = (
    "SELECT layer.id, layer.name, version FROM certificate JOIN layer ON layer.id = certificate.layer"
)
_SUBMITTED_LAYERS = (
    "SELECT layer.id, layer.name FROM attempt JOIN layer ON layer.id = attempt.layer WHERE submitted != ''"
)
_SUBMITTED = TABLES["attempt"].value.index("submitted")


def refuse_frozen(connection: sqlite3.Connection, changes: Collection[RowChange]) -> None:
    """Raise EditRefused if rows changed that are frozen; what a new version of a skeleton rewrites is not.

    Parameters
    ----------
    connection
        With the transaction in which the rows were changed.
    """
    for change in changes:
        if change.before is not None:
            _refuse_records(connection, change, change.before)
    if any(change.table == "skeleton" for change in changes):
        return
    reasons = _reasons(connection)
    if reasons:
        _refuse_layers(reasons, changes)


def _refuse_records(connection: sqlite3.Connection, change: RowChange, before: Row) -> None:
    if change.table == "certificate":
        raise EditRefused("a certificate is never changed; a new version of the gold gets one of its own")
    if change.table == "attempt" and before[_SUBMITTED]:
        raise EditRefused("an attempt that was submitted stays as it is; begin the next one")
    if change.table == "plan" and _is_followed(connection, str(change.key[0])):
        raise EditRefused("a plan that somebody has begun to follow stays as it is; draw another one")


def _is_followed(connection: sqlite3.Connection, plan: str) -> bool:
    sql = "SELECT 1 FROM attempt WHERE json_extract(content, '$.plan') = ? LIMIT 1"
    return connection.execute(sql, (plan,)).fetchone() is not None


def _refuse_layers(reasons: Mapping[str, str], changes: Collection[RowChange]) -> None:
    for change in changes:
        layer = str(change.key[0])
        touched = change.table in _OF_LAYERS or (change.table == "layer" and change.after is None)
        if touched and layer in reasons:
            raise EditRefused(reasons[layer])


def _reasons(connection: sqlite3.Connection) -> dict[str, str]:
    return _worded(connection.execute(_CERTIFIED), connection.execute(_SUBMITTED_LAYERS))


def why_frozen(project: Project, layer: str) -> str:
    """Return why a layer does not change any more, with the way out; empty if it may."""
    return _worded(project.rows(_CERTIFIED), project.rows(_SUBMITTED_LAYERS)).get(layer, "")


def _worded(certified: Iterable[Any], submitted: Iterable[Any]) -> dict[str, str]:
    """Return why layers do not change any more, by id."""
    reasons = {
        layer: f"{name} is certified (version {version}) and stays as it is; make a new version of it"
        for layer, name, version in certified
    }
    return reasons | {
        layer: f"{name} was submitted and stays as it is; begin the next attempt" for layer, name in submitted
    }
