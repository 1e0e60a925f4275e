"""Every number of a score once more for each group of frames: one lighting, one view, one phase."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from palpate.model.skeleton import Skeleton
from palpate.quality.coverage import Coverage, coverage_of
from palpate.quality.json_numbers import Json
from palpate.quality.pairs import Pairs
from palpate.quality.score import score
from palpate.quality.scorecard import Score

Words = NDArray[Any]

NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Scores by group.

    Attributes
    ----------
    groups
        By what was asked for (``lighting``), then by its value, in the order of the words.
    coverage
        Of every group, those without any pair among them.
    """

    groups: Mapping[str, Mapping[str, Score]]
    coverage: tuple[Coverage, ...]

    def to_json(self) -> Json:
        """Return the entries ``by`` and ``coverage`` of a score; pairs are listed with the whole only."""
        return {
            "by": {
                by: {name: _without_lists(found) for name, found in groups.items()}
                for by, groups in self.groups.items()
            },
            "coverage": [one.to_json() for one in self.coverage],
        }


def broken_down(
    pairs: Pairs,
    skeleton: Skeleton,
    by: Mapping[str, Words],
    *,
    known: Mapping[str, frozenset[str]],
    precision_px: float,
) -> Breakdown:
    """Score each group of pairs by itself.

    Parameters
    ----------
    by
        ``(N,)`` words by what was asked for; an empty word is not stated.
    known
        Values that occur in the clips, whether or not they have pairs.
    precision_px
        How well the mean error of a group is to be known; see `coverage_of`.
    """
    groups: dict[str, dict[str, Score]] = {name: {} for name in by}
    coverage: list[Coverage] = []
    for name, value, part in parts_of(pairs, by, known):
        coverage.append(coverage_of(part, skeleton, by=name, group=value, precision_px=precision_px))
        if len(part):
            groups[name][value] = score(part, skeleton)
    return Breakdown(groups, tuple(coverage))


def parts_of(
    pairs: Pairs, by: Mapping[str, Words], known: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, str, Pairs]]:
    """Yield each group: what was asked for, the value, its pairs; groups without any among them."""
    for name, words in by.items():
        stated = stated_of(words)
        present = sorted(set(stated.tolist()))
        for value in sorted({*present, *(word or NOT_STATED for word in known.get(name, ()))}):
            yield name, value, pairs.pick(stated == value)


def stated_of(words: Words) -> Words:
    """Return ``(N,)`` words with those that are empty as not stated."""
    return np.where(words == "", NOT_STATED, words)


def _without_lists(found: Score) -> Json:
    content = found.to_json()
    for key in ("unmatched", "unmatched_poses"):
        content.pop(key)
    oks = content["oks"]
    assert isinstance(oks, dict)
    content["oks"] = {key: value for key, value in oks.items() if key != "by_pair"}
    return content
