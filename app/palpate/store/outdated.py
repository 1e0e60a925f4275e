"""Labels that have to be placed anew: one row for each pose that has any, packed as poses are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.arrays import Ints
from palpate.model.pose import Pose
from palpate.store.project import Project
from palpate.store.rows import Row, Writer

MARK = np.dtype(
    [
        ("keypoint", "<u2"),
        ("version", "<i4"),
        ("x", "<f8"),
        ("y", "<f8"),
        ("visibility", "i1"),
        ("origin", "i1"),
    ]
)
"""A keypoint by its column in poses, the version since which it is another place, and what its label said
then: if that says anything else now, it has been placed anew."""

Marks = NDArray[np.void]
"""``(N,)`` of `MARK`, by keypoint, each at most once."""

Key = tuple[str | int, ...]
"""Layer, instance, frame."""


def marks_at(pose: Pose, keypoints: Ints, version: int) -> Marks:
    """Return the marks of some labels of a pose as they stand; keypoints in order."""
    marks = np.empty(len(keypoints), dtype=MARK)
    marks["keypoint"], marks["version"] = keypoints, version
    marks["x"], marks["y"] = pose.positions[keypoints].T
    marks["visibility"], marks["origin"] = pose.visibility[keypoints], pose.origin[keypoints]
    return marks


def get_marks(writer: Writer, key: Key) -> Marks:
    """Return the marks of a pose, none if it has none."""
    return _marks_from(writer.get("outdated", *key))


def put_marks(writer: Writer, key: Key, marks: Marks) -> None:
    """Write the marks of a pose in the place of those that it has."""
    if len(marks):
        writer.put("outdated", key, (marks.tobytes(),))
    else:
        writer.delete("outdated", *key)


def without(marks: Marks, keypoints: Ints) -> Marks:
    """Return the marks of all other keypoints."""
    left: Marks = marks[~np.isin(marks["keypoint"], keypoints)]
    return left


def joined(marks: Marks, others: Marks) -> Marks:
    """Return marks in order, those of `others` in the place of those of the same keypoints."""
    both = np.concatenate((without(marks, others["keypoint"]), others))
    ordered: Marks = both[np.argsort(both["keypoint"])]
    return ordered


def read_marks(project: Project, layer: str, instance: str) -> tuple[Ints, Marks]:
    """Return ``(M,)`` frames and marks of a track, by frame."""
    sql = "SELECT frame, marks FROM outdated WHERE layer = ? AND instance = ? ORDER BY frame"
    read = [(frame, _marks_from((content,))) for frame, content in project.rows(sql, layer, instance)]
    frames = np.array([frame for frame, _ in read], dtype=np.int64)
    marks = [marks for _, marks in read]
    return np.repeat(frames, [len(one) for one in marks]), np.concatenate([*marks, np.empty(0, MARK)])


def _marks_from(row: Row | tuple[Any, ...] | None) -> Marks:
    """Read marks from their row; none from one that is damaged: what they tell of is in the poses."""
    content = b"" if row is None else row[0]
    if not isinstance(content, bytes) or len(content) % MARK.itemsize:
        content = b""
    return np.frombuffer(content, dtype=MARK)
