"""What is wrong with a keypoint, how sure that is and what to do, each in a plain sentence."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from palpate.quality.keypoint_score import KeypointScore
from palpate.quality.verdict import BIAS, POSITION, VISIBILITY
from palpate.report.quality.content import Judged, QualityReport
from palpate.report.quality.wording import by_chance, number, towards

_CHANCE = 0.05
_LEAST_SHARING = 3  # people: two that fail alike may do so by chance
_MOST = 0.75


@dataclass(frozen=True, slots=True)
class SharedFault:
    """A keypoint at which most people fail: rather its definition or gold is at fault than they are."""

    keypoint: str
    people: tuple[str, ...]


def wrong_with(one: Judged, point: KeypointScore) -> str:
    """Say why a keypoint fails."""
    parts = []
    if POSITION in point.fails:
        parts.append(
            f"{number(point.mpjpe_px)} px off on average; {number(point.tolerance_px)} are tolerated"
        )
    if BIAS in point.fails:
        body = one.on_body.get(point.name, "")
        parts.append(f"shifted {towards(point.bias_px)}{f' (on the body {body})' if body else ''}")
    if VISIBILITY in point.fails:
        called = f"{point.occluded_visible} of {point.occluded_n}"
        parts.append(f"{called} that gold calls occluded are called visible")
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}."


def certainty_of(point: KeypointScore) -> str:
    """Say how sure it is that a keypoint's errors are no chance; p is adjusted over all keypoints."""
    rests = f"{point.n_independent} independent errors of {point.n}"
    if point.fails == (VISIBILITY,):
        return f"Sure beyond chance ({by_chance(point.occluded_p)}, {point.occluded_n} such placements)."
    if not math.isfinite(point.bias_p_adjusted):
        return f"Not known: {rests} cannot tell chance from a shift."
    p = by_chance(point.bias_p_adjusted)
    if BIAS in point.fails:
        return f"The shift is no chance ({p}, {rests})."
    if point.bias_p_adjusted < _CHANCE:
        return f"It scatters; a shift {towards(point.bias_px)} is no chance ({p}), but too small to be it."
    return f"It scatters; no shift is proven ({p}, {rests})."


def advice_on(report: QualityReport, one: Judged, point: KeypointScore) -> str:
    """Say what is to be done about a keypoint that fails."""
    where = "read its guideline again" if point.name in report.guided else "agree on its definition"
    parts = []
    if BIAS in point.fails:
        back = towards((-point.bias_px[0], -point.bias_px[1]))
        parts.append(f"{where} and place it {back} of where {one.person} sees it now")
    elif POSITION in point.fails:
        parts.append(f"{where}; place it at a larger zoom and look at the frames around")
    if VISIBILITY in point.fails:
        parts.append("call it occluded wherever the picture does not show it")
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}."


def excess_of(point: KeypointScore) -> float:
    """Return how many tolerances a keypoint is off on average; 0 where that is not known."""
    ratio = point.mpjpe_px / point.tolerance_px if point.tolerance_px > 0 else point.mpjpe_px
    return ratio if math.isfinite(ratio) else 0.0


def shared_faults(report: QualityReport) -> tuple[SharedFault, ...]:
    """Return the keypoints at which three people or more, and most of all, fail; the commonest first."""
    people: dict[str, list[str]] = {}
    for one in report.judged:
        for point in one.failing:
            people.setdefault(point.name, []).append(one.person)
    n = len({one.person for one in report.judged})
    often = Counter({name: len(set(who)) for name, who in people.items()})
    return tuple(
        SharedFault(name, tuple(dict.fromkeys(people[name])))
        for name, count in often.most_common()
        if count >= max(_LEAST_SHARING, _MOST * n)
    )
