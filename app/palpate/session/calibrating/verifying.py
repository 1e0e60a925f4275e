"""Whether frozen labels are what was certified or submitted, and if not, what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from palpate.base.errors import SkeletonFaulty, UsageError
from palpate.model.visibility import Visibility
from palpate.session.calibrating.blindness import why_hidden
from palpate.session.calibrating.gold_content import (
    belongs,
    digest_of_rows,
    keypoint_names,
    readable_pose,
    stored_rows,
)
from palpate.session.session import Session
from palpate.store import judging, mapping
from palpate.store.replaying import Deed, RowKey, deeds, written_by
from palpate.store.rows import Row

_SAID_AT_MOST = 3
Rows = Mapping[RowKey, Row]


class State(StrEnum):
    """What became of frozen labels.

    INTACT: they are what was frozen. CARRIED: the history shows that only a migration of the skeleton, or
    another number or film of what they are on, came after. ALTERED: something was changed by other means.
    """

    INTACT = "intact"
    CARRIED = "carried"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of frozen labels found.

    Attributes
    ----------
    name
        Of the layer.
    version
        Of the gold; 0 for what was submitted.
    digest, frozen
        Of the labels as they are, and as they were frozen.
    author, time
        Who froze them and when, ISO 8601, UTC.
    sentences
        What is wrong and what to do; empty if nothing is.
    """

    layer: str
    name: str
    version: int
    state: State
    digest: str
    frozen: str
    author: str
    time: str
    sentences: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the labels are exactly what was frozen."""
        return self.state is State.INTACT


@dataclass(frozen=True, slots=True)
class _Frozen:
    """What says that a layer is frozen: the row that sealed it."""

    table: str
    key: str
    version: int
    digest: str
    author: str
    time: str


def verify(session: Session, layer: str) -> Verified:
    """Compare a certified or submitted layer with what it was then.

    Raises
    ------
    UsageError
        If it was neither certified nor submitted.
    """
    frozen = _frozen(session, layer)
    name = session.contents.layer(layer).name
    rows = stored_rows(session, layer)
    digest = _digest(rows)
    state, sentences = State.INTACT, tuple[str, ...]()
    if digest != frozen.digest:
        state, sentences = _explained(session, layer, frozen, rows)
        if why_hidden(session, layer):  # where a label stood would be an answer
            sentences = sentences[:1]
    return Verified(
        layer,
        name,
        frozen.version,
        state,
        digest,
        frozen.digest,
        frozen.author,
        frozen.time,
        sentences,
    )


def frozen_layers(session: Session) -> list[str]:
    """Return the ids of the layers that are certified or submitted."""
    submitted = [one.layer for one in judging.attempts(session.project) if not one.is_open]
    known = {layer.id for layer in session.contents.layers}
    return [layer for layer in (*judging.certificates(session.project), *submitted) if layer in known]


def doubts_of(session: Session, layer: str) -> tuple[str, ...]:
    """Return why frozen labels are not those that somebody vouched for; nothing if they are."""
    if layer not in frozen_layers(session):
        return ()
    found = verify(session, layer)
    if found.holds:
        return ()
    vouched = f"certified as version {found.version}" if found.version else "submitted"
    if found.state is State.CARRIED:
        return (f"{found.name}, {vouched} by {found.author}: {'; '.join(found.sentences)}",)
    return (f"{found.name} is not what {found.author} {vouched} on {found.time[:10]}: {found.sentences[0]}",)


def lost_certificates(session: Session) -> tuple[str, ...]:
    """Return what was certified by the history and has no certificate any more, one sentence each."""
    written: dict[RowKey, Row] = {}
    for deed in deeds(session.project, lambda change: change.table == "certificate"):
        written_by(deed, written)
    known = judging.certificates(session.project)
    names = {layer.id: layer.name for layer in session.contents.layers}
    return tuple(
        f"the certificate of {names.get(str(key[0]), 'a layer that is gone')} was taken away outside the "
        "program; take a safety copy"
        for _, key in written
        if str(key[0]) not in known
    )


def _frozen(session: Session, layer: str) -> _Frozen:
    held = judging.certificates(session.project).get(layer)
    if held is not None:
        return _Frozen("certificate", layer, held.version, held.digest, held.author, held.time)
    for attempt in judging.attempts(session.project):
        if attempt.layer == layer and not attempt.is_open:
            return _Frozen("attempt", attempt.id, 0, attempt.digest, attempt.annotator, attempt.submitted)
    name = session.contents.layer(layer).name
    raise UsageError(f"{name} was neither certified nor submitted: there is nothing to verify")


def _explained(session: Session, layer: str, frozen: _Frozen, rows: Rows) -> tuple[State, tuple[str, ...]]:
    """Tell by the history how the labels came to differ from what was frozen."""
    written: dict[RowKey, Row] = {}
    then: dict[RowKey, Row] | None = None
    since: list[Deed] = []
    sealing = (frozen.table, (frozen.key,))
    wanted = deeds(
        session.project, lambda change: belongs(change, layer) or (change.table, change.key) == sealing
    )
    for deed in wanted:
        sealed = deed.kind == "seal" and any((one.table, one.key) == sealing for one in deed.changes)
        written_by(deed, written)
        if sealed:
            then, since = _without(written, sealing), []
        elif then is not None:
            since.append(deed)
    written.pop(sealing, None)
    if then is None or _digest(then) != frozen.digest:
        return State.ALTERED, (
            "the labels are not what was certified or submitted, and the history of the project does not fit "
            "it either: both were changed outside the program; take a safety copy",
        )
    outside = [*_relabelled(rows, written, session), *_shared(rows, written)]
    if outside:
        listed = outside[:_SAID_AT_MOST]
        more = len(outside) - len(listed)
        rest = (f"and {more} more",) if more else ()
        return State.ALTERED, (
            "labels were changed outside the program since they were frozen; take a safety copy",
            *listed,
            *rest,
        )
    return State.CARRIED, _carried(then, written, since)


def _without(rows: Rows, key: RowKey) -> dict[RowKey, Row]:
    return {known: row for known, row in rows.items() if known != key}


def _digest(rows: Rows) -> str:
    try:
        return digest_of_rows(rows)
    except (KeyError, SkeletonFaulty):  # what the poses stand on is gone, or is none
        return ""


def _relabelled(rows: Rows, written: Rows, session: Session) -> list[str]:
    """Return what poses say that nothing in the history has written, one sentence each."""
    keys = sorted(
        {key for key in (*rows, *written) if key[0] == "pose" and rows.get(key) != written.get(key)}
    )
    return [sentence for key in keys for sentence in _difference(rows, written, key, session)]


def _difference(rows: Rows, written: Rows, key: RowKey, session: Session) -> list[str]:
    _, instance, frame = key[1]
    where = f"{_name(session, str(instance))}, frame {frame}"
    now, before = rows.get(key), written.get(key)
    if now is None or before is None:
        return [f"{where}: the pose {'is gone' if now is None else 'was added'}"]
    ours, theirs = readable_pose(now), readable_pose(before)
    if ours is None or theirs is None:
        return [f"{where}: the pose cannot be read any more"]
    if ours.positions.shape != theirs.positions.shape:
        return [f"{where}: the pose has another number of keypoints"]
    same = (ours.positions == theirs.positions) | (np.isnan(ours.positions) & np.isnan(theirs.positions))
    moved = np.asarray(~same.all(axis=1))
    flagged = ours.visibility != theirs.visibility
    other = ours.origin != theirs.origin
    names = _names(rows, str(instance), len(moved))
    said = []
    for k in np.flatnonzero(moved | flagged | other).tolist():
        if moved[k]:
            said.append(
                f"{where}: {names[k]} stood at {_place(theirs.positions[k])}, "
                f"now at {_place(ours.positions[k])}"
            )
        elif flagged[k]:
            was, now_is = (Visibility(int(v[k])).name.lower() for v in (theirs.visibility, ours.visibility))
            said.append(f"{where}: {names[k]} was {was.replace('_', ' ')}, now {now_is.replace('_', ' ')}")
        else:
            said.append(f"{where}: {names[k]} says that it came from elsewhere")
    if not said and mapping.shape_text(ours.shape) != mapping.shape_text(theirs.shape):
        said.append(f"{where}: the outline is another one")
    return said


def _shared(rows: Rows, written: Rows) -> list[str]:
    """Return what was changed outside the program in what the poses stand on."""
    nouns = {"instance": "an instance", "clip": "a clip", "skeleton": "the skeleton"}
    tables = {key[0] for key in (*rows, *written) if key[0] in nouns and rows.get(key) != written.get(key)}
    return [f"{nouns[table]} that the labels stand on is not as it was left" for table in sorted(tables)]


def _carried(then: Rows, written: Rows, since: list[Deed]) -> tuple[str, ...]:
    said = []
    for key, row in then.items():
        now = written.get(key)
        if key[0] == "skeleton" and now is not None and now[0] != row[0]:
            by = next(
                deed.entry for deed in reversed(since) if any(c.table == "skeleton" for c in deed.changes)
            )
            said.append(
                f"{key[1][0]} was migrated from version {row[0]!s} to {now[0]!s} "
                f"by {by.author} on {by.time[:10]}; the history shows that nothing else touched the labels"
            )
    if not said:
        said.append(
            "a clip or an instance that the labels are on has another film, name or number now; "
            "the history shows that nothing touched the labels"
        )
    return (*said, "make a new version of the gold and certify that before anybody is judged by it")


def _names(rows: Rows, instance: str, n: int) -> tuple[str, ...]:
    row = rows.get(("instance", (instance,)))
    skeleton = None if row is None else rows.get(("skeleton", (str(row[3]),)))
    names = () if skeleton is None else keypoint_names(str(skeleton[1]))
    return names if len(names) == n else tuple(f"keypoint {k}" for k in range(n))


def _name(session: Session, instance: str) -> str:
    known = {one.id: one for one in session.contents.instances}
    if instance not in known:
        return "an instance that is gone"
    clip = next((one.name for one in session.contents.clips if one.id == known[instance].clip), "")
    return f"{known[instance].name} in {clip}"


def _place(position: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    x, y = position.tolist()
    return "no place" if np.isnan(x) else f"({x:g}, {y:g})"
