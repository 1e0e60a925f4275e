"""Timing things in turn, and the figures that come of it.

A machine is never idle and never the same: a time alone says little. What is timed therefore takes turns with
its anchor (the least that any program would have to do) or peer in one run, and their ratio is the figure to
trust.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Time:
    """What something took, in ms: by the clock, and of processors in all threads of this process.

    The latter is the steadier one on a machine that does other things too.
    """

    ms: float
    cpu_ms: float

    def __truediv__(self, parts: int) -> Time:
        return Time(self.ms / parts, self.cpu_ms / parts)


Take = Callable[[], Sequence[Time]]
"""Does something and returns what each of its parts took."""

Samples = dict[str, list[Time]]
"""Times by the name of what was timed."""

OURS, ANCHOR, PEER = "ours", "anchor", "peer"

WRONG = "wrong"
"""Under this name a line counts answers that were not the right ones."""


def clocked(action: Callable[[], Result]) -> tuple[Time, Result]:
    """Run something and return how long it took, and what it gave."""
    began, began_cpu = time.perf_counter(), time.process_time()
    result = action()
    took = Time((time.perf_counter() - began) * 1e3, (time.process_time() - began_cpu) * 1e3)
    return took, result


def timed(action: Callable[[], object]) -> Take:
    """Return a take that times the action as a whole."""
    return lambda: (clocked(action)[0],)


def interleaved(takes: Mapping[str, Take], *, rounds: int, warm: int = 0) -> Samples:
    """Run the takes in turn, each round beginning with another one, and return their times.

    Parameters
    ----------
    warm
        Rounds before that count for nothing.
    """
    names = list(takes)
    samples: Samples = {name: [] for name in names}
    for number in range(warm + rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            times = takes[name]()
            if number >= warm:
                samples[name].extend(times)
    return samples


@dataclass(frozen=True, slots=True)
class Figures:
    """What is told of some times, in ms; of processors the mean, because systems count those coarsely."""

    median_ms: float
    p95_ms: float
    mean_ms: float
    cpu_ms: float

    @staticmethod
    def of(times: Sequence[Time]) -> Figures:
        """Return the figures of at least one time."""
        clock = np.array([one.ms for one in times])
        cpu_ms = float(np.mean([one.cpu_ms for one in times]))
        return Figures(float(np.median(clock)), float(np.percentile(clock, 95)), float(clock.mean()), cpu_ms)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a benchmark.

    Attributes
    ----------
    ours
        What the program took.
    anchor, peer
        What the anchor and the peer of the same run took, where there are any.
    anchor_name, peer_name
        What they are; a peer that has a name but no figures could not be had.
    note
        Why something is lacking, or what one should know.
    more
        Further numbers under their names.
    """

    ours: Figures
    anchor: Figures | None = None
    peer: Figures | None = None
    anchor_name: str = ""
    peer_name: str = ""
    note: str = ""
    more: Mapping[str, int | float] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """Our median as a multiple of the anchor's."""
        return _ratio(self.ours.median_ms, self.anchor.median_ms if self.anchor else None)

    @property
    def cpu_ratio(self) -> float | None:
        """Our processor time as a multiple of the anchor's."""
        return _ratio(self.ours.cpu_ms, self.anchor.cpu_ms if self.anchor else None)

    @property
    def peer_ratio(self) -> float | None:
        """Our median as a multiple of the peer's."""
        return _ratio(self.ours.median_ms, self.peer.median_ms if self.peer else None)

    def to_json(self) -> dict[str, Any]:
        """Return the line as it stands in the JSON: rounded, null for a peer that could not be had."""
        content: dict[str, Any] = {
            "median_ms": _short(self.ours.median_ms),
            "p95_ms": _short(self.ours.p95_ms),
            "mean_ms": _short(self.ours.mean_ms),
            "cpu_ms": _short(self.ours.cpu_ms),
        }
        if self.anchor is not None:
            content |= {
                "anchor_ms": _short(self.anchor.median_ms),
                "anchor_p95_ms": _short(self.anchor.p95_ms),
                "anchor_cpu_ms": _short(self.anchor.cpu_ms),
                "ratio": _short(self.ratio),
                "ratio_of_means": _short(_ratio(self.ours.mean_ms, self.anchor.mean_ms)),
                "cpu_ratio": _short(self.cpu_ratio),
                "anchor": self.anchor_name,
            }
        if self.peer_name:
            content |= {
                "peer_ms": _short(self.peer.median_ms if self.peer else None),
                "peer_ratio": _short(self.peer_ratio),
                "peer": self.peer_name,
            }
        content |= self.more
        return content | ({"note": self.note} if self.note else {})


Entries = dict[str, Entry]
"""The lines of a group by name."""


def entry_of(
    samples: Mapping[str, Sequence[Time]],
    *,
    anchor: str = "",
    peer: str = "",
    note: str = "",
    more: Mapping[str, int | float] | None = None,
) -> Entry:
    """Return the line of times named ``ours``, ``anchor`` and ``peer``; the latter two may be lacking.

    Parameters
    ----------
    anchor, peer
        What they are.
    """
    return Entry(
        ours=Figures.of(samples[OURS]),
        anchor=_figures(samples, ANCHOR),
        peer=_figures(samples, PEER),
        anchor_name=anchor,
        peer_name=peer,
        note=note,
        more=more or {},
    )


def _figures(samples: Mapping[str, Sequence[Time]], name: str) -> Figures | None:
    return Figures.of(samples[name]) if samples.get(name) else None


def _ratio(ours: float, theirs: float | None) -> float | None:
    return ours / theirs if theirs else None


def _short(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.4g}")
