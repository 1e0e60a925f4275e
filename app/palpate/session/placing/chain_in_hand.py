"""Which chain a ruler is meant for, when the hand has been led on from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from palpate.base.errors import EditRefused
from palpate.model.skeleton import Skeleton
from palpate.session.placing import gestures
from palpate.session.placing.guided import free_keypoints
from palpate.session.session import Session
from palpate.session.track_rows import differing
from palpate.store import mapping
from palpate.store.rows import RowChange

_EDITS_AT_MOST = 200  # so many back it is looked for what was placed here


def chain_meant(session: Session, lays: Callable[[int], bool]) -> int:
    """Return a keypoint of the chain that a ruler is meant for.

    Somebody who made a keypoint of a chain active means that chain. Where a placement has led the hand on,
    it is the chain that was placed on last in this frame; without one the first on which a ruler can lie.

    Parameters
    ----------
    lays
        Tells of a keypoint whether a ruler can be laid on its chain.

    Raises
    ------
    EditRefused
        If no chain is meant.
    """
    skeleton, _ = gestures.addressed(session)
    active = session.selection.focus.keypoint
    on_chain = [k for k, point in enumerate(skeleton.keypoints) if point.chain is not None]
    lately = [k for keypoints in _placed_lately(session) for k in keypoints if k in on_chain]
    led = _was_led(session)
    own = [active] if active in on_chain else []
    wanted = [*lately, *own] if led else [*own, *lately]
    found = next((k for k in _one_of_each(skeleton, [*wanted, *on_chain]) if lays(k)), None)
    if found is not None:
        return found
    if led and wanted:
        return wanted[0]
    if active < 0:
        raise EditRefused("choose a keypoint of the spine or another chain first")
    return active


def _one_of_each(skeleton: Skeleton, keypoints: list[int]) -> Iterator[int]:
    seen: set[str] = set()
    for k in keypoints:
        place = skeleton.keypoints[k].chain
        if place is not None and place.of not in seen:
            seen.add(place.of)
            yield k


def _was_led(session: Session) -> bool:
    """Tell whether the active keypoint is the one that the last placement led to, or none is active."""
    active = session.selection.focus.keypoint
    last = next(_placed_lately(session), [])
    if active < 0 or not last:
        return active < 0
    unplaced = gestures.current_view(session).unplaced
    unplaced = unplaced[free_keypoints(session, session.selection.focus.instance)[unplaced]]
    onwards = unplaced[unplaced > last[-1]]
    return bool(len(unplaced)) and active == int(onwards[0] if len(onwards) else unplaced[0])


def _placed_lately(session: Session) -> Iterator[list[int]]:
    """Yield the keypoints that edits touched in the pose in hand, the newest edit first."""
    focus = session.selection.focus
    here = (focus.layer, focus.instance, focus.frame)
    n_keypoints = len(session.contents.skeleton_of(focus.instance))
    for changes in session.project.lately(_EDITS_AT_MOST):
        for change in changes:
            if change.table == "pose" and change.key == here:
                touched = _touched(change, n_keypoints)
                if touched is None:
                    return
                yield touched


def _touched(change: RowChange, n_keypoints: int) -> list[int] | None:
    """Return the keypoints that a change is about; None where the skeleton was another one then."""
    rows = change.before, change.after
    before, after = (None if row is None else mapping.pose_from_row(row) for row in rows)
    if any(pose is not None and len(pose.visibility) != n_keypoints for pose in (before, after)):
        return None
    return [int(k) for k in differing(before, after, n_keypoints)]
