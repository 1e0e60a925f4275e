"""What is to be put right before any keypoint is judged: exchanged sides, subjects twice, or unmatched."""

from __future__ import annotations

from collections.abc import Iterator

from palpate.report.quality.content import Judged, QualityReport
from palpate.report.quality.wording import counted, listed

_NAMED = 3


def put_right_first(report: QualityReport) -> tuple[str, ...]:
    """Return a sentence for each fault that is none of a keypoint, person by person."""
    return tuple(f"{one.person}: {said}" for one in report.judged for said in _faults(report, one))


def _faults(report: QualityReport, one: Judged) -> Iterator[str]:
    for found in one.score.swapped:
        where = f"of {found.instance}, {found.clip}"
        if found.frames:
            n = "all" if len(found.frames) == found.n else f"{len(found.frames)} of {found.n}"
            first = "" if n == "all" else f", first in {found.frames[0]}"
            yield f"sides exchanged in {n} frames {where}{first}: exchange them back."
        else:
            names = [f"{report.called(name)} ({n})" for name, n in found.keypoints.items()]
            yield f"sides exchanged {where} at {listed(names, 2 * _NAMED)}: exchange them back."
    told = {found.sentence for found in one.score.swapped} | set(one.doubts)
    yield from (f"{said}: keep one of them." for said in one.score.warnings if said not in told)
    if alone := one.score.unmatched_labels:
        yield f"{counted(alone, 'pose')} of nobody in gold ({_whose(one, 'labels')}): remove, or assign anew."
    if missed := _missed(one):
        were = "was" if missed == 1 else "were"
        said = f"{counted(missed, 'pose')} of gold {were} not placed in frames at work"
        yield f"{said} ({_whose(one, 'gold')}): place what was missed."


def _missed(one: Judged) -> int:
    """Return how many poses of gold lack a partner in frames in which somebody placed others."""
    oks = one.score.oks
    worked = set(zip(oks.clips.tolist(), oks.frames.tolist(), strict=True))
    return sum(
        (alone.clip, frame) in worked
        for alone in one.score.alone
        if alone.side == "gold"
        for frame in alone.frames.tolist()
    )


def _whose(one: Judged, side: str) -> str:
    names = [f"{alone.instance}, {alone.clip}" for alone in one.score.alone if alone.side == side]
    return listed(list(dict.fromkeys(names)), _NAMED)
