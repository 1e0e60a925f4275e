"""Placing through many frames: one keypoint in frame after frame, or pose after pose.

In a pass a keypoint counts as placed where a person placed it, accepted it or decided that it is absent;
what is filled in between keyframes, and what a model or a template put there, still waits for the hand. Of
whole poses, what is hidden or locked is passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from palpate.base.errors import EditRefused
from palpate.model.arrays import Bools, Codes, Ints
from palpate.model.origin import GUESSED, Origin
from palpate.model.visibility import Visibility
from palpate.session.rights import refuse_foreign
from palpate.session.selection import By, Pass
from palpate.session.session import Session


class Through(Enum):
    """Which frames a pass goes through."""

    KEYFRAMES = auto()
    EVERY = auto()
    RANGE = auto()


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a pass is.

    Attributes
    ----------
    place
        Of the present frame in the pass, from 1; 0 between its frames.
    count
        Frames of the pass.
    left
        Frames in which something is still to be placed.
    """

    place: int
    count: int
    left: int


def frames_through(session: Session, through: Through, every: int = 1) -> tuple[int, ...]:
    """Return the frames of a pass.

    Parameters
    ----------
    every
        Each so many frames one, counted from the first frame of the chosen range, or of the clip without one.

    Raises
    ------
    EditRefused
        If there are none, saying what would make some.
    """
    focus = session.selection.focus
    if through is Through.KEYFRAMES:
        found = _keyframes(session)
        if not found:
            raise EditRefused("this instance has no keyframe yet; go through every n-th frame, or a range")
        return found
    if through is Through.RANGE and focus.chosen_frames is None:
        raise EditRefused("choose a range first: Shift-drag on the ruler")
    if every < 1:
        raise EditRefused("a pass goes through every frame, or every second, third and so on")
    first, last = focus.chosen_frames or (0, session.contents.clip(focus.clip).n_frames - 1)
    return tuple(range(first, last + 1, 1 if through is Through.RANGE else every))


def begin(session: Session, by: By, frames: tuple[int, ...]) -> Pass:
    """Begin a pass, at its first frame from here on in which something is to be placed.

    Raises
    ------
    EditRefused
        If there is no keypoint to go with, the layer is somebody else's, or everything is placed.
    """
    focus = session.selection.focus
    if not focus.instance:
        raise EditRefused("add an instance first: the person, animal or object to place keypoints on")
    refuse_foreign(session, focus.layer)
    if by is By.KEYPOINT and focus.keypoint < 0:
        raise EditRefused("choose the keypoint first that shall be placed in all these frames")
    if not len(_kept(session, Pass(by, focus.clip, focus.layer, focus.instance, frames))):
        raise EditRefused("every keypoint is hidden or locked; View › Hide and lock shows and unlocks them")
    begun = Pass(by, focus.clip, focus.layer, focus.instance, frames)
    found = _next(begun, _open(session, begun), focus.frame - 1)
    if found is None:
        raise EditRefused(f"{_named(session, begun)} is placed in each of these {len(frames)} frames already")
    session.selection.put_pass(begun)
    _go(session, begun, found)
    return begun


def end(session: Session) -> None:
    """Go along a pass no more."""
    session.selection.put_pass(None)


def go_on(session: Session) -> None:
    """Go on after a decision: in the frame if it is not finished, to the next one, back for those left out.

    Where nothing is left the pass ends with a sentence, in the frame of the last placement.
    """
    course = _course(session)
    here = session.selection.focus.frame
    if here in course.frames and len(_open_in(session, course, here)):
        _go(session, course, here)
        return
    waiting = _open(session, course)
    found = _next(course, waiting, here)
    if found is None:
        name = _named(session, course)
        session.selection.put_pass(None)
        if course.by is By.FRAME:
            session.selection.move(keypoint=-1, chosen=frozenset())
        session.selection.told.emit(f"The pass is done: {name} is placed in all {len(course.frames)} frames")
        return
    if found < here:
        left = int(waiting.sum())
        session.selection.told.emit(f"Back to what was left out of the pass: {_counted(left, 'frame')}")
    _go(session, course, found)


def step(session: Session, by: int) -> None:
    """Go to the next or previous frame of the pass, placed or not.

    Raises
    ------
    EditRefused
        At either end.
    """
    course, here = _course(session), session.selection.focus.frame
    frames = np.array(course.frames)
    beyond = frames[frames > here] if by > 0 else frames[frames < here][::-1]
    if not len(beyond):
        raise EditRefused(f"this is the {'last' if by > 0 else 'first'} frame of the pass")
    session.selection.move(frame=int(beyond[min(abs(by), len(beyond)) - 1]))


def standing(session: Session) -> Standing | None:
    """Return how far the pass under way is; None without one."""
    course = session.selection.under_way
    if course is None:
        return None
    here = session.selection.focus.frame
    place = course.frames.index(here) + 1 if here in course.frames else 0
    return Standing(place, len(course.frames), int(_open(session, course).sum()))


def _course(session: Session) -> Pass:
    course = session.selection.under_way
    if course is None:
        raise EditRefused("no pass is under way")
    return course


def _open(session: Session, course: Pass) -> Bools:
    """Return ``(F,)`` whether the pass waits for anything in each of its frames."""
    frames = np.fromiter(course.frames, np.int64, len(course.frames))
    track = session.live(course.layer, course.instance).track
    waits = _waits(track.origin[:, _kept(session, course)]).any(axis=1)
    rows = np.searchsorted(track.frames, frames)
    known = np.append(track.frames, -1)[rows] == frames
    return np.asarray(np.append(waits, True)[rows] | ~known)


def _open_in(session: Session, course: Pass, frame: int) -> Ints:
    """Return the keypoints that the pass waits for in a frame."""
    pose = session.live(course.layer, course.instance).track.pose(frame)
    keypoints = _kept(session, course)
    return keypoints if pose is None else keypoints[_waits(pose.origin[keypoints])]


def _waits(origins: Codes) -> Bools:
    """Tell which values no person stands for; comparisons, for `isin` takes ten times as long."""
    waits = origins == Origin.NONE
    for guessed in GUESSED:
        waits |= origins == guessed
    return np.asarray(waits)


def _kept(session: Session, course: Pass) -> Ints:
    """Return which keypoints the pass is about, ascending."""
    if course.by is By.KEYPOINT:
        return np.array([max(session.selection.focus.keypoint, 0)])
    skeleton = session.contents.skeleton_of(course.instance)
    return np.flatnonzero(session.aside.leaves(course.instance, skeleton))


def _next(course: Pass, waiting: Bools, after: int) -> int | None:
    """Return the next frame after one with something to place, going round; None where nothing is."""
    frames = np.fromiter(course.frames, np.int64, len(course.frames))[waiting]
    if not len(frames):
        return None
    beyond = frames[frames > after]
    return int(beyond[0] if len(beyond) else frames[0])


def _go(session: Session, course: Pass, frame: int) -> None:
    """Go to a frame, and where whole poses are placed to the next keypoint that waits there."""
    if course.by is By.KEYPOINT:
        session.selection.move(frame=frame, chosen=frozenset())
        return
    focus = session.selection.focus
    waits = _open_in(session, course, frame)
    onwards = waits[waits >= focus.keypoint] if frame == focus.frame else waits
    keypoint = int(onwards[0] if len(onwards) else waits[0])
    session.selection.move(frame=frame, keypoint=keypoint, chosen=frozenset())


def _named(session: Session, course: Pass) -> str:
    if course.by is By.FRAME:
        return "every keypoint"
    keypoint = session.contents.skeleton_of(course.instance).keypoints[session.selection.focus.keypoint]
    return keypoint.called


def _keyframes(session: Session) -> tuple[int, ...]:
    focus = session.selection.focus
    if not focus.instance:
        return ()
    track = session.live(focus.layer, focus.instance).track
    decided = (track.visibility != Visibility.NOT_PLACED).any(axis=1)
    return tuple(int(frame) for frame in track.frames[decided])


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
