"""What is kept from whoever labels blind: the answer, in the frames that they have not submitted yet.

One rule, and everybody asks it: the canvas, ghosts, every export, scores, the quality panel, examples of
guidelines. It keeps honest people from the answer by accident or habit. The answer is in the project file
all the same, and a determined person who opens that file with another program can read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from weakref import WeakKeyDictionary

import numpy as np

from palpate.base.errors import EditRefused, UsageError
from palpate.model.arrays import Bools, Ints
from palpate.model.attempt import Attempt, Task
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.pose import Shape
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack, PoseView
from palpate.store import judging
from palpate.store.rows import RowChange

Spot = tuple[str, int]
"""Id of the clip, index of the frame."""

_OWN_ANSWERS = (Task.REPEAT, Task.SECOND)
_BENDS = 4  # keyframes on a side that may bend a curve
_SEEN: WeakKeyDictionary[LiveTrack, tuple[Track, tuple[int, ...], LiveTrack]] = WeakKeyDictionary()


def hidden_frames(session: Session, layer: str) -> frozenset[Spot]:
    """Return the frames in which a layer is kept from this person now: clip id and frame.

    These are the frames of their attempts that are not submitted, in every layer that holds the answer: what
    the attempt is compared with, gold in all its versions, and attempts of other people. An annotator is kept
    from it by every attempt; others by those alone in which they label blind to what was placed before, the
    repeats and second labels. The layer that they label in is never hidden. All other gold is free.
    """
    blinding = _blinding(session)
    if not blinding or layer in {attempt.layer for attempt, _ in blinding}:
        return frozenset()
    known = next((one for one in session.contents.layers if one.id == layer), None)
    if known is None:
        return frozenset()
    foreign = known.kind is LayerKind.CALIBRATION and known.author != session.author
    always = known.kind is LayerKind.GOLD or foreign
    frames = (plan for attempt, plan in blinding if always or attempt.reference == layer)
    return frozenset[Spot]().union(*frames)


def blind_frames(session: Session) -> frozenset[Spot]:
    """Return the frames of this person's attempts that are not submitted and keep the answer from them."""
    return frozenset[Spot]().union(*(frames for _, frames in _blinding(session)))


def revealed_frames(session: Session, layer: str) -> frozenset[Spot]:
    """Return the frames in which this person has been judged by a layer: there it may be laid over theirs."""
    followed = judging.followed(session.project, session.author)
    frames = (
        judging.frames_asked_for(plan)
        for attempt, plan in followed
        if not attempt.is_open and attempt.reference == layer
    )
    return frozenset[Spot]().union(*frames) - hidden_frames(session, layer)


def why_hidden(session: Session, layer: str) -> str:
    """Return why frames of a layer are hidden, with the way out; empty if none is."""
    n = len(hidden_frames(session, layer))
    if not n:
        return ""
    frames, verb = ("1 frame", "is") if n == 1 else (f"{n} frames", "are")
    name = session.contents.layer(layer).name
    return f"{frames} of {name} {verb} kept from you until you submit {_awaited(session)}"


def why_gone(session: Session, layer: str, clip: str, frame: int) -> str:
    """Return why labels that stand in a frame are not to be seen there; empty if all are."""
    if (clip, frame) not in blind_frames(session):
        return ""
    for instance in session.contents.instances_of(clip):
        hidden = withheld(session, layer, instance.id)
        row = session.live(layer, instance.id).resolved.row(frame)
        if row is not None and hidden is not None and hidden[row].any():
            return f"labels of this frame are kept from you until you submit {_awaited(session)}"
    return ""


def refuse_hidden(session: Session, layer: str) -> None:
    """Raise UsageError if any frame of a layer is hidden: for what cannot leave frames out."""
    reason = why_hidden(session, layer)
    if reason:
        raise UsageError(reason)


def why_not_look_into(session: Session, layer: str) -> str:
    """Return why this person may not ask what follows from a layer as a whole; empty if they may.

    What one frame says shows in its neighbours: their speed, their smear, what is unlike what. In their own
    work people go on while they label some frames of it again.
    """
    known = session.contents.layer(layer)
    own = known.kind is LayerKind.WORK and known.author == session.author
    return "" if own else why_hidden(session, layer)


def withheld(session: Session, layer: str, instance: str) -> Bools | None:
    """Return ``(F, K)`` which values that a track resolves to are hidden; None if none is.

    What is filled in from a hidden keyframe, or across a hidden frame, is hidden as well: it would lead
    there. In a layer that is no answer itself, values of gold are hidden that were brought into it.
    """
    answer, blind = _frames(session, layer, instance)
    if not len(blind):
        return None
    live = session.live(layer, instance)
    resolved, track = live.resolved, live.track
    hidden: Bools = np.zeros(resolved.visibility.shape, dtype=np.bool_)
    for k in range(hidden.shape[1]):
        said = track.visibility[:, k] != Visibility.NOT_PLACED
        facts, gold = track.frames[said], track.frames[said & (track.origin[:, k] == Origin.GOLD)]
        _hide(hidden[:, k], facts, np.union1d(answer, np.intersect1d(blind, gold)), resolved.start)
    return hidden if hidden.any() else None


def view_to_see(session: Session, layer: str, instance: str, frame: int) -> PoseView:
    """Return what stands on an instance in a frame, without what is hidden."""
    view, hidden = session.view(layer, instance, frame), withheld(session, layer, instance)
    row = session.live(layer, instance).resolved.row(frame)
    if hidden is None or row is None or not hidden[row].any():
        return view
    shape = shapes_to_see(session, layer, instance).get(frame)
    kept = ~hidden[row]
    return replace(
        view,
        positions=np.where(kept[:, None], view.positions, np.nan),
        visibility=np.where(kept, view.visibility, Visibility.NOT_PLACED).astype(np.int8),
        origin=np.where(kept, view.origin, Origin.NONE).astype(np.int8),
        drift=np.where(kept, view.drift, np.nan),
        reasons=np.where(kept, view.reasons, 0).astype(view.reasons.dtype),
        shape=shape,
    )


def track_to_see(session: Session, layer: str, instance: str) -> Track:
    """Return the facts of an instance, without what is hidden."""
    live = session.live(layer, instance)
    track, hidden = live.track, withheld(session, layer, instance)
    if hidden is None or not len(track.frames):
        return track
    gone = hidden[track.frames - live.resolved.start]
    tiers = np.where(gone, Visibility.NOT_PLACED, track.visibility).astype(np.int8)
    kept = (tiers != Visibility.NOT_PLACED).any(axis=1)
    return replace(
        track,
        frames=track.frames[kept],
        positions=np.where(gone[..., None], np.nan, track.positions)[kept],
        visibility=tiers[kept],
        origin=np.where(gone, Origin.NONE, track.origin).astype(np.int8)[kept],
        scores=None if track.scores is None else track.scores[kept],
        shapes=shapes_to_see(session, layer, instance),
    )


def live_to_see(session: Session, layer: str, instance: str) -> LiveTrack:
    """Return an instance as it were without what is hidden: for what shows its way through the frames."""
    live, (answer, blind) = session.live(layer, instance), _frames(session, layer, instance)
    if withheld(session, layer, instance) is None:
        return live
    hidden, known = (*answer.tolist(), -1, *blind.tolist()), _SEEN.get(live)
    if known is None or known[0] is not live.track or known[1] != hidden:
        track = track_to_see(session, layer, instance)
        seen = LiveTrack(live.skeleton, live.n_frames, track, live.methods, size=live.size)
        seen.set_limits(live.limits)
        _SEEN[live] = known = (live.track, hidden, seen)
    return known[2]


def frames_kept_back(session: Session, layer: str, instance: str) -> Ints:
    """Return the frames in which a keyframe, or part of one, is hidden."""
    live, hidden = session.live(layer, instance), withheld(session, layer, instance)
    if hidden is None:
        return np.zeros(0, dtype=np.int64)
    facts = hidden[live.track.frames - live.resolved.start]
    facts &= live.track.visibility != Visibility.NOT_PLACED
    return live.track.frames[facts.any(axis=1)]


def refuse_changing_hidden(session: Session, changes: Iterable[RowChange]) -> None:
    """Raise EditRefused if poses change of which something is hidden: nobody changes what they cannot see."""
    blind = blind_frames(session)
    if not blind:
        return
    clips = {found.id: found.clip for found in session.contents.instances}
    for change in changes:
        if change.table != "pose" or change.before is None or change.key[1] not in clips:
            continue
        layer, instance, frame = str(change.key[0]), str(change.key[1]), int(change.key[2])
        if (clips[instance], frame) not in blind:
            continue
        hidden, row = withheld(session, layer, instance), session.live(layer, instance).resolved.row(frame)
        if hidden is not None and row is not None and hidden[row].any():
            raise EditRefused(
                f"labels of frame {frame} are kept from you until you submit {_awaited(session)}; "
                "nothing was changed"
            )


def why_not_compare(session: Session, layer: str, other: str) -> str:
    """Return why a layer cannot be compared with another one yet; empty if it can, be it in part.

    An attempt is judged when it is submitted, and not before.
    """
    blinding = {attempt.layer for attempt, _ in _blinding(session)}
    if layer in blinding:
        return why_hidden(session, other)
    return why_hidden(session, layer) if other in blinding else ""


def shapes_to_see(session: Session, layer: str, instance: str) -> Mapping[int, Shape]:
    """Return box and outline of an instance by frame, without those of hidden frames or of hidden gold."""
    track = session.live(layer, instance).track
    answer, blind = _frames(session, layer, instance)
    gold = track.frames[(track.origin == Origin.GOLD).any(axis=1)]
    hidden = {*answer.tolist(), *np.intersect1d(blind, gold).tolist()}
    return {frame: shape for frame, shape in track.shapes.items() if frame not in hidden}


def _hide(column: Bools, facts: Ints, frames: Ints, start: int) -> None:
    """Mark frames of a keypoint, and what is derived nearby: a curve bends by keyframes beyond its span."""
    before = np.searchsorted(facts, frames, side="left") - _BENDS
    behind = np.searchsorted(facts, frames, side="right") + _BENDS - 1
    for left, right in zip(before.tolist(), behind.tolist(), strict=True):
        if len(facts):
            first, last = facts[max(left, 0)], facts[min(right, len(facts) - 1)]
            column[max(int(first) - start, 0) : max(int(last) - start + 1, 0)] = True
    column[facts[~np.isin(facts, frames)] - start] = False


def _frames(session: Session, layer: str, instance: str) -> tuple[Ints, Ints]:
    """Return the frames of an instance's clip that are hidden in a layer, and those that hide gold there."""
    clip, blinding = session.contents.instance(instance).clip, _blinding(session)
    if not blinding or layer in {attempt.layer for attempt, _ in blinding}:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    answer, blind = (
        np.array(sorted(frame for where, frame in spots if where == clip), dtype=np.int64)
        for spots in (hidden_frames(session, layer), blind_frames(session))
    )
    return answer, blind


def _awaited(session: Session) -> str:
    """Return the names of what is to be submitted before everything can be seen again."""
    names = {one.id: one.name for one in session.contents.layers}
    own = (names.get(attempt.layer, "an attempt") for attempt, _ in _blinding(session))
    return " and ".join(dict.fromkeys(own))


def _blinding(session: Session) -> list[tuple[Attempt, frozenset[Spot]]]:
    """Return the attempts that keep something from this person, and the frames of each.

    They are read each time: an answer must not be seen because something was kept too long.
    """
    annotator = session.contents.settings.get("role", "annotator") == "annotator"
    return [
        (attempt, judging.frames_asked_for(plan))
        for attempt, plan in judging.followed(session.project, session.author, open_only=True)
        if annotator or attempt.task in _OWN_ANSWERS
    ]
