"""What a report says first where gold is not what was certified."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import gold_story as story
import numpy as np
import pytest
import report_story

from palpate.report.quality.first_page import first_page
from palpate.report.quality.parts import texts_of
from palpate.report.quality.tidy import ABOUT
from palpate.session.calibrating import gold
from palpate.session.reporting.quality_report import quality_report
from palpate.session.reporting.report_writing import write_report
from palpate.session.session import Session

SAID = "gold is not what cora certified as version 1"


@pytest.fixture
def altered(tmp_path: Path) -> Iterator[Session]:
    """Gold was certified, and another program has moved a nose since."""
    with report_story.project(tmp_path) as session:
        gold.certify(session, story.gold_of(session).id)
        path, layer = session.project.path, story.gold_of(session).id
    where = "WHERE layer = ? AND instance = 'runner' AND frame = 4"
    with closing(sqlite3.connect(path)) as other, other:
        row = other.execute(f"SELECT positions FROM pose {where}", (layer,)).fetchone()[0]
        places = np.frombuffer(row).reshape(-1, 2) + np.array([1.5, 0.0])
        other.execute(f"UPDATE pose SET positions = ? {where}", (places.tobytes(), layer))
    with Session.open(path) as session:
        yield session


def test_the_table_begins_with_what_makes_its_numbers_doubtful(altered: Session, tmp_path: Path) -> None:
    done = write_report(altered, tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(io.StringIO(stream.read())))
    told = [row for row in rows if row["quantity"] == "doubt" and row["group"] != ABOUT]
    assert {row["person"] for row in told} == {"ana", "ben"}
    assert all(row["note"].startswith(SAID) for row in told)
    of_ana = [row["quantity"] for row in rows if row["person"] == "ana"]
    assert of_ana[0] == "doubt"
    assert done.warnings[0].startswith(SAID)


def test_pages_say_so_before_any_number(altered: Session, tmp_path: Path) -> None:
    page = first_page(quality_report(altered))
    told = [[*texts_of([replace(page, title="", parts=(part,))])] for part in page.parts]
    places = [n for n, texts in enumerate(told) if any(SAID in text for text in texts)]
    assert places[0] == 1  # after who made it and when
    write_report(altered, tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert text.index("Before you rely on this") < text.index("What is wrong")


def test_nothing_is_said_of_gold_that_is_what_was_certified(tmp_path: Path) -> None:
    with report_story.project(tmp_path) as session:
        gold.certify(session, story.gold_of(session).id)
        report = quality_report(session)
        assert report.doubts == ()
        assert not any("rely" in text for text in texts_of([first_page(report)]))
