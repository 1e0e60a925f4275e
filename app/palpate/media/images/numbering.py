"""Numbers in file names: their order, and which are missing from a sequence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_LAST_NUMBER = re.compile(r"^(.*?)(\d+)(\D*)$")


def natural_key(name: str) -> tuple[tuple[int, int | str], ...]:
    """Return a sort key that puts frame2 before frame10, whatever the case of letters."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts if part)


def missing_numbers(names: Sequence[str]) -> tuple[range, ...]:
    """Return the numbers left out of a sequence of file names, in order; empty if it is no sequence.

    A sequence are names that differ in their last number only and mostly by the same step: every fifth
    frame of a film is one, times of day are not. Each range counts by that step.
    """
    found = [_LAST_NUMBER.match(name) for name in names]
    numbers = sorted({int(match[2]) for match in found if match})
    frames = {(match[1].casefold(), match[3].casefold()) for match in found if match}
    if len(frames) != 1 or not all(found) or len(numbers) < 3:
        return ()
    steps = Counter(after - before for before, after in pairwise(numbers))
    step, often = min(steps.items(), key=lambda counted: (-counted[1], counted[0]))
    if 2 * often < sum(steps.values()) or any(other % step for other in steps):
        return ()
    pairs = pairwise(numbers)
    return tuple(range(a + step, b, step) for a, b in pairs if b - a > step)


def gaps_told(gaps: Sequence[range], *, at_most: int = 5) -> str:
    """Return a sentence that names the missing numbers; empty where none is missing."""
    if not gaps:
        return ""
    named = [str(gap[0]) if len(gap) == 1 else f"{gap[0]} to {gap[-1]}" for gap in gaps[:at_most]]
    more = f" and {len(gaps) - at_most} more gaps" if len(gaps) > at_most else ""
    count = sum(len(gap) for gap in gaps)
    told = "1 number is" if count == 1 else f"{count} numbers are"
    return f"{told} missing from the names ({', '.join(named)}{more}); frames count the files there are"
