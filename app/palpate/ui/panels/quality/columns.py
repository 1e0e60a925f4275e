"""What the quality table tells of each keypoint, column by column."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from palpate.session.judging.quality_view import AxisError, KeypointScore, axis_errors
from palpate.ui.actions.table import T
from palpate.ui.panels.quality.words import in_px, probability, share, signed, verdict_words


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    heading, tip
        Marked for translation in the context ``Quality``.
    text
        What is read; empty where it is not known.
    value
        What it is sorted by; NaN where it is not known.
    why
        Why it is not known, for a keypoint that has placements.
    """

    heading: str
    tip: str
    text: Callable[[KeypointScore], str]
    value: Callable[[KeypointScore], float]
    numeric: bool = True
    why: str = ""

    def why_not_known(self, keypoint: KeypointScore) -> str:
        """Return why a cell holds no figure, marked for translation; empty if it holds one."""
        if self.text(keypoint):
            return ""
        return self.why if keypoint.n else _NOWHERE


_NOWHERE = T("Quality", "not known: it has no position on both sides")
_TWO = T("Quality", "not known: a spread needs two placements")
_LIMB = T("Quality", "not known: no limb leads here, or its other end is not placed")
_FEW = T("Quality", "not known: too few independent frames to tell a shift from chance")
_SCALE = T("Quality", "not known: nothing tells how large the body is")
_FLAGS = T("Quality", "not known: no flag stands on both sides")


def _frame(keypoint: KeypointScore) -> float:
    return float(keypoint.worst.frame) if keypoint.worst else float("nan")


def _local(keypoint: KeypointScore) -> tuple[float, float]:
    local = keypoint.bias_local
    return (local.along, local.across) if local is not None else (math.nan, math.nan)


def _length(keypoint: KeypointScore) -> float:
    return math.hypot(*keypoint.bias_px)


def _by_axis(keypoint: KeypointScore, of: Callable[[AxisError], float]) -> str:
    found = axis_errors(keypoint)
    return "" if found is None else ", ".join(in_px(of(one)) for one in found)


def _larger(keypoint: KeypointScore, of: Callable[[AxisError], float]) -> float:
    found = axis_errors(keypoint)
    return math.nan if found is None else max(of(one) for one in found)


KEYPOINT, BIAS, VERDICT = 0, 2, 3
# From what a narrow panel must show to what can wait beyond its edge.
COLUMNS: tuple[Column, ...] = (
    Column(
        T("Quality", "Keypoint"),
        T("Quality", "Click a row to go to its worst frame"),
        lambda k: k.name,
        lambda _: 0.0,
        numeric=False,
    ),
    Column(
        T("Quality", "MPJPE"),
        T("Quality", "Mean distance from gold, px"),
        lambda k: in_px(k.mpjpe_px),
        lambda k: k.mpjpe_px,
    ),
    Column(
        T("Quality", "Bias"),
        T(
            "Quality",
            "Mean error, px; the arrow shows where to on the picture, strong where it is systematic",
        ),
        lambda k: in_px(_length(k)),
        _length,
    ),
    Column(
        T("Quality", "Verdict"),
        T("Quality", "Passes, or the rules it breaks"),
        verdict_words,
        lambda k: float(len(k.fails)) if k.n else -1.0,
        numeric=False,
    ),
    Column(
        T("Quality", "Tolerance"),
        T("Quality", "How far off it may be on average, px"),
        lambda k: in_px(k.tolerance_px),
        lambda k: k.tolerance_px,
        why=_SCALE,
    ),
    Column(
        T("Quality", "Bias x"),
        T("Quality", "Mean error along x, px; positive is to the right of gold"),
        lambda k: signed(k.bias_px[0]),
        lambda k: k.bias_px[0],
    ),
    Column(
        T("Quality", "Bias y"),
        T("Quality", "Mean error along y, px; positive is below gold"),
        lambda k: signed(k.bias_px[1]),
        lambda k: k.bias_px[1],
    ),
    Column(
        T("Quality", "p (adj.)"),
        T("Quality", "Probability of such a bias by chance; Benjamini–Hochberg over keypoints"),
        lambda k: probability(k.bias_p_adjusted),
        lambda k: k.bias_p_adjusted,
        why=_FEW,
    ),
    Column(
        T("Quality", "SD"),
        T("Quality", "Random spread around the bias, px"),
        lambda k: in_px(k.radial_sd_px),
        lambda k: k.radial_sd_px,
        why=_TWO,
    ),
    Column(
        T("Quality", "Prox.–dist."),
        T(
            "Quality",
            "Proximal–distal: mean error along the limb, px; positive is away from the body's centre",
        ),
        lambda k: signed(_local(k)[0]),
        lambda k: _local(k)[0],
        why=_LIMB,
    ),
    Column(
        T("Quality", "Med.–lat."),
        T("Quality", "Medio-lateral: mean error across the limb, px; a cell's tooltip says towards what"),
        lambda k: signed(_local(k)[1]),
        lambda k: _local(k)[1],
        why=_LIMB,
    ),
    Column(
        T("Quality", "SEM x, y"),
        T(
            "Quality",
            "Standard error of measurement: to how many px one placement is known, the bias left out",
        ),
        lambda k: _by_axis(k, lambda one: one.sem),
        lambda k: _larger(k, lambda one: one.sem),
        why=_TWO,
    ),
    Column(
        T("Quality", "MDC x, y"),
        T("Quality", "Minimal detectable change, px: two placements closer than this may be the same (95 %)"),
        lambda k: _by_axis(k, lambda one: one.mdc),
        lambda k: _larger(k, lambda one: one.mdc),
        why=_TWO,
    ),
    Column(
        T("Quality", "Flags agree"),
        T("Quality", "Share of places whose visibility flag is the same as gold's"),
        lambda k: share(k.agreement),
        lambda k: k.agreement,
        why=_FLAGS,
    ),
    Column(
        T("Quality", "n"),
        T("Quality", "Placements compared"),
        lambda k: str(k.n),
        lambda k: float(k.n),
    ),
    Column(
        T("Quality", "Worst frame"),
        T("Quality", "Frame in which it is furthest off"),
        lambda k: str(k.worst.frame) if k.worst else "",
        _frame,
    ),
)
