"""Drift as a detector: whether a point that is off is expected to be, and by as much.

Natural errors of the fused method at several keyframe gaps, and drifts planted into positions of another
origin. Figures on films that nothing was fitted on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from palpate.assist.expected import Around, Components, components_of, expected_of, expected_px
from palpate.assist.fusing import Fused
from palpate.assist.kinship import kinship_of
from palpate.base.progress import Progress
from palpate.bench.dense import Film, fresh
from palpate.bench.filling import Filler, Keyframes, every
from palpate.bench.judged import Judged
from palpate.bench.plan import Plan
from palpate.bench.sampling import OURS, Entries, Entry, Time, clocked, entry_of
from palpate.model.arrays import Bools, Floats
from palpate.model.span import Method

GAPS = (5, 10, 20, 40)
_PLANTED_PX = (3.0, 30.0)
_OF_PLANTED = ("wrong_share", "recall_at_4px", "precision_at_4px", "precision_at_recall_95")


@dataclass(frozen=True, slots=True)
class Case:
    """One film filled from some keyframes.

    Attributes
    ----------
    fused, components
        The estimate and what speaks of its error.
    off
        ``(F, K)`` px it is off.
    derived
        ``(F, K)`` what is not a keyframe and has an answer.
    """

    fused: Fused
    components: Components
    off: Floats
    derived: Bools

    def judged(self) -> Judged:
        """Return what was expected of the derived points."""
        return Judged(expected_px(self.components)[self.derived], self.off[self.derived])


def case_of(film: Film, own: Keyframes, progress: Progress) -> Case:
    """Fill a film from keyframes of each keypoint, and judge it."""
    filler = Filler(film, Method.FUSED, progress)
    positions = filler(own)
    plain = Filler(film, Method.MAKIMA, progress)(own)
    fused = filler.fused
    assert fused is not None
    off = np.hypot(*np.moveaxis(positions - film.positions, -1, 0))
    around = around_of(film, own)
    components = components_of(fused, plain, around)
    return Case(fused, components, off, np.isfinite(off) & ~around.keyframes)


def around_of(film: Film, own: Keyframes) -> Around:
    """Return what is known of a film besides the estimate."""
    keyframes = np.zeros(film.positions.shape[:2], dtype=np.bool_)
    for keypoint, frames in enumerate(own):
        keyframes[frames, keypoint] = True
    return Around(keyframes, kinship_of(film.skeleton).parents, film.skeleton.rigid_indices)


def planted(film: Film, case: Case, own: Keyframes, *, seed: int = 1) -> Judged:
    """Return the judgement of right positions into which drifts of 3 to 30 px were planted."""
    random = np.random.default_rng(seed)
    drift = np.zeros(film.positions.shape)
    for keypoint, frames in enumerate(own):
        for left, right in pairwise(frames):
            if right - left > 2 and random.random() < 0.2:
                angle, size = random.uniform(0, 2 * np.pi), np.exp(random.uniform(*np.log(_PLANTED_PX)))
                bump = np.sin(np.pi * np.arange(right - left + 1) / (right - left))
                drift[left : right + 1, keypoint] = (
                    size * bump[:, np.newaxis] * (np.cos(angle), np.sin(angle))
                )
    positions = film.positions + drift
    expected = expected_of(positions, case.fused.positions, expected_px(case.components))
    off = np.hypot(*np.moveaxis(drift, -1, 0))
    here = case.derived & np.isfinite(expected)
    return Judged(expected[here], off[here])


def measure(plan: Plan) -> Entries:
    """Run the group."""
    return measured(fresh(plan), plan.progress)


def measured(films: Sequence[Film], progress: Progress, gaps: Sequence[int] = GAPS) -> Entries:
    """Run the group on these films."""
    quiet = Progress(token=progress.token)
    entries: Entries = {}
    naturals: list[Judged] = []
    for number, gap in enumerate(gaps):
        progress.step(number, len(gaps), f"keyframes {gap} apart")
        took, found = clocked(partial(_judged_all, films, gap, quiet))
        natural, plant = (Judged.joined(several) for several in zip(*found, strict=True))
        entries[f"gap_{gap}"] = _line(took, natural.figures())
        told = plant.figures()
        entries[f"planted_{gap}"] = _line(took, {name: told[name] for name in _OF_PLANTED})
        naturals.append(natural)
    natural = Judged.joined(naturals)
    entries["all_gaps"] = _line(took, natural.figures())
    entries["curve"] = _line(took, natural.curve())
    for name, line in natural.calibration().items():
        entries[f"expected_{name}"] = _line(took, line)
    return entries


def _judged_all(films: Sequence[Film], gap: int, progress: Progress) -> list[tuple[Judged, Judged]]:
    found = []
    for film in films:
        own = every(film, gap)
        case = case_of(film, own, progress)
        found.append((case.judged(), planted(film, case, own)))
    return found


def _line(took: Time, figures: dict[str, float]) -> Entry:
    return entry_of({OURS: [took]}, more={name: round(value, 3) for name, value in figures.items()})
