"""What is doubtful by its score, but called fine by somebody: nothing shows it as doubtful any more."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Bools, Floats
from palpate.model.ruling import DRIFT, Verdict
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.review.drift_review import drift_points
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack

_LIMIT = 1.0  # score


class Settled:
    """The verdicts of a review by (layer, instance), read when first asked for and kept until an edit."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: dict[tuple[str, str], tuple[LiveTrack, int, Bools | None]] = {}

    def forget(self) -> None:
        """Read everything anew when it is asked for next: an edit may have changed any of it."""
        self._kept.clear()

    def calm(self, layer: str, instance: str) -> Bools | None:
        """Return ``(F, K)`` of the resolved frames: doubtful, and called fine; None where nothing is."""
        live, key = live_to_see(self._session, layer, instance), (layer, instance)
        turn, known = live.renewals.turn, self._kept.get(key)
        if known is None or known[0] is not live or known[1] != turn:
            known = self._kept[key] = live, turn, self._read(layer, instance, live)
        return known[2]

    def calm_at(self, layer: str, instance: str, frame: int) -> Bools | None:
        """Return ``(K,)`` of a frame."""
        calm, row = (
            self.calm(layer, instance),
            live_to_see(self._session, layer, instance).resolved.row(frame),
        )
        return None if calm is None or row is None else calm[row]

    def holds(self, layer: str, instance: str, *, frame: int, keypoint: int) -> bool:
        """Tell of one position."""
        calm = self.calm_at(layer, instance, frame)
        return calm is not None and bool(calm[keypoint])

    def scores(self, layer: str, instance: str) -> Floats:
        """Return ``(F, K)`` drift scores, NaN also where somebody called it fine."""
        drift, calm = live_to_see(self._session, layer, instance).resolved.drift, self.calm(layer, instance)
        return drift if calm is None else np.where(calm, np.nan, drift)

    def _read(self, layer: str, instance: str, live: LiveTrack) -> Bools | None:
        session, place = self._session, live.skeleton.position_of
        if not any(
            ruling.kind == DRIFT and ruling.verdict is Verdict.FINE and ruling.instance == instance
            for ruling in session.project.rulings(layer)
        ):
            return None
        with np.errstate(invalid="ignore"):
            calm: Bools = np.asarray(live.resolved.drift >= _LIMIT)
        start = live.resolved.start
        for drifted in drift_points(session, layer, session.contents.instance(instance).clip):
            if drifted.instance == instance:
                rows = slice(drifted.point.start - start, drifted.point.stop - start)
                calm[rows, place[drifted.keypoint_name]] = False
        return calm if calm.any() else None
