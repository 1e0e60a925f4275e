"""One row as a pose."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.formats.checks import is_number, shown
from palpate.formats.problems import Problems
from palpate.formats.wide_csv.columns import Columns
from palpate.formats.wide_csv.schema import MISSING, ORIGIN, SCORE, V, X, Y
from palpate.model.origin import ORIGIN_NAMES, Origin
from palpate.model.pose import Pose
from palpate.model.visibility import Visibility

_ORIGINS = {name: origin for origin, name in ORIGIN_NAMES.items()}
_TIERS = {str(int(tier)): tier for tier in Visibility}


@dataclass(slots=True)
class RowReader:
    """Turns rows into poses.

    Attributes
    ----------
    stray
        Positions of keypoints that are marked as absent; they are dropped.
    """

    columns: Columns
    problems: Problems
    stray: int = 0

    def index(self, row: Sequence[str], column: str, place: str) -> int | None:
        """Return a whole number from 0 on, or None with a problem noted."""
        text = self.columns.cell(row, column)
        if text.isascii() and text.isdigit() and len(text) <= 9:
            return int(text)
        self.problems.add(f"{place}: {column}", f"is {shown(text)}; a whole number from 0 on is expected")
        return None

    def pose(self, row: Sequence[str], place: str) -> Pose:
        """Return the pose of a row; faulty cells are noted and read as missing."""
        pose = Pose.empty(len(self.columns.names))
        scores = np.full(len(self.columns.names), np.nan)
        for k, name in enumerate(self.columns.names):
            tier, point = self._keypoint(row, name, place)
            pose.visibility[k] = tier
            pose.origin[k] = self._origin(row, name, tier, place)
            pose.positions[k] = point
            scores[k] = self._number(row, name + SCORE, place)
        if np.isfinite(scores).any():
            return Pose(pose.positions, pose.visibility, pose.origin, scores)
        return pose

    def _keypoint(self, row: Sequence[str], name: str, place: str) -> tuple[Visibility, tuple[float, float]]:
        nowhere = (math.nan, math.nan)
        x, y = self._number(row, name + X, place), self._number(row, name + Y, place)
        flag = self.columns.cell(row, name + V).removesuffix(".0")
        has_point = not (math.isnan(x) or math.isnan(y))
        if flag in MISSING:
            tier = Visibility.VISIBLE if has_point else Visibility.NOT_PLACED
        elif flag in _TIERS:
            tier = _TIERS[flag]
        else:
            self.problems.add(f"{place}: {name}{V}", f"is {shown(flag)}; 0, 1, 2, 3 or nothing is expected")
            return Visibility.NOT_PLACED, nowhere
        if math.isnan(x) != math.isnan(y):
            self.problems.add(f"{place}: {name}", "has one of x and y, not both")
        if tier in (Visibility.ABSENT, Visibility.NOT_PLACED):
            self.stray += has_point
            return tier, nowhere
        if not has_point:
            self.problems.add(f"{place}: {name}", f"has v={flag} but no position")
        return tier, (x, y)

    def _number(self, row: Sequence[str], column: str, place: str) -> float:
        text = self.columns.cell(row, column)
        if text in MISSING:
            return math.nan
        try:
            value = float(text)
        except ValueError:
            value = math.inf
        if not is_number(value):
            self.problems.add(f"{place}: {column}", f"is {shown(text)}; a number is expected")
            return math.nan
        return value

    def _origin(self, row: Sequence[str], name: str, tier: Visibility, place: str) -> Origin:
        text = self.columns.cell(row, name + ORIGIN)
        if tier is Visibility.NOT_PLACED:
            return Origin.NONE
        if text and text not in _ORIGINS:
            self.problems.add(f"{place}: {name}{ORIGIN}", f"is {shown(text)}, which is not known here")
        return _ORIGINS.get(text, Origin.IMPORTED)
