"""What a layer says, hashed: the same labels give the same digest in any project, on any machine."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec
import numpy as np

from palpate.base.errors import ProjectDamaged
from palpate.model.arrays import Floats
from palpate.model.clip import Clip
from palpate.model.pose import Pose
from palpate.session.session import Session
from palpate.store import mapping
from palpate.store.replaying import RowKey
from palpate.store.rows import Row, RowChange
from palpate.store.skeleton_reading import skeleton_from_yaml
from palpate.store.tables import TABLES

_FORM = "palpate labels 1"
_SHARED = ("instance", "clip", "skeleton")
_AT_ONCE = 512  # poses; enough to be fast, and little to hold twice


def digest_of(session: Session, layer: str) -> str:
    """Return the SHA-256 of the facts of a layer, in hexadecimal digits.

    Hashed are, for each instance, the identity of its clip (fingerprint and stream of the medium, or the
    name where no medium is known), its number in the clip, name, version and keypoints of its skeleton, and
    for each stored frame its index, the positions as float64 exactly as stored (every NaN alike), visibility,
    origin and outline. Ids, names of people, times and what is derived between keyframes are left out. The
    order in which instances came does not matter.
    """
    return digest_of_rows(stored_rows(session, layer))


def digest_of_rows(rows: Mapping[RowKey, Row]) -> str:
    """Return the digest of a layer whose rows are held in memory; see `digest_of`."""
    frames = defaultdict[str, list[tuple[int, Row]]](list)
    for (table, key), row in rows.items():
        if table == "pose":
            frames[str(key[1])].append((int(key[2]), row))
    each = [
        _digest_of_instance(rows, instance, sorted(found, key=lambda one: one[0]))
        for instance, found in frames.items()
    ]
    whole = hashlib.sha256(_FORM.encode())
    for digest in sorted(each):
        whole.update(digest)
    return whole.hexdigest()


def stored_rows(session: Session, layer: str) -> dict[RowKey, Row]:
    """Return the rows of a layer's poses, and of the instances, clips and skeletons of the project."""
    rows: dict[RowKey, Row] = {}
    for name in (*_SHARED, "pose"):
        table = TABLES[name]
        columns = ", ".join((*table.key, *table.value))
        where, given = (" WHERE layer = ?", (layer,)) if name == "pose" else ("", ())
        for row in session.project.rows(f"SELECT {columns} FROM {name}{where}", *given):
            rows[name, tuple(row[: len(table.key)])] = tuple(row[len(table.key) :])
    return rows


def belongs(change: RowChange, layer: str) -> bool:
    """Whether a journalled row is among what `stored_rows` returns."""
    return change.table in _SHARED or (change.table == "pose" and change.key[0] == layer)


def _digest_of_instance(rows: Mapping[RowKey, Row], instance: str, frames: list[tuple[int, Row]]) -> bytes:
    found = mapping.instance_from_row(instance, rows["instance", (instance,)])
    clip = mapping.clip_from_row(found.clip, rows["clip", (found.clip,)])
    version, content = rows["skeleton", (found.skeleton,)]
    head = [*clip_identity(clip), found.number, found.skeleton, version, *keypoint_names(str(content))]
    digest = hashlib.sha256(msgspec.json.encode(head))
    for start in range(0, len(frames), _AT_ONCE):
        some = frames[start : start + _AT_ONCE]
        for (frame, _), said in zip(some, _all_said([row for _, row in some]), strict=True):
            parts = (frame.to_bytes(8, "little", signed=True), *said)
            digest.update(b"".join(len(part).to_bytes(8, "little") + part for part in parts))
    return digest.digest()


@lru_cache(maxsize=64)
def keypoint_names(content: str) -> tuple[str, ...]:
    """Return the names of the keypoints in a pinned skeleton file, in order."""
    return skeleton_from_yaml(content).names


def clip_identity(clip: Clip) -> tuple[str, str]:
    """Return what tells a clip from all others wherever it is called what."""
    return ("medium", f"{clip.fingerprint}/{clip.stream}") if clip.fingerprint else ("name", clip.name)


def readable_pose(row: Row) -> Pose | None:
    """Return the pose of a row; None if another program has left there what is none."""
    try:
        return mapping.pose_from_row(row)
    except ProjectDamaged:
        return None


def _all_said(rows: Sequence[Row]) -> Iterator[tuple[bytes, ...]]:
    """Yield `_said` of each row; those of plain poses are looked at together."""
    plain, positions = mapping.plain_poses(rows)
    size, exact = positions[0].nbytes if len(positions) else 0, _exact(positions)
    done = 0
    for row, is_plain in zip(rows, plain.tolist(), strict=True):
        if is_plain:
            yield exact[done : done + size], *(bytes(said) for said in row[2:4]), b""  # type: ignore[arg-type]
            done += size
        else:
            yield _said(row)


def _said(row: Row) -> tuple[bytes, ...]:
    pose = readable_pose(row)
    if pose is None:
        return (b"unreadable", repr(row).encode())
    shape = mapping.shape_text(pose.shape) or ""
    return _exact(pose.positions), pose.visibility.tobytes(), pose.origin.tobytes(), shape.encode()


def _exact(values: Floats) -> bytes:
    """Return float64, little-endian, every NaN as the same one."""
    return np.where(np.isnan(values), np.nan, values).astype("<f8").tobytes()
