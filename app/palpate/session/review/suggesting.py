"""The next keyframes: where one more placement lowers the expected error of an instance or a clip most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from palpate.assist.outlook import outlook_of
from palpate.assist.suggest import Suggestion, suggest
from palpate.model.arrays import Floats
from palpate.model.visibility import has_position
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack


@dataclass(frozen=True, slots=True)
class NextKeyframe:
    """A suggestion with what it is about.

    Attributes
    ----------
    names
        What people call its keypoints, in its order.
    """

    clip: str
    instance: str
    instance_name: str
    names: tuple[str, ...]
    suggestion: Suggestion

    @property
    def frame(self) -> int:
        """Of the clip."""
        return self.suggestion.frame

    @property
    def is_supposed(self) -> bool:
        """Whether nothing has judged any of its spans yet."""
        return all(self.suggestion.supposed)


def next_keyframes(session: Session, layer: str, instances: Sequence[str], *, n: int) -> list[NextKeyframe]:
    """Return up to n suggestions on some instances of a layer, best first.

    Each reckons with those before it. Where the picture was asked the expected errors are those of the drift;
    elsewhere they are supposed from keyframes.
    """
    found = []
    for instance_id in instances:
        live, instance = live_to_see(session, layer, instance_id), session.contents.instance(instance_id)
        called = [keypoint.called for keypoint in live.skeleton.keypoints]
        outlook = outlook_of(_expected(live), live.spans(), first=live.resolved.start)
        for one in suggest(outlook, limits=live.limits, n=n):
            names = tuple(called[k] for k in one.keypoints)
            found.append(NextKeyframe(instance.clip, instance_id, instance.name, names, one))
    return sorted(found, key=lambda one: -one.suggestion.rate)[:n]


def why_none(session: Session, layer: str, instance: str) -> str:
    """Return why there is nothing to suggest on an instance; empty if anything is between keyframes."""
    live, name = live_to_see(session, layer, instance), session.contents.instance(instance).name
    placed = has_position(live.track.visibility)
    frames = live.track.frames[placed.any(axis=1)]
    if not len(frames):
        return f"nothing is placed on {name} yet: begin with a pose near either end of the movement"
    if len(frames) == 1:
        return f"{name} has one keyframe, in frame {frames[0]}: place it some frames away too"
    if len(live.spans()):
        return ""
    if len(frames) == live.n_frames and placed.all():
        return f"{name} is labelled in every frame: there is nothing left to place"
    return f"nothing lies between keyframes of {name}: place the same keypoints in frames farther apart"


def outside_note(session: Session, layer: str, instance: str) -> str:
    """Say which frames lie outside of all keyframes, where nothing can be expected; empty without any."""
    live, name = live_to_see(session, layer, instance), session.contents.instance(instance).name
    frames = live.track.frames[has_position(live.track.visibility).any(axis=1)]
    if not len(frames):
        return ""
    first, last = int(frames[0]), int(frames[-1])
    sides = [(0, first - 1), (last + 1, live.n_frames - 1)]
    said = " and ".join(f"{a}–{b}" if a < b else f"{a}" for a, b in sides if a <= b)
    return f"{name}: frames {said} lie outside of its keyframes and are not judged" if said else ""


def _expected(live: LiveTrack) -> Floats:
    """Return ``(F, K)`` px where the picture was asked, else NaN: limbs alone say too little of an error."""
    traced, resolved = live.traced, live.resolved
    expected = np.full(live.drift_px.shape, np.nan)
    if traced is not None:
        known = traced.between(resolved.start, resolved.stop)
        rows = slice(known.first - resolved.start, known.first - resolved.start + len(known))
        expected[rows] = np.where(known.told, live.drift_px[rows], np.nan)
    return expected
