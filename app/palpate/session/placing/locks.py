"""No hand changes what is locked, whichever gesture or command it comes by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from palpate.base.errors import EditRefused
from palpate.session.contents import Contents
from palpate.session.placing.aside import Parts
from palpate.session.track_rows import differing
from palpate.store import mapping
from palpate.store.rows import RowChange
from palpate.store.tables import TABLES

_LABELS = frozenset({"pose", "span", "outdated"})
_SHAPE = TABLES["pose"].value.index("shape")


def refuse_locked(locked: Parts, contents: Contents, *, layer: str, changes: Iterable[RowChange]) -> None:
    """Raise EditRefused if rows that an edit has changed are of something locked.

    Rows are looked at instead of gestures, so that a new gesture need not think of it. Inside the edit's
    transaction nothing has happened then.

    Parameters
    ----------
    layer
        Id of the layer in hand. Other layers are no business of a hand: an import writes to its own.
    """
    known = {found.id for found in contents.instances}
    for change in changes:
        if change.table in ("pose", "span") and change.key[1] not in known:
            continue  # an instance that comes with the edit
        if change.table == "pose" and change.key[0] == layer:
            _refuse_pose(locked, contents, change)
        elif change.table == "span" and change.key[0] == layer:
            _refuse_span(locked, contents, change)
        elif change.table == "instance" and change.after is None:
            _refuse_removal(locked, contents, str(change.key[0]))


def refuse_asked_about(asked_about: Mapping[str, str], changes: Iterable[RowChange]) -> None:
    """Raise EditRefused if an edit has changed labels of a layer that somebody is asked about meanwhile.

    Parameters
    ----------
    asked_about
        The sentence that refuses, by id of the layer.
    """
    for change in changes:
        if change.table in _LABELS and (sentence := asked_about.get(str(change.key[0]))):
            raise EditRefused(sentence)


def _refuse_pose(locked: Parts, contents: Contents, change: RowChange) -> None:
    instance = str(change.key[1])
    skeleton = contents.skeleton_of(instance)
    guarded = locked.of(instance, skeleton)
    if not guarded.any():
        return
    rows = change.before, change.after
    before, after = (None if row is None else mapping.pose_from_row(row) for row in rows)
    touched = differing(before, after, len(skeleton)).tolist()
    first, second = (None if row is None else row[_SHAPE] for row in rows)
    if instance in locked.instances and (len(touched) or first != second):
        raise EditRefused(locked_sentence(contents.instance(instance).name))
    held = [k for k in touched if guarded[k]]
    if held:
        raise EditRefused(locked_sentence(skeleton.keypoints[held[0]].called, more=len(held) - 1))


def _refuse_span(locked: Parts, contents: Contents, change: RowChange) -> None:
    instance, name = str(change.key[1]), str(change.key[2])
    skeleton = contents.skeleton_of(instance)
    if name in skeleton.position_of and locked.of(instance, skeleton)[skeleton.position_of[name]]:
        raise EditRefused(locked_sentence(skeleton.keypoints[skeleton.position_of[name]].called))


def _refuse_removal(locked: Parts, contents: Contents, instance: str) -> None:
    if np.any(locked.of(instance, contents.skeleton_of(instance))):
        raise EditRefused(locked_sentence(contents.instance(instance).name))


def locked_sentence(name: str, more: int = 0) -> str:
    """Say that a keypoint or instance of a name is locked, and some more with it, and what unlocks them."""
    way = "its padlock in the list of instances or View › Hide and lock unlocks"
    return f"{name}{_others(more)} locked; {way} {'them' if more else 'it'}"


def hidden_sentence(name: str, more: int = 0) -> str:
    """Say that it is hidden, and some more with it, and what shows them."""
    way = "its eye in the list of instances or View › Hide and lock shows"
    return f"{name}{_others(more)} hidden; {way} {'them' if more else 'it'}"


def _others(more: int) -> str:
    return f" and {more} more are" if more else " is"
