"""The clip over all its instances: how doubtful the worst point of a frame is, and whether somebody looked.

Both are worked out when the hand rests, one instance at a time, and kept; painting only copies them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from palpate.model.arrays import Floats
from palpate.session.review.looked_at import coverage_of, seen_share
from palpate.ui.timeline.digest import Bytes
from palpate.ui.timeline.state import TimelineState

_SOON_MS, _REST_MS = 0, 400
_REST_TIMES = 20  # what is looked at costs at most this part of the time


class Overview(QObject):
    """Keeps heat and coverage of every frame of the clip.

    Attributes
    ----------
    heat
        ``(F,)`` code of the worst point of each frame, as in `Summary.heat`.
    anew
        ``(F,)`` 1 where anything has to be placed anew.
    unseen
        ``(F,)`` share of what there is to look at in a frame that nobody has looked at, from 1 for none of it
        to 255 for all; 0 where there is nothing to look at.
    turn
        How often either changed.

    Signals
    -------
    changed
        Something is to be painted anew.
    """

    changed = Signal()

    def __init__(self, state: TimelineState, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self.heat: Bytes = np.zeros(0, dtype=np.uint8)
        self.unseen: Bytes = np.zeros(0, dtype=np.uint8)
        self.anew: Bytes = np.zeros(0, dtype=np.uint8)
        self.turn = 0
        self._heats: dict[str, Bytes] = {}  # heat and what is to be placed anew, one above the other
        self._shares: dict[str, tuple[Floats, Floats]] = {}
        self._waiting: dict[str, None] = {}
        self._unseen: dict[str, None] = {}
        self._cost_s = 0.0
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._judge_next)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._look_next)

    def begin(self) -> None:
        """Forget everything: another clip or layer, or other instances."""
        known = {instance.id for instance in self._state.instances}
        self.heat = np.zeros(self._state.n_frames, dtype=np.uint8)
        self.unseen = np.zeros(self._state.n_frames, dtype=np.uint8)
        self.anew = np.zeros(self._state.n_frames, dtype=np.uint8)
        self._heats.clear()
        self._shares.clear()
        self._waiting.clear()
        self._unseen.clear()
        self._tell()
        self.touch(known)

    def touch(self, instances: Iterable[str]) -> None:
        """Work some instances out anew, soon."""
        here = [found.id for found in self._state.instances if found.id in set(instances)]
        self._waiting.update(dict.fromkeys(here))
        if self._waiting:
            self._soon.start()
        self.look(here)

    def look(self, instances: Iterable[str]) -> None:
        """Ask anew what of some instances was looked at, once the hand rests."""
        self._unseen.update(dict.fromkeys(instances))
        if self._unseen:
            self._rest.start(max(_REST_MS, round(1000.0 * self._cost_s * _REST_TIMES)))

    def unseen_at(self, frame: int) -> float:
        """Return the share of a frame that nobody has looked at; NaN where there is nothing to look at."""
        code = int(self.unseen[frame]) if 0 <= frame < len(self.unseen) else 0
        return (code - 1) / 254.0 if code else float("nan")

    def finish(self) -> None:
        """Work out at once what is waiting."""
        while self._waiting:
            self._judge_next()
        while self._unseen:
            self._look_next()

    def _judge_next(self) -> None:
        if not self._waiting:
            return
        instance = next(iter(self._waiting))
        del self._waiting[instance]
        summary, whole = self._state.summary(instance), np.zeros((2, self._state.n_frames), np.uint8)
        if summary is not None:
            frames = slice(summary.start, min(summary.start + len(summary.heat), whole.shape[1]))
            for row, of in zip(whole, (summary.heat, summary.anew), strict=True):
                row[frames] = of[: frames.stop - frames.start]
        self._heats[instance] = whole
        if self._waiting:
            self._soon.start()
        else:
            self.heat, self.anew = np.maximum.reduce([*self._heats.values()])
            self._tell()

    def _look_next(self) -> None:
        if not self._unseen:
            return
        began = time.perf_counter()
        instance = next(iter(self._unseen))
        del self._unseen[instance]
        self._shares[instance] = self._counted(instance)
        self._cost_s = time.perf_counter() - began
        if self._unseen:
            self._rest.start(max(_SOON_MS, round(1000.0 * self._cost_s)))
        else:
            self._add_up()

    def _counted(self, instance: str) -> tuple[Floats, Floats]:
        session, n_frames = self._state.session, self._state.n_frames
        nothing = np.zeros(n_frames), np.zeros(n_frames)
        if session is None or self._state.summary(instance) is None:
            return nothing
        return seen_share(coverage_of(session, self._state.layer, instance), n_frames)

    def _add_up(self) -> None:
        if not self._shares:
            return
        seen, total = (np.add.reduce(part) for part in zip(*self._shares.values(), strict=True))
        left = 1.0 - np.divide(seen, total, out=np.ones(len(total)), where=total > 0)
        self.unseen = np.where(total > 0, 1.0 + np.ceil(left * 254.0), 0.0).astype(np.uint8)
        self._tell()

    def _tell(self) -> None:
        self.turn += 1
        self.changed.emit()
