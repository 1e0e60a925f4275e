"""Making the demo: whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from palpate.base.errors import FileUnwritable
from palpate.base.folders import resource
from palpate.demo.truth import load_truth, save_truth
from palpate.session.blurred.blur_review import blur_points
from palpate.session.exchange import demo_project
from palpate.session.frames.exposure import stated_exposure
from palpate.session.session import Session


def test_a_demo_that_could_not_be_finished_is_made_anew(tmp_path: Path) -> None:
    in_the_way = tmp_path / demo_project.PLANTED
    in_the_way.mkdir()
    with pytest.raises(FileUnwritable):
        demo_project.make(tmp_path)
    assert not (tmp_path / demo_project.PROJECT).exists()
    in_the_way.rmdir()
    made = demo_project.make(tmp_path)
    assert made.project.exists()
    assert made.planted.exists()


@pytest.mark.parametrize(
    ("seconds", "noted"), [(1 / 500, "1/500"), (0.001, "1/1000"), (0.0035, "3.5 ms"), (1 / 60, "1/60")]
)
def test_the_shutter_that_a_clip_was_rendered_with_is_noted(
    tmp_path: Path, seconds: float, noted: str
) -> None:
    known = replace(load_truth(resource("demo", demo_project.TRUTH)), shutter_s=seconds)
    save_truth(known, tmp_path / "known.npz")
    made = demo_project.make(tmp_path / "demo", truth=tmp_path / "known.npz")
    with Session.open(made.project, read_only=True) as session:
        clip = session.contents.clips[0]
        assert clip.attributes["shutter"] == noted
        share, note = stated_exposure(clip)
        assert note == "" or share == 1.0
        assert share == pytest.approx(min(seconds * 120.0, 1.0), rel=1e-3)


def test_the_shipped_demo_tells_of_its_blur_at_once(tmp_path: Path) -> None:
    with Session.open(demo_project.make(tmp_path).project, read_only=True) as session:
        layer = session.contents.layer_named(demo_project.FAULTY).id
        assert blur_points(session, layer)
