"""Every way of filling the frames between keyframes, on a film with an answer in every frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from palpate.assist import flow
from palpate.assist.fused import fuse
from palpate.assist.fusing import Fused
from palpate.assist.interpolate import Filled, fill
from palpate.assist.keyed import keyed_of
from palpate.assist.kinship import kinship_of
from palpate.assist.spans import code_of, spans_of
from palpate.base.progress import Progress
from palpate.bench.dense import Film
from palpate.model.arrays import Codes, Floats
from palpate.model.span import Method
from palpate.model.track import Track

Keyframes = Sequence[Sequence[int]]
METHODS = (Method.LINEAR, Method.PCHIP, Method.MAKIMA, Method.FLOW, Method.FUSED)


def every(film: Film, gap: int) -> list[list[int]]:
    """Return a keyframe of each keypoint every so many frames and at its ends, where it is labelled."""
    found = []
    for k in range(len(film.skeleton)):
        known = np.flatnonzero(np.isfinite(film.positions[:, k, 0]) & (film.visibility[:, k] > 0))
        ends = [int(known[0]), int(known[-1])] if len(known) else []
        found.append(sorted({*ends, *(int(n) for n in known if n % gap == 0)}))
    return found


class Filler:
    """Fills one film by one method; spans that were tracked before are not tracked again."""

    def __init__(self, film: Film, method: Method, progress: Progress) -> None:
        self._film, self._method, self._progress = film, method, progress
        self._tracked: dict[tuple[int, int, int], Floats] = {}
        self.fused: Fused | None = None

    def __call__(self, keyframes: Keyframes) -> Floats:
        """Return ``(T, K, 2)`` px; NaN outside the outermost keyframes."""
        track = self._film.track(keyframes)
        methods = np.full(track.visibility.shape, code_of(self._method), dtype=np.int8)
        filled = fill(track, methods, window=(0, len(self._film.images)))
        if self._method is Method.FLOW:
            return self._followed(track, methods, filled)
        if self._method is Method.FUSED:
            return self._fused(track, methods, filled)
        return filled.positions

    def _fused(self, track: Track, methods: Codes, filled: Filled) -> Floats:
        keyed = keyed_of(track, methods, window=(0, len(filled.positions)))
        kinship = kinship_of(self._film.skeleton)
        self.fused = fuse(
            keyed, self._film.grey, kinship=kinship, start=filled.positions, progress=self._progress
        )
        return self.fused.positions

    def _followed(self, track: Track, methods: Codes, filled: Filled) -> Floats:
        spans = spans_of(track, methods, window=(0, len(filled.positions)))
        keys = list(zip(spans.keypoint.tolist(), spans.left.tolist(), spans.right.tolist(), strict=True))
        fresh = spans.pick(np.array([key not in self._tracked for key in keys], dtype=np.bool_))
        found = flow.track(fresh, self._film.grey, progress=self._progress)
        for k, left, right in zip(fresh.keypoint, fresh.left, fresh.right, strict=True):
            inner = found.positions[left + 1 - found.first : right - found.first, k]
            self._tracked[int(k), int(left), int(right)] = inner
        positions = filled.positions.copy()
        for k, left, right in keys:
            inner = self._tracked[k, left, right]
            tracked = np.isfinite(inner[:, 0])
            positions[left + 1 : right, k][tracked] = inner[tracked]
        return positions
