"""Which frame is due when: playing without a clock or a screen of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from palpate.model.clip import Clip
from palpate.session.frames.rhythm import Rhythm
from palpate.session.selection import Focus

SPEEDS = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Multiples of the capture's real time."""

PATIENCE_S = 2.0
"""How long a picture may be on its way before playing is given up."""

_HIGH_SPEED_FPS = 100.0
_UNKNOWN_FPS = 25.0
_MADE_UP_S = 0.1  # lateness beyond it is let go of: making it up would be a rush after every stumble
_LONGEST_S = 10.0  # a gap in the time stamps may be absurd
_PUNCTUAL_S = 0.005
_LOOK_S = 1.0

Moment = Callable[[int], float | None]
"""Seconds of capture time of a frame; None where nobody can know."""


@dataclass(frozen=True, slots=True)
class Course:
    """What is played, and how.

    Attributes
    ----------
    first, last
        Frames that it stays between, both included.
    rate
        Frames per second of capture time, where the frames' own times are not known.
    speed
        Multiple of real time.
    """

    first: int
    last: int
    rate: float
    speed: float
    backwards: bool = False
    loops: bool = False

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.last if self.backwards else self.first

    @property
    def end(self) -> int:
        """Where it ends, or begins anew."""
        return self.first if self.backwards else self.last

    @property
    def sign(self) -> int:
        """Which way."""
        return -1 if self.backwards else 1

    @property
    def wanted(self) -> float:
        """Frames of the clip that shall go by in a second."""
        return self.rate * self.speed


@dataclass(frozen=True, slots=True)
class Pace:
    """How it has gone for about a second.

    Attributes
    ----------
    wanted, covered
        Frames of the clip per second that should have gone by, and that did.
    shown
        Pictures per second.
    stride
        One frame of so many is shown.
    """

    speed: float
    backwards: bool
    wanted: float
    covered: float
    shown: float
    stride: int

    @property
    def held(self) -> bool:
        """Whether the speed was reached."""
        return self.covered >= 0.95 * self.wanted


class Playback:
    """Playing as a plan: it is told the time, and that a picture is on the screen.

    Up to real time every frame is shown, however long that takes. Above it one frame of `stride` is shown.

    Parameters
    ----------
    frame
        What is on the screen.
    now
        Seconds of any clock that never goes back, here and everywhere.
    """

    def __init__(self, course: Course, moment: Moment, *, frame: int, now: float) -> None:
        self._course = course
        self._moment = moment
        self._frame = frame
        self._due = now
        self._asked: float | None = None
        self._step = 0
        self._began = now
        self._took: float | None = None
        self._rhythm = Rhythm(course.wanted)
        self._begin_look(now)
        self.ended = False

    @property
    def course(self) -> Course:
        """What is played."""
        return self._course

    @property
    def frame(self) -> int:
        """What was asked for last."""
        return self._frame

    @property
    def stride(self) -> int:
        """Frames from one picture to the next."""
        return 1 if self._course.speed <= 1.0 else self._rhythm.stride

    @property
    def travelling(self) -> int:
        """Frames from one picture to the next, negative backwards."""
        return self._course.sign * self.stride

    def turn(self, course: Course) -> None:
        """Play otherwise from now on."""
        if course.wanted != self._course.wanted:
            self._rhythm = Rhythm(course.wanted)
        self._course = course
        self.ended = False

    def follow(self, frame: int, now: float) -> None:
        """Go on from a frame that somebody else went to."""
        self._frame, self._asked, self._due = frame, now, now
        self._step = 0

    def restart(self, now: float) -> int | None:
        """Return where to begin if not here: behind the end, or outside of what is looped."""
        course = self._course
        inside = course.first <= self._frame <= course.last
        if inside and (self._frame != course.end or course.first == course.last):
            return None
        self.follow(course.start, now)
        return course.start

    def next(self, now: float) -> int | None:
        """Return the frame to ask for now; None if none is due, or if one is still on its way."""
        if self._asked is not None or now < self._due or self.ended:
            return None
        target = self._target()
        if target is None:
            self.ended = True
            return None
        if self._took is not None:
            # Behind time, what the window did after the picture counts as well.
            self._rhythm.took(now - self._began if now > self._due + _PUNCTUAL_S else self._took)
            self._took = None
        self._due = max(self._due, now - _MADE_UP_S) + self._seconds_to(target)
        if target == self._frame:  # a loop of one frame
            return None
        self._step = self._frames_to(target)
        self._frame, self._asked, self._began = target, now, now
        return target

    def painted(self, now: float) -> None:
        """Hear that the frame asked for last is on the screen."""
        if self._asked is None:
            return
        if self._step:
            self._took = now - self._asked
            self._shown += 1
            self._covered += self._step
        self._asked = None

    def rest(self, now: float) -> float:
        """Return the seconds until there is something to do, if no picture comes before."""
        if self._asked is not None:
            return max(self._asked + PATIENCE_S - now, 0.0)
        return max(self._due - now, 0.0)

    def stalled(self, now: float) -> bool:
        """Tell whether a picture has been on its way for too long."""
        return self._asked is not None and now - self._asked >= PATIENCE_S

    def pace(self, now: float) -> Pace | None:
        """Return how it went since this was last told; None before a second has gone by."""
        took = now - self._since
        if took < _LOOK_S:
            return None
        course = self._course
        told = Pace(
            speed=course.speed,
            backwards=course.backwards,
            wanted=course.wanted,
            covered=self._covered / took,
            shown=self._shown / took,
            stride=self.stride,
        )
        self._begin_look(now)
        return told

    def _begin_look(self, now: float) -> None:
        self._since, self._shown, self._covered = now, 0, 0

    def _target(self) -> int | None:
        course, ahead = self._course, self._frame + self.travelling
        if course.first <= ahead <= course.last:
            return ahead
        if not course.first <= self._frame <= course.last:
            return course.start
        if self._frame != course.end:  # the last frame of all is shown whatever the rhythm
            return course.end
        return course.start if course.loops else None

    def _frames_to(self, target: int) -> int:
        return 1 if self._jumps_to(target) else abs(target - self._frame)

    def _jumps_to(self, target: int) -> bool:
        return (target - self._frame) * self._course.sign <= 0

    def _seconds_to(self, target: int) -> float:
        course = self._course
        lasts = 1.0 / course.rate
        if not self._jumps_to(target):
            here, there = self._moment(self._frame), self._moment(target)
            if here is None or there is None:
                lasts *= abs(target - self._frame)
            else:
                lasts = abs(there - here)
        return min(lasts / course.speed, _LONGEST_S)


def course_of(clip: Clip, focus: Focus, *, speed: float, backwards: bool) -> Course:
    """Return what playing means where the work is: the chosen range while it loops, else the whole clip."""
    first, last = 0, max(clip.n_frames - 1, 0)
    if focus.loops and focus.chosen_frames is not None:
        first, last = focus.chosen_frames
    rate = clip.capture_fps or clip.fps or _UNKNOWN_FPS
    return Course(first, last, rate, speed, backwards, focus.loops)


def default_speed(clip: Clip) -> float:
    """Return the multiple of real time at which a clip is worth watching: high speed is made to be slow."""
    return 0.25 if clip.capture_fps >= _HIGH_SPEED_FPS else 1.0


def faster(speed: float) -> float:
    """Return the next faster speed there is."""
    return next((known for known in SPEEDS if known > speed), SPEEDS[-1])
