"""Every number of a report as one tidy table, a number to a row; its head says what quantities mean."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from palpate.report.quality.content import QualityReport
from palpate.report.quality.dictionary import ABOUT_COLUMNS, QUANTITIES, described
from palpate.report.quality.tidy_production import rows_of_production, rows_of_weeks
from palpate.report.quality.tidy_row import Row, Value, is_known
from palpate.report.quality.tidy_score import rows_of_attempt, rows_of_judged

COLUMNS = tuple(ABOUT_COLUMNS)
ABOUT = "about this table"
"""Group of the rows that say what columns and quantities mean."""

_AT_ONCE = 2000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_pieces(report: QualityReport) -> Iterator[str]:
    """Yield the table piece by piece; an empty value has its reason under ``note``."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for n, cells in enumerate(_lines(report), 1):
        writer.writerow(cells)
        if n % _AT_ONCE == 0:
            yield stream.getvalue()
            stream.seek(0)
            stream.truncate()
    yield stream.getvalue()


def _lines(report: QualityReport) -> Iterator[Iterable[str]]:
    yield from dictionary_lines()
    for row in rows_of(report):
        note = row.note or ("" if is_known(row.value) else "cannot be estimated from what there is")
        yield (
            *map(_plain, (row.group, row.person, row.at[0], row.at[1])),
            *(
                _text(row.at[2]),
                row.keypoint,
                row.week,
                row.quantity,
                _text(row.value),
                described(row.quantity).unit,
            ),
            *(_text(row.low), _text(row.high), _text(row.n), _plain(note)),
        )


def dictionary_lines() -> Iterator[Iterable[str]]:
    """Yield what columns and quantities mean, as rows of the table."""
    empty = ("",) * 5
    for column, meaning in ABOUT_COLUMNS.items():
        yield (ABOUT, "", *empty, f"column {column}", "", "", "", "", "", meaning)
    for one in QUANTITIES:
        yield (ABOUT, "", *empty, one.name, "", one.unit, "", "", "", one.meaning)


def rows_of(report: QualityReport) -> Iterator[Row]:
    """Yield every number, and of every part that is absent why."""
    for name, why in report.absent:
        yield Row(name, "absent", note=why)
    for one in report.judged:
        yield from rows_of_judged(one)
    for tried in report.attempts:
        yield from rows_of_attempt(tried)
    if report.weekly is not None:
        yield from rows_of_weeks(report.weekly)
    yield from rows_of_production(report.production)
    for name, sd in report.floor.sd_px.items():
        low, high = report.floor.limits_px[name]
        yield Row("gold", "gold_sd_px", sd, keypoint=name, low=low, high=high, n=report.floor.n[name])
    for name in report.skeleton.names:
        if report.floor.sd_px and name not in report.floor.sd_px:
            yield Row("gold", "gold_sd_px", keypoint=name, note="; ".join(report.floor.notes))


def _plain(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(value: Value) -> str:
    """Write a number so that it reads back as the same; an unknown one is empty."""
    if value is None or not is_known(value):
        return ""
    return str(value) if isinstance(value, int) else repr(float(value))
