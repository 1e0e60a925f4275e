"""A project whose content cannot be used is let go of at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from palpate.base.errors import SkeletonFaulty
from palpate.session.session import Session
from palpate.store.project import Project


@contextmanager
def writing(path: Path) -> Iterator[Project]:
    project = Project.open(path)
    try:
        yield project
    finally:
        project.close()


def test_a_project_with_a_faulty_skeleton_can_be_opened_for_writing_by_the_next(two_bowlers: Session) -> None:
    path = two_bowlers.project.path
    two_bowlers.close()
    with writing(path) as project:
        project.edit("Break", "ana", lambda w: w.put("skeleton", ("stick_figure",), (1, "skeleton: [")))
    with pytest.raises(SkeletonFaulty):
        Session.open(path)
    with writing(path) as project:
        assert project.read_only == ""
