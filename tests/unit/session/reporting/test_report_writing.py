"""Writing a report: self-contained, the same each time, and never over what must stay."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import gold_story as story
import numpy as np
import pytest
import report_story
from report_story import WRIST

from palpate.base.errors import Cancelled, FileUnwritable, ScoreError, TargetExists, UsageError
from palpate.base.progress import CancelToken, Progress
from palpate.report.quality.pdf import report_as_pdf
from palpate.report.quality.summary import actions_of, headline_of, summary_of
from palpate.report.quality.tidy import COLUMNS
from palpate.session.judging.quality_view import to_compare, view_quality
from palpate.session.reporting.quality_report import quality_report
from palpate.session.reporting.report_writing import report_of_file, write_report
from palpate.session.session import Session

SUFFIXES = (".html", ".pdf", ".csv")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The consultant's project with work of ana and ben; tests only read it."""
    with report_story.project(tmp_path_factory.mktemp("report")) as session:
        yield session


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_project_is_the_same_bytes(session: Session, tmp_path: Path, suffix: str) -> None:
    first, second = tmp_path / f"one{suffix}", tmp_path / f"two{suffix}"
    write_report(session, first)
    write_report(session, second)
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size > 5_000


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_existing_file_stays_unless_it_may_be_replaced(
    session: Session, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"mine{suffix}"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(TargetExists, match="--force"):
        write_report(session, out)
    assert out.read_text(encoding="utf-8") == "mine"
    write_report(session, out, force=True)
    assert out.stat().st_size > 5_000


def test_an_ending_that_is_none_of_the_three_is_refused(session: Session, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.pdf, \.html or \.csv"):
        write_report(session, tmp_path / "report.docx")
    with pytest.raises(FileUnwritable):
        write_report(session, tmp_path / "nowhere" / "report.html")
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_nothing_to_say_nothing_is_written(tmp_path: Path) -> None:
    with Session.create(tmp_path / "bare.palpate", ["coco_17"], "ana") as bare:
        for suffix in SUFFIXES:
            with pytest.raises(ScoreError, match="nothing to report"):
                write_report(bare, tmp_path / f"out{suffix}")
    assert list(tmp_path.glob("*out*")) == []


def test_printing_stops_when_asked_and_leaves_nothing(session: Session, tmp_path: Path) -> None:
    token = CancelToken()
    stopping = Progress(
        lambda n, _total, what: token.cancel() if "Quality" in what and n == 2 else None, token
    )
    with pytest.raises(Cancelled):
        write_report(session, tmp_path / "stopped.pdf", progress=stopping)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_reported_for_the_person_who_asks(tmp_path: Path) -> None:
    with report_story.project(tmp_path) as session:
        story.become(session, "cora", "annotator")
        path = session.project.path
    done = report_of_file(path, tmp_path / "ben.csv", author="ben")
    assert [person for person, *_ in done.people] == ["ben"]


# ---- the web page --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(session: Session, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report as a web page."""
    out = tmp_path_factory.mktemp("page") / "report.html"
    write_report(session, out)
    return out.read_text(encoding="utf-8")


def test_a_web_page_runs_nothing_and_fetches_nothing(page: str) -> None:
    assert page.startswith("<!DOCTYPE html>")
    assert "//" not in page
    assert not re.search(r"<(script|link|iframe|object|embed|img|base)\b|@import|url\(| on\w+=", page)
    assert set(re.findall(r'(?:href|src)="([^#"][^"]*)"', page)) == set()
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors


def test_a_web_page_begins_with_the_summary_and_holds_every_part(session: Session, page: str) -> None:
    text = unescape(page)
    report = quality_report(session)
    compared, *verdict, _ = summary_of(report)
    todo = [f"{body[:1].upper()}{body[1:]}." for _, body in actions_of(report)]
    places = [text.index(said) for said in (headline_of(report)[0], *verdict, *todo, compared)]
    assert places == sorted(places)
    assert places[-1] < text.index("<section")
    for title in (
        "Body map of ana",
        "Errors of Left wrist",
        "Weeks of ",
        "Visibility of ben against gold",
        "Error and coverage by group",
        "How to read this report",
    ):
        assert title in text
    assert '<use href="#picture-' in page
    assert "nan" not in re.sub(r"<[^>]*>", " ", page).lower().split()


def test_names_are_text_and_never_markup(tmp_path: Path) -> None:
    with report_story.project(tmp_path, people=("<script>alert(1)</script>",)) as session:
        write_report(session, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


# ---- paper ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(session: Session) -> list[str]:
    """The words on each page."""
    printed = report_as_pdf(quality_report(session), compressed=False)
    assert printed.startswith(b"%PDF-")
    streams = re.findall(rb"stream\r?\n(.*?)endstream", printed, re.DOTALL)
    drawn = [stream.decode("latin-1") for stream in streams if b" Tj" in stream]
    return [" ".join(re.findall(r"\(((?:[^()\\]|\\.)*)\) Tj", stream)) for stream in drawn]


def test_the_first_page_is_the_summary(pages: list[str]) -> None:
    first = pages[0].replace("\\", "")
    for words in ("Quality of gold", "1 of 2 people passes", "Labels of ana and ben", "Worst is Left wrist"):
        assert words in first
    assert "What to do" in first
    assert "Ana goes over Left wrist" in first
    assert "What this report cannot say, and why" in first


def test_every_person_has_pages_with_figures_and_a_table(pages: list[str]) -> None:
    text = " ".join(pages)
    assert text.index("What is wrong, how sure, what to do") < text.index("Every keypoint, the worst first")
    for words in ("labels say", "gold says", "1 Left wrist", "Right ankle", "To go over again"):
        assert words in text


# ---- the table -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rows(session: Session, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """The table, read by the library that everybody has."""
    out = tmp_path_factory.mktemp("table") / "report.csv"
    write_report(session, out)
    with out.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        found = list(reader)
        assert tuple(reader.fieldnames or ()) == COLUMNS
    return found


def test_a_number_of_the_table_is_the_number_of_the_score(
    session: Session, rows: list[dict[str, str]]
) -> None:
    gold = story.gold_of(session).id
    score = view_quality(*to_compare(session, session.contents.layer_named("ana").id, gold)).score
    told = {(row["keypoint"], row["quantity"]): row["value"] for row in rows if row["group"] == "ana"}
    assert float(told["", "oks_mean"]) == score.oks.mean
    assert float(told["", "mpjpe_px"]) == score.mpjpe_px
    for name, point in score.keypoints.items():
        assert float(told[name, "mpjpe_px"]) == point.mpjpe_px
        assert float(told[name, "bias_x_px"]) == point.bias_px[0]
        assert told[name, "fails"] == str(int(bool(point.fails)))
    cells = [int(told["", f"gold_{a}_labelled_{b}"]) for a in LEVELS for b in LEVELS]
    assert cells == np.asarray(score.visibility.confusion).ravel().tolist()


LEVELS = ("absent", "occluded", "visible")


def test_every_number_that_is_missing_says_why(rows: list[dict[str, str]]) -> None:
    assert all(row["value"] or row["note"] for row in rows)
    assert not [row for row in rows if row["value"] in ("nan", "inf", "None")]
    kappa = next(
        row for row in rows if (row["group"], row["keypoint"], row["quantity"]) == ("ana", "nose", "kappa")
    )
    assert (kappa["value"], kappa["note"]) == ("", "no variation: one category only")


def test_limits_lie_around_their_value(rows: list[dict[str, str]]) -> None:
    bounded = [row for row in rows if row["low"] and row["value"]]
    assert {row["quantity"] for row in bounded} >= {"agreement_x_px", "coverage_mpjpe_px", "week_mpjpe_px"}
    for row in bounded:
        assert float(row["low"]) <= float(row["value"]) <= float(row["high"])


def test_a_row_is_named_by_its_columns_up_to_the_quantity(rows: list[dict[str, str]]) -> None:
    keys = [tuple(row[column] for column in COLUMNS[: COLUMNS.index("quantity") + 1]) for row in rows]
    assert len(set(keys)) == len(keys)


def test_the_failing_keypoint_is_found_by_its_row(rows: list[dict[str, str]]) -> None:
    failing = {
        (row["person"], row["keypoint"])
        for row in rows
        if row["quantity"] == "fails" and row["value"] == "1" and row["group"] in ("ana", "ben")
    }
    assert failing == {("ana", WRIST)}
