"""Numbers and directions in the words of the reader; a number that is not known is a dash."""

from __future__ import annotations

import math
from collections.abc import Sequence

from palpate.quality.keypoint_score import KeypointScore

DASH = "–"
_LEAST_P = 0.001  # below, nobody decides otherwise; the table of every number has it in full
_LEAST_SHARE = 0.1  # of the larger part, below which the smaller one is not worth a word


def number(value: float | None, digits: int = 1) -> str:
    """Write a number, or a dash."""
    if value is None or not math.isfinite(value):
        return DASH
    said = f"{value:.{digits}f}"
    return said.replace("-", "−") if float(said) else said.replace("-", "")


def signed(value: float | None, digits: int = 1) -> str:
    """Write a number with its sign, or a dash."""
    if value is None or not math.isfinite(value):
        return DASH
    said = f"{value:+.{digits}f}"
    return said.replace("-", "−") if float(said) else said[1:]


def share(value: float | None) -> str:
    """Write a share in per cent, or a dash."""
    return DASH if value is None or not math.isfinite(value) else f"{100.0 * value:.0f} %"


def probability(p: float | None) -> str:
    """Write three decimals, or that it is smaller, or a dash."""
    if p is None or not math.isfinite(p):
        return DASH
    return f"{p:.3f}" if p >= _LEAST_P else f"< {_LEAST_P:g}"


def by_chance(p: float | None) -> str:
    """Write a probability as an equation: ``p = 0.012``, ``p < 0.001``."""
    said = probability(p)
    return f"p {said}" if said.startswith("<") else f"p = {said}"


def towards(bias_px: Sequence[float]) -> str:
    """Say where a bias leads in the picture, the larger part first."""
    x, y = bias_px
    sides = ((x, "to the right" if x > 0 else "to the left"), (y, "down" if y > 0 else "up"))
    least = max(_LEAST_SHARE * max(abs(x), abs(y)), 0.05)
    parts = sorted(((abs(size), word) for size, word in sides if abs(size) >= least), reverse=True)
    return " and ".join(f"{size:.1f} px {word}" for size, word in parts) or "nowhere"


def listed(names: Sequence[str], most: int = 0) -> str:
    """Join names as a sentence does; what is beyond the most is counted."""
    shown, more = (names[:most], len(names) - most) if 0 < most < len(names) else (names, 0)
    parts = [*shown, f"{more} more"] if more else list(shown)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else "none"


def counted(n: int, one: str, many: str = "") -> str:
    """Say how many there are."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def verdict(keypoint: KeypointScore) -> str:
    """Say whether a keypoint passes, and by which rules it does not."""
    if keypoint.fails:
        return f"fails: {', '.join(keypoint.fails)}"
    if keypoint.flags_in_doubt:
        return "visibility in doubt"
    return "passes" if keypoint.passed else "not judged"


def moment(time: str) -> str:
    """Write an ISO 8601 time to the minute."""
    return time[:16].replace("T", " ") + " UTC" if time else DASH
