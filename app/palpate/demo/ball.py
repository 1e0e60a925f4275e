"""The ball: in the hand until the release, then in free flight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.demo.figure import Motion, Posture
from palpate.demo.raycast import Placed
from palpate.demo.rotation import about
from palpate.demo.solids import Solid
from palpate.model.arrays import Floats

RADIUS_M = 0.0362
_FROM_KNUCKLE_M = np.array([0.048, -0.030, 0.004])  # towards the palm, to the finger tips, to the thumb
_PACE_M_S = np.array([36.5, -1.6, -0.4])
_GRAVITY = np.array([0.0, -9.81, 0.0])
_SPIN_RAD_S = 110.0


@dataclass(frozen=True, slots=True)
class Ball:
    """A ball that one hand lets go.

    Attributes
    ----------
    hand
        Index of the segment that carries it.
    offset
        ``(3,)`` metres from the hand's pivot, the hand at rest.
    released_s, released_at
        When it leaves the hand, and where ``(3,)``.
    solid
        Its shape, for painting.
    """

    hand: int
    offset: Floats
    released_s: float
    released_at: Floats
    solid: Solid

    @classmethod
    def thrown(cls, motion: Motion, *, released_s: float) -> Ball:
        """Return the ball that this motion throws at ``released_s`` seconds."""
        anatomy = motion.anatomy
        hand = anatomy.index("right_hand")
        offset = anatomy.pivots[anatomy.index("right_middle")] - anatomy.pivots[hand] + _FROM_KNUCKLE_M
        posture = motion.at(np.array([released_s]))
        place = posture.origins[0, hand] + posture.orientations[0, hand] @ offset
        solid = Solid("ball", -1, "ball", np.zeros(3), np.eye(3), 1e-6, RADIUS_M, RADIUS_M)
        return cls(hand, offset, released_s, place, solid)

    def placed(self, posture: Posture, instant: int, time: float) -> Placed:
        """Return the ball at ``time`` seconds, which is one instant of the bowler's posture."""
        since = time - self.released_s
        turn = posture.orientations[instant, self.hand]
        place = posture.origins[instant, self.hand] + turn @ self.offset
        if since > 0:
            place = self.released_at + since * _PACE_M_S + 0.5 * since**2 * _GRAVITY
            turn = about(2, _SPIN_RAD_S * since)
        radius = np.array([RADIUS_M])
        shape = turn[None]
        return Placed(place[None], shape, np.linalg.inv(shape), np.array([1e-6]), radius, radius)
