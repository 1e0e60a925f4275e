"""Known faults: one sentence with its file and place, also after crossing a process border."""

from __future__ import annotations

import inspect
import pickle
from pathlib import Path

import pytest

from palpate.base import errors
from palpate.base.errors import (
    Cancelled,
    ContentError,
    FileUnreadable,
    FrameUnavailable,
    LabelsFaulty,
    PalpateError,
    Problem,
    UsageError,
)


def all_errors() -> list[type[PalpateError]]:
    found = inspect.getmembers(
        errors, lambda member: inspect.isclass(member) and issubclass(member, PalpateError)
    )
    return [kind for _, kind in found]


@pytest.mark.parametrize("kind", all_errors(), ids=lambda kind: kind.__name__)
def test_every_error_stands_in_the_tree_of_the_docstring(kind: type[PalpateError]) -> None:
    assert errors.__doc__ is not None
    assert f" {kind.__name__}" in errors.__doc__ or kind is PalpateError
    assert kind.__doc__


def test_a_sentence_follows_its_file_and_place() -> None:
    assert str(UsageError("give a name")) == "give a name"
    assert str(FileUnreadable("is a folder", path="a/b")) == f"{Path('a/b')}: is a folder"
    assert FrameUnavailable("is damaged", frame=7, path="x.mp4").lines() == ["x.mp4: frame 7: is damaged"]
    assert str(Cancelled()) == "cancelled"


def test_all_problems_of_a_file_are_told_a_line_each() -> None:
    error = LabelsFaulty([Problem("images[0]", "has no id"), Problem("", "is empty")], path="x.json")
    assert error.lines() == ["x.json: images[0]: has no id", "x.json: is empty"]
    assert str(error) == "x.json: images[0]: has no id\nx.json: is empty"
    assert error.sentence == "2 problems"
    assert LabelsFaulty([Problem("a", "b")]).lines() == ["a: b"]


@pytest.mark.parametrize(
    "error",
    [
        UsageError("no"),
        FileUnreadable("is a folder", path="a/b"),
        FrameUnavailable("is damaged", frame=7, path="x.mp4"),
        LabelsFaulty([Problem("a", "b"), Problem("c", "d")], path="x.json"),
        Cancelled(),
    ],
)
def test_an_error_comes_whole_out_of_another_process(error: PalpateError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert back.__dict__ == error.__dict__
    assert (str(back), back.lines(), back.args) == (str(error), error.lines(), error.args)


def test_faults_of_content_are_caught_together() -> None:
    assert issubclass(LabelsFaulty, ContentError)
    with pytest.raises(PalpateError):
        raise LabelsFaulty([Problem("a", "b")])
