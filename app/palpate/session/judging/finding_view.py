"""What a comparison found besides figures, and whoever reads them must be told: one by one, with a place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from palpate.quality.pairs import Alone
from palpate.quality.scorecard import Score
from palpate.quality.segments import SegmentScore as SegmentScore
from palpate.quality.segments import length_bias_p
from palpate.quality.swaps import Swapped
from palpate.session.judging.doubled import GOLD, Doubled
from palpate.session.judging.flags_view import FlagsView

LABELS = "labels"


class Kind(StrEnum):
    """What was found."""

    SWAPPED = "swapped"
    SWAPPED_PAIR = "swapped pair"
    DOUBLED = "doubled"
    ALONE = "alone"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody has to look at.

    Attributes
    ----------
    clip, instance, frame, keypoint
        Where it is seen best; instance and keypoint by name, empty where there is none.
    frames
        All frames in which it is so, ascending.
    always
        Whether it is so in every frame in which the instance was compared.
    side
        ``labels`` or ``gold``: whose it is.
    keypoints
        A pair that looks exchanged; empty if the whole pose does.
    other
        The instance that lies on this one.
    segment
        The length that differs, and the adjusted probability of such a difference by chance.
    """

    kind: Kind
    clip: str
    instance: str
    frame: int
    frames: tuple[int, ...]
    keypoint: str = ""
    always: bool = False
    side: str = LABELS
    keypoints: tuple[str, ...] = ()
    other: str = ""
    segment: SegmentScore | None = None
    p: float = float("nan")


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found, what weighs most coming first.

    Attributes
    ----------
    lengths
        Segments of which nothing can be said, with the reason of each.
    """

    found: tuple[Finding, ...]
    lengths: tuple[SegmentScore, ...] = ()
    mirror: Mapping[str, str] = field(default_factory=dict)


def findings_of(
    score: Score, flags: FlagsView, doubled: Sequence[Doubled], *, mirror: Mapping[str, str], alpha: float
) -> Findings:
    """List what a score and what lies behind it tell of single instances.

    Parameters
    ----------
    flags
        Of the same comparison: it knows in which frames an instance was compared.
    mirror
        The keypoint of the other side, by name.
    alpha
        Below which adjusted p a difference in length is more than chance.
    """
    compared = _compared(flags)
    extra = {(one.clip, one.instance) for one in score.alone if one.side == LABELS}
    p = length_bias_p(score.segments)
    found = (
        *(run for one in score.swapped for run in _swapped(one, compared, mirror)),
        *(_doubled(one, compared, extra) for one in doubled),
        *(_alone(one) for one in score.alone),
        *_lengths(score, p.tolist(), alpha),
    )
    unknown = tuple(one for one in score.segments if one.reason)
    return Findings(found, unknown, mirror)


def _compared(flags: FlagsView) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for clip, instance, frame in zip(flags.clips, flags.instances, flags.frames.tolist(), strict=True):
        found.setdefault((clip, instance), []).append(frame)
    return {place: sorted(frames) for place, frames in found.items()}


def _swapped(
    one: Swapped, compared: Mapping[tuple[str, str], list[int]], mirror: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield each stretch of frames in which the whole pose looks exchanged, then single pairs."""
    known = compared.get((one.clip, one.instance), [])
    for run in _runs(one.frames, known):
        yield _exchanged(Kind.SWAPPED, one, run, known)
    whole, told = set(one.frames), set[str]()
    for name, frames in one.at.items():
        pair = (name, mirror.get(name, name))
        rest = [frame for frame in frames if frame not in whole]
        if name in told or not rest:
            continue
        told |= set(pair)
        for run in _runs(rest, known):
            yield _exchanged(Kind.SWAPPED_PAIR, one, run, known, pair)


def _exchanged(
    kind: Kind, one: Swapped, run: tuple[int, ...], known: list[int], pair: tuple[str, ...] = ()
) -> Finding:
    return Finding(
        kind,
        one.clip,
        one.instance,
        run[0],
        run,
        keypoint=pair[0] if pair else "",
        always=len(run) == len(known),
        keypoints=pair,
    )


def _runs(frames: Sequence[int], known: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield frames in stretches that no other compared frame parts."""
    place = {frame: n for n, frame in enumerate(known)}
    at = np.array([place.get(frame, frame) for frame in frames], dtype=np.int64)
    for part in np.split(np.array(frames, dtype=np.int64), np.flatnonzero(np.diff(at) > 1) + 1):
        if len(part):
            yield tuple(part.tolist())


def _doubled(
    one: Doubled, compared: Mapping[tuple[str, str], list[int]], extra: set[tuple[str, str]]
) -> Finding:
    """Tell of two instances on each other; the one in hand is that which has no counterpart in gold."""
    first, second = one.instances
    surplus = first if (one.clip, first) in extra and (one.clip, second) not in extra else second
    kept = first if surplus == second else second
    known = compared.get((one.clip, kept), [])
    return Finding(
        Kind.DOUBLED,
        one.clip,
        surplus,
        one.frames[0],
        one.frames,
        always=set(known) <= set(one.frames),
        side=GOLD if one.whose == GOLD else LABELS,
        other=kept,
    )


def _alone(one: Alone) -> Finding:
    frames = tuple(one.frames.tolist())
    return Finding(Kind.ALONE, one.clip, one.instance, frames[0], frames, side=one.side)


def _lengths(score: Score, p: Sequence[float], alpha: float) -> Iterator[Finding]:
    """Yield the segments whose length differs by more than chance, the largest difference first."""
    told = [(one, float(at)) for one, at in zip(score.segments, p, strict=True) if at < alpha]
    for one, at in sorted(told, key=lambda pair: -abs(pair[0].limits.bias if pair[0].limits else 0.0)):
        ends = [score.keypoints[name] for name in one.ends]
        worst = max(ends, key=lambda point: point.mpjpe_px if point.worst else -1.0)
        if worst.worst is not None:
            where = worst.worst
            yield Finding(
                Kind.LENGTH,
                where.clip,
                where.instance,
                where.frame,
                (where.frame,),
                keypoint=worst.name,
                segment=one,
                p=at,
            )
