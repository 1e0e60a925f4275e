"""Where the marks of what has to be placed anew go when labels change their place.

A mark belongs to what was placed by an earlier meaning of its keypoint, and goes where that goes: to another
frame, onto another instance, to the other side. A keypoint that is placed by itself has been placed anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from palpate.model.arrays import Bools, Ints
from palpate.model.spot import Spot
from palpate.session.edits.anew import KeepAnew
from palpate.session.edits.edit import Edit
from palpate.session.edits.poses import PoseAt, SetValues
from palpate.session.edits.ranges import PutPoses
from palpate.session.session import Session

Whence = Callable[[str, int], tuple[str, int, Ints]]
"""Of an instance and a frame: instance, frame and ``(K,)`` keypoints that its labels are taken from."""


def waiting_at(session: Session, layer: str, instance: str, frame: int) -> Bools:
    """Return ``(K,)`` what stands in a frame that has to be placed anew, or rests on what has to."""
    found = session.outdated.seen(layer, instance, frame)
    n = len(session.contents.skeleton_of(instance))
    return np.zeros(n, dtype=np.bool_) if found is None else found.copy()


def carried(session: Session, edit: SetValues, waiting: Bools | None) -> Edit:
    """Return an edit of one pose that leaves marks on what it writes.

    Parameters
    ----------
    waiting
        ``(K,)`` which labels have to be placed anew after it; None where it places them.
    """
    at = edit.at
    if waiting is None or not (waiting.any() or _any(session, at.layer, at.instance)):
        return edit
    return _kept(session, edit, ((at, waiting, edit.keypoints),), at.instance)


def carried_with(session: Session, edit: PutPoses, whence: Whence) -> Edit:
    """Return an edit of many poses whose marks come from where its labels come from."""
    instances = {at.instance for at, _ in edit.poses}
    layers = {at.layer for at, _ in edit.poses}
    if not any(_any(session, layer, instance) for layer in layers for instance in instances):
        return edit
    skeleton = session.contents.skeleton_of(next(iter(instances)))
    renewed = np.array([point.since > 1 for point in skeleton.keypoints])
    written = []
    for at, _pose in edit.poses:
        instance, frame, keypoints = whence(at.instance, at.frame)
        there = waiting_at(session, at.layer, instance, frame)[keypoints]
        here = waiting_at(session, at.layer, at.instance, at.frame)
        # From a side that never was another place nothing is known: what stood here says it then.
        waiting = renewed & np.where(renewed[keypoints], there, here)
        written.append((at, waiting, np.arange(len(renewed))))
    return _kept(session, edit, written, next(iter(instances)))


def themselves(n_keypoints: int) -> Whence:
    """Return that labels stay where they are."""
    everything = np.arange(n_keypoints)
    return lambda instance, frame: (instance, frame, everything)


def _any(session: Session, layer: str, instance: str) -> bool:
    return session.outdated.facts(layer, instance) is not None


def _kept(session: Session, edit: Edit, written: Iterable[tuple[PoseAt, Bools, Ints]], instance: str) -> Edit:
    skeleton = session.contents.skeleton_of(instance)
    waiting, free = list[Spot](), list[Spot]()
    for at, marks, keypoints in written:
        for k in keypoints.tolist():
            spot = Spot(at.layer, at.instance, at.frame, k)
            (waiting if marks[k] else free).append(spot)
    return KeepAnew(edit, skeleton.version, tuple(waiting), tuple(free), edit.merge_key)
