"""Telling apart what JSON can hold; booleans are never numbers here."""

from __future__ import annotations

import math
from typing import TypeGuard

# No image is this large; a larger number is a broken file, and keeps arithmetic far from overflow.
LARGEST = 1e9
_NUMBERS = frozenset({int, float})


def is_number(value: object) -> TypeGuard[int | float]:
    """Tell whether it is a finite number of a sensible size."""
    return type(value) in (int, float) and -LARGEST <= value <= LARGEST  # type: ignore[operator]


def is_non_finite(value: object) -> bool:
    """Tell whether it is NaN or an infinity, which `json_file.load` has already reported."""
    return type(value) is float and not math.isfinite(value)


def are_numbers(values: object) -> TypeGuard[list[int | float]]:
    """Tell whether it is a list of finite numbers of a sensible size."""
    if type(values) is not list or not _NUMBERS.issuperset(map(type, values)):
        return False
    # Comparisons with NaN are false in an order that min and max do not promise; a sum always shows it.
    return not values or (min(values) >= -LARGEST and max(values) <= LARGEST and math.isfinite(sum(values)))


def is_index(value: object) -> TypeGuard[int]:
    """Tell whether it is a whole number from 0 on."""
    return type(value) is int and 0 <= value <= LARGEST


def is_id(value: object) -> TypeGuard[int | str]:
    """Tell whether it can identify something: a whole number or a text that is not empty."""
    return type(value) is int or (type(value) is str and bool(value))


def shown(value: object) -> str:
    """Return a value as a problem's sentence quotes it."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}…"
