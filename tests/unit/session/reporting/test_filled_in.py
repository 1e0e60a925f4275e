"""A report judges what people placed; what was filled in between is told apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import report_story

from palpate.model.arrays import Floats
from palpate.report.quality.first_page import first_page
from palpate.report.quality.parts import texts_of
from palpate.report.quality.tidy_score import rows_of_judged
from palpate.session.exchange.transfer import labels_of
from palpate.session.reporting.quality_report import quality_report
from palpate.session.session import Session

KEYS = tuple(range(0, 120, 24))
FILLED = len([frame for frame in report_story.SEEN if frame < KEYS[-1] and frame not in KEYS]) * 2 * 17


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Gold in every fourth frame; cleo placed every 24th exactly, ben each that gold has."""
    with report_story.project(tmp_path, people=("ben",)) as session:
        report_story.work(session, "cleo", off_px=0.0, seed=3, frames=KEYS)
        yield session


def test_somebody_is_judged_by_what_they_placed_alone(session: Session) -> None:
    ben, cleo = quality_report(session).judged
    assert (cleo.person, cleo.score.n_pairs) == ("cleo", 2 * len(KEYS))
    assert cleo.failing == ()
    assert cleo.score.mpjpe_px < 2.0
    assert ben.filled is None


def test_what_was_filled_in_is_told_with_its_distance_and_judges_nobody(session: Session) -> None:
    report = quality_report(session)
    cleo = report.judged[1]
    assert cleo.filled is not None
    distances = np.concatenate([*_distances(session, "cleo")])
    assert cleo.filled.n == len(distances) == FILLED
    assert cleo.filled.mpjpe_px == pytest.approx(distances.mean(), rel=1e-9)
    said = " ".join(texts_of([first_page(report)]))
    assert f"cleo: {cleo.filled.n} positions filled in between placements" in said
    assert "nobody is judged by it" in said
    (row,) = (row for row in rows_of_judged(cleo) if row.quantity == "filled_in_mpjpe_px")
    assert (row.n, row.value) == (cleo.filled.n, cleo.filled.mpjpe_px)


def _distances(session: Session, layer: str) -> Iterator[Floats]:
    """Yield how far everything lies from gold that is not in a keyframe, by instance."""
    labels, gold = (
        labels_of(session, session.contents.layer_named(name).id).tracks for name in (layer, "gold")
    )
    for instance, track in labels.items():
        between = np.isin(track.frames, gold[instance].frames) & ~np.isin(track.frames, KEYS)
        known = np.isin(gold[instance].frames, track.frames[between])
        off = track.positions[between] - gold[instance].positions[known]
        yield np.hypot(*off.reshape(-1, 2).T)
