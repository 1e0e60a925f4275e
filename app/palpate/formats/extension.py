"""Arrays of our own inside foreign files: exact tiers, origins, confidences, one entry per keypoint.

Other programs ignore keys they do not know, so nothing is lost between two of ours, and nothing is
misstated to others.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from palpate.formats.checks import is_number, shown
from palpate.formats.problems import Problems
from palpate.model.arrays import Codes, Floats
from palpate.model.origin import ORIGIN_NAMES, Origin
from palpate.model.visibility import Visibility, has_position, three_tiers

TIERS = "visibility_tier"
ORIGINS = "origin"
SCORES = "keypoint_scores"
KEYS = frozenset({TIERS, ORIGINS, SCORES})

TIER_NAMES = {
    Visibility.NOT_PLACED: "not_placed",
    Visibility.ABSENT: "absent",
    Visibility.ESTIMATED: "estimated",
    Visibility.VISIBLE: "visible",
    Visibility.CERTAIN: "certain_occluded",
}
_TIERS: dict[object, int] = {name: int(code) for code, name in TIER_NAMES.items()}
_ORIGIN_NAMES: dict[int, str | None] = {0: None} | {int(o): name for o, name in ORIGIN_NAMES.items()}
_ORIGINS: dict[object, int] = {name: code for code, name in _ORIGIN_NAMES.items()}


def arrays_of(visibility: Codes, origin: Codes, scores: Floats | None) -> dict[str, list[object]]:
    """Return the arrays to write beside the keypoints of one pose."""
    arrays: dict[str, list[object]] = {
        TIERS: [TIER_NAMES[Visibility(code)] for code in visibility.tolist()],
        ORIGINS: [_ORIGIN_NAMES[code] for code in origin.tolist()],
    }
    if scores is not None and np.isfinite(scores).any():
        arrays[SCORES] = [score if np.isfinite(score) else None for score in scores.tolist()]
    return arrays


class ArrayReader:
    """Reads the arrays back, pose by pose.

    Attributes
    ----------
    conflicts
        Keypoints whose flag was changed by another program since we wrote the tier; the flag is used.

    Parameters
    ----------
    zero
        The tier of flag 0 where the exact one is not given.
    default_origin
        The origin of values where it is not given.
    """

    def __init__(
        self,
        problems: Problems,
        *,
        zero: Visibility = Visibility.NOT_PLACED,
        default_origin: Origin = Origin.IMPORTED,
    ) -> None:
        self.conflicts = 0
        self._problems = problems
        self._zero = zero
        self._default = default_origin

    def warnings(self) -> list[str]:
        """Return what the user should know about flags that contradict our tiers."""
        if not self.conflicts:
            return []
        return [f"{self.conflicts} visibility flags were changed since {TIERS} was written; the flags count"]

    def tiers(self, raw: Mapping[str, object], flags: Codes, place: str) -> Codes:
        """Return ``(K,)`` tiers: exact ones where they agree with the flags 0, 1, 2, else by the flags."""
        by_flag = np.where(flags == 0, np.int8(self._zero), flags).astype(np.int8)
        exact = self._coded(raw, TIERS, place, len(flags), _TIERS)
        if exact is None:
            return by_flag
        agree = three_tiers(exact) == flags
        self.conflicts += int((~agree).sum())
        return np.where(agree, exact, by_flag).astype(np.int8)

    def origins(self, raw: Mapping[str, object], tiers: Codes, place: str) -> Codes:
        """Return ``(K,)`` origins; the default where something was said and no origin given."""
        given = self._coded(raw, ORIGINS, place, len(tiers), _ORIGINS)
        origins = np.full(len(tiers), Origin.NONE, np.int8) if given is None else given
        origins[(origins == Origin.NONE) & ((given is None) | has_position(tiers))] = self._default
        origins[tiers == Visibility.NOT_PLACED] = Origin.NONE
        return origins

    def scores(self, raw: Mapping[str, object], n_keypoints: int, place: str) -> Floats | None:
        """Return ``(K,)`` confidences, NaN where there is none; None without the array."""
        values = self._listed(raw, SCORES, place, n_keypoints)
        if values is None:
            return None
        if not all(value is None or is_number(value) for value in values):
            self._problems.add(f"{place}.{SCORES}", "holds something that is neither a number nor null")
            return None
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)

    def _coded(
        self, raw: Mapping[str, object], key: str, place: str, n: int, codes: Mapping[object, int]
    ) -> Codes | None:
        values = self._listed(raw, key, place, n)
        if values is None:
            return None
        unknown = [value for value in values if not isinstance(value, str | None) or value not in codes]
        if unknown:
            self._problems.add(f"{place}.{key}", f"holds {shown(unknown[0])}, which is not known here")
            return None
        return np.array([codes[value] for value in values], dtype=np.int8)

    def _listed(self, raw: Mapping[str, object], key: str, place: str, n: int) -> list[object] | None:
        values = raw.get(key)
        if values is None:
            return None
        if not isinstance(values, list) or len(values) != n:
            length = len(values) if isinstance(values, list) else "no"
            self._problems.add(f"{place}.{key}", f"has {length} entries; {n} expected, one per keypoint")
            return None
        return values
