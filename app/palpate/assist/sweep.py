"""Tracking along a group of spans in one direction, all keypoints of an instance together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from palpate.assist.crops import Box, box_around
from palpate.assist.optical import Lens, Step, follow
from palpate.assist.spans import Spans
from palpate.model.arrays import Bools, Floats, Ints, Pixels


@dataclass(frozen=True, slots=True)
class Tracking:
    """How to track, and which steps to believe.

    Attributes
    ----------
    lens
        Window (about the width of a limb) and pyramid.
    margin_px
        What is cut out around an instance for one step.
    max_forward_backward_px, min_ncc
        A step beyond either is refused and ends its track.
    softening_px
        e0 of the blend: errors well below it count alike.
    memory_bytes
        Bound on the cut-outs that are held for the way back.
    """

    lens: Lens = field(default_factory=Lens)
    margin_px: int = 96
    max_forward_backward_px: float = 2.0
    min_ncc: float = 0.8
    softening_px: float = 1.0
    memory_bytes: int = 128 * 1024 * 1024

    def believes(self, step: Step) -> Bools:
        """Tell which points of a step are believed."""
        closes = step.forward_backward <= self.max_forward_backward_px
        return step.found & closes & (step.ncc >= self.min_ncc)


@dataclass(frozen=True, slots=True)
class Path:
    """A sweep's tracks over n frames; NaN outside spans, positions also once a track is lost.

    Attributes
    ----------
    positions
        ``(n, K, 2)`` px, as arrived at from the keyframe behind; at the far keyframe too.
    forward_backward, ncc
        ``(n, K)`` worst value since that keyframe, a refused step included; the error is NaN after a
        step without convergence.
    """

    positions: Floats
    forward_backward: Floats
    ncc: Floats

    @staticmethod
    def empty(n_frames: int, n_keypoints: int) -> Path:
        """Return a path on which nothing was tracked."""
        return Path(
            positions=np.full((n_frames, n_keypoints, 2), np.nan),
            forward_backward=np.full((n_frames, n_keypoints), np.nan),
            ncc=np.full((n_frames, n_keypoints), np.nan),
        )

    def reversed(self) -> Path:
        """Return the path with time turned round."""
        return Path(self.positions[::-1], self.forward_backward[::-1], self.ncc[::-1])


class _Runner:
    """Where the tracks of all K keypoints stand at one moment."""

    def __init__(self, n_keypoints: int) -> None:
        self.positions = np.full((n_keypoints, 2), np.nan)
        self.velocity = np.zeros((n_keypoints, 2))
        self.forward_backward = np.zeros(n_keypoints)
        self.ncc = np.ones(n_keypoints)
        self.until = np.zeros(n_keypoints, dtype=np.int64)
        self.held = np.zeros(n_keypoints, dtype=np.bool_)

    def seed(self, spans: Spans) -> None:
        """Start at keyframes, expecting the mean velocity of the span."""
        k = spans.keypoint
        self.positions[k] = spans.start
        self.velocity[k] = (spans.end - spans.start) / (spans.right - spans.left)[:, np.newaxis]
        self.forward_backward[k] = 0.0
        self.ncc[k] = 1.0
        self.until[k] = spans.right
        self.held[k] = True

    def running(self, moment: int) -> Ints:
        """Return the keypoints that are tracked from this moment to the next."""
        return np.flatnonzero(self.held & (self.until > moment))

    def advance(self, keypoints: Ints, step: Step, believed: Bools) -> None:
        """Take over a step; a refused one ends the track."""
        self.velocity[keypoints] = step.positions - self.positions[keypoints]
        self.positions[keypoints] = step.positions
        self.held[keypoints] = believed
        error = np.where(step.found, step.forward_backward, np.nan)
        self.forward_backward[keypoints] = np.maximum(self.forward_backward[keypoints], error)
        likeness = np.where(step.found, step.ncc, 0.0)
        self.ncc[keypoints] = np.minimum(self.ncc[keypoints], likeness)

    def write(self, path: Path, moment: int) -> None:
        """Record the state at the moment just reached."""
        inside = self.until >= moment
        on = inside & self.held
        path.positions[moment, on] = self.positions[on]
        path.forward_backward[moment, inside] = self.forward_backward[inside]
        path.ncc[moment, inside] = self.ncc[inside]


def sweep(
    spans: Spans,
    look: Callable[[int], Pixels],
    *,
    n_frames: int,
    box: Box,
    tracking: Tracking,
    tick: Callable[[], None],
) -> Path:
    """Track each span from its left keyframe to its right one.

    Parameters
    ----------
    spans
        Their frames counted from 0 to `n_frames` − 1 in the direction of travel.
    look
        Returns the cut-out `box` of such a frame.
    tick
        Called before every step; may raise to stop.
    """
    path = Path.empty(n_frames, spans.n_keypoints)
    runner = _Runner(spans.n_keypoints)
    order = np.argsort(spans.left, kind="stable")
    starts = np.searchsorted(spans.left[order], np.arange(n_frames + 1))
    for moment in range(n_frames - 1):
        tick()
        runner.seed(spans.pick(order[starts[moment] : starts[moment + 1]]))
        running = runner.running(moment)
        if len(running):
            here, there = look(moment), look(moment + 1)
            step = _step(here, there, runner, keypoints=running, box=box, tracking=tracking)
            runner.advance(running, step, tracking.believes(step))
        runner.write(path, moment + 1)
    return path


def _step(
    here: Pixels, there: Pixels, runner: _Runner, *, keypoints: Ints, box: Box, tracking: Tracking
) -> Step:
    start = runner.positions[keypoints]
    guess = start + runner.velocity[keypoints]
    cut = box_around(np.concatenate((start, guess)), margin_px=tracking.margin_px, within=box)
    if min(cut.right - cut.left, cut.bottom - cut.top) < tracking.lens.window_px:
        return _nowhere(start)
    rows = slice(cut.top - box.top, cut.bottom - box.top)
    columns = slice(cut.left - box.left, cut.right - box.left)
    return follow(
        here[rows, columns],
        there[rows, columns],
        start,
        guess=guess,
        corner=(cut.left, cut.top),
        lens=tracking.lens,
    )


def _nowhere(start: Floats) -> Step:
    """Return the step of points that lie outside the picture."""
    return Step(
        positions=start,
        found=np.zeros(len(start), dtype=np.bool_),
        forward_backward=np.full(len(start), np.nan),
        ncc=np.zeros(len(start)),
    )
