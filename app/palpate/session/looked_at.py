"""The guarantee that somebody has looked at every keyframe and every span, or a list of those that are left.

A keyframe that a hand placed or accepted was looked at by whoever did it. Any other keyframe, and every span,
wants a look: its keypoint in hand or in the queue, inside the picture that is shown, and large enough
(`LEAST_ZOOM`). A span is looked at where it is worst, or, if nothing in it is doubtful, anywhere in the
middle half of it. A look is at a value: where the value has moved since, nobody has looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from palpate.assist.spans import Spans
from palpate.model.arrays import Bools, Ints
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.visibility import has_position
from palpate.session.drift_review import fine_runs
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack

LEAST_ZOOM = 1.0
"""Screen px per px of the picture from which looking counts."""

_BY_HAND = (Origin.HAND, Origin.ACCEPTED, Origin.GOLD)
_SAME_PX = 1.0
_NEAR = 2  # frames from the worst one


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of an instance was looked at.

    Attributes
    ----------
    keyframes
        ``(N, 2)`` keypoint index and frame of every keyframe with a position.
    keyframes_seen
        ``(N,)``.
    spans, spans_seen
        S spans with frames inside, and ``(S,)``.
    """

    clip: str
    instance: str
    instance_name: str
    keyframes: Ints
    keyframes_seen: Bools
    spans: Spans
    spans_seen: Bools

    @property
    def n_unseen_keyframes(self) -> int:
        """How many keyframes nobody has looked at."""
        return int((~self.keyframes_seen).sum())

    @property
    def n_unseen_spans(self) -> int:
        """How many spans nobody has looked at."""
        return int((~self.spans_seen).sum())

    @property
    def is_whole(self) -> bool:
        """Whether everything was looked at."""
        return bool(self.keyframes_seen.all() and self.spans_seen.all())

    @property
    def share(self) -> float:
        """Of keyframes and spans together, what was looked at; 1 where there are none."""
        total = len(self.keyframes_seen) + len(self.spans_seen)
        return 1.0 - (self.n_unseen_keyframes + self.n_unseen_spans) / total if total else 1.0

    def unseen_frames(self) -> list[tuple[int, int, int]]:
        """Return (keypoint, first frame, last frame) of what nobody has looked at, by frame."""
        left = self.keyframes[~self.keyframes_seen]
        spans = self.spans.pick(~self.spans_seen)
        found = [(int(k), int(frame), int(frame)) for k, frame in left]
        inside = zip(spans.keypoint.tolist(), spans.left.tolist(), spans.right.tolist(), strict=True)
        return sorted([*found, *((k, a + 1, b - 1) for k, a, b in inside)], key=lambda one: (one[1], one[0]))


def coverage(session: Session, layer: str, clip: str = "") -> list[Coverage]:
    """Return what was looked at of every labelled instance of a layer, in a clip or in all."""
    found = []
    for instance_id in session.project.labelled_instances(layer):
        instance = session.contents.instance(instance_id)
        if not clip or instance.clip == clip:
            found.append(_of_instance(session, layer, instance_id, instance.clip, instance.name))
    return found


def looked(session: Session, layer: str, instance: str, frame: int, keypoints: Iterable[int]) -> bool:
    """Remember that somebody looked at keypoints in a frame; tells whether that is new."""
    live = session.live(layer, instance)
    row = live.resolved.row(frame)
    if row is None:
        return False
    positions, names = live.resolved.positions[row], live.skeleton.names
    seen = [
        (names[k], frame, float(positions[k, 0]), float(positions[k, 1]))
        for k in keypoints
        if np.isfinite(positions[k]).all()
    ]
    return session.looks.add(layer, instance, seen)


def unseen_warnings(session: Session, layer: str, clip: str = "", *, spans: bool = True) -> tuple[str, ...]:
    """Return a sentence per instance of which keyframes or spans were looked at by nobody.

    Parameters
    ----------
    spans
        Whether what lies between keyframes is of interest.
    """
    said = []
    for found in coverage(session, layer, clip):
        parts = [(found.n_unseen_keyframes, len(found.keyframes_seen), "keyframes")]
        if spans:
            parts.append((found.n_unseen_spans, len(found.spans_seen), "spans"))
        words = [f"{n} of {total} {what}" for n, total, what in parts if n]
        if words:
            name = session.contents.clip(found.clip).name
            said.append(f"{name}, {found.instance_name}: nobody has looked at {' and '.join(words)}")
    return tuple(said)


def unseen_content(session: Session, layer: str, clip: str = "") -> list[dict[str, object]]:
    """Return what nobody has looked at, in the shape of the command line's contract; of gold nothing.

    Parameters
    ----------
    clip
        Name or id; all clips if empty.
    """
    if session.contents.layer(layer).kind is LayerKind.GOLD:
        return []
    clip_id = session.contents.clip_named(clip).id if clip else ""
    return [
        {
            "clip": session.contents.clip(found.clip).name,
            "instance": found.instance_name,
            "keyframes": found.n_unseen_keyframes,
            "of_keyframes": len(found.keyframes_seen),
            "spans": found.n_unseen_spans,
            "of_spans": len(found.spans_seen),
        }
        for found in coverage(session, layer, clip_id)
        if not found.is_whole
    ]


def _of_instance(session: Session, layer: str, instance: str, clip: str, name: str) -> Coverage:
    live = session.live(layer, instance)
    looks = _standing_looks(live, session.looks.of(layer, instance))
    row, keypoint = np.nonzero(has_position(live.track.visibility))
    keyframes = np.stack([keypoint, live.track.frames[row]], axis=1)
    seen = np.isin(live.track.origin[row, keypoint], _BY_HAND)
    span = np.int64(max(live.n_frames, int(live.track.frames[-1]) + 1 if len(live.track.frames) else 1) + 1)
    seen |= np.isin(keyframes[:, 0] * span + keyframes[:, 1], looks[:, 0] * span + looks[:, 1])
    spans = live.spans()
    fine = fine_runs(session, layer, instance)
    return Coverage(clip, instance, name, keyframes, seen, spans, _spans_seen(live, spans, looks, fine))


def _standing_looks(live: LiveTrack, looks: Mapping[tuple[str, int], tuple[float, float]]) -> Ints:
    """Return ``(L, 2)`` keypoint and frame of the looks at what still stands there."""
    place, resolved = live.skeleton.position_of, live.resolved
    held = []
    for (keypoint, frame), (x, y) in looks.items():
        row, k = resolved.row(frame), place.get(keypoint, -1)
        if row is not None and k >= 0:
            off = np.hypot(*(resolved.positions[row, k] - (x, y)))
            if off <= _SAME_PX:
                held.append((k, frame))
    return np.array(held, dtype=np.int64).reshape(-1, 2)


def _spans_seen(live: LiveTrack, spans: Spans, looks: Ints, fine: list[tuple[int, int]]) -> Bools:
    seen = np.zeros(len(spans), dtype=np.bool_)
    if not len(spans):
        return seen
    worst, doubtful = _worst_frames(live, spans)
    for k, frame in fine:
        seen |= (spans.keypoint == k) & (spans.left < frame) & (frame < spans.right)
    order = np.lexsort((spans.left, spans.keypoint))
    wide = np.int64(live.n_frames + 1)
    keys = spans.keypoint[order] * wide + spans.left[order]
    at = np.searchsorted(keys, looks[:, 0] * wide + looks[:, 1] - 1, side="right") - 1
    for (k, frame), place in zip(looks.tolist(), at.tolist(), strict=True):
        n = int(order[place]) if place >= 0 else -1
        if n < 0 or spans.keypoint[n] != k or not spans.left[n] < frame < spans.right[n]:
            continue
        quarter = (spans.right[n] - spans.left[n]) / 4
        central = spans.left[n] + quarter <= frame <= spans.right[n] - quarter
        seen[n] |= abs(frame - worst[n]) <= _NEAR or (central and not doubtful[n])
    return seen


def _worst_frames(live: LiveTrack, spans: Spans) -> tuple[Ints, Bools]:
    """Return the frame in which each span is worst, and whether that wants a look by itself."""
    resolved = live.resolved
    which, offset = spans.inside()
    frame = spans.left[which] + offset
    score = np.nan_to_num(resolved.drift[frame - resolved.start, spans.keypoint[which]])
    middle = -np.abs(frame - (spans.left + spans.right)[which] / 2.0)
    order = np.lexsort((middle, score, which))
    last = np.searchsorted(which[order], np.arange(len(spans)), side="right") - 1
    return frame[order][last], np.asarray(score[order][last] >= 1.0)
