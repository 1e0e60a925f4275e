"""The first page: the verdict, what is wrong, how sure that is and what to do; then everybody in a table."""

from __future__ import annotations

from palpate.report.quality.body_map import SMALL, TINY, small_map
from palpate.report.quality.content import Judged, QualityReport
from palpate.report.quality.faults import shared_faults
from palpate.report.quality.parts import Gallery, Part, Picture, Section, Table
from palpate.report.quality.put_right import put_right_first
from palpate.report.quality.summary import (
    actions_of,
    filled_sentence,
    headline_of,
    retraining_of,
    summary_of,
)
from palpate.report.quality.wording import DASH, counted, listed, moment, number
from palpate.report.text import Passage

_SHARED, _WORST = 6, 2
_FEW_MAPS, _MOST_MAPS = 4, 8
_RETRAINED = (
    "No new work with these keypoints until a recalibration closes it; since when, and how far off, stands "
    "under Weeks."
)
_FILLED = (
    "People are judged by what they placed. What the program filled in between tells whether keyframes stand "
    "close enough; nobody is judged by it."
)


def first_page(report: QualityReport) -> Section:
    """Return the section that is read if no other is."""
    compared, how_good, worst, sure, _ = summary_of(report)
    said, good = headline_of(report)
    tone = {True: "passed", False: "failed", None: "open"}[good]
    todo = [f"{body[:1].upper()}{body[1:]}." for _, body in actions_of(report)]
    parts: list[Part] = [
        Passage("", (_made(report),), tone="quiet"),
        *_doubtful(report),
        *_first(report),
        Passage(said, (how_good,), tone=tone),
        Passage("What is wrong", (worst, *_shared(report))),
        Passage("How sure that is", (sure,)),
        Passage("What to do", points=tuple(todo)),
    ]
    if report.judged:
        parts += [_people(report), *_maps(report)]
    parts.append(Passage("What was compared", (compared,)))
    if filled := tuple(said for one in report.judged if (said := filled_sentence(one))):
        parts.append(Passage("What was filled in", (_FILLED,), points=filled, tone="quiet"))
    if report.absent:
        parts.append(Passage("What this report cannot say, and why", pairs=report.absent, tone="quiet"))
    return Section(report.title, "summary", tuple(parts))


def _doubtful(report: QualityReport) -> list[Part]:
    """Say that gold or labels were changed since they were frozen: no number is worth more than these."""
    if not report.doubts:
        return []
    said = ("What was compared is not what somebody vouched for; every number below rests on it.",)
    return [Passage("Before you rely on this", said, points=report.doubts, tone="bad")]


def _first(report: QualityReport) -> list[Part]:
    """Say what is put right before keypoints are looked at, then who is to go over what."""
    parts: list[Part] = []
    if wrong := put_right_first(report):
        parts.append(Passage("Put right first", points=wrong, tone="bad"))
    if told := retraining_of(report):
        points = tuple(
            f"{who}: {listed([report.called(name) for name in names])}." for who, names in told.items()
        )
        parts.append(Passage("To be retrained, by the weekly rule", (_RETRAINED,), points=points, tone="bad"))
    return parts


def _made(report: QualityReport) -> str:
    skeleton = report.skeleton
    facts = [
        f"{skeleton.title or skeleton.name}, version {skeleton.version}",
        counted(len(skeleton), "keypoint"),
        f"as of {moment(report.as_of)}" if report.as_of else "",
        f"made with {report.program}" if report.program else "",
    ]
    return " · ".join(fact for fact in facts if fact)


def _shared(report: QualityReport) -> tuple[str, ...]:
    """Say where most people fail alike: no retraining of one of them will help there."""
    shared = shared_faults(report)
    if not shared:
        return ()
    names = listed([report.called(fault.keypoint) for fault in shared], _SHARED)
    n = max(len(fault.people) for fault in shared)
    return (
        f"Up to {n} people fail alike at {names}. Where most fail, the definition, gold or the tolerance is "
        "the first suspect.",
    )


def _maps(report: QualityReport) -> list[Part]:
    """Return people's maps small, beside each other; nothing for one person, whose map comes next.

    Of a large team those are shown at whom most fails.
    """
    if len(report.judged) < 2:
        return []
    worst = sorted(report.judged, key=lambda one: -len(one.failing))[:_MOST_MAPS]
    across = _MOST_MAPS if len(worst) > _FEW_MAPS else _FEW_MAPS
    pictures = []
    for one in (one for one in report.judged if any(one is other for other in worst)):
        figure = small_map(report, one, TINY if across > _FEW_MAPS else SMALL)
        n = len(one.failing)
        said = f"{counted(n, 'keypoint')} {'fails' if n == 1 else 'fail'}" if n else "no keypoint fails"
        if figure is not None:
            pictures.append(Picture(figure, f"{one.person}: {said}"))
    return [Gallery(tuple(pictures), across)] if pictures else []


def _people(report: QualityReport) -> Table:
    rows = []
    for one in report.judged:
        score = one.score
        worst = listed([report.called(point.name) for point in one.failing], _WORST)
        rows.append(
            (
                one.person,
                "passes" if score.passed else "does not pass",
                f"{len(one.failing)} of {len(score.keypoints)}",
                worst if one.failing else DASH,
                number(score.mpjpe_px),
                number(score.oks.mean, 3),
                number(score.visibility.kappa.value, 2),
                f"{score.n_pairs:,}",
                _labels(one),
            )
        )
    return Table(
        ("person", "verdict", "keypoints failing", "the worst", "mean px", "OKS", "κ", "poses", "labels"),
        tuple(rows),
        (28.0, 22.0, 19.0, 36.0, 12.0, 12.0, 11.0, 13.0, 21.0),
        frozenset({2, 4, 5, 6, 7}),
        frozenset(n for n, one in enumerate(report.judged) if not one.score.passed),
    )


def _labels(one: Judged) -> str:
    return one.group if one.group != one.person else "all work"
