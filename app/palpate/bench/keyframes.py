"""How many keyframes a clip needs until every point is right, by every method of filling.

Greedy insertion after domain reference 8.5: a keypoint begins with its two ends and gets a keyframe at its
worst frame, until none is off by more than the limit. The same for all methods. Keyframes stand exactly where
the answer is, so this is about the methods, not about hands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from palpate.base.progress import Progress
from palpate.bench.dense import Film, fresh, labelled
from palpate.bench.filling import METHODS, Filler
from palpate.bench.plan import Plan
from palpate.bench.sampling import ANCHOR, OURS, Entries, Entry, Time, clocked, entry_of
from palpate.model.arrays import Bools, Floats
from palpate.model.span import Method

LIMIT_PX = 2.0
_QUANTILE = 0.95
_NORMAL_95 = 2.448  # 95 % of the lengths of a plane's normal error of SD 1
_ANCHOR = "linear"
_FILMS = (
    ("dreem/three_flies", "dreem/three_flies.mp4", "dreem/three_flies.slp"),
    ("sleap/clip", "sleap/clip.mp4", "sleap/clip.slp"),
)

Fill = Callable[[Sequence[Sequence[int]]], Floats]


@dataclass(frozen=True, slots=True)
class Need:
    """What a film needed.

    Attributes
    ----------
    per_hundred
        ``(K,)`` keyframes per 100 frames of each keypoint.
    frames
        ``(K,)`` frames between its ends.
    """

    per_hundred: Floats
    frames: Floats

    @property
    def mean(self) -> float:
        """Over all frames of all keypoints."""
        return float((self.per_hundred * self.frames).sum() / self.frames.sum())


def greedy(film: Film, filler: Fill, *, limit_px: float, all_of_them: bool = True) -> Need:
    """Insert keyframes until the error of each keypoint is below the limit, all or 95 % of its frames."""
    known = np.isfinite(film.positions[..., 0]) & (film.visibility > 0)
    own = [_ends(known[:, k]) for k in range(known.shape[1])]
    open_ = {k for k, frames in enumerate(own) if len(frames) == 2}
    while open_:
        off = np.hypot(*np.moveaxis(filler(own) - film.positions, -1, 0))
        off[~known] = 0.0
        for k in list(open_):
            first, last = own[k][0], own[k][-1]
            here = off[first : last + 1, k]
            reached = here.max() if all_of_them else np.quantile(here[known[first : last + 1, k]], _QUANTILE)
            if reached < limit_px:
                open_.remove(k)
                continue
            own[k] = sorted({*own[k], first + int(here.argmax())})
    frames = np.array([ends[-1] - ends[0] + 1 if ends else 0 for ends in own], dtype=np.float64)
    counts = np.array([len(ends) for ends in own], dtype=np.float64)
    return Need(100 * counts / np.maximum(frames, 1), frames)


def _ends(known: Bools) -> list[int]:
    at = np.flatnonzero(known)
    return [int(at[0]), int(at[-1])] if len(at) > 1 else []


def limit_of(film: Film) -> float:
    """Return the limit, widened by the jitter of the answer itself: nobody can be closer than that."""
    return float(np.hypot(LIMIT_PX, _NORMAL_95 * film.floor_px))


def measure(plan: Plan) -> Entries:
    """Run the group: in full on freshly rendered films and, where they are, on real ones."""
    entries: Entries = {}
    for film in [*fresh(plan), *([] if plan.quick else _real(plan))]:
        entries |= measured(film, plan.progress)
    return entries


def _real(plan: Plan) -> list[Film]:
    if plan.films is None:
        return []
    films = []
    for name, video, labels in _FILMS:
        if (plan.films / labels).is_file():
            films += labelled(plan.films / video, plan.films / labels, frames=240, name=name)
    return films


def measured(film: Film, progress: Progress, methods: Sequence[Method] = METHODS) -> Entries:
    """Run the group on one film."""
    limit = limit_of(film)
    lines: dict[Method, tuple[Time, dict[str, float]]] = {}
    for number, method in enumerate(methods):
        progress.step(number, len(methods), f"{method.value} on {film.name}")
        quiet = Progress(token=progress.token)
        took, most = clocked(partial(greedy, film, Filler(film, method, quiet), limit_px=limit))
        usual = greedy(film, Filler(film, method, quiet), limit_px=limit, all_of_them=False)
        lines[method] = took, {"keyframes_max": most.mean, "keyframes_p95": usual.mean}
    linear = lines[Method.LINEAR]
    return {
        f"{film.name} {method.value}": _entry(line, linear, film, limit) for method, line in lines.items()
    }


def _entry(
    line: tuple[Time, dict[str, float]], linear: tuple[Time, dict[str, float]], film: Film, limit: float
) -> Entry:
    numbers = {name: round(value, 2) for name, value in line[1].items()}
    shares = {f"{name}_of_linear": round(value / linear[1][name], 3) for name, value in line[1].items()}
    floor = {"floor_px": round(film.floor_px, 2), "limit_px": round(limit, 2)}
    return entry_of({OURS: [line[0]], ANCHOR: [linear[0]]}, anchor=_ANCHOR, more=numbers | shares | floor)
