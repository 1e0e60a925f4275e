"""What a hand does at the focus, as one function per gesture; the window only says which."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from palpate.assist.spans import Spans
from palpate.base.errors import EditRefused
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.origin import GUESSED, Origin
from palpate.model.skeleton import Skeleton, Tiers
from palpate.model.span import Method
from palpate.model.visibility import Visibility, has_position
from palpate.session import editions
from palpate.session.calibrating.blindness import view_to_see
from palpate.session.edits import poses
from palpate.session.edits.contents import PutInstance
from palpate.session.edits.poses import PoseAt, SetValues
from palpate.session.edits.spans import SetMethod
from palpate.session.placing.guided import advance as advance
from palpate.session.placing.guided import free_keypoints as free_keypoints
from palpate.session.placing.guided import settle as settle
from palpate.session.placing.guided import step_keypoint as step_keypoint
from palpate.session.placing.locks import hidden_sentence
from palpate.session.rights import refuse_foreign
from palpate.session.session import Session
from palpate.session.skeletons.carrying import carried, waiting_at
from palpate.session.tracks import PoseView


def place(session: Session, position: Floats, visibility: Visibility, origin: object = None) -> None:
    """Place the active keypoint and go on to the next that has nothing yet.

    Parameters
    ----------
    position
        ``(2,)`` px, corner origin.
    """
    skeleton, at, keypoint = active(session)
    _refuse_tier(skeleton, visibility)
    refuse_hidden(session, np.array([keypoint]))
    commit(
        session, poses.place(at, keypoint, position, visibility, skeleton.keypoints[keypoint].called), origin
    )
    advance(session)


def set_tier(
    session: Session, visibility: Visibility, origin: object = None, *, merge: str | None = None
) -> None:
    """Flag the active keypoint; absent also advances, as a placement does.

    Parameters
    ----------
    merge
        What is said of it right after, under the same key, is one step of undo with it.

    Raises
    ------
    EditRefused
        If it has no position yet and the tier needs one, or the skeleton has no such tier.
    """
    skeleton, at, keypoint = active(session)
    _refuse_tier(skeleton, visibility)
    label = skeleton.keypoints[keypoint].called
    view = current_view(session)
    if visibility is Visibility.ABSENT:
        commit(session, poses.decide_absent(at, keypoint, label), origin)
        advance(session)
        return
    if not has_position(view.visibility[keypoint]):
        raise EditRefused(f"place {label} first; then say how visible it is")
    edit = poses.flag(at, keypoint, view.positions[keypoint], visibility, label)
    commit(session, replace(edit, merge_key=merge), origin, waiting=still_waiting(session))


def clear(session: Session, origin: object = None) -> None:
    """Take the active and chosen keypoints back to *not placed*."""
    skeleton, at, _ = active(session)
    keypoints = chosen_keypoints(session)
    commit(session, poses.clear(at, keypoints, named(skeleton, keypoints)), origin)


def move(
    session: Session, keypoints: Ints, positions: Floats, origin: object = None, *, nudge: bool = False
) -> None:
    """Move keypoints to positions ``(n, 2)`` px; a nudge merges with the one before it.

    One alone is placed by hand then; of several the guesses stay guesses, and what has to be placed anew has
    to be still.
    """
    skeleton, at, _ = active(session)
    refuse_hidden(session, keypoints)
    view = current_view(session)
    tiers, before = view.visibility[keypoints], view.origin[keypoints]
    verb = "Nudge" if nudge else "Move"
    merge = f"nudge {at.layer} {at.instance} {at.frame} {keypoints.tolist()}" if nudge else None
    title = f"{verb} {named(skeleton, keypoints)}"
    edit = poses.move(at, keypoints, positions, tiers, title=title, merge=merge, before=before)
    commit(session, edit, origin, waiting=still_waiting(session) if len(keypoints) > 1 else None)


def nudge(session: Session, by: tuple[float, float], origin: object = None) -> None:
    """Shift the active and chosen keypoints by some px; those without a position stay without.

    Of several, those that are hidden or locked stay where they are.
    """
    keypoints = chosen_keypoints(session)
    view = current_view(session)
    keypoints = keypoints[has_position(view.visibility[keypoints])]
    if not len(keypoints):
        raise EditRefused("there is no placed keypoint to nudge; place it first")
    keypoints = spared(session, keypoints)
    move(session, keypoints, view.positions[keypoints] + np.array(by), origin, nudge=True)


def accept(session: Session, origin: object = None) -> int:
    """Pin the guesses of the chosen keypoints, or of the whole pose; returns how many.

    Guesses are what was filled in between keyframes and what no person placed: a model, a template.
    """
    view = current_view(session)
    guessed = np.flatnonzero(np.isin(view.origin, GUESSED))
    if session.selection.focus.chosen:
        guessed = np.intersect1d(guessed, chosen_keypoints(session))
    else:
        guessed = guessed[~_locked(session)[guessed]]
    if not len(guessed):
        raise EditRefused("there is no guess here to accept")
    _, at = addressed(session)
    edit = poses.accept(at, guessed, view.positions[guessed], view.visibility[guessed])
    commit(session, edit, origin, waiting=still_waiting(session))
    return len(guessed)


def add_instance(session: Session, skeleton: str, name: str = "", origin: object = None) -> Instance:
    """Add an instance to the clip and make it the active one, at its first keypoint."""
    clip = session.selection.focus.clip
    if not clip:
        raise EditRefused("open a clip first")
    instance = editions.new_instance(session.contents, clip, skeleton, name)
    session.do(PutInstance(f"Add {instance.name}", instance), origin)
    session.selection.move(instance=instance.id, keypoint=0, chosen=frozenset())
    return instance


def current_view(session: Session) -> PoseView:
    """Return what stands at the focus, as far as this person may see it."""
    focus = session.selection.focus
    return view_to_see(session, focus.layer, focus.instance, focus.frame)


def sample_aspect(session: Session) -> tuple[int, int]:
    """Return width to height of a displayed pixel of the clip in hand; square where none is."""
    clip = session.selection.focus.clip
    return session.contents.clip(clip).sample_aspect if clip else (1, 1)


def chosen_keypoints(session: Session) -> Ints:
    """Return the active and chosen keypoints, ascending."""
    focus = session.selection.focus
    active = {focus.keypoint} if focus.keypoint >= 0 else set()
    return np.array(sorted(focus.chosen | active), dtype=np.int64)


def addressed(session: Session) -> tuple[Skeleton, PoseAt]:
    """Return skeleton and address of the pose in hand.

    Raises
    ------
    EditRefused
        If there is none, or its layer is somebody else's.
    """
    focus = session.selection.focus
    if not focus.layer:
        raise EditRefused("choose a layer first")
    if not focus.instance:
        raise EditRefused("add an instance first: the person, animal or object to place keypoints on")
    refuse_foreign(session, focus.layer)
    at = session.pose_at(focus.layer, focus.instance, focus.frame)
    return session.contents.skeleton_of(focus.instance), at


def commit(session: Session, edit: SetValues, origin: object, *, waiting: Bools | None = None) -> None:
    """Commit values; what a consultant places by hand in a gold layer is gold.

    Parameters
    ----------
    waiting
        ``(K,)`` which labels have to be placed anew after it as well; None where this places them.
    """
    if session.contents.layer(edit.at.layer).kind is LayerKind.GOLD:
        made = np.isin(edit.origin, (Origin.HAND, Origin.ACCEPTED))
        edit = replace(edit, origin=np.where(made, Origin.GOLD, edit.origin).astype(np.int8))
    session.do(carried(session, edit, waiting), origin)


def still_waiting(session: Session) -> Bools:
    """Return ``(K,)`` which labels in hand have to be placed anew, for what changes more than one of them."""
    focus = session.selection.focus
    return waiting_at(session, focus.layer, focus.instance, focus.frame)


def active(session: Session) -> tuple[Skeleton, PoseAt, int]:
    """Return skeleton, address and index of the active keypoint; EditRefused if there is none."""
    skeleton, at = addressed(session)
    if session.selection.focus.keypoint < 0:
        raise EditRefused("no keypoint is active; choose one in the list")
    return skeleton, at, session.selection.focus.keypoint


def _refuse_tier(skeleton: Skeleton, visibility: Visibility) -> None:
    if visibility is Visibility.CERTAIN and skeleton.tiers is not Tiers.FOUR:
        raise EditRefused(f"{skeleton.name} has no tier for certain despite occlusion; use occluded")


def refuse_hidden(session: Session, keypoints: Ints) -> None:
    """Raise EditRefused where all of it is hidden: a hand must see what it does."""
    skeleton = session.contents.skeleton_of(session.selection.focus.instance)
    if len(keypoints) and hidden(session)[keypoints].all():
        raise EditRefused(hidden_sentence(skeleton.keypoints[int(keypoints[0])].label, len(keypoints) - 1))


def spared(session: Session, keypoints: Ints) -> Ints:
    """Return what a hand may change of some keypoints; all of them where that is nothing, to be refused."""
    free = free_keypoints(session, session.selection.focus.instance)[keypoints]
    return keypoints[free] if free.any() else keypoints


def hidden(session: Session) -> Bools:
    """Return ``(K,)`` which keypoints of the active instance are hidden."""
    instance = session.selection.focus.instance
    return session.aside.hidden.of(instance, session.contents.skeleton_of(instance))


def _locked(session: Session) -> Bools:
    instance = session.selection.focus.instance
    return session.aside.locked.of(instance, session.contents.skeleton_of(instance))


def named(skeleton: Skeleton, keypoints: Ints) -> str:
    """Name one keypoint, or count several."""
    if len(keypoints) == 1:
        return skeleton.keypoints[int(keypoints[0])].called
    return f"{len(keypoints)} keypoints"


def rename_instance(session: Session, instance: Instance, name: str, origin: object = None) -> None:
    """Give an instance another name."""
    session.do(PutInstance(f"Rename {instance.name}", replace(instance, name=name)), origin)


def fill_by(
    session: Session, method: Method, window: tuple[int, int] | None = None, origin: object = None
) -> int:
    """Choose how spans of the instance are filled and return how many those are.

    Parameters
    ----------
    window
        Only spans with a frame in it (first, and one past the last); all spans if None. Chosen keypoints
        narrow it further.
    """
    _, at = addressed(session)
    spans = _spans_meant(session, window)
    starts, after = session.live(at.layer, at.instance).choices(spans)
    session.do(SetMethod(at.layer, at.instance, starts, method, after), origin)
    return len(spans)


def follow_picture(session: Session, window: tuple[int, int] | None = None, origin: object = None) -> int:
    """Let the spans that do not ask the picture so far be fused with it; returns how many those are."""
    _, at = addressed(session)
    live = session.live(at.layer, at.instance)
    spans = _spans_meant(session, window)
    spans = spans.pick(~live.by_method(spans, Method.FUSED, Method.FLOW))
    if len(spans):
        starts, after = live.choices(spans)
        session.do(SetMethod(at.layer, at.instance, starts, Method.FUSED, after), origin)
    return len(spans)


def _spans_meant(session: Session, window: tuple[int, int] | None) -> Spans:
    _, at = addressed(session)
    spans = session.live(at.layer, at.instance).all_spans(window)
    if session.selection.focus.chosen:
        spans = spans.pick(np.isin(spans.keypoint, chosen_keypoints(session)))
    else:
        spans = spans.pick(~_locked(session)[spans.keypoint])
    if not len(spans):
        raise EditRefused("there is nothing between two keyframes to fill")
    return spans


def choose(session: Session, instance: str, keypoint: int, *, extend: bool = False) -> None:
    """Make a keypoint active; with ``extend`` it joins the chosen ones of the same instance, or leaves."""
    focus = session.selection.focus
    if not extend or instance != focus.instance:
        session.selection.move(instance=instance, keypoint=keypoint, chosen=frozenset())
        return
    group = focus.chosen | ({focus.keypoint} - {-1})
    group ^= {keypoint}
    active = keypoint if keypoint in group else focus.keypoint
    if active not in group:
        active = max(group, default=-1)
    session.selection.move(keypoint=active, chosen=group if len(group) > 1 else frozenset())


def choose_instance(session: Session, instance: str) -> None:
    """Make an instance active, at its first keypoint that nothing is decided about here."""
    if instance != session.selection.focus.instance:
        session.selection.move(instance=instance, keypoint=-1, chosen=frozenset())
        if session.selection.focus.keypoint < 0:  # who listened may have led the hand already
            advance(session)
