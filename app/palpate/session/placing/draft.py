"""A track being rewritten over a range of frames, so that what lies outside the range stays.

What is taken away or exchanged inside a range would otherwise change what is filled in on both sides of its
ends, and fill the hole itself. So the guesses next to each end are pinned as keyframes, as the guesses that
they are (origin *model*: nobody has looked at them), and where one side of an end has nothing, the span
across it is left empty. With straight lines nothing outside the range moves at all; a curve bends a little,
for what is pinned becomes a knot of it, and what was tracked is tracked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from palpate.model.arrays import Codes, Ints
from palpate.model.origin import DERIVED, Origin
from palpate.model.pose import Pose
from palpate.model.span import Method
from palpate.model.visibility import Visibility
from palpate.session.edits.ranges import SpanChoice
from palpate.session.tracks import LiveTrack, in_force, view_of

Choices = dict[int, Method]  # of one keypoint: what holds from a frame on


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands on n keypoints over a range.

    Attributes
    ----------
    poses
        By frame, of n keypoints: facts, and the guesses in the first and last frame.
    methods
        For each keypoint the (frame, method) that hold from the first frame on.
    """

    poses: Mapping[int, Pose]
    methods: tuple[tuple[tuple[int, Method], ...], ...]

    def decided(self, frame: int, n: int) -> bool:
        """Tell whether the n-th keypoint has anything in the first or last frame."""
        pose = self.poses.get(frame)
        return pose is not None and bool(pose.visibility[n] != Visibility.NOT_PLACED)

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing at all."""
        return not self.poses


class Draft:
    """Poses and choices of an instance as they shall be; the track itself stays as it is."""

    def __init__(self, live: LiveTrack) -> None:
        self._live = live
        self._poses: dict[int, Pose] = {}
        self._chosen: dict[int, Choices] = defaultdict(dict)
        for (keypoint, frame), method in live.methods.items():
            self._chosen[keypoint][frame] = method

    def pose(self, frame: int) -> Pose:
        """Return the pose of a frame, to be written into or put back changed."""
        if frame not in self._poses:
            self._poses[frame] = copied(self._live.track.pose(frame), len(self._live.skeleton))
        return self._poses[frame]

    def put(self, frame: int, pose: Pose) -> None:
        """Put another pose in the place of a frame's."""
        self._poses[frame] = pose

    def lifted(self, keypoints: Ints, first: int, last: int) -> Stretch:
        """Return what stands on keypoints from the first frame to the last; ask before anything is laid."""
        poses = {frame: part(pose, keypoints) for frame, pose in self._stored(first, last)}
        for end in (first, last):
            guesses = part(guessed_pose(self._live, end), keypoints)
            if not guesses.is_empty:
                poses[end] = _filled(poses.get(end) or Pose.empty(len(keypoints)), guesses)
        poses = {frame: pose for frame, pose in poses.items() if not pose.is_empty}
        methods = tuple(_cut(self._chosen[k], first, last) for k in keypoints.tolist())
        return Stretch(poses, methods)

    def lay(self, keypoints: Ints, stretch: Stretch, first: int, last: int) -> None:
        """Let keypoints have what another stretch says, from the first frame to the last."""
        outside = [frame for frame in (first - 1, last + 1) if 0 <= frame < self._live.n_frames]
        for frame in outside:
            self._pin(keypoints, frame)
        for frame in {*stretch.poses, *(frame for frame, _ in self._stored(first, last))}:
            source = stretch.poses.get(frame) or Pose.empty(len(keypoints))
            self.put(frame, with_part(self.pose(frame), keypoints, source))
        for n, k in enumerate(keypoints.tolist()):
            choices = self._chosen[k]
            _lay_choices(choices, stretch.methods[n], first, last)
            for inner, outer in ((first, first - 1), (last, last + 1)):
                if not (stretch.decided(inner, n) and self._stands(k, outer)):
                    _part_ways(choices, self._facts_around(k, max(inner, outer)))

    def changed(self) -> Iterable[tuple[int, Pose]]:
        """Yield the frames whose pose is another than before."""
        for frame, pose in sorted(self._poses.items()):
            before = self._live.track.pose(frame) or Pose.empty(len(self._live.skeleton))
            if not pose.says_the_same_as(before) or pose.shape is not before.shape:
                yield frame, pose

    def choices(self, layer: str, instance: str) -> Iterable[SpanChoice]:
        """Yield the choices of methods that are others than before."""
        before = self._live.methods
        now = {(k, frame): method for k, found in self._chosen.items() for frame, method in found.items()}
        for k, frame in sorted({*before, *now}):
            method = now.get((k, frame))
            if before.get((k, frame)) is not method:
                yield SpanChoice(layer, instance, self._live.skeleton.names[k], frame, method)

    # ---- facts -----------------------------------------------------------------------------------------

    def _stored(self, first: int, last: int) -> Iterable[tuple[int, Pose]]:
        track = self._live.track
        for frame in track.frames[(track.frames >= first) & (track.frames <= last)].tolist():
            pose = track.pose(frame)
            assert pose is not None
            yield frame, pose

    def _stands(self, keypoint: int, frame: int) -> bool:
        return bool(view_of(self._live, frame).visibility[keypoint] != Visibility.NOT_PLACED)

    def _pin(self, keypoints: Ints, frame: int) -> None:
        guesses = part(guessed_pose(self._live, frame), keypoints)
        if not guesses.is_empty:
            here = self.pose(frame)
            self.put(frame, with_part(here, keypoints, _filled(part(here, keypoints), guesses)))

    def _facts_around(self, keypoint: int, frame: int) -> tuple[int, int] | None:
        """Return the last frame with a fact before a frame, and the first from it on; None if one lacks."""
        track, touched = self._live.track, np.array(sorted(self._poses), dtype=np.int64)
        decided = track.visibility[:, keypoint] != Visibility.NOT_PLACED
        rows = np.searchsorted(track.frames, touched)
        stands = rows < len(track.frames)
        stands[stands] = track.frames[rows[stands]] == touched[stands]
        decided[rows[stands]] = False
        codes = [self._poses[found].visibility[keypoint] for found in touched.tolist()]
        sides: tuple[list[int], list[int]] = [], []
        for known in (track.frames[decided], touched[np.array(codes, np.int8) != Visibility.NOT_PLACED]):
            at = int(np.searchsorted(known, frame))
            sides[0].extend(known[max(at - 1, 0) : at].tolist())
            sides[1].extend(known[at : at + 1].tolist())
        return (max(sides[0]), min(sides[1])) if sides[0] and sides[1] else None


def _cut(choices: Choices, first: int, last: int) -> tuple[tuple[int, Method], ...]:
    inside = sorted(frame for frame in choices if first < frame <= last)
    return ((first, in_force(choices, first)), *((frame, choices[frame]) for frame in inside))


def _lay_choices(choices: Choices, methods: tuple[tuple[int, Method], ...], first: int, last: int) -> None:
    after = in_force(choices, last + 1)
    for frame in [frame for frame in choices if first <= frame <= last]:
        del choices[frame]
    for frame, method in methods:
        _choose(choices, frame, method)
    _choose(choices, last + 1, after)


def _part_ways(choices: Choices, around: tuple[int, int] | None) -> None:
    """Leave the span between two frames empty, if there are any."""
    if around is not None:
        left, right = around
        after = in_force(choices, right)
        _choose(choices, left, Method.NONE)
        _choose(choices, right, after)


def _choose(choices: Choices, frame: int, method: Method) -> None:
    if in_force(choices, frame) is not method:
        choices[frame] = method


def guessed_pose(live: LiveTrack, frame: int) -> Pose:
    """Return the filled-in values of a frame, pinned as the guesses they are; the rest is not placed."""
    view = view_of(live, frame)
    guessed = np.isin(view.origin, DERIVED)
    return Pose(
        positions=np.where(guessed[:, None], view.positions, np.nan),
        visibility=np.where(guessed, view.visibility, Visibility.NOT_PLACED).astype(np.int8),
        origin=np.where(guessed, Origin.MODEL, Origin.NONE).astype(np.int8),
    )


def copied(pose: Pose | None, n_keypoints: int) -> Pose:
    """Return a pose with arrays of its own; an empty one for None."""
    if pose is None:
        return Pose.empty(n_keypoints)
    return replace(
        pose,
        positions=pose.positions.copy(),
        visibility=pose.visibility.copy(),
        origin=pose.origin.copy(),
        scores=None if pose.scores is None else pose.scores.copy(),
    )


def part(pose: Pose, keypoints: Ints) -> Pose:
    """Return some keypoints of a pose, without its outline."""
    scores = None if pose.scores is None else pose.scores[keypoints]
    return Pose(pose.positions[keypoints], pose.visibility[keypoints], pose.origin[keypoints], scores)


def with_part(pose: Pose, keypoints: Ints, source: Pose) -> Pose:
    """Return a pose in which keypoints have the values of another one's n keypoints."""
    changed = copied(pose, len(pose.visibility))
    changed.positions[keypoints] = source.positions
    changed.visibility[keypoints] = source.visibility
    changed.origin[keypoints] = source.origin
    if pose.scores is None and source.scores is None:
        return changed
    scores = np.full(len(pose.visibility), np.nan) if changed.scores is None else changed.scores
    scores[keypoints] = np.nan if source.scores is None else source.scores
    return replace(changed, scores=scores)


def _filled(pose: Pose, guesses: Pose) -> Pose:
    """Return a pose with guesses where it has nothing."""
    taken: Codes = guesses.visibility
    free = np.flatnonzero((pose.visibility == Visibility.NOT_PLACED) & (taken != Visibility.NOT_PLACED))
    return with_part(pose, free, part(guesses, free))
