"""What a foreign file says of a skeleton, and the faults found while reading it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from palpate.base.errors import Problem, SkeletonFaulty

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Described:
    """One skeleton as a file describes it.

    Attributes
    ----------
    name
        As in the file; may be empty.
    names
        Keypoint names in order.
    edges
        Pairs of indices from 0, in the file's own order.
    mirrors
        Pairs of indices from 0 that the file calls each other's mirror; None if it has no word for that.
    rest
        ``(x, y)`` per keypoint in any unit, x right, y down; empty if there is no drawing.
    sigmas
        OKS constant per keypoint; empty if there are none.
    group
        The file's word for what it is (``person``).
    notes
        What had to be decided, as sentences.
    is_extra
        Whether it is only taken when asked for by name.
    """

    name: str
    names: tuple[str, ...]
    edges: tuple[tuple[int, int], ...] = ()
    mirrors: tuple[tuple[int, int], ...] | None = None
    rest: tuple[tuple[float, float], ...] = ()
    sigmas: tuple[float | None, ...] = ()
    group: str = ""
    notes: tuple[str, ...] = ()
    is_extra: bool = False


@dataclass(slots=True)
class Faults:
    """Everything wrong in one file; raised once.

    Attributes
    ----------
    path
        The file.
    lines
        Line numbers by place, where the file has lines.
    """

    path: Path
    lines: Mapping[str, int] = field(default_factory=dict)
    found: list[Problem] = field(default_factory=list)

    def add(self, place: str, sentence: str) -> None:
        """Note a fault; its line is added where it is known."""
        line = self.lines.get(place)
        whole = ": ".join(part for part in (f"line {line}" if line else "", place) if part)
        self.found.append(Problem(whole, sentence))

    def raise_if_any(self) -> None:
        """Raise `SkeletonFaulty` with every fault noted; of a flood only the first 100."""
        if not self.found:
            return
        rest = len(self.found) - _SHOWN
        more = [Problem("", f"and {rest} more problems")] if rest > 0 else []
        raise SkeletonFaulty([*self.found[:_SHOWN], *more], path=self.path)


def checked_names(raw: object, place: str, faults: Faults) -> tuple[str, ...]:
    """Return keypoint names; none, with every fault noted, if they cannot name anything."""
    if not isinstance(raw, list) or not raw:
        faults.add(place, "must be a list of keypoint names")
        return ()
    seen: set[str] = set()
    before = len(faults.found)
    for i, name in enumerate(raw):
        if not isinstance(name, str) or not name.strip() or name.splitlines() != [name]:
            faults.add(f"{place}[{i}]", "is not a name on one line")
        elif name in seen:
            faults.add(f"{place}[{i}]", f"a keypoint called {name!r} exists already")
        else:
            seen.add(name)
    return tuple(raw) if len(faults.found) == before else ()


def named_edges(raw: object, names: Sequence[str], place: str, faults: Faults) -> tuple[tuple[int, int], ...]:
    """Return pairs of names as pairs of indices; what names no keypoint is a fault."""
    if raw is None:
        return ()
    if not isinstance(raw, list):
        faults.add(place, "must be a list of pairs")
        return ()
    where = {name: k for k, name in enumerate(names)}
    edges = []
    for i, pair in enumerate(raw):
        if not isinstance(pair, list) or len(pair) != 2:
            faults.add(f"{place}[{i}]", "must be a pair of keypoint names")
            continue
        unknown = [end for end in pair if not isinstance(end, str) or end not in where]
        for end in unknown:
            faults.add(f"{place}[{i}]", f"no keypoint is called {str(end)[:60]!r}")
        if not unknown:
            edges.append((where[pair[0]], where[pair[1]]))
    return tuple(edges)
