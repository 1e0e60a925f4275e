"""Writing a report on quality: pages to print, a web page, or a table of every number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from palpate.base.atomic_write import replacing
from palpate.base.errors import TargetExists, UsageError
from palpate.base.progress import Progress
from palpate.session.reporting.quality_report import quality_report
from palpate.session.session import Session

if TYPE_CHECKING:
    from palpate.report.quality.content import QualityReport

# Pages and what they are made with are loaded when one is made.

SUFFIXES = (".pdf", ".html", ".csv")


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that was written.

    Attributes
    ----------
    summary
        Its five sentences.
    people
        Who was judged, and which keypoints of theirs fail, by name.
    absent
        What is missing as a whole and why.
    warnings
        What makes the report doubtful, and what a reader will miss on paper.
    """

    path: Path
    summary: tuple[str, ...]
    people: tuple[tuple[str, str, bool, tuple[str, ...]], ...]
    absent: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...] = ()


def refuse_target(out: Path, *, force: bool) -> None:
    """Raise before any work is done if a report cannot be written there: UsageError or TargetExists."""
    if out.suffix.lower() not in SUFFIXES:
        kinds = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
        raise UsageError(f"a report is written as {kinds}; {out.name} is none of them")
    if out.exists() and not force:
        raise TargetExists("exists already; give --force to replace it", path=out)


def write_report(
    session: Session,
    out: Path,
    *,
    layers: Sequence[str] = (),
    gold: str = "",
    zone: str = "",
    force: bool = False,
    progress: Progress | None = None,
) -> Reported:
    """Write the report of a project; the same project gives the same bytes.

    Parameters
    ----------
    out
        A ``.pdf``, ``.html`` or ``.csv`` file.
    layers, gold, zone
        As for `quality_report`.
    force
        Whether an existing file may be replaced.

    Raises
    ------
    UsageError, ScoreError
        If the ending is another, or as `quality_report`.
    TargetExists, FileUnwritable
        If the file exists, or cannot be written.
    Cancelled
        If stopping was asked for; then nothing was written.
    """
    from palpate.report.quality.summary import summary_of

    refuse_target(out, force=force)
    progress = progress or Progress()
    warnings: tuple[str, ...] = ()
    with replacing(out, force=force) as temporary:  # first of all: an unwritable place is told at once
        report = quality_report(session, layers=layers, gold=gold, zone=zone, progress=progress)
        if out.suffix.lower() == ".csv":
            _write_table(report, temporary, progress)
        else:
            content, warnings = _made(report, out.suffix.lower(), progress)
            temporary.write_bytes(content)
    return Reported(
        out,
        summary_of(report),
        tuple(
            (one.person, one.group, one.score.passed, tuple(point.name for point in one.failing))
            for one in report.judged
        ),
        report.absent,
        (*report.doubts, *warnings),
    )


def report_of_file(
    project: Path,
    out: Path,
    *,
    author: str,
    layers: Sequence[str] = (),
    gold: str = "",
    progress: Progress | None = None,
) -> Reported:
    """Write the report of a project file for a person, over whatever stands there, on a thread of its own.

    Parameters
    ----------
    layers, gold
        As for `write_report`.

    Raises
    ------
    PalpateError
        As `write_report`, or if the project cannot be read.
    """
    with Session.open(project, author=author, read_only=True) as session:
        return write_report(session, out, layers=layers, gold=gold, force=True, progress=progress)


def _write_table(report: QualityReport, out: Path, progress: Progress) -> None:
    """Write the table piece by piece: of a large project it is larger than all the rest."""
    from palpate.report.quality.tidy import csv_pieces

    with out.open("w", encoding="utf-8", newline="") as stream:
        for piece in csv_pieces(report):
            progress.step(0, 0, "the table")
            stream.write(piece)


def _made(report: QualityReport, suffix: str, progress: Progress) -> tuple[bytes, tuple[str, ...]]:
    if suffix == ".html":
        from palpate.report.quality.html import report_as_html

        return report_as_html(report).encode("utf-8"), ()
    from palpate.report.quality.pdf import report_as_pdf, unprintable

    return report_as_pdf(report, progress=progress), unprintable(report)
