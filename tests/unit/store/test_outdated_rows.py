"""Marks of labels to place anew are packed, one row for each pose."""

from __future__ import annotations

import numpy as np

from palpate.model.pose import Pose
from palpate.session.session import Session
from palpate.store.outdated import MARK, get_marks, joined, marks_at, put_marks, read_marks, without
from palpate.store.rows import Writer

POSE = Pose(
    np.array([[1.5, 2.25], [np.nan, np.nan], [5.0, 6.0], [7.0, 8.0]]),
    np.array([2, 0, 1, 2], np.int8),
    np.array([1, 1, 2, 1], np.int8),
)


def columns(*keypoints: int) -> np.ndarray:  # type: ignore[type-arg]
    return np.array(keypoints, dtype=np.int64)


def test_marks_hold_what_labels_say_bit_by_bit() -> None:
    marks = marks_at(POSE, columns(0, 2), 3)
    assert marks.tolist() == [(0, 3, 1.5, 2.25, 2, 1), (2, 3, 5.0, 6.0, 1, 2)]
    absent = marks_at(POSE, columns(1), 3)
    assert np.isnan(absent["x"]).all()
    assert absent["visibility"].tolist() == [0]


def test_joined_marks_stand_in_order_and_the_later_of_a_keypoint_counts() -> None:
    both = joined(marks_at(POSE, columns(0, 3), 2), marks_at(POSE, columns(2, 3), 5))
    assert both[["keypoint", "version"]].tolist() == [(0, 2), (2, 5), (3, 5)]
    assert without(both, columns(0, 3, 9))["keypoint"].tolist() == [2]


def test_a_pose_has_one_row_and_none_without_marks(empty_project: Session) -> None:
    def write(writer: Writer) -> None:
        for frame, keypoints in ((7, columns(0, 2)), (3, columns(3))):
            put_marks(writer, ("l", "i", frame), marks_at(POSE, keypoints, 2))
        assert get_marks(writer, ("l", "i", 7))["keypoint"].tolist() == [0, 2]
        assert len(get_marks(writer, ("l", "i", 8))) == 0

    empty_project.project.edit("Mark", "ana", write)
    frames, marks = read_marks(empty_project.project, "l", "i")
    assert (frames.tolist(), marks["keypoint"].tolist()) == ([3, 7, 7], [3, 0, 2])
    empty_project.project.edit(
        "Unmark", "ana", lambda writer: put_marks(writer, ("l", "i", 7), np.empty(0, MARK))
    )
    assert empty_project.project.rows("SELECT frame FROM outdated") == [(3,)]


def test_a_row_that_is_damaged_marks_nothing(empty_project: Session) -> None:
    empty_project.project.edit("Mark", "ana", lambda writer: writer.put("outdated", ("l", "i", 1), (b"odd",)))
    frames, marks = read_marks(empty_project.project, "l", "i")
    assert len(frames) == len(marks) == 0
