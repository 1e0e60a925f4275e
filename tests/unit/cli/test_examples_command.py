"""`examples list` and `examples export`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from palpate.model.example import Blur, Example, ExampleSource, Lighting, PictureKind, Shows
from palpate.model.skeleton import Skeleton
from palpate.session.guidelines import examples
from palpate.session.session import Session
from palpate.store.example_reading import read_examples

Run = Callable[..., Any]


@pytest.fixture
def kept(bowlers: Path) -> Path:
    """The story's project with two examples of the head."""
    done, content = cv2.imencode(".png", np.full((24, 32, 3), 90, np.uint8))
    assert done
    with Session.open(bowlers) as session:
        for name, wrong in (("aaaaaaaa1", None), ("bbbbbbbb2", (9.0, 5.5))):
            example = Example(
                *(name, "stick_figure", "head", Shows.INCORRECT if wrong else Shows.CORRECT),
                *((32, 24), (4.5, 5.25), wrong, Lighting.BACKLIT, Blur.SEVERE, 11.5),
                caption='Not: the "hair" — läge.',
                kind=PictureKind.PNG,
                source=ExampleSource("over", 7),
            )
            examples.save(session, example, content.tobytes())
    return bowlers


def test_examples_are_listed_for_scripts_and_for_people(palpate: Run, kept: Path) -> None:
    first, second = palpate("examples", "list", kept, "--json").content["examples"]
    assert (first["keypoint"], first["verdict"], first["wrong"]) == ("head", "correct", None)
    assert (second["verdict"], second["right"], second["wrong"]) == ("incorrect", [4.5, 5.25], [9.0, 5.5])
    assert (second["lighting"], second["blur"], second["clip"], second["frame"]) == (
        "backlit_or_floodlit",
        "severe",
        "over",
        7,
    )
    assert "2 examples" in palpate("examples", "list", kept).out
    assert palpate("examples", "list", kept, "--keypoint", "foot", "--json").content == {"examples": []}


def test_exported_examples_are_read_back_as_they_were(
    palpate: Run, kept: Path, tmp_path: Path, stick_figure: Skeleton
) -> None:
    out = tmp_path / "out"
    content = palpate("examples", "export", kept, out, "--json").content
    table = out / "stick_figure" / "examples" / "examples.yaml"
    assert content == {"examples": 2, "files": [str(table)]}
    with Session.open(kept, read_only=True) as session:
        own = examples.kept_in(session)
        pictures = [
            examples.picture_of(session, examples.ShownExample(one, examples.Home.OWN)) for one in own
        ]
    back = read_examples(table.parent, stick_figure)
    same = ("keypoint", "shows", "size", "right", "wrong", "lighting", "blur", "blur_px", "caption")
    for one, read, picture in zip(own, back, pictures, strict=True):
        for field in same:
            assert getattr(read.example, field) == getattr(one, field)
        assert read.path.read_bytes() == picture


def test_an_export_replaces_nothing_unless_told_to(palpate: Run, kept: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert palpate("examples", "export", kept, out).status == 0
    refused = palpate("examples", "export", kept, out)
    assert refused.status == 2
    assert "exists already; give --force" in refused.err
    assert palpate("examples", "export", kept, out, "--force").status == 0


def test_what_cannot_be_meant_is_refused(palpate: Run, kept: Path, tmp_path: Path) -> None:
    for words, said in (
        (("export", kept), "needs a folder"),
        (("list", kept, tmp_path), "writes no file"),
        (("export", kept, tmp_path, "--keypoint", "head"), "--keypoint is for list"),
        (("list", tmp_path / "none.palpate"), "none.palpate"),
        (("list", kept, "--keypoint", "hed"), "called 'hed'; did you mean head?"),
    ):
        ran = palpate("examples", *words)
        assert ran.status == 2
        assert said in ran.err


def test_a_project_without_examples_says_so(palpate: Run, bowlers: Path) -> None:
    assert palpate("examples", "list", bowlers).out == "0 examples\n"
