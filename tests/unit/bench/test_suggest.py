"""A small run of the benchmark of suggestions, on points of which one turns fast and the others hardly do."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.bench import suggest
from palpate.bench.dense import Film
from palpate.bench.filling import Filler, every
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.span import Method

FRAMES = 121


@pytest.fixture
def film():
    clock = np.arange(FRAMES)[:, np.newaxis]
    pace = np.array([0.02, 0.025, 0.25])
    reach = np.array([30.0, 40.0, 60.0])
    around = reach[:, np.newaxis] * np.stack((np.cos(clock * pace), np.sin(clock * pace)), axis=-1)
    skeleton = Skeleton("three", tuple(Keypoint(n) for n in "abc"))
    visibility = np.full((FRAMES, 3), 2, dtype=np.int8)
    return Film("turning", skeleton, 200.0 + around, visibility, [np.zeros((4, 4), np.uint8)] * FRAMES)


def test_suggestions_do_better_than_even_spacing_and_no_better_than_the_answer(film, progress):
    entries = suggest.measured(film, progress, (Method.MAKIMA,))
    assert list(entries) == [f"turning makima {way}" for way in ("even", "suggested", "knowing")]
    even, suggested, knowing = (entry.more for entry in entries.values())
    assert suggested["px_at_8"] < even["px_at_8"]
    assert knowing["keyframes_p95"] <= suggested["keyframes_p95"] < even["keyframes_p95"]


def test_a_course_counts_keyframes_errors_and_visits(film, progress):
    course = suggest.Course(film, Filler(film, Method.LINEAR, progress), 2.0)
    course(every(film, 40))
    count, mean, above, worst, visits = course.steps[0]
    assert count == pytest.approx(100 * 3 * 4 / (3 * FRAMES))
    assert 0 < mean < worst
    assert 0 < above < 1
    assert visits == 4
    assert not course.is_right
    course(every(film, 1))
    assert course.steps[-1][1:4] == (0.0, 0.0, 0.0)
    assert course.is_right


def test_what_nobody_knows_is_not_counted(film):
    film.visibility[5:9, 0] = 0
    off = suggest.errors(film, film.positions + 1.0)
    assert np.isnan(off[5:9, 0]).all()
    assert off[0, 0] == pytest.approx(np.sqrt(2))
