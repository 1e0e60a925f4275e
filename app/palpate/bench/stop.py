"""How soon work between keyframes ends once it is asked to: from the wish to the end of the thread.

Asked at moments spread over the whole work, so that none of its parts can be the one that does not listen.
"""

from __future__ import annotations

import threading
import time
from functools import partial

import numpy as np

from palpate.assist.fused import fuse
from palpate.assist.interpolate import fill
from palpate.assist.keyed import keyed_of
from palpate.assist.kinship import kinship_of
from palpate.assist.spans import code_of
from palpate.base.errors import Cancelled
from palpate.base.progress import CancelToken, Progress
from palpate.bench.dense import Film, shipped
from palpate.bench.filling import every
from palpate.bench.plan import Plan
from palpate.bench.sampling import OURS, Entries, Time, entry_of
from palpate.model.span import Method

GOAL_MS = 200.0
_GAP = 12
_FULL, _QUICK = 20, 3


def measure(plan: Plan) -> Entries:
    """Run the group."""
    return measured(shipped(), plan.progress, times=_QUICK if plan.quick else _FULL)


def measured(film: Film, progress: Progress, *, times: int) -> Entries:
    """Run the group on one film."""
    took = []
    for number in range(times):
        progress.step(number, times, "stopping")
        took.append(Time(_stopped_after(film, (number + 0.5) / times), 0.0))
    within = float(np.mean([one.ms <= GOAL_MS for one in took]))
    worst = max(one.ms for one in took)
    return {"track_54": entry_of({OURS: took}, more={"worst_ms": round(worst, 1), "within_200_ms": within})}


def _stopped_after(film: Film, share: float) -> float:
    """Return the ms from the wish, when this share of the work was done, to the end."""
    token, reached = CancelToken(), threading.Event()

    def report(done: int, total: int, _what: str) -> None:
        if done >= share * total:
            reached.set()

    worker = threading.Thread(target=partial(_work, film, Progress(report, token)))
    worker.start()
    reached.wait()
    began = time.perf_counter()
    token.cancel()
    worker.join()
    return (time.perf_counter() - began) * 1e3


def _work(film: Film, progress: Progress) -> None:
    track = film.track(every(film, _GAP))
    methods = np.full(track.visibility.shape, code_of(Method.FUSED), dtype=np.int8)
    window = (0, len(film.images))
    start = fill(track, methods, window=window).positions
    try:
        fuse(
            keyed_of(track, methods, window=window),
            film.grey,
            kinship=kinship_of(film.skeleton),
            start=start,
            progress=progress,
        )
    except Cancelled:
        return
