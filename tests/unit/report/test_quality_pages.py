"""What stands on the pages of a report, and in which order."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from palpate.model.skeleton import Keypoint, Skeleton, Tolerance
from palpate.quality.acceptance import Bound
from palpate.quality.event_agreement import EventSpread
from palpate.quality.rater_agreement import agree
from palpate.quality.ratings import Ratings
from palpate.quality.score import Pairs, score
from palpate.report.quality.body_map import NUMBERED
from palpate.report.quality.content import Errors, Judged, QualityReport
from palpate.report.quality.first_page import first_page
from palpate.report.quality.html import report_as_html
from palpate.report.quality.parts import Gallery, Section, Table, texts_of
from palpate.report.quality.pdf import report_as_pdf
from palpate.report.quality.production import (
    Apart,
    Batch,
    Blurred,
    Checked,
    Events,
    Marked,
    Production,
    Twice,
)
from palpate.report.quality.sections import sections_of
from palpate.report.text import Passage

N, K = 40, 20
SKELETON = Skeleton(
    "stick",
    tuple(
        Keypoint(f"p{k}", f"Point {k}", sigma=0.02, tolerance=Tolerance(px=8.0), rest=(0.5, k / K))
        for k in range(K)
    ),
    edges=tuple((f"p{k}", f"p{k + 1}") for k in range(K - 1)),
)


def judged(person: str, *, failing: int = 0, seen: bool = False) -> Judged:
    """Somebody who is far to the right at some keypoints, or calls them visible that are not."""
    chance = np.random.default_rng(3)
    gold = chance.uniform(0.0, 1000.0, (N, K, 2))
    errors = chance.normal(0.0, 1.0, (N, K, 2))
    flags = np.full((N, K), 2, np.int8)
    flags[::2] = 1
    called = flags.copy()
    if seen:
        called[:, :failing] = 2
    else:
        errors[:, :failing, 0] += 30.0
    pairs = Pairs(
        frames=10 * np.arange(N),
        instances=np.full(N, "ada"),
        clips=np.full(N, "over 1"),
        labels_positions=gold + errors,
        labels_visibility=called,
        gold_positions=gold,
        gold_visibility=flags,
        scale_px=np.full(N, 800.0),
        normaliser_px=np.full(N, 300.0),
    )
    vectors = {name: Errors(errors[:, k], None) for k, name in enumerate(SKELETON.names)}
    return Judged(person, person, "gold", score(pairs, SKELETON), vectors)


def report(*people: Judged, production: Production | None = None) -> QualityReport:
    return QualityReport("over", SKELETON, "", people, production=production or Production())


def headings(section: Section) -> list[str]:
    return [part.heading for part in section.parts if isinstance(part, Passage) and part.heading]


def between(production: Production) -> Section:
    (found,) = [
        one for one in sections_of(report(judged("ana"), production=production)) if "Between" in one.title
    ]
    return found


# ---- the first page ------------------------------------------------------------------------------------


def test_the_first_page_is_verdict_fault_certainty_and_advice() -> None:
    page = first_page(report(judged("ana", failing=2), judged("ben")))
    assert headings(page) == [
        *("1 of 2 people passes", "What is wrong", "How sure that is", "What to do", "What was compared"),
    ]
    (verdict,) = [part for part in page.parts if isinstance(part, Passage) and part.tone == "failed"]
    assert verdict.heading == "1 of 2 people passes"
    (table,) = [part for part in page.parts if isinstance(part, Table)]
    assert [row[:3] for row in table.rows] == [
        ("ana", "does not pass", "2 of 20"),
        ("ben", "passes", "0 of 20"),
    ]
    (maps,) = [part for part in page.parts if isinstance(part, Gallery)]
    assert [one.caption for one in maps.pictures] == ["ana: 2 keypoints fail", "ben: no keypoint fails"]


def test_of_one_person_the_map_stands_on_the_next_page_alone() -> None:
    page = first_page(report(judged("ana")))
    assert not any(isinstance(part, Gallery) for part in page.parts)
    assert "passed" in {part.tone for part in page.parts if isinstance(part, Passage)}


@pytest.mark.parametrize("n", [1, 4, 8])
def test_the_first_page_is_one_page(n: int) -> None:
    people = [judged(f"person {n}", failing=n % 5) for n in range(n)]
    text = report_as_pdf(report(*people), compressed=False).decode("latin-1")
    streams = re.findall(r"stream\r?\n(.*?)endstream", text, re.DOTALL)
    drawn = [" ".join(re.findall(r"\((.*?)\) Tj", one)) for one in streams if " Tj" in one]
    first, second, *_ = drawn
    assert "What was compared" in first
    assert "passes: OKS" in second or "does not pass: OKS" in second


# ---- a person ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("failing", "rows"), [(3, 3), (K, NUMBERED)])
def test_of_many_faults_the_worst_are_told_and_drawn(failing: int, rows: int) -> None:
    person = sections_of(report(judged("ana", failing=failing)))[1]
    (faults,) = [part for part in person.parts if isinstance(part, Table) and part.told]
    assert len(faults.rows) == rows
    drawn = [part for part in person.parts if isinstance(part, Gallery) and part.across == 4]
    assert [len(one.pictures) for one in drawn] == [rows]
    said = " ".join(texts_of([person]))
    assert ("the others are marked" in said) == (failing > NUMBERED)
    (every,) = [part for part in person.parts if isinstance(part, Table) and not part.told]
    assert len(every.rows) == K
    assert len(every.bad) == failing


def test_faults_of_flags_alone_have_no_picture_of_errors() -> None:
    person = sections_of(report(judged("ana", failing=3, seen=True)))[1]
    assert "Where the placements lie" not in headings(person)
    (faults,) = [part for part in person.parts if isinstance(part, Table) and part.told]
    assert all("called visible" in row[2] for row in faults.rows)


def test_a_table_of_sentences_names_its_columns_where_they_stand_below_each_other() -> None:
    page = report_as_html(report(judged("ana", failing=2)))
    for column in ("what is wrong", "how sure", "what to do"):
        assert page.count(f'data-of="{column}"') == 2


# ---- between people ------------------------------------------------------------------------------------


def agreement() -> Production:
    """Two people who are 4 px apart at the first keypoint."""
    chance = np.random.default_rng(1)
    middle = chance.uniform(0.0, 1000.0, (N, 1, K, 2))
    positions = middle + chance.normal(0.0, 0.5, (N, 2, K, 2))
    positions[:, 1, 0, 0] += 40.0
    ratings = Ratings(
        raters=("ana", "ben"),
        frames=10 * np.arange(N),
        instances=np.full(N, "ada"),
        clips=np.full(N, "over 1"),
        blocks=np.zeros(N, dtype=np.int64),
        positions=positions,
        visibility=np.full((N, 2, K), 2, np.int8),
        scale_px=np.full(N, 800.0),
        gold_positions=None,
    )
    return Production(agreement=agree(ratings, SKELETON), agreement_notes=("a note",))


def test_agreement_names_who_and_where() -> None:
    section = between(agreement())
    people, widest = (part for part in section.parts if isinstance(part, Table))
    assert [row[0] for row in people.rows] == ["ana", "ben"]
    assert "Point 0" in people.rows[1][4]
    assert widest.rows[0][0] == "Point 0"
    assert float(widest.rows[0][2]) == pytest.approx(40.0, abs=1.0)
    assert "cannot be estimated (no variation" in " ".join(texts_of([section]))


def test_everything_that_production_knows_has_its_table() -> None:
    apart = Apart(30, 2.5, 6.0, 30, 0.9)
    found = Production(
        twice=(
            Twice("ben", "second labels 1", "ana", "", apart),
            Twice("ana", "repeat 1", "ana", "", replace(apart, sd_px=1.77)),
        ),
        checks=(Checked("ana", "2026-W10", 40, 3, 0.08, 0.17, 5.3),),
        blur=(Blurred("ana", 900, 45, Bound(0.05, 0.04, 0.06), (("p3", 20),)),),
        events=(
            Events(
                "ana",
                "ben",
                (
                    Marked("over 1", "release", 10, 12, 2, 8.0),
                    Marked("over 1", "landing", 30, None, None, None),
                ),
                EventSpread(1, 2.0, None, 2.0, 2.0, 0.0),
                EventSpread(1, 8.0, None, 8.0, 8.0, 0.0),
            ),
        ),
        batches=(Batch("ana", "ben", 500, 60, 9, {"oks": 9}, Bound(0.15, 0.09, 0.24), 0.1, False),),
    )
    section = between(found)
    assert headings(section) == [
        *("Placed twice", "Acceptance of batches", "Spot checks", "Visibility against blur", "Events"),
    ]
    rows = {part.rows[0]: part for part in section.parts if isinstance(part, Table)}
    assert ("ben", "second labels 1", "ana", "30", "2.5", "–", "90 %") in rows
    assert ("ana", "ben", "500", "60", "9", "24 %", "10 %", "not accepted") in rows
    assert ("ana", "2026-W10", "40", "3", "8 %", "17 %", "5.3") in rows
    assert ("ana", "900", "45", "5 %", "Point 3 (20)") in rows
    assert ("ana and ben", "1", "1", "2.0", "2.0", "2", "0 %") in rows


def test_where_nothing_is_known_of_production_nothing_is_said() -> None:
    assert not any("Between" in one.title for one in sections_of(report(judged("ana"))))
