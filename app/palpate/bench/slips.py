"""Hand slips: keyframes put beside the body, 5 to 30 px, and looked for by what the picture says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from palpate.assist.slips import SEEN, Slips, find_slips
from palpate.assist.traced import Traced, traced_of
from palpate.base.progress import Progress
from palpate.bench.dense import Film
from palpate.bench.drift import around_of, case_of
from palpate.bench.filling import every
from palpate.bench.sampling import OURS, Entries, clocked, entry_of
from palpate.model.arrays import Bools, Floats, Ints

GAPS = (5, 10, 20)
SHARES = (0.03, 0.1)
_SLIP_PX, _RIGHT_PX = 5.0, 4.0
_SHARE, _LOG_PX = 0.1, (np.log(5.0), np.log(30.0))
_SIZES = ((5.0, 10.0), (10.0, 20.0), (20.0, 31.0))


@dataclass(frozen=True, slots=True)
class Slipped:
    """A film filled from keyframes some of which slipped.

    Attributes
    ----------
    frames
        ``(T,)`` all of those with a keyframe.
    keyframes, judged
        ``(T, K)``: keyframes between others, and those of them where the point can be seen.
    off
        ``(T, K)`` px by which the keyframes are off.
    """

    traced: Traced
    frames: Ints
    keyframes: Bools
    judged: Bools
    off: Floats

    def found(self) -> Slips:
        """Return what is found."""
        return find_slips(self.traced, self.frames, self.judged)


def with_slips(film: Film, gap: int, *, seed: int = 1, share: float = _SHARE) -> Film:
    """Return a film some of whose keyframes, so many frames apart, lie beside the body.

    Where all keyframes are right, tracks that part and steps that contradict the estimate say little: they
    are what gives a wrong keyframe away.
    """
    random = np.random.default_rng(seed)
    positions = film.positions.copy()
    for keypoint, frames in enumerate(every(film, gap)):
        here = np.array(frames)[random.random(len(frames)) < share]
        angle, size = (
            random.uniform(0, 2 * np.pi, len(here)),
            np.exp(random.uniform(*_LOG_PX, len(here))),
        )
        positions[here, keypoint] += size[:, np.newaxis] * np.stack((np.cos(angle), np.sin(angle)), axis=1)
    return replace(film, positions=positions)


def slipped(film: Film, gap: int, share: float, progress: Progress, *, seed: int = 7) -> Slipped:
    """Fill a film, a share of whose keyframes slip."""
    wrong = with_slips(film, gap, seed=seed + gap, share=share)
    own = every(wrong, gap)
    case = case_of(wrong, own, progress)
    marked = around_of(wrong, own).keyframes
    frames = np.flatnonzero(marked.any(axis=1))
    inner = marked & (np.cumsum(marked, axis=0) > 1) & (np.cumsum(marked[::-1], axis=0)[::-1] > 1)
    seen = inner & np.isin(film.visibility, SEEN)
    off = np.hypot(*np.moveaxis(wrong.positions - film.positions, -1, 0))
    return Slipped(traced_of(case.fused, case.components), frames, inner[frames], seen[frames], off[frames])


@dataclass(frozen=True, slots=True)
class Counted:
    """How many keyframes slipped, were found, were right, and were found for nothing."""

    slips: int
    hidden: int
    found: int
    right: int
    alarms: int
    by_size: tuple[tuple[int, int], ...]

    @staticmethod
    def of(case: Slipped) -> Counted:
        """Count."""
        found = np.zeros(case.off.shape, dtype=np.bool_)
        slips = case.found()
        found[np.searchsorted(case.frames, slips.frame), slips.keypoint] = True
        wrong, right = case.judged & (case.off >= _SLIP_PX), case.keyframes & (case.off < _RIGHT_PX)
        sizes = [wrong & (case.off >= low) & (case.off < high) for low, high in _SIZES]
        return Counted(
            int(wrong.sum()),
            int((case.keyframes & ~case.judged & (case.off >= _SLIP_PX)).sum()),
            int((found & wrong).sum()),
            int(right.sum()),
            int((found & right).sum()),
            tuple((int(size.sum()), int((found & size).sum())) for size in sizes),
        )


def figures(counts: Sequence[Counted]) -> dict[str, float]:
    """Return shares of several films."""
    slips, hidden, found, right, alarms = (
        sum(getattr(count, name) for count in counts)
        for name in ("slips", "hidden", "found", "right", "alarms")
    )
    told: dict[str, float] = {
        "slips": slips,
        "recall": found / max(slips, 1),
        "recall_with_hidden": found / max(slips + hidden, 1),
        "precision": found / max(found + alarms, 1),
        "alarms_per_100": 100 * alarms / max(right, 1),
    }
    for (low, high), sizes in zip(
        _SIZES, zip(*(count.by_size for count in counts), strict=True), strict=True
    ):
        wrong, hit = (sum(column) for column in zip(*sizes, strict=True))
        told[f"recall_{low:.0f}_{high - 1 if high > 30 else high:.0f}px"] = hit / max(wrong, 1)
    return told


def measured(films: Sequence[Film], progress: Progress, gaps: Sequence[int] = GAPS) -> Entries:
    """Run the group on films whose labels are right."""
    entries: Entries = {}
    quiet = Progress(token=progress.token)
    for gap in gaps:
        progress.step(len(entries), 3 * len(gaps), f"slips at keyframes {gap} apart")
        took, honest = clocked(partial(_counted, films, gap, 0.0, quiet))
        alarms = figures(honest)["alarms_per_100"]
        entries[f"honest_{gap}"] = entry_of({OURS: [took]}, more={"alarms_per_100": round(alarms, 3)})
        for share in SHARES:
            took, counts = clocked(partial(_counted, films, gap, share, quiet))
            told = {name: round(value, 3) for name, value in figures(counts).items()}
            entries[f"slips_{gap}_{share:.0%}"] = entry_of({OURS: [took]}, more=told)
    return entries


def _counted(films: Sequence[Film], gap: int, share: float, progress: Progress) -> list[Counted]:
    return [Counted.of(slipped(film, gap, share, progress)) for film in films]
