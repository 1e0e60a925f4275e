"""Where the hand is led: to the next keypoint that has nothing yet, or on along a pass."""

from __future__ import annotations

import numpy as np

from palpate.model.arrays import Bools
from palpate.session.calibrating.unit_walk import wanted_here
from palpate.session.placing import passes
from palpate.session.session import Session


def advance(session: Session) -> None:
    """Go on after a decision: along the pass under way, else to the next unplaced keypoint of the frame."""
    if session.selection.under_way is None:
        settle(session)
    else:
        passes.go_on(session)


def settle(session: Session) -> None:
    """Make the next unplaced keypoint of the frame active: onwards in guideline order, then back for holes.

    Guidelines are in the order of the skeleton. What is hidden or locked is passed over, and what a task that
    is under way does not ask for; nothing is active where nothing else is unplaced.
    """
    focus = session.selection.focus
    wanted = wanted_here(session)
    if wanted is None:
        unplaced = session.view(focus.layer, focus.instance, focus.frame).unplaced
    else:
        unplaced = np.flatnonzero(wanted)
    if focus.instance:
        unplaced = unplaced[free_keypoints(session, focus.instance)[unplaced]]
    if not len(unplaced):
        session.selection.move(keypoint=-1, chosen=frozenset())
        return
    onwards = unplaced[unplaced > focus.keypoint]
    session.selection.move(keypoint=int(onwards[0] if len(onwards) else unplaced[0]), chosen=frozenset())


def step_keypoint(session: Session, by: int) -> None:
    """Make the next or previous keypoint active, placed or not."""
    k = len(session.contents.skeleton_of(session.selection.focus.instance))
    now = session.selection.focus.keypoint
    start = -1 if now < 0 and by > 0 else max(now, 0)
    session.selection.move(keypoint=(start + by) % k, chosen=frozenset())


def free_keypoints(session: Session, instance: str) -> Bools:
    """Return ``(K,)`` which keypoints of an instance are neither hidden nor locked."""
    return session.aside.leaves(instance, session.contents.skeleton_of(instance))
