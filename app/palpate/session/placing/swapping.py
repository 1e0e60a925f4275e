"""Exchanging sides or identities, and taking values away, in this frame or over the chosen range."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from palpate.base.errors import EditRefused
from palpate.model.arrays import Ints
from palpate.model.instance import Instance
from palpate.model.pose import Pose
from palpate.model.span import Method
from palpate.model.visibility import Visibility
from palpate.session.edits.poses import PoseAt
from palpate.session.edits.ranges import PutPoses, SpanChoice
from palpate.session.placing import gestures
from palpate.session.placing.draft import Draft, Stretch, copied, guessed_pose, part, with_part
from palpate.session.session import Session
from palpate.session.skeletons.carrying import Whence, carried_with, themselves


def frames_meant(session: Session) -> tuple[int, int]:
    """Return the first and last frame that a command is about: the chosen range, or the frame in hand."""
    focus = session.selection.focus
    return focus.chosen_frames or (focus.frame, focus.frame)


def refuse_elsewhere(session: Session) -> None:
    """Refuse what would change a chosen range that the frame in hand is not in: nobody would see it.

    Raises
    ------
    EditRefused
    """
    frame, (first, last) = session.selection.focus.frame, frames_meant(session)
    if not first <= frame <= last:
        raise EditRefused(
            f"frames {first} to {last} are chosen and frame {frame} is not one of them; "
            "go there, or clear the range"
        )


def swap_sides(session: Session, origin: object = None) -> int:
    """Exchange left and right of the pose, or of the pairs of which a keypoint is chosen.

    It is done in every frame of the chosen range, or in the frame in hand; returns how many pairs.

    Raises
    ------
    EditRefused
        If there is no pair, or nothing stands on any of them in these frames.
    """
    skeleton, at = gestures.addressed(session)
    mirror = skeleton.mirror_indices
    meant = _meant(session, len(skeleton))
    pairs = np.unique(np.concatenate([meant, mirror[meant]]))
    pairs = pairs[mirror[pairs] != pairs]
    if not len(pairs):
        raise EditRefused("there is no left and right among these keypoints")
    draft, other = Draft(session.live(at.layer, at.instance)), mirror[pairs]
    first, last = frames_meant(session)
    if session.selection.focus.chosen_frames is None:
        source = part(_standing(session, at), other)
        _refuse_nothing(source.is_empty, first, last)
        draft.put(first, with_part(draft.pose(first), pairs, source))
    else:
        stretch = draft.lifted(other, first, last)
        _refuse_nothing(stretch.is_empty, first, last)
        draft.lay(pairs, stretch, first, last)
    sides = np.arange(len(skeleton))
    sides[pairs] = other

    def whence(instance: str, frame: int) -> tuple[str, int, Ints]:
        return instance, frame, sides if first <= frame <= last else np.arange(len(skeleton))

    title = f"Swap left and right {_over(first, last)}"
    _commit(session, title, {at.instance: draft}, origin, whence)
    return len(pairs) // 2


def instances_to_swap(session: Session) -> tuple[Instance, ...]:
    """Return the other instances of the clip with the same skeleton as the one in hand."""
    focus, contents = session.selection.focus, session.contents
    if not focus.instance:
        return ()
    skeleton = contents.instance(focus.instance).skeleton
    known = contents.instances_of(focus.clip)
    return tuple(found for found in known if found.skeleton == skeleton and found.id != focus.instance)


def swap_identity(session: Session, other: str, origin: object = None) -> None:
    """Exchange everything of the instance in hand and another one: keypoints, outlines, filling.

    It is done in every frame of the chosen range, or in the frame in hand.

    Raises
    ------
    EditRefused
        If they have different skeletons, or one of them has nothing in these frames.
    """
    skeleton, at = gestures.addressed(session)
    if other not in {found.id for found in instances_to_swap(session)}:
        raise EditRefused("only another instance of this clip with the same skeleton can be swapped with")
    first, last = frames_meant(session)
    drafts = {name: Draft(session.live(at.layer, name)) for name in (at.instance, other)}
    everything = np.arange(len(skeleton))
    for name in drafts:
        if not _stands_somewhere(session, replace(at, instance=name), everything):
            found = session.contents.instance(name).name
            raise EditRefused(f"{found} has nothing {_over(first, last)}; choose frames that both are in")
    if session.selection.focus.chosen_frames is None:
        there = replace(at, instance=other)
        standing = [_standing(session, at), _standing(session, there)]
        drafts[at.instance].put(first, standing[1])
        drafts[other].put(first, standing[0])
    else:
        lifted = [draft.lifted(everything, first, last) for draft in drafts.values()]
        for draft, stretch in zip(drafts.values(), reversed(lifted), strict=True):
            draft.lay(everything, stretch, first, last)
        _swap_outlines(session, at, drafts, (first, last))
    names = " and ".join(session.contents.instance(name).name for name in drafts)
    partner = {at.instance: other, other: at.instance}

    def whence(instance: str, frame: int) -> tuple[str, int, Ints]:
        return partner[instance] if first <= frame <= last else instance, frame, everything

    _commit(session, f"Swap {names} {_over(first, last)}", drafts, origin, whence)


def clear_pose(session: Session, origin: object = None) -> int:
    """Take every keypoint of the pose in hand, or the chosen ones, back to *not placed*.

    Its outline stays. Returns how many had a value; what lies between keyframes is filled in again.
    """
    skeleton, at = gestures.addressed(session)
    live = session.live(at.layer, at.instance)
    meant = _meant(session, len(skeleton))
    stored = copied(live.track.pose(at.frame), len(skeleton))
    placed = meant[stored.visibility[meant] != Visibility.NOT_PLACED]
    if not len(placed):
        raise EditRefused("nothing is placed in this frame; guesses go with their keyframes")
    draft = Draft(live)
    draft.put(at.frame, with_part(stored, placed, Pose.empty(len(placed))))
    _commit(session, f"Clear {gestures.named(skeleton, placed)}", {at.instance: draft}, origin)
    return len(placed)


def clear_frames(session: Session, origin: object = None) -> int:
    """Leave the chosen range without any value of the pose, or of the chosen keypoints: a gap.

    What is filled in on both sides of the range stays as it is. Returns the number of frames.

    Raises
    ------
    EditRefused
        If no range is chosen, or nothing stands in it.
    """
    skeleton, at = gestures.addressed(session)
    if session.selection.focus.chosen_frames is None:
        raise EditRefused("choose a range of frames first")
    first, last = frames_meant(session)
    draft, meant = Draft(session.live(at.layer, at.instance)), _meant(session, len(skeleton))
    stands = _stands_somewhere(session, at, meant)
    _refuse_nothing(not stands, first, last)
    draft.lay(meant, Stretch({}, ((),) * len(meant)), first, last)
    title = f"Clear {gestures.named(skeleton, meant)} {_over(first, last)}"
    _commit(session, title, {at.instance: draft}, origin)
    return last - first + 1


def empty_span(session: Session, origin: object = None) -> int:
    """Leave the spans around the frame in hand empty; returns how many those are."""
    frame = session.selection.focus.frame
    return gestures.fill_by(session, Method.NONE, (frame, frame + 1), origin)


def _meant(session: Session, n_keypoints: int) -> Ints:
    """Return the chosen keypoints, or all of the pose if there are no further ones beside the active."""
    if session.selection.focus.chosen:
        return gestures.chosen_keypoints(session)
    return np.arange(n_keypoints)


def _standing(session: Session, at: PoseAt) -> Pose:
    """Return facts and guesses of a frame; a guess that changes its place is still one."""
    live = session.live(at.layer, at.instance)
    stored = copied(live.track.pose(at.frame), at.n_keypoints)
    guesses = guessed_pose(live, at.frame)
    free = np.flatnonzero(guesses.visibility != Visibility.NOT_PLACED)
    return with_part(stored, free, part(guesses, free))


def _stands_somewhere(session: Session, at: PoseAt, keypoints: Ints) -> bool:
    """Tell whether any of the keypoints has a value in the frames that are meant."""
    first, last = frames_meant(session)
    resolved = session.live(at.layer, at.instance).resolved
    rows = slice(max(first - resolved.start, 0), max(last + 1 - resolved.start, 0))
    return bool((resolved.visibility[rows][:, keypoints] != Visibility.NOT_PLACED).any())


def _swap_outlines(session: Session, at: PoseAt, drafts: dict[str, Draft], frames: tuple[int, int]) -> None:
    shapes = [session.live(at.layer, name).track.shapes for name in drafts]
    first, second = drafts.values()
    for frame in sorted({*shapes[0], *shapes[1]}):
        if frames[0] <= frame <= frames[1]:
            first.put(frame, replace(first.pose(frame), shape=shapes[1].get(frame)))
            second.put(frame, replace(second.pose(frame), shape=shapes[0].get(frame)))


def _commit(
    session: Session,
    title: str,
    drafts: dict[str, Draft],
    origin: object,
    whence: Whence | None = None,
) -> None:
    """Commit drafts; labels come from where they are unless it is said whence."""
    layer = session.selection.focus.layer
    poses: list[tuple[PoseAt, Pose]] = []
    spans: list[SpanChoice] = []
    for instance, draft in drafts.items():
        poses += [(session.pose_at(layer, instance, frame), pose) for frame, pose in draft.changed()]
        spans += draft.choices(layer, instance)
    edit = PutPoses(title, tuple(poses), tuple(spans))
    n_keypoints = len(session.contents.skeleton_of(next(iter(drafts))))
    session.do(carried_with(session, edit, whence or themselves(n_keypoints)), origin)


def _refuse_nothing(nothing: bool, first: int, last: int) -> None:
    if nothing:
        raise EditRefused(f"nothing stands on these keypoints {_over(first, last)}")


def _over(first: int, last: int) -> str:
    return f"in frame {first}" if first == last else f"in frames {first} to {last}"
