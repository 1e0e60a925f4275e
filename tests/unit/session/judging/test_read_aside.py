"""A project that is read a second time while it is open: the same labels, let go of at once."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import judged_story
import numpy as np

from palpate.model.layer import LayerKind
from palpate.session.judging.quality_view import quality_of_file, to_compare, view_quality
from palpate.session.judging.read_aside import read_aside
from palpate.session.session import Session


def test_a_score_from_the_file_is_that_of_the_open_project(tmp_path: Path) -> None:
    with judged_story.project(tmp_path) as session:
        layer = judged_story.layer_of(session).id
        (gold,) = session.contents.layers_of_kind(LayerKind.GOLD)
        aside = quality_of_file(session.project.path, layer, gold.id, author=session.author)
        here = view_quality(*to_compare(session, layer, gold.id))
    assert aside.score.mpjpe_px == here.score.mpjpe_px
    for name, errors in here.errors.items():
        assert np.array_equal(aside.errors[name].vectors, errors.vectors)
        assert len(errors) == len(errors.frames)


def test_what_read_aside_is_gone_once_it_has_told(tmp_path: Path) -> None:
    held: list[weakref.ref[Session]] = []

    def read(session: Session) -> int:
        held.append(weakref.ref(session))
        return len(session.contents.layers)

    with judged_story.project(tmp_path) as session:
        assert read_aside(session.project.path, session.author, read) == len(session.contents.layers)
    gc.collect()
    assert held[0]() is None
