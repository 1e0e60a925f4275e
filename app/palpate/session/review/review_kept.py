"""What a review needs of whole clips, kept and found anew only where a track became another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from palpate.assist.drift import Drift
from palpate.assist.review import BRIDGED, ReviewPoint, review_points
from palpate.model.change import Change
from palpate.model.ruling import DRIFT, Ruling
from palpate.session.filling.standing import Standings
from palpate.session.frames.renewals import Window, hull
from palpate.session.review.tally import Tallies
from palpate.session.tracks import LiveTrack
from palpate.store.project import Project

Spot = tuple[str, str]  # instance, keypoint name
Turn = tuple[int, Ruling]  # the older, the lower


@dataclass(slots=True)
class _Kept:
    turn: int
    points: list[ReviewPoint] = field(default_factory=list)


class ReviewKept:
    """Doubtful runs by track, rulings by layer, and what was looked at by track.

    Attributes
    ----------
    tallies
        How much of each track was looked at.
    standings
        What verdicts depend on.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._runs: WeakKeyDictionary[LiveTrack, _Kept] = WeakKeyDictionary()
        self._rulings: dict[str, dict[Spot, list[Turn]]] = {}
        self.tallies = Tallies()
        self.standings = Standings()

    def follow(self, change: Change) -> None:
        """Take note of an edit."""
        if change.notes or change.layers or change.instances:
            self._rulings.clear()

    def rulings(self, layer: str) -> dict[Spot, list[Turn]]:
        """Return the rulings on drift of a layer by place, each with its turn; to be read only."""
        if layer not in self._rulings:
            found = defaultdict[Spot, list[Turn]](list)
            for turn, ruling in enumerate(self._project.rulings(layer)):
                if ruling.kind == DRIFT:
                    found[ruling.instance, ruling.keypoint].append((turn, ruling))
            self._rulings[layer] = dict(found)
        return self._rulings[layer]

    def runs(self, live: LiveTrack) -> list[ReviewPoint]:
        """Return the doubtful runs of a track at the usual threshold, in no order; to be read only."""
        kept, _ = self._runs.get(live), live.resolved
        turn = live.renewals.turn
        windows = None if kept is None else live.renewals.since(kept.turn)
        if kept is None or windows is None:
            self._runs[live] = kept = _Kept(turn, runs_of(live))
        elif windows:
            kept.points, kept.turn = _renewed(live, kept.points, hull(windows)), turn
        return kept.points


def runs_of(live: LiveTrack, threshold: float = 1.0, window: Window | None = None) -> list[ReviewPoint]:
    """Return the doubtful runs of a track, as far as they lie in a window."""
    resolved = live.resolved
    first, stop = window or (resolved.start, resolved.stop)
    first, stop = max(first, resolved.start), min(stop, resolved.stop)
    if first >= stop:
        return []
    rows = slice(first - resolved.start, stop - resolved.start)
    drift = Drift(first, resolved.drift[rows], resolved.reasons[rows], live.drift_px[rows])
    return review_points(drift, resolved.positions[rows], threshold=threshold)


def _renewed(live: LiveTrack, known: Iterable[ReviewPoint], window: Window) -> list[ReviewPoint]:
    """Return the runs after the frames of a window became others.

    What touches the window, or could be bridged into it, is looked for again as far as it reaches. A run
    that does not touch it may be cut off there, and stays as it is known.
    """
    first, stop = window[0] - BRIDGED, window[1] + BRIDGED
    held: list[ReviewPoint] = []
    gone: list[ReviewPoint] = []
    for point in known:
        (gone if point.start <= stop and first <= point.stop else held).append(point)
    wide = (
        min([first, *(point.start for point in gone)]) - BRIDGED,
        max([stop, *(point.stop for point in gone)]) + BRIDGED,
    )
    fresh = [point for point in runs_of(live, window=wide) if point.start <= stop and first <= point.stop]
    return held + fresh
