"""What a report makes of bad input: a sentence each, and no file that is half written."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from pathlib import Path

import gold_story as story
import numpy as np
import pytest
import report_story

from palpate.base.errors import FileUnwritable, ScoreError, TargetExists
from palpate.model.layer import LayerKind
from palpate.model.visibility import Visibility
from palpate.report.quality.names import LONGEST, with_short_names
from palpate.report.quality.pdf import report_as_pdf
from palpate.report.text import shortened
from palpate.session import editions
from palpate.session.reporting.quality_report import quality_report
from palpate.session.reporting.report_writing import write_report
from palpate.session.session import Session

SUFFIXES = (".html", ".pdf", ".csv")
NAMES = {
    "markup": "<b onmouseover='x()'>ana</b>\"><img src=x>",
    "template": "{{ 7 * 7 }}{% raw %}",
    "right to left": "\u05e2\u05e0\u05d4 \u0639\u0646\u0629",
    "emoji": "ana \U0001f3cf",
    "very long": "ana " + "of the very long name " * 40 + "x" * 300,
    "combining": "A\u0301n\u0303a\u200b",
    "ampersand": "ana & ben; &lt;cora&gt;",
}


class Page(HTMLParser):
    """Collects tags, attributes and text of a web page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_stays_the_text_that_it_is(tmp_path: Path, name: str) -> None:
    with report_story.project(tmp_path, people=(name, "ben")) as session:
        for suffix in SUFFIXES:
            write_report(session, tmp_path / f"report{suffix}")
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert shortened(name, LONGEST) in page.words
    assert not page.tags & {"b", "img", "script"}
    assert not any(attribute.startswith("on") for attribute in page.attributes)
    table = (tmp_path / "report.csv").read_text(encoding="utf-8")
    assert name in {row["person"] for row in csv.DictReader(io.StringIO(table, newline=""))}
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_nothing_runs_off_a_page_whatever_a_name_is_like(tmp_path: Path) -> None:
    with report_story.project(tmp_path, people=(NAMES["very long"],)) as session:
        text = report_as_pdf(quality_report(session), compressed=False).decode("latin-1")
    assert "xxx" not in text
    assert "of the very long name of" in text


def test_two_long_names_stay_two_people(tmp_path: Path) -> None:
    names = tuple(NAMES["very long"] + end for end in ("", "y", "z"))
    with report_story.project(tmp_path, people=names) as session:
        report = with_short_names(quality_report(session))
    people = [one.person for one in report.judged]
    assert len(set(people)) == 3
    assert max(map(len, people)) <= LONGEST + 4
    assert report.weekly is not None
    assert set(report.weekly.figures.annotators) == set(people)
    assert report.production.agreement is not None
    assert set(report.production.agreement.raters) == set(people)


def test_signs_that_paper_cannot_show_are_told(tmp_path: Path) -> None:
    with report_story.project(tmp_path, people=(NAMES["emoji"], NAMES["right to left"])) as session:
        said = " ".join(write_report(session, tmp_path / "report.pdf").warnings)
        assert write_report(session, tmp_path / "report.html").warnings == ()
    assert "lacks 1 signs" in said or "lacks 1 sign" in said
    assert "from right to left" in said


def test_keypoints_that_nobody_ever_placed_are_told_as_unknown(tmp_path: Path) -> None:
    with report_story.project(tmp_path, people=()) as session:
        layer = editions.new_layer("ana", LayerKind.WORK, "ana")
        tiers = np.full((len(report_story.SEEN), story.N_KEYPOINTS), Visibility.VISIBLE, np.int8)
        tiers[:, 5:] = Visibility.NOT_PLACED
        for instance in story.RUNNERS.values():
            story.label(session, layer, instance, report_story.SEEN, visibility=tiers)
        report = quality_report(session)
        for suffix in SUFFIXES:
            write_report(session, tmp_path / f"report{suffix}")
    (one,) = report.judged
    assert sum(point.n > 0 for point in one.score.keypoints.values()) == 5
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Errors: no position on both sides" in page
    assert ">nan<" not in page.lower()


def test_labels_without_a_single_position_are_no_labels(tmp_path: Path) -> None:
    with report_story.project(tmp_path, people=()) as session:
        layer = editions.new_layer("ana", LayerKind.WORK, "ana")
        tiers = np.full((len(report_story.SEEN), story.N_KEYPOINTS), Visibility.ABSENT, np.int8)
        for instance in story.RUNNERS.values():
            story.label(session, layer, instance, report_story.SEEN, visibility=tiers)
        for suffix in SUFFIXES:
            write_report(session, tmp_path / f"report{suffix}")
        (one,) = quality_report(session).judged
    assert not any(point.n for point in one.score.keypoints.values())
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "No figure: no keypoint has a place on both sides" in page or "No body map" in page
    assert ">nan<" not in page.lower()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_project_without_clips_has_nothing_to_report(tmp_path: Path, suffix: str) -> None:
    with (
        Session.create(tmp_path / "bare.palpate", ["coco_17"], "ana") as bare,
        pytest.raises(ScoreError, match="nothing to report"),
    ):
        write_report(bare, tmp_path / f"report{suffix}")
    assert not list(tmp_path.glob("*report*"))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_place_that_cannot_be_written_is_told_before_the_work(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    folder = tmp_path / f"folder{suffix}"
    folder.mkdir()
    with report_story.project(tmp_path) as session:
        before = sorted(tmp_path.iterdir())
        for out in (tmp_path / "nowhere" / f"out{suffix}", tmp_path / "file" / f"out{suffix}"):
            with pytest.raises(FileUnwritable, match="cannot be written"):
                write_report(session, out)
        with pytest.raises(TargetExists):
            write_report(session, folder)
        with pytest.raises(FileUnwritable, match="cannot be written"):
            write_report(session, folder, force=True)
        assert sorted(tmp_path.iterdir()) == before
