"""What the errors of one keypoint say of a single placement, axis by axis."""

from __future__ import annotations

import math
from dataclasses import dataclass

from palpate.quality.keypoint_score import KeypointScore
from palpate.quality.scalars import Z95


@dataclass(frozen=True, slots=True)
class AxisError:
    """Agreement of labels and gold along one axis of the picture, px.

    Attributes
    ----------
    low, high
        Limits of agreement: where 95 % of the errors lie if they are normal.
    sem
        Standard error of measurement: of one placement by either, with the bias left out.
    mdc
        Minimal detectable change: two placements that differ by more are not the same place (95 %).
    """

    low: float
    high: float
    sem: float
    mdc: float


def axis_errors(keypoint: KeypointScore) -> tuple[AxisError, AxisError] | None:
    """Return x and y; None where fewer than two placements leave the spread unknown.

    Notes
    -----
    Domain reference 1.6 with k = 2 raters: EMS = SD² / 2 of the differences, SEM for consistency = √EMS and
    MDC95 = 1.96 √2 SEM. All of it rests on differences, so that it may be used for coordinates, where an
    intraclass correlation may not.
    """
    found = tuple(_along(bias, sd) for bias, sd in zip(keypoint.bias_px, keypoint.axis_sd_px, strict=True))
    if keypoint.n < 2 or not all(math.isfinite(one.sem) for one in found):
        return None
    return found[0], found[1]


def _along(bias: float, sd: float) -> AxisError:
    sem = sd / math.sqrt(2.0)
    return AxisError(bias - Z95 * sd, bias + Z95 * sd, sem, Z95 * math.sqrt(2.0) * sem)
