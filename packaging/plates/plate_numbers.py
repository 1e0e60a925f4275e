"""Numbers drawn as single lines, so that no plate needs a font."""

from __future__ import annotations

import re

# Height 6, width 4, drawn from the top-left corner.
_SIGNS = {
    "0": "M2 0C-.5 0-.5 6 2 6C4.5 6 4.5 0 2 0",
    "1": "M.9 1.3L2.4 0L2.4 6",
    "2": "M.4 1.6C.4-.5 3.6-.5 3.6 1.6C3.6 3 1.5 4 .3 6L3.8 6",
    "3": "M.5 .9C1.2-.4 3.5-.3 3.5 1.5C3.5 2.7 2.4 2.9 1.7 2.9C2.5 2.9 3.8 3.1 3.8 4.5C3.8 6.5 .9 6.5 .2 5",
    "4": "M2.9 6L2.9 0L.1 4.2L4 4.2",
    "5": "M3.5 0L1 0L.6 2.7C1.6 1.9 3.8 2.1 3.8 4.1C3.8 6.4 1 6.5 .2 5.2",
    "6": "M3.3 .4C1.5-.7 .3 1.6 .3 3.9C.3 6.7 3.8 6.7 3.8 4.2C3.8 2 1.2 1.8 .4 3.6",
    "7": "M.2 0L3.8 0L1.5 6",
    "8": "M2 2.8C-.1 2.4 0 0 2 0C4 0 4.1 2.4 2 2.8C-.5 3.2-.4 6 2 6C4.4 6 4.5 3.2 2 2.8",
    "9": "M.7 5.6C2.5 6.7 3.7 4.4 3.7 2.1C3.7-.7 .2-.7 .2 1.8C.2 4 2.8 4.2 3.6 2.4",
    "C": "M3.8 1.2C2.6-.7 .2-.2 .2 3C.2 6.2 2.6 6.7 3.8 4.8",
    "L": "M.4 0L.4 6L3.6 6",
    "S": "M3.6 1C3-.5 .4-.3 .4 1.5C.4 3.3 3.8 2.7 3.8 4.5C3.8 6.5 .9 6.5 .2 5",
    "T": "M0 0L4 0M2 0L2 6",
}
_ADVANCE = 5.6
_NUMBER = re.compile(r"-?\d*\.?\d+")


def width(text: str, height: float) -> float:
    """Return how wide a text of a height is."""
    return (len(text) * _ADVANCE - (_ADVANCE - 4)) * height / 6


def written(text: str, x: float, y: float, height: float) -> str:
    """Return path data, in whole units, of a text whose middle is at (x, y)."""
    size = height / 6
    left, top = x - width(text, height) / 2, y - height / 2
    return "".join(
        _placed(_SIGNS[sign], left + k * _ADVANCE * size, top, size) for k, sign in enumerate(text)
    )


def _placed(sign: str, left: float, top: float, size: float) -> str:
    words = []
    for command in re.findall(r"[MLC][^MLC]*", sign):
        values = [float(value) for value in _NUMBER.findall(command)]
        moved = [(left, top)[k % 2] + value * size for k, value in enumerate(values)]
        words.append(command[0] + " ".join(f"{round(value)}" for value in moved))
    return "".join(words)
