"""Blur: the extent that fused tracks lead to expect, against the true one, and what contradicts the rule.

Every point counts as called visible; the truth says which of them are smeared beyond the limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from palpate.assist.blur import (
    BlurLimits,
    Smear,
    contradictions,
    exposure_of,
    extent_px,
    smear_of,
    tier_allowed,
)
from palpate.base.progress import Progress
from palpate.bench.dense import Film, fresh
from palpate.bench.filling import Filler, every
from palpate.bench.plan import Plan
from palpate.bench.sampling import OURS, Entries, clocked, entry_of
from palpate.demo.truth import Truth
from palpate.model.arrays import Floats
from palpate.model.span import Method
from palpate.model.visibility import Visibility

_GAP, _SIDE, _LEAST_PX = 8, 17, 4.0
_LIMITS = BlurLimits()
_BOX = 0.53


def measure(plan: Plan) -> Entries:
    """Run the group."""
    return measured(fresh(plan), plan.progress)


def measured(films: Sequence[Film], progress: Progress) -> Entries:
    """Run the group on synthetic films."""
    entries: Entries = {}
    for number, film in enumerate(films):
        progress.step(number, len(films), film.name)
        velocities, positions = _tracked(film, Progress(token=progress.token))
        truth = film.truth
        assert truth is not None
        told, found = clocked(partial(_exposure, film, positions, velocities))
        known = truth.shutter_s * truth.fps
        for name, exposure in (("known", known), ("estimated", found)):
            if exposure is not None:
                numbers = _figures(film, truth, extent_px(velocities, exposure))
                more = {"exposure": round(exposure, 3), **numbers}
                entries[f"{film.name} shutter {name}"] = entry_of({OURS: [told]}, more=more)
    return entries


def _tracked(film: Film, progress: Progress) -> tuple[Floats, Floats]:
    filler = Filler(film, Method.FUSED, progress)
    positions = filler(every(film, _GAP))
    assert filler.fused is not None
    return filler.fused.velocities, positions


def _exposure(film: Film, positions: Floats, velocities: Floats) -> float | None:
    smears = [smear_of(film.images[n], np.nan_to_num(place), side=_SIDE) for n, place in enumerate(positions)]
    names = ("extent", "direction", "coherence", "sharpness")
    whole = Smear(*(np.concatenate([getattr(smear, name) for smear in smears]) for name in names))
    return exposure_of(whole, velocities.reshape(-1, 2))


def _figures(film: Film, truth: Truth, extent: Floats) -> dict[str, float]:
    true, width = truth.blur_px[:, 0], truth.width_px[:, 0]
    scale = float(np.sqrt(_BOX * np.median(truth.boxes[:, 0, 2] * truth.boxes[:, 0, 3])))
    widths = np.broadcast_to(film.skeleton.local_widths * scale, true.shape)
    above = (true > _LEAST_PX) & np.isfinite(extent)
    off = np.abs(extent - true)[above] / true[above]
    smeared = (true > _LIMITS.visible * width) | (true > _LIMITS.px)
    called = np.full(true.shape, Visibility.VISIBLE, dtype=np.int8)
    allowed = tier_allowed(extent, widths, limits=_LIMITS)
    listed = contradictions(called, allowed)
    hits = (listed & smeared).sum()
    figures = {
        "median_relative_error": float(np.median(off)),
        "p90_relative_error": float(np.quantile(off, 0.9)),
        "recall": float(hits / max(smeared.sum(), 1)),
        "precision": float(hits / max(listed.sum(), 1)),
    }
    return {name: round(value, 3) for name, value in figures.items()}
