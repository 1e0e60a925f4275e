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
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin
from palpate.model.visibility import has_position
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.review.drift_review import fine_runs
from palpate.session.review.tally import Tally
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack

LEAST_ZOOM = 1.0
"""Screen px per px of the picture from which looking counts."""

_BY_HAND = (Origin.HAND, Origin.ACCEPTED, Origin.GOLD)
_SAME_PX = 1.0
_NEAR = 2  # frames from the worst one
_NAMED = 6  # in a sentence; all of them in the JSON


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


def coverage_of(session: Session, layer: str, instance: str) -> Coverage:
    """Return what was looked at of one instance in a layer."""
    found = session.contents.instance(instance)
    return _of_instance(session, layer, instance, found.clip, found.name)


def seen_share(found: Coverage, n_frames: int) -> tuple[Floats, Floats]:
    """Return ``(F,)`` each: keyframes and spans in a frame that were looked at, and how many there are."""
    spans, frames = found.spans, found.keyframes[:, 1]
    seen, total = np.zeros((2, n_frames + 1))
    for counts, keyframes, chosen in (
        (seen, found.keyframes_seen, found.spans_seen),
        (total, slice(None), slice(None)),
    ):
        np.add.at(counts, spans.left[chosen] + 1, 1.0)
        np.add.at(counts, spans.right[chosen], -1.0)
        np.cumsum(counts, out=counts)
        counts += np.bincount(frames[keyframes], minlength=n_frames + 1)[: n_frames + 1]
    return seen[:n_frames], total[:n_frames]


def looked(session: Session, layer: str, instance: str, frame: int, keypoints: Iterable[int]) -> bool:
    """Remember that somebody looked at keypoints in a frame; tells whether that is new."""
    live = live_to_see(session, layer, instance)
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
            labels = [point.label for point in session.contents.skeleton_of(found.instance).keypoints]
            first = [_placed_words(labels[k], a, b) for k, a, b in found.unseen_frames() if spans or a == b]
            told = f"{name}, {found.instance_name}: nobody has looked at {' and '.join(words)}"
            said.append(f"{told}: {', '.join(first[:_NAMED])}{' …' if len(first) > _NAMED else ''}")
    return tuple(said)


def _placed_words(label: str, first: int, last: int) -> str:
    return f"{label} {first}" if first == last else f"{label} {first}–{last}"


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
            "which": [
                {"keypoint": names[k], "frame": first, "stop": last + 1}
                for k, first, last in found.unseen_frames()
            ],
        }
        for found in coverage(session, layer, clip_id)
        if not found.is_whole
        for names in (session.contents.skeleton_of(found.instance).names,)
    ]


def tally(session: Session, layer: str, clip: str = "") -> Tally:
    """Count what was looked at, in a clip or all; after an edit only what it touched is counted anew."""
    found = tally_so_far(session, layer, clip, most=0)
    assert found is not None
    return found


def tally_so_far(session: Session, layer: str, clip: str = "", *, most: int) -> Tally | None:
    """Return the same, or None if more than ``most`` blocks of frames are still to be counted: ask again."""
    whole = Tally()
    for instance in session.project.labelled_instances(layer):
        if not clip or session.contents.instance(instance).clip == clip:
            found = _tally_of(session, layer, instance, most)
            if found is None:
                return None
            whole += found
    return whole


def _tally_of(session: Session, layer: str, instance: str, most: int) -> Tally | None:
    live, looks = live_to_see(session, layer, instance), session.looks
    fine = frozenset(fine_runs(session, layer, instance))

    def count(window: tuple[int, int]) -> Tally:
        spans = live.spans((window[0], window[1] + 1))  # the last may begin in the window's last frame
        spans = spans.pick((spans.left >= window[0]) & (spans.left < window[1]))
        far = max(window[1], int(spans.right.max(initial=0)))
        known = _standing_looks(live, looks.between(layer, instance, window[0], far))
        _, seen = _keyframes_seen(live, known, window)
        spans_seen = _spans_seen(live, spans, known, fine)
        untracked = live.spans_to_track((window[0], window[1] + 1)).left
        return Tally(
            len(seen),
            int((~seen).sum()),
            len(spans),
            int((~spans_seen).sum()),
            int(((untracked >= window[0]) & (untracked < window[1])).sum()),
        )

    return session.review.tallies.of(live, looks.frames(layer, instance), fine, count, most)


def _of_instance(session: Session, layer: str, instance: str, clip: str, name: str) -> Coverage:
    live = live_to_see(session, layer, instance)
    looks = _standing_looks(live, session.looks.of(layer, instance))
    keyframes, seen = _keyframes_seen(live, looks, None)
    spans = live.spans()
    fine = fine_runs(session, layer, instance)
    return Coverage(clip, instance, name, keyframes, seen, spans, _spans_seen(live, spans, looks, fine))


def _standing_looks(live: LiveTrack, looks: Mapping[tuple[str, int], tuple[float, float]]) -> Ints:
    """Return ``(L, 2)`` keypoint and frame of the looks at what still stands there."""
    place, resolved = live.skeleton.position_of, live.resolved
    spots = np.array([(place.get(name, -1), frame) for name, frame in looks], np.int64).reshape(-1, 2)
    stood = np.array(list(looks.values()), np.float64).reshape(-1, 2)
    known = (spots[:, 0] >= 0) & (spots[:, 1] >= resolved.start) & (spots[:, 1] < resolved.stop)
    spots, stood = spots[known], stood[known]
    off = resolved.positions[spots[:, 1] - resolved.start, spots[:, 0]] - stood
    held: Ints = spots[np.hypot(off[:, 0], off[:, 1]) <= _SAME_PX]
    return held


def _keyframes_seen(live: LiveTrack, looks: Ints, window: tuple[int, int] | None) -> tuple[Ints, Bools]:
    """Return ``(N, 2)`` keypoint and frame of keyframes, of a window or all, and which were looked at."""
    track = live.track
    rows = slice(None) if window is None else slice(*np.searchsorted(track.frames, window))
    frames, origin = track.frames[rows], track.origin[rows]
    row, keypoint = np.nonzero(has_position(track.visibility[rows]))
    keyframes = np.stack([keypoint, frames[row]], axis=1)
    seen = np.isin(origin[row, keypoint], _BY_HAND)
    wide = np.int64(max(int(keyframes[:, 1].max(initial=0)), int(looks[:, 1].max(initial=0))) + 1)
    seen |= np.isin(keyframes[:, 0] * wide + keyframes[:, 1], looks[:, 0] * wide + looks[:, 1])
    return keyframes, seen


def _spans_seen(live: LiveTrack, spans: Spans, looks: Ints, fine: Iterable[tuple[int, int]]) -> Bools:
    """Tell which spans were looked at where it counts, or called fine."""
    seen = np.zeros(len(spans), dtype=np.bool_)
    called = np.array(sorted(fine), np.int64).reshape(-1, 2)
    seen[_holding(spans, called)[0]] = True
    inside, at = _holding(spans, looks)
    if not len(inside):
        return seen
    frame = looks[at, 1]
    touched, which = np.unique(inside, return_inverse=True)
    worst, doubtful = _worst_frames(live, spans.pick(touched))
    left, right = spans.left[inside], spans.right[inside]
    quarter = (right - left) / 4
    central = (left + quarter <= frame) & (frame <= right - quarter)
    near = np.abs(frame - worst[which]) <= _NEAR
    seen[inside[near | (central & ~doubtful[which])]] = True
    return seen


def _holding(spans: Spans, spots: Ints) -> tuple[Ints, Ints]:
    """Return which span each of some ``(L, 2)`` keypoints and frames lies inside, and the places of those."""
    nothing = np.zeros(0, np.int64)
    if not len(spans) or not len(spots):
        return nothing, nothing
    order = np.lexsort((spans.left, spans.keypoint))
    wide = np.int64(max(int(spans.right.max()), int(spots[:, 1].max())) + 1)
    keys = spans.keypoint[order] * wide + spans.left[order]
    place = np.searchsorted(keys, spots[:, 0] * wide + spots[:, 1] - 1, side="right") - 1
    n = order[np.maximum(place, 0)]
    inside = (place >= 0) & (spans.keypoint[n] == spots[:, 0])
    inside &= (spans.left[n] < spots[:, 1]) & (spots[:, 1] < spans.right[n])
    return n[inside], np.flatnonzero(inside)


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
