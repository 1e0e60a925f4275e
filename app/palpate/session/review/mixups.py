"""What seems to be mixed up in a clip: looking for it as a job, putting it right, calling it fine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from palpate.assist.mixups import Labelled, find_mixups
from palpate.base.errors import EditRefused
from palpate.base.progress import Progress
from palpate.model.arrays import Ints
from palpate.model.mixup import Mixup, MixupKind
from palpate.model.origin import is_fact
from palpate.model.pose import Pose
from palpate.model.ruling import Ruling, Verdict
from palpate.model.visibility import Visibility, has_position
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.edits.poses import PoseAt
from palpate.session.edits.ranges import PutPoses
from palpate.session.edits.rulings import Settle
from palpate.session.filling.beside import keyframes_beside, put_where_led
from palpate.session.frames.scenes import seen_cuts
from palpate.session.jobs import Job
from palpate.session.marking import notes
from palpate.session.placing.draft import Draft, Stretch, copied, part, with_part
from palpate.session.rights import refuse_foreign
from palpate.session.session import Session
from palpate.session.skeletons.carrying import Whence, carried_with, themselves

SWAPPED = (MixupKind.SIDES, MixupKind.LIMB, MixupKind.IDENTITY)
"""Kinds that an exchange puts right."""


@dataclass(frozen=True, slots=True)
class FoundMixup:
    """A finding with the ids and names that people know.

    Attributes
    ----------
    other
        Id of the instance that it is exchanged with; empty without one.
    """

    layer: str
    clip: str
    instance: str
    instance_name: str
    mixup: Mixup
    other: str = ""
    other_name: str = ""

    @property
    def swaps(self) -> bool:
        """Whether an exchange would put it right."""
        return self.mixup.kind in SWAPPED


@dataclass(frozen=True, slots=True)
class _Looked:
    layer: str
    clip: str
    instances: tuple[str, ...]


# ---- looking -------------------------------------------------------------------------------------------


def look_for_mixups(
    session: Session, layer: str, clip: str, progress: Progress | None = None
) -> list[FoundMixup]:
    """Look through the facts of a layer in a clip, and wait; without what was called fine.

    Surest first; keyframes beside where the picture leads follow, the farthest first.
    """
    looked, look = _prepared(session, layer, clip)
    return _named(session, looked, look(progress or Progress()))


def start_looking(session: Session, layer: str, clip: str, then: Callable[[list[FoundMixup]], None]) -> Job:
    """Look in the background; ``then`` is given what was found, on the thread that owns the session.

    Raises
    ------
    EditRefused
        If nothing is labelled in the clip.
    """
    looked, look = _prepared(session, layer, clip)
    if not looked.instances:
        raise EditRefused("nothing is placed in this clip yet; there is nothing to mix up")
    name = session.contents.clip(clip).name
    return session.jobs.start(
        f"Looking for mix-ups in {name}", look, lambda found: then(_named(session, looked, found))
    )


def _prepared(session: Session, layer: str, clip: str) -> tuple[_Looked, Callable[[Progress], list[Mixup]]]:
    here = {found.id for found in session.contents.instances_of(clip)}
    instances = tuple(found for found in session.project.labelled_instances(layer) if found in here)
    labelled = [_facts(session, layer, instance) for instance in instances]
    known = session.contents.clip(clip)
    cuts, repeats = seen_cuts(session, known), session.media.marks.of(known).duplicates().tolist()
    fps = known.capture_fps or known.fps or 1.0
    beside = [
        replace(one, instance=n)
        for n, instance in enumerate(instances)
        for one in keyframes_beside(live_to_see(session, layer, instance))
    ]
    beside.sort(key=lambda one: -one.evidence["beside_px"])

    def look(progress: Progress) -> list[Mixup]:
        found = find_mixups(labelled, fps=fps, cuts=cuts, repeats=repeats, progress=progress)
        return found + _others(beside, found)

    return _Looked(layer, clip, instances), look


def _others(beside: Sequence[Mixup], found: Sequence[Mixup]) -> list[Mixup]:
    """Return the keyframes beside the body that no other finding is about."""

    def is_about(mixup: Mixup, one: Mixup) -> bool:
        return one.instance in (mixup.instance, mixup.other) and any(
            first <= one.first <= last and one.keypoints[0] in keypoints
            for first, last, keypoints in mixup.pieces
        )

    return [one for one in beside if not any(is_about(mixup, one) for mixup in found)]


def _facts(session: Session, layer: str, instance: str) -> Labelled:
    """Return a copy: a job must not see what a hand does meanwhile."""
    live = live_to_see(session, layer, instance)
    track = live.track
    placed = has_position(track.visibility) & is_fact(track.origin)
    return Labelled(live.skeleton, track.frames.copy(), np.where(placed[..., None], track.positions, np.nan))


def _named(session: Session, looked: _Looked, found: Sequence[Mixup]) -> list[FoundMixup]:
    known = {instance.id: instance.name for instance in session.contents.instances}
    named = []
    for mixup in found:
        instance = looked.instances[mixup.instance]
        other = looked.instances[mixup.other] if mixup.other >= 0 else ""
        if instance in known and (not other or other in known):
            names = known[instance], known.get(other, "")
            named.append(FoundMixup(looked.layer, looked.clip, instance, names[0], mixup, other, names[1]))
    return still_open(session, named)


def still_open(session: Session, found: Sequence[FoundMixup]) -> list[FoundMixup]:
    """Return the findings that nobody has called fine as the labels stand now."""
    if not found:
        return []
    fine = {
        (r.instance, r.kind, r.keypoint, r.frame, r.stop, r.standing)
        for r in session.project.rulings(found[0].layer)
        if r.verdict is Verdict.FINE
    }
    open_ = []
    for one in found:
        ruling = _ruling(session, one)
        key = (
            ruling.instance,
            ruling.kind,
            ruling.keypoint,
            ruling.frame,
            ruling.stop,
            ruling.standing,
        )
        if key not in fine:
            open_.append(one)
    return open_


# ---- putting right -------------------------------------------------------------------------------------


def repair(session: Session, found: FoundMixup, origin: object = None) -> None:
    """Put a finding right: exchanged back, put where the picture leads, or its keyframes removed.

    Raises
    ------
    EditRefused
        If what stands there is something else by now.
    """
    if found.swaps:
        swap_back(session, found, origin)
    elif found.mixup.kind is MixupKind.BESIDE:
        put_where_led(session, found.layer, found.instance, found.mixup, origin)
    else:
        remove_keyframes(session, found, origin)


def swap_back(session: Session, found: FoundMixup, origin: object = None) -> None:
    """Exchange what a finding says is exchanged, in every keyframe of its frames.

    Only facts change places: what is filled in before and after glides to the wrong ones, and is filled in
    anew. That is why the range is not cut out of what surrounds it, as it is for a range that a person chose.

    Raises
    ------
    EditRefused
        If it is no exchange, or nothing stands there any more.
    """
    refuse_foreign(session, found.layer)
    if not found.swaps:
        raise EditRefused("nothing is exchanged here; leave a gap, or place it anew")
    if found.mixup.kind is MixupKind.IDENTITY:
        poses = _identities_back(session, found)
        title = f"Swap {found.instance_name} and {found.other_name}"
    else:
        poses = _sides_back(session, found)
        title = f"Swap left and right of {found.instance_name}"
    if not poses:
        raise EditRefused("nothing stands there any more; look for mix-ups again")
    edit = PutPoses(f"{title} {_over(found.mixup)}", tuple(poses))
    session.do(carried_with(session, edit, _whence(session, found)), origin)


def remove_keyframes(session: Session, found: FoundMixup, origin: object = None) -> int:
    """Take the keyframes of a finding away: what stands before and after fills the place of them.

    Returns how many there were.

    Raises
    ------
    EditRefused
        If none is left.
    """
    refuse_foreign(session, found.layer)
    draft, taken = Draft(live_to_see(session, found.layer, found.instance)), 0
    for first, last, keypoints in found.mixup.pieces:
        chosen: Ints = np.array(keypoints)
        for frame in _frames_of(session, found.layer, found.instance, first, last):
            pose = draft.pose(frame)
            taken += int((pose.visibility[chosen] != Visibility.NOT_PLACED).sum())
            nothing = Pose.empty(len(pose.visibility))
            draft.put(frame, with_part(pose, chosen, part(nothing, chosen)))
    if not taken:
        raise EditRefused("nothing stands there any more; look for mix-ups again")
    poses = [(session.pose_at(found.layer, found.instance, f), pose) for f, pose in draft.changed()]
    session.do(PutPoses(f"Remove keyframes {_over(found.mixup)}", tuple(poses)), origin)
    return taken


def leave_gap(session: Session, found: FoundMixup, origin: object = None) -> None:
    """Take the keypoints of a finding away over its frames, and leave them empty there.

    Raises
    ------
    EditRefused
        If nothing stands there any more.
    """
    refuse_foreign(session, found.layer)
    live = live_to_see(session, found.layer, found.instance)
    draft = Draft(live)
    for first, last, keypoints in found.mixup.pieces:
        draft.lay(np.array(keypoints), Stretch({}, ((),) * len(keypoints)), first, last)
    poses = [(session.pose_at(found.layer, found.instance, f), pose) for f, pose in draft.changed()]
    if not poses:
        raise EditRefused("nothing stands there any more; look for mix-ups again")
    spans = tuple(draft.choices(found.layer, found.instance))
    edit = PutPoses(f"Clear what is mixed up {_over(found.mixup)}", tuple(poses), spans)
    session.do(carried_with(session, edit, themselves(len(live.skeleton))), origin)


def mark_for_review(session: Session, found: FoundMixup, words: str, origin: object = None) -> None:
    """Flag its first frame, with words for whoever looks at it later."""
    notes.set_flag(session, words, replace(session.selection.focus, frame=found.mixup.first), origin)


def call_fine(session: Session, found: FoundMixup, origin: object = None) -> None:
    """Say that nothing is mixed up here; it comes back only if the labels change."""
    refuse_foreign(session, found.layer)
    session.do(Settle(f"No mix-up {_over(found.mixup)}", (_ruling(session, found),)), origin)


def take_up(session: Session, found: FoundMixup) -> None:
    """Go there: its first frame, its keypoints and frames chosen."""
    mixup = found.mixup
    everything = len(mixup.keypoints) == len(session.contents.skeleton_of(found.instance))
    session.selection.move(
        clip=found.clip,
        layer=found.layer,
        instance=found.instance,
        frame=mixup.first,
        keypoint=mixup.keypoints[0],
        chosen=frozenset() if everything else frozenset(mixup.keypoints),
        chosen_frames=(mixup.first, mixup.last),
    )


def _sides_back(session: Session, found: FoundMixup) -> list[tuple[PoseAt, Pose]]:
    live = live_to_see(session, found.layer, found.instance)
    keypoints: Ints = np.array(found.mixup.keypoints)
    mirror = live.skeleton.mirror_indices[keypoints]
    draft = Draft(live)
    for frame in _frames_of(session, found.layer, found.instance, found.mixup.first, found.mixup.last):
        pose = draft.pose(frame)
        draft.put(frame, with_part(pose, keypoints, part(copied(pose, len(pose.visibility)), mirror)))
    return [(session.pose_at(found.layer, found.instance, f), pose) for f, pose in draft.changed()]


def _whence(session: Session, found: FoundMixup) -> Whence:
    """Return where labels come from when a finding is exchanged."""
    skeleton = session.contents.skeleton_of(found.instance)
    keypoints, sides = np.arange(len(skeleton)), np.arange(len(skeleton))
    if found.mixup.kind is MixupKind.IDENTITY:
        partner = {found.instance: found.other, found.other: found.instance}
        return lambda instance, frame: (partner[instance], frame, keypoints)
    chosen = np.array(found.mixup.keypoints)
    sides[chosen] = skeleton.mirror_indices[chosen]
    return lambda instance, frame: (instance, frame, sides)


def _identities_back(session: Session, found: FoundMixup) -> list[tuple[PoseAt, Pose]]:
    both = (found.instance, found.other)
    lives = {name: live_to_see(session, found.layer, name) for name in both}
    first, last = found.mixup.first, found.mixup.last
    frames = {f for name in both for f in _frames_of(session, found.layer, name, first, last)}
    poses = []
    for name, other in (both, both[::-1]):
        for frame in sorted(frames):
            given = copied(lives[other].track.pose(frame), len(lives[other].skeleton))
            poses.append((session.pose_at(found.layer, name, frame), replace(given)))
    return poses


def _frames_of(session: Session, layer: str, instance: str, first: int, last: int) -> list[int]:
    frames = live_to_see(session, layer, instance).track.frames
    inside: list[int] = frames[(frames >= first) & (frames <= last)].tolist()
    return inside


def _ruling(session: Session, found: FoundMixup) -> Ruling:
    mixup, live = found.mixup, live_to_see(session, found.layer, found.instance)
    keypoints = ",".join(live.skeleton.names[k] for k in mixup.keypoints)
    return Ruling(
        found.layer,
        found.instance,
        mixup.kind.value,
        keypoints,
        mixup.first,
        mixup.last + 1,
        _standing(session, found),
        Verdict.FINE,
        mixup.confidence,
    )


def _standing(session: Session, found: FoundMixup) -> bytes:
    """Return a digest of the facts that a finding is about, and of those just before and behind them."""
    digest = hashlib.sha256()
    for instance in filter(None, (found.instance, found.other)):
        track = live_to_see(session, found.layer, instance).track
        first, stop = np.searchsorted(track.frames, (found.mixup.first, found.mixup.last + 1))
        rows = slice(max(int(first) - 1, 0), int(stop) + 1)
        chosen = track.positions[rows][:, list(found.mixup.keypoints)]
        digest.update(track.frames[rows].tobytes() + np.ascontiguousarray(chosen).tobytes())
    return digest.digest()


def _over(mixup: Mixup) -> str:
    if mixup.first == mixup.last:
        return f"in frame {mixup.first}"
    return f"in frames {mixup.first} to {mixup.last}"
