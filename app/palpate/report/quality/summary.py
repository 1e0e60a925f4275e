"""A report in five sentences: what was compared, how good it is, what is worst, how sure, what to do."""

from __future__ import annotations

import math

from palpate.quality.keypoint_score import KeypointScore
from palpate.quality.verdict import BIAS, POSITION, VISIBILITY
from palpate.report.quality.content import FLOOR, GOLD, WEEKLY, Judged, QualityReport
from palpate.report.quality.wording import counted, listed, moment, number, probability, towards

_NAMED = 6
_CHANCE = 0.05


def summary_of(report: QualityReport) -> tuple[str, ...]:
    """Return five sentences."""
    return (_compared(report), _how_good(report), _worst(report), _how_sure(report), _to_do(report))


def verdict_sentence(one: Judged) -> str:
    """Say whether somebody's labels pass, by which numbers."""
    score, target = one.score, one.score.oks.target
    n = len(one.failing)
    fails = "no keypoint fails" if not n else f"{n} of {len(score.keypoints)} keypoints {_fail(n)}"
    return (
        f"{one.person} {'passes' if score.passed else 'does not pass'}: OKS {number(score.oks.mean, 3)} "
        f"(target {target:g}), {number(score.mpjpe_px)} px off on average, {fails}; {flags_sentence(one)}."
    )


def flags_sentence(one: Judged) -> str:
    """Say how far flags agree with gold's, and whether that is judged."""
    kappa, target = one.score.visibility.kappa, one.score.kappa_target
    if kappa.value is None:
        return f"agreement on visibility, κ, cannot be estimated ({kappa.reason})"
    said = f"agreement on visibility, κ, is {number(kappa.value, 2)}"
    if one.score.visibility_passed is None:
        return f"{said}, not judged because gold's flags hardly vary"
    return f"{said} (target {target:g})"


def advice_on(report: QualityReport, one: Judged, point: KeypointScore) -> str:
    """Say in a sentence what is to be done about a keypoint that fails."""
    where = "read its guideline again" if point.name in report.guided else "agree on its definition"
    parts = []
    if BIAS in point.fails:
        back = towards((-point.bias_px[0], -point.bias_px[1]))
        parts.append(f"{where} and place it {back} of where {one.person} sees it now")
    elif POSITION in point.fails:
        parts.append(f"{where}, place it at a larger zoom and let the frames around help")
    if VISIBILITY in point.fails:
        parts.append("call it occluded wherever the picture does not show it")
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}; then practise it and calibrate again."


def certainty_of(point: KeypointScore, n_keypoints: int) -> str:
    """Say in a sentence how sure it is that a keypoint's errors are no chance."""
    rests = f"{point.n_independent} independent errors of {point.n}"
    if not math.isfinite(point.bias_p_adjusted):
        return f"Whether that is chance cannot be told from {rests}."
    if BIAS in point.fails:
        return f"That rests on {rests}, and p is adjusted for {n_keypoints} keypoints."
    p = f"p = {probability(point.bias_p_adjusted)}, adjusted for {n_keypoints} keypoints, from {rests}"
    if point.bias_p_adjusted < _CHANCE:
        return f"A shift {towards(point.bias_px)} is no chance ({p}), but too small to be what is wrong."
    return f"No shift is proven ({p}): the placements scatter."


def _compared(report: QualityReport) -> str:
    as_of = f", as of {moment(report.as_of)}" if report.as_of else ""
    skeleton = f"{report.skeleton.name} with {len(report.skeleton)} keypoints"
    if not report.judged:
        why = report.why_absent(GOLD) or listed([f"{name}: {why}" for name, why in report.absent], 2)
        return f"Nothing was compared with gold ({why}); this report is on {skeleton}{as_of}."
    people = listed(list(dict.fromkeys(one.person for one in report.judged)), _NAMED)
    poses = sum(one.score.n_pairs for one in report.judged)
    gold = listed(list(dict.fromkeys(one.gold for one in report.judged)))
    return f"Labels of {people} were compared with {gold} in {counted(poses, 'pose')} of {skeleton}{as_of}."


def _how_good(report: QualityReport) -> str:
    if not report.judged:
        tried = report.attempts
        passed = sum(one.passed for one in tried)
        return (
            f"{counted(passed, 'attempt')} of {len(tried)} passed when {_it(len(tried))} submitted."
            if tried
            else "How good the labels are is not known without gold; what two people differ by is told below."
        )
    if len(report.judged) == 1:
        return verdict_sentence(report.judged[0])
    passing = [one.person for one in report.judged if one.score.passed]
    failing = [one for one in report.judged if not one.score.passed]
    said = f"{listed(passing, _NAMED)} {'passes' if len(passing) == 1 else 'pass'}" if passing else ""
    others = [f"{one.person} ({_why(one)})" for one in failing]
    not_said = f"{listed(others, _NAMED)} {'does' if len(failing) == 1 else 'do'} not pass" if failing else ""
    return f"{'; '.join(part for part in (said, not_said) if part)}."


def _why(one: Judged) -> str:
    reasons = []
    if one.score.oks.passed is False:
        reasons.append(f"OKS {number(one.score.oks.mean, 3)}")
    if one.failing:
        reasons.append(f"{counted(len(one.failing), 'keypoint')} {_fail(len(one.failing))}")
    if one.score.visibility_passed is False:
        reasons.append(f"κ {number(one.score.visibility.kappa.value, 2)}")
    return ", ".join(reasons) or "nothing could be compared"


def _worst(report: QualityReport) -> str:
    at = worst_of(report)
    if at is None:
        return (
            "No keypoint fails."
            if report.judged
            else "Which keypoint is worst is not known: nothing was compared with gold."
        )
    one, point = at
    if VISIBILITY in point.fails and len(point.fails) == 1:
        return (
            f"Worst is {report.called(point.name)} of {one.person}: flagged visible in "
            f"{point.occluded_visible} of {point.occluded_n} places that gold calls occluded."
        )
    shift = f", shifted {towards(point.bias_px)}" if point.systematic else ", to no side in particular"
    return (
        f"Worst is {report.called(point.name)} of {one.person}: {number(point.mpjpe_px)} px off on average "
        f"where {number(point.tolerance_px)} px are tolerated{shift}."
    )


def worst_of(report: QualityReport) -> tuple[Judged, KeypointScore] | None:
    """Return the failing keypoint that is furthest beyond its tolerance, and whose; None if none fails."""
    failing = [(one, point) for one in report.judged for point in one.failing]
    return max(failing, key=lambda pair: _excess(pair[1]), default=None)


def _excess(point: KeypointScore) -> float:
    ratio = point.mpjpe_px / point.tolerance_px if point.tolerance_px > 0 else point.mpjpe_px
    return ratio if math.isfinite(ratio) else 0.0


def _how_sure(report: QualityReport) -> str:
    floor = sorted(report.floor.sd_px.values())
    gold = (
        f"gold itself is known to {number(floor[0])}–{number(floor[-1])} px"
        if floor
        else f"how sure gold is of itself is not known ({report.why_absent(FLOOR) or 'no repeats'})"
    )
    at = worst_of(report)
    if at is None:
        n = sum(one.score.n_pairs for one in report.judged)
        return f"This rests on {counted(n, 'pose')}; {gold}." if n else f"Nothing is sure yet: {gold}."
    point = at[1]
    chance = (
        f"The shift is no chance (p = {probability(point.bias_p_adjusted)} from {point.n_independent} "
        f"independent errors, adjusted for {len(report.skeleton)} keypoints by Benjamini–Hochberg)"
        if point.systematic
        else f"This rests on {counted(point.n, 'placement')}, {point.n_independent} of them independent"
    )
    return f"{chance}; {gold}."


def _to_do(report: QualityReport) -> str:
    retrain = report.weekly.retraining if report.weekly is not None else ()
    waiting = dict.fromkeys(who for who, _, is_open, _ in retrain if is_open)
    failing = {
        one.person: [report.called(point.name) for point in one.failing]
        for one in report.judged
        if one.failing
    }
    if failing:
        people = [f"{who} goes over {listed(names, _NAMED)}" for who, names in failing.items()]
        more = [who for who in waiting if who not in failing]
        also = f"; by the weekly rule {listed(more)} too" if more else ""
        return f"What to do: {'; '.join(people[:_NAMED])}, then practises and calibrates again{also}."
    if waiting:
        return f"What to do: by the weekly rule {listed(list(waiting))} goes over what is listed under weeks."
    if any(not one.score.passed for one in report.judged):
        return (
            "What to do: no single keypoint is at fault; look at the worst frames together and recalibrate."
        )
    if not report.judged:
        return "What to do: mark gold in frames that are labelled, and make this report again."
    thin = [cover for one in report.judged for cover in one.coverage if cover.thin]
    if thin:
        names = dict.fromkeys(f"{cover.by} {cover.group}" for cover in thin)
        return f"What to do: nothing is wrong; to be surer, compare more poses of {listed(list(names), 4)}."
    weeks = report.why_absent(WEEKLY)
    return f"What to do: nothing; go on{' and let work be labelled a second time' if weeks else ''}."


def _fail(n: int) -> str:
    return "fails" if n == 1 else "fail"


def _it(n: int) -> str:
    return "it was" if n == 1 else "they were"
