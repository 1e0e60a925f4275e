"""What is kept from whoever labels blind: the answer, in the frames that they have not submitted yet.

One rule, and everybody asks it: the canvas, ghosts, every export, scores, the quality panel, examples of
guidelines. It keeps honest people from the answer by accident or habit. The answer is in the project file
all the same, and a determined person who opens that file with another program can read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from palpate.base.errors import UsageError
from palpate.model.arrays import Bools, Ints
from palpate.model.attempt import Attempt, Task
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.pose import Shape
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.session import Session
from palpate.session.tracks import PoseView
from palpate.store import judging

Spot = tuple[str, int]
"""Id of the clip, index of the frame."""

_OWN_ANSWERS = (Task.REPEAT, Task.SECOND)


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
    names = {one.id: one.name for one in session.contents.layers}
    own = [names.get(attempt.layer, "an attempt") for attempt, _ in _blinding(session)]
    frames = "1 frame" if n == 1 else f"{n} frames"
    said = f"{frames} of {names[layer]} {'is' if n == 1 else 'are'} kept from you"
    which = " and ".join(dict.fromkeys(own))
    return f"{said} until you submit {which}"


def refuse_hidden(session: Session, layer: str) -> None:
    """Raise UsageError if any frame of a layer is hidden: for what cannot leave frames out."""
    reason = why_hidden(session, layer)
    if reason:
        raise UsageError(reason)


def withheld(session: Session, layer: str, instance: str) -> Bools | None:
    """Return ``(F, K)`` which values that a track resolves to are hidden; None if none is.

    What is filled in towards a hidden keyframe, or across a hidden frame, is hidden as well: it would lead
    there. In a layer that is no answer itself, values of gold are hidden that were brought into it.
    """
    clip = session.contents.instance(instance).clip
    answer = hidden_frames(session, layer)
    blind = answer or _blind_elsewhere(session, layer)
    frames = np.array(sorted(frame for where, frame in blind if where == clip), dtype=np.int64)
    if not len(frames):
        return None
    live = session.live(layer, instance)
    resolved, track = live.resolved, live.track
    hidden: Bools = np.zeros(resolved.visibility.shape, dtype=np.bool_)
    for k in range(hidden.shape[1]):
        said = track.visibility[:, k] != Visibility.NOT_PLACED
        facts = track.frames[said]
        led = frames if answer else frames[np.isin(frames, facts[track.origin[said, k] == Origin.GOLD])]
        _hide(hidden[:, k], facts, led, resolved.start)
    return hidden if hidden.any() else None


def view_to_see(session: Session, layer: str, instance: str, frame: int) -> PoseView:
    """Return what stands on an instance in a frame, without what is hidden."""
    view, hidden = session.view(layer, instance, frame), withheld(session, layer, instance)
    row = session.live(layer, instance).resolved.row(frame)
    if hidden is None or row is None or not hidden[row].any():
        return view
    spot = (session.contents.instance(instance).clip, frame)
    shape = None if spot in hidden_frames(session, layer) else view.shape
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
    """Return the facts of an instance, without the frames that are hidden."""
    track, hidden = session.live(layer, instance).track, hidden_frames(session, layer)
    clip = session.contents.instance(instance).clip
    kept = np.array([(clip, frame) not in hidden for frame in track.frames.tolist()], dtype=np.bool_)
    if kept.all():
        return track
    return replace(
        track,
        frames=track.frames[kept],
        positions=track.positions[kept],
        visibility=track.visibility[kept],
        origin=track.origin[kept],
        scores=None if track.scores is None else track.scores[kept],
        shapes=shapes_to_see(session, layer, instance),
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
    """Return box and outline of an instance by frame, without those of hidden frames."""
    shapes = session.live(layer, instance).track.shapes
    clip, hidden = session.contents.instance(instance).clip, hidden_frames(session, layer)
    return {frame: shape for frame, shape in shapes.items() if (clip, frame) not in hidden}


def _hide(column: Bools, facts: Ints, frames: Ints, start: int) -> None:
    """Mark frames of a keypoint with the spans that they lie in or end."""
    before = np.searchsorted(facts, frames, side="left") - 1
    behind = np.searchsorted(facts, frames, side="right")
    for frame, left, right in zip(frames.tolist(), before.tolist(), behind.tolist(), strict=True):
        first = int(facts[left]) + 1 if left >= 0 else frame
        stop = int(facts[right]) if right < len(facts) else frame + 1
        column[max(first - start, 0) : max(stop - start, 0)] = True


def _blind_elsewhere(session: Session, layer: str) -> Iterable[Spot]:
    blinding = _blinding(session)
    return () if layer in {attempt.layer for attempt, _ in blinding} else blind_frames(session)


def _blinding(session: Session) -> list[tuple[Attempt, frozenset[Spot]]]:
    """Return the attempts that keep something from this person, and the frames of each.

    They are read each time: an answer must not be seen because something was kept too long.
    """
    annotator = session.contents.settings.get("role", "annotator") == "annotator"
    return [
        (attempt, judging.frames_asked_for(plan))
        for attempt, plan in judging.followed(session.project, session.author)
        if attempt.is_open and (annotator or attempt.task in _OWN_ANSWERS)
    ]
