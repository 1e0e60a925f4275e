"""A report in five sentences: what was compared, how good it is, what is worst, how sure, what to do."""

from __future__ import annotations

from collections.abc import Collection

from palpate.quality.keypoint_score import KeypointScore
from palpate.quality.verdict import VISIBILITY
from palpate.report.quality.content import FLOOR, GOLD, WEEKLY, Judged, QualityReport
from palpate.report.quality.faults import excess_of, shared_faults
from palpate.report.quality.put_right import put_right_first
from palpate.report.quality.wording import by_chance, counted, listed, moment, number, towards

_PEOPLE, _KEYPOINTS = 6, 3
_MOST_FAIL = 0.5  # of all keypoints: beyond, going over single ones is the wrong advice


def summary_of(report: QualityReport) -> tuple[str, ...]:
    """Return five sentences."""
    return (_compared(report), _how_good(report), worst_sentence(report), sureness(report), _to_do(report))


def headline_of(report: QualityReport) -> tuple[str, bool | None]:
    """Return the verdict in a few words, and whether it is good; None where nothing was judged."""
    people, tried = report.judged, report.attempts
    if not people:
        passed = sum(one.passed for one in tried)
        said = f"{passed} of {counted(len(tried), 'attempt')} passed" if tried else "Nothing was judged yet"
        return said, None
    passing = sum(one.score.passed for one in people)
    if len(people) == 1:
        return f"{people[0].person} {'passes' if passing else 'does not pass'}", bool(passing)
    if passing == len(people):
        return f"All {len(people)} people pass", True
    said = "passes" if passing < 2 else "pass"
    return f"{passing or 'None'} of {len(people)} people {said}", False


def verdict_sentence(one: Judged) -> str:
    """Say whether somebody's labels pass, by which numbers."""
    score, target = one.score, one.score.oks.target
    n = len(one.failing)
    fails = "no keypoint fails" if not n else f"{n} of {len(score.keypoints)} keypoints {_fail(n)}"
    return (
        f"{one.person} {'passes' if score.passed else 'does not pass'}: OKS {number(score.oks.mean, 3)} "
        f"(target {target:g}), {number(score.mpjpe_px)} px off on average, {fails}; {flags_sentence(one)}."
    )


def filled_sentence(one: Judged) -> str:
    """Say how far off is what was filled in between placements, and what that tells; empty if nothing was."""
    if one.filled is None:
        return ""
    n, px = counted(one.filled.n, "position"), number(one.filled.mpjpe_px)
    return (
        f"{one.person}: {n} filled in between placements, {px} px off on average, "
        f"the placements themselves {number(one.score.mpjpe_px)} px"
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


# ---- the five ------------------------------------------------------------------------------------------


def _compared(report: QualityReport) -> str:
    as_of = f", as of {moment(report.as_of)}" if report.as_of else ""
    skeleton = f"{report.skeleton.name} with {len(report.skeleton)} keypoints"
    if not report.judged:
        why = report.why_absent(GOLD) or listed([f"{name}: {why}" for name, why in report.absent], 2)
        return f"Nothing was compared with gold ({why}); this report is on {skeleton}{as_of}."
    people = listed(list(dict.fromkeys(one.person for one in report.judged)), _PEOPLE)
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
    said = f"{listed(passing, _PEOPLE)} {'passes' if len(passing) == 1 else 'pass'}" if passing else ""
    others = [f"{one.person} ({_why(one)})" for one in failing]
    not_said = (
        f"{listed(others, _PEOPLE)} {'does' if len(failing) == 1 else 'do'} not pass" if failing else ""
    )
    return f"{'; '.join(part for part in (said, not_said) if part)}."


def _why(one: Judged) -> str:
    reasons = []
    if one.score.oks.passed is False:
        reasons.append(f"OKS {number(one.score.oks.mean, 3)} of {one.score.oks.target:g}")
    if one.failing:
        reasons.append(f"{counted(len(one.failing), 'keypoint')} {_fail(len(one.failing))}")
    if one.score.visibility_passed is False:
        reasons.append(f"κ {number(one.score.visibility.kappa.value, 2)} of {one.score.kappa_target:g}")
    if one.score.fails_by_sides:
        reasons.append("left and right exchanged")
    return ", ".join(reasons) or "nothing could be compared"


def worst_sentence(report: QualityReport) -> str:
    """Say which keypoint of whom is furthest beyond its tolerance."""
    at = worst_of(report)
    if at is None:
        return (
            "No keypoint fails."
            if report.judged
            else "Which keypoint is worst is not known: nothing was compared with gold."
        )
    one, point = at
    if point.fails == (VISIBILITY,):
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
    return max(failing, key=lambda pair: excess_of(pair[1]), default=None)


def sureness(report: QualityReport) -> str:
    """Say how sure the worst is, and gold itself."""
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
        f"The shift is no chance ({by_chance(point.bias_p_adjusted)} from {point.n_independent} "
        f"independent errors, adjusted for {len(report.skeleton)} keypoints by Benjamini–Hochberg)"
        if point.systematic
        else f"This rests on {counted(point.n, 'placement')}, {point.n_independent} of them independent"
    )
    return f"{chance}; {gold}."


# ---- what to do ----------------------------------------------------------------------------------------


def _to_do(report: QualityReport) -> str:
    todo = actions_of(report)
    more = f"; {len(todo) - _PEOPLE} more stand on the first page" if len(todo) > _PEOPLE else ""
    return f"What to do: {'; '.join(said for _, said in todo[:_PEOPLE])}{more}."


def actions_of(report: QualityReport) -> tuple[tuple[str, str], ...]:
    """Return what is to be done: whose it is, empty for nobody's in particular, and the sentence's body."""
    retrained = retraining_of(report)
    todo = [(who, _retrained(report, who, names)) for who, names in retrained.items()]
    for one in report.judged:
        if said := _action(report, one, besides=retrained.get(one.person, ())):
            todo.append((one.person, said))
    if shared := shared_faults(report):
        names = [report.called(fault.keypoint) for fault in shared]
        said = (
            f"first agree on {listed(names, _KEYPOINTS)}, where most people fail: look at gold and guideline"
        )
        todo.insert(0, ("", said))
    if wrong := put_right_first(report):
        things = "one thing that is" if len(wrong) == 1 else f"{len(wrong)} things that are"
        todo.insert(
            0, ("", f"first put right {things} no matter of single keypoints: {wrong[0].rstrip('.')}")
        )
    return tuple(todo) or (("", _nothing_to_do(report)),)


def retraining_of(report: QualityReport) -> dict[str, tuple[str, ...]]:
    """Return names of what everybody is to go over by the weekly rule, by person; closed ones left out."""
    found: dict[str, list[str]] = {}
    for who, name, is_open, _ in report.weekly.retraining if report.weekly is not None else ():
        if is_open:
            found.setdefault(who, []).append(name)
    return {who: tuple(names) for who, names in found.items()}


def _retrained(report: QualityReport, who: str, names: tuple[str, ...]) -> str:
    called, them = [report.called(name) for name in names], "it" if len(names) == 1 else "them"
    return f"{who} goes over {listed(called)} and recalibrates before new work with {them}"


def _action(report: QualityReport, one: Judged, *, besides: Collection[str] = ()) -> str:
    """Say what somebody should do besides the keypoints they are retrained in; empty if nothing."""
    flags = [point for point in one.failing if point.fails == (VISIBILITY,)]
    off = [point for point in one.failing if point not in flags]
    names = [report.called(point.name) for point in off if point.name not in besides]
    n = counted(len(flags), "keypoint")
    unseen = f"should call occluded what the picture does not show ({n} called visible too often)"
    if not names:
        return f"{one.person} {unseen}, then practise and calibrate again" if flags else ""
    unseen = f"; {one.person} also {unseen}" if flags else ""
    if len(off) > _MOST_FAIL * len(one.score.keypoints):
        return (
            f"{one.person} calibrates anew from the guidelines: {len(off)} of {len(one.score.keypoints)} "
            f"keypoints fail, the worst {listed(names[:_KEYPOINTS])}{unseen}"
        )
    return f"{one.person} goes over {listed(names, _KEYPOINTS)}, then practises and calibrates again{unseen}"


def _nothing_to_do(report: QualityReport) -> str:
    if any(not one.score.passed for one in report.judged):
        return "no single keypoint is at fault; look at the worst frames together and recalibrate"
    if not report.judged:
        return "mark gold in frames that are labelled, and make this report again"
    thin = [cover for one in report.judged for cover in one.coverage if cover.thin]
    if thin:
        names = dict.fromkeys(f"{cover.by} {cover.group}" for cover in thin)
        return f"nothing is wrong; to be surer, compare more poses of {listed(list(names), 4)}"
    weeks = report.why_absent(WEEKLY)
    return f"nothing; go on{' and let work be labelled a second time' if weeks else ''}"


def _fail(n: int) -> str:
    return "fails" if n == 1 else "fail"


def _it(n: int) -> str:
    return "it was" if n == 1 else "they were"
