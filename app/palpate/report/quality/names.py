"""Names as pages have room for: very long ones are cut, so that two people never become one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from palpate.quality.rater_agreement import RaterAgreement
from palpate.report.quality.content import Judged, QualityReport, Tried, Weekly
from palpate.report.quality.production import Production
from palpate.report.text import shortened

LONGEST = 40
"""Signs of a name of a person or layer on pages; the table of every number has them whole."""

Cut = Callable[[str], str]


def with_short_names(report: QualityReport) -> QualityReport:
    """Return the report with names, and texts that hold them, as pages have room for."""
    names = _names_in(report)
    short = _shortened_apart(names)
    if not short:
        return report

    def cut(text: str) -> str:
        for name, said in short.items():
            text = text.replace(name, said)
        return text

    return replace(
        report,
        judged=tuple(_judged(one, cut) for one in report.judged),
        attempts=tuple(_tried(one, cut) for one in report.attempts),
        weekly=None if report.weekly is None else _weekly(report.weekly, cut),
        production=_production(report.production, cut),
        absent=tuple((cut(name), cut(why)) for name, why in report.absent),
    )


def _names_in(report: QualityReport) -> dict[str, None]:
    found: list[str] = [name for one in report.judged for name in (one.person, one.group, one.gold)]
    found += [one.person for one in report.attempts]
    found += report.weekly.figures.annotators if report.weekly is not None else ()
    production = report.production
    found += production.agreement.ratings.raters if production.agreement is not None else ()
    found += [name for one in production.twice for name in (one.person, one.beside)]
    found += [one.person for one in production.checks]
    found += [one.person for one in production.blur]
    found += [name for one in production.events for name in (one.first, one.second)]
    found += [name for one in production.batches for name in (one.layer, one.reference)]
    return dict.fromkeys(found)


def _shortened_apart(names: Iterable[str]) -> dict[str, str]:
    """Return what stands for each name that is too long, the longest name first; no two are alike."""
    short: dict[str, str] = {}
    for name in sorted(names, key=lambda one: (-len(one), one)):
        if len(name) <= LONGEST:
            break
        said = shortened(name, LONGEST)
        n = sum(other.startswith(said) for other in short.values())
        short[name] = f"{said} ({n + 1})" if n else said
    return short


def _judged(one: Judged, cut: Cut) -> Judged:
    notes = tuple(cut(note) for note in one.notes)
    doubts = tuple(cut(said) for said in one.doubts)
    person, group, gold = cut(one.person), cut(one.group), cut(one.gold)
    return replace(one, person=person, group=group, gold=gold, notes=notes, doubts=doubts)


def _tried(one: Tried, cut: Cut) -> Tried:
    comments = tuple((keypoint, cut(text)) for keypoint, text in one.comments)
    return replace(one, person=cut(one.person), comments=comments)


def _weekly(one: Weekly, cut: Cut) -> Weekly:
    return replace(
        one,
        figures=replace(one.figures, annotators=tuple(map(cut, one.figures.annotators))),
        retraining=tuple((cut(who), what, is_open, cut(said)) for who, what, is_open, said in one.retraining),
        changes=tuple((cut(who), what, week, cut(said)) for who, what, week, said in one.changes),
        notes=tuple(map(cut, one.notes)),
    )


def _production(one: Production, cut: Cut) -> Production:
    return replace(
        one,
        agreement=None if one.agreement is None else _agreement(one.agreement, cut),
        agreement_notes=tuple(map(cut, one.agreement_notes)),
        twice=tuple(replace(each, person=cut(each.person), beside=cut(each.beside)) for each in one.twice),
        checks=tuple(replace(each, person=cut(each.person)) for each in one.checks),
        blur=tuple(replace(each, person=cut(each.person)) for each in one.blur),
        events=tuple(replace(each, first=cut(each.first), second=cut(each.second)) for each in one.events),
        batches=tuple(
            replace(each, layer=cut(each.layer), reference=cut(each.reference)) for each in one.batches
        ),
    )


def _agreement(one: RaterAgreement, cut: Cut) -> RaterAgreement:
    return replace(
        one,
        ratings=replace(one.ratings, raters=tuple(map(cut, one.ratings.raters))),
        raters={cut(name): bias for name, bias in one.raters.items()},
        swapped={cut(name): found for name, found in one.swapped.items()},
    )
