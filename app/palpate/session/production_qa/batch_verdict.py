"""What the judgement of a batch comes to: accepted, not accepted, or too little to say either."""

from __future__ import annotations

from enum import StrEnum

from palpate.quality.acceptance import wilson
from palpate.session.production_qa.batch_acceptance import Batch

_MOST = 1 << 20  # poses; nobody labels more a second time


class Verdict(StrEnum):
    """What is said of a batch."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    OPEN = "open"


def verdict_of(batch: Batch) -> Verdict:
    """Return what the sample shows: within what is allowed, above it, or neither yet.

    Both limits of the share are one-sided at 95 %: accepted if the upper one is within what is allowed,
    refused if the lower one is above it.
    """
    low, high = batch.bound.low, batch.bound.high
    if low is None or high is None:
        return Verdict.OPEN
    if high <= batch.limit:
        return Verdict.ACCEPTED
    return Verdict.REFUSED if low > batch.limit else Verdict.OPEN


def poses_wanted(batch: Batch) -> int | None:
    """Return how many poses a sample needs to accept the batch if as large a share of it conforms.

    None where no number would do: more do not conform than are allowed.
    """
    rate = batch.defects / batch.n if batch.n else 0.0
    if rate >= batch.limit:
        return None
    enough = 1
    while enough < _MOST and not _shows(rate, enough, batch.limit):
        enough *= 2
    low, high = enough // 2, enough
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _shows(rate, middle, batch.limit) else (middle, high)
    return high if _shows(rate, high, batch.limit) else None


def _shows(rate: float, n: int, limit: float) -> bool:
    upper = wilson(min(round(rate * n), n), n).high
    return upper is not None and upper <= limit
