"""Reading, writing and checking single values of a policy, each by its key."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import replace

from palpate.base.errors import UsageError
from palpate.model.policy import KeypointPolicy, Policy
from palpate.model.policy_constant import Constant, Unit
from palpate.model.policy_table import CONSTANTS, OF_KEYPOINTS, OVERRIDES
from palpate.model.skeleton import Keypoint, Skeleton, Tolerance

Value = float | int | str | Tolerance | None
"""A number, a word, or a tolerance; None where nothing is said."""

BOX = "box"
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_ORDERS = (
    ("blur_visible", "blur_estimated"),
    ("blur_estimated", "blur_absent"),
    ("sampling.hand_least", "sampling.hand_most"),
    ("sampling.body_least", "sampling.body_most"),
)


def constant_of(key: str, keypoint: str = "") -> Constant:
    """Return what is known of a key; UsageError names those that there are."""
    known = OF_KEYPOINTS if keypoint else CONSTANTS
    if key in known:
        return known[key]
    if keypoint and key in CONSTANTS:
        raise UsageError(f"{key} holds for the whole skeleton; of a keypoint there are {', '.join(known)}")
    if not keypoint and key in OF_KEYPOINTS:
        raise UsageError(f"{key} is said of each keypoint; name one")
    raise UsageError(f"no threshold is called {key!r}; there are {', '.join(known)}")


def value_of(skeleton: Skeleton, key: str, keypoint: str = "") -> Value:
    """Return what holds of a skeleton, or of a keypoint; for an override its own, or the skeleton's."""
    if not keypoint:
        return _of_policy(skeleton.policy, key)
    own = own_value_of(skeleton.keypoints[skeleton.position_of[keypoint]], key)
    return _of_policy(skeleton.policy, key) if own is None and key in OVERRIDES else own


def own_value_of(keypoint: Keypoint, key: str) -> Value:
    """Return what a keypoint says itself; None where it says nothing."""
    if key == "tolerance":
        return None if keypoint.tolerance == Tolerance() else keypoint.tolerance
    if key == "local_width":
        return keypoint.local_width
    value: Value = getattr(keypoint.policy, key)
    return value


def with_value(skeleton: Skeleton, key: str, value: Value, keypoint: str = "") -> Skeleton:
    """Return a skeleton in which one value is another."""
    if not keypoint:
        return replace(skeleton, policy=with_policy_value(skeleton.policy, key, value))
    points = tuple(
        _with_own(point, key, value) if point.name == keypoint else point for point in skeleton.keypoints
    )
    return replace(skeleton, keypoints=points)


def with_policy_value(policy: Policy, key: str, value: Value) -> Policy:
    """Return a policy in which one value is another."""
    block, _, name = key.rpartition(".")
    if not block:
        return replace(policy, **{name: value})  # type: ignore[arg-type]
    return replace(policy, **{block: replace(getattr(policy, block), **{name: value})})


def read_value(
    constant: Constant, text: str, normalisers: Collection[str] = (), *, by_label: bool = False
) -> Value:
    """Return the value that a text means: ``0.85``, ``20 %``, ``8 px``, ``torso``.

    Parameters
    ----------
    by_label
        Whether a refusal says what people call the threshold, and not its key.

    Raises
    ------
    UsageError
        With one sentence: what it must be, and what it was.
    """
    words, name = text.strip(), f"“{constant.label}”" if by_label else constant.key
    if constant.unit is Unit.WORD:
        return _word(constant, words, normalisers, name)
    if constant.key == "tolerance" and words.endswith("px"):
        return Tolerance(px=_checked(constant, words.removesuffix("px").strip(), text, name))
    if constant.unit is Unit.SHARE and words.endswith("%"):
        bare = words.removesuffix("%").strip()
        shared = float(bare) / 100 if _NUMBER.fullmatch(bare) else math.nan
        return _within(constant, round(shared, 12), text, name)
    unit = str(constant.unit)
    bare = words.removesuffix(unit).removesuffix(unit.rstrip("s")).strip() if unit else words
    found = _checked(constant, bare, text, name)
    return Tolerance(fraction=found) if constant.key == "tolerance" else found


def text_of(value: Value) -> str:
    """Return a value as it is kept; reading it gives an equal one."""
    if isinstance(value, Tolerance):
        return f"{value.px!r} px" if value.px is not None else repr(value.fraction)
    return "" if value is None else str(value)


def shown(constant: Constant, value: Value) -> str:
    """Return a value as people read it: ``20 %``, ``8 px``, ``0.0095 of s``; a dash for none."""
    if value is None:
        return "–"
    if isinstance(value, Tolerance):
        return f"{value.px:g} px" if value.px is not None else f"{value.fraction:g} of s"
    if isinstance(value, str):
        return value
    if constant.unit is Unit.SHARE:
        return f"{100 * value:g} %"
    unit = "" if constant.unit is Unit.COUNT else str(constant.unit)
    unit = unit.rstrip("s") if value == 1 and constant.is_whole else unit
    return f"{value:g}{' ' if unit else ''}{unit}"


def bounds_of(constant: Constant) -> str:
    """Say what a value may be, as in ``above 0, at most 1``."""
    if constant.unit is Unit.WORD:
        return ", ".join(constant.words) or "a normaliser of the skeleton, or box"
    parts = []
    if math.isfinite(constant.above):
        parts.append(f"above {constant.above:g}")
    if math.isfinite(constant.least):
        parts.append(f"at least {_bound(constant, constant.least)}")
    if math.isfinite(constant.most):
        parts.append(f"at most {_bound(constant, constant.most)}")
    return ", ".join((*(["a whole number"] if constant.is_whole else []), *parts))


def why_at_odds(skeleton: Skeleton, key: str, keypoint: str = "", *, by_label: bool = False) -> str:
    """Return why a value does not go with another; empty if it does.

    A change of the skeleton's own is also looked at where keypoints ask for something else.
    """
    own = [""] if not keypoint else [keypoint]
    if not keypoint and key in OVERRIDES:
        own += [point.name for point in skeleton.keypoints if point.policy != KeypointPolicy()]
    for name in own:
        for lower, upper in _ORDERS:
            if key in (lower, upper) and (not name or lower in OVERRIDES):
                low, high = (_in_force(skeleton, one, name) for one in (lower, upper))
                if low > high:
                    called = {one: f"“{CONSTANTS[one].label}”" if by_label else one for one in (lower, upper)}
                    ends = (called[lower], low), (called[upper], high)
                    return _odd(called[key], *ends, name if not keypoint else "")
    return ""


def _odd(key: str, lower: tuple[str, float], upper: tuple[str, float], where: str) -> str:
    at = f" at {where}" if where else ""
    if key == lower[0]:
        return f"{key} must not exceed {upper[0]}, which is {upper[1]:g}{at}, not {lower[1]:g}"
    return f"{key} must not be below {lower[0]}, which is {lower[1]:g}{at}, not {upper[1]:g}"


def _in_force(skeleton: Skeleton, key: str, keypoint: str) -> float:
    value = value_of(skeleton, key, keypoint if key in OVERRIDES else "")
    assert isinstance(value, int | float)
    return float(value)


def _of_policy(policy: Policy, key: str) -> Value:
    block, _, name = key.rpartition(".")
    value: Value = getattr(getattr(policy, block) if block else policy, name)
    return value


def _with_own(point: Keypoint, key: str, value: Value) -> Keypoint:
    if key == "tolerance":
        return replace(point, tolerance=value if isinstance(value, Tolerance) else Tolerance())
    if key == "local_width":
        return replace(point, local_width=value)  # type: ignore[arg-type]
    return replace(point, policy=replace(point.policy, **{key: value}))  # type: ignore[arg-type]


def _word(constant: Constant, word: str, normalisers: Collection[str], name: str) -> str:
    known = constant.words or (*normalisers, BOX)
    if word not in known:
        raise UsageError(f"{name} must be one of {', '.join(known)}, not {word!r}")
    return word


def _checked(constant: Constant, bare: str, text: str, name: str) -> float | int:
    value = float(bare) if _NUMBER.fullmatch(bare) else math.nan
    return _within(constant, value, text, name)


def _within(constant: Constant, value: float, text: str, name: str) -> float | int:
    said = text.strip()
    if not math.isfinite(value):
        example = "20 %" if constant.unit is Unit.SHARE else "3" if constant.is_whole else "0.5"
        raise UsageError(f"{name} must be a number such as {example}, not {said!r}")
    if constant.is_whole and value != int(value):
        raise UsageError(f"{name} must be a whole number, not {said}")
    for is_kept, limit in (
        (value > constant.above, f"greater than {constant.above:g}"),
        (value >= constant.least, f"at least {_bound(constant, constant.least)}"),
        (value <= constant.most, f"at most {_bound(constant, constant.most)}"),
    ):
        if not is_kept:
            raise UsageError(f"{name} must be {limit}, not {said}")
    return int(value) if constant.is_whole else value


def _bound(constant: Constant, limit: float) -> str:
    return f"{limit:g} (100 %)" if constant.unit is Unit.SHARE and limit == 1 else f"{limit:g}"
