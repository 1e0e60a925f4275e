"""Everything that stands on the canvas, as flat arrays: what is near the pointer, what is moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from palpate.base.geometry import bounding_box, encloses
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.pose import Shape
from palpate.model.skeleton import Skeleton
from palpate.model.visibility import has_position
from palpate.session.placing.locks import hidden_sentence, locked_sentence
from palpate.session.tracks import PoseView
from palpate.ui.canvas.colouring import regions_of
from palpate.ui.canvas.tools.in_hand import InHand


@dataclass(frozen=True, slots=True)
class PoseOnCanvas:
    """One instance as it is shown in the frame.

    Attributes
    ----------
    instance
        The instance's id.
    number
        From 1; gives the colour where none was chosen.
    active
        Whether placements go to this one.
    colour
        The one chosen for it, from 1; 0 for that of its number.
    hidden, locked
        ``(K,)`` which keypoints are neither seen nor hit, and which no hand changes; None for none.
    veiled
        Whether all of it is hidden, its box and mask too.
    expected_px
        ``(K,)`` error to be expected of what was derived, NaN of facts; None where nobody asks.
    settled
        ``(K,)`` which doubtful ones somebody has called fine; None for none.
    outdated
        ``(K,)`` which have to be placed anew since a version of the skeleton; None for none.
    doubt
        Says of a keypoint how far off it may be and why; empty of facts.
    """

    instance: str
    number: int
    name: str
    skeleton: Skeleton
    view: PoseView
    active: bool = False
    colour: int = 0
    hidden: Bools | None = None
    locked: Bools | None = None
    veiled: bool = False
    expected_px: Floats | None = None
    settled: Bools | None = None
    outdated: Bools | None = None
    doubt: Callable[[int], str] | None = None

    @property
    def tint(self) -> int:
        """The colour that it has, from 1."""
        return self.colour or self.number

    @property
    def shown(self) -> Bools:
        """``(K,)`` which keypoints have a position and are not hidden."""
        placed = np.asarray(has_position(self.view.visibility))
        return placed if self.hidden is None else placed & ~self.hidden

    @property
    def free(self) -> Bools:
        """``(K,)`` which of those a hand may change."""
        return self.shown if self.locked is None else self.shown & ~self.locked

    def refusal(self, keypoints: Iterable[int]) -> str:
        """Return why a hand changes none of some keypoints, as a sentence; empty if it may change one."""
        meant = [k for k in keypoints if k >= 0]
        for aside, sentence in ((self.hidden, hidden_sentence), (self.locked, locked_sentence)):
            if aside is not None and meant and aside[meant].all():
                if aside.all():
                    return sentence(self.name)
                return sentence(label_of(self, meant[0]), more=len(meant) - 1)
        return ""


@dataclass(frozen=True, slots=True)
class Target:
    """A keypoint of an instance."""

    instance: str
    keypoint: int


@dataclass(frozen=True)
class Scene:
    """The poses of one frame and what the hands are on; every change gives a new one.

    Attributes
    ----------
    poses
        The active one last, so that it is painted on top.
    instance, keypoint
        The active instance and keypoint; −1 for none.
    chosen
        Further keypoints of the active instance that a drag moves along.
    in_hand
        The tool that presses work with, and what it has drawn so far.
    isolated
        Whether only the active instance is shown.
    everyone
        Also those that are not shown.
    always_places
        Whether a click gives the active keypoint a position also where it has one.
    """

    poses: tuple[PoseOnCanvas, ...] = ()
    instance: str = ""
    keypoint: int = -1
    chosen: frozenset[int] = frozenset()
    in_hand: InHand = field(default_factory=InHand)
    isolated: bool = False
    everyone: tuple[PoseOnCanvas, ...] = ()
    always_places: bool = False

    def with_poses(self, poses: Sequence[PoseOnCanvas]) -> Scene:
        """Show other poses; in another version of a skeleton nothing is in hand until that is said anew."""
        if not self.has_keypoints_of(poses):
            return replace(self, everyone=(), poses=(), keypoint=-1, chosen=frozenset()).with_poses(poses)
        everyone = tuple(sorted(poses, key=lambda pose: pose.active))
        # Nobody is active where no instance was chosen: an empty picture would say that nobody is there.
        active = tuple(pose for pose in everyone if pose.active)
        return replace(self, poses=active if self.isolated and active else everyone, everyone=everyone)

    def has_keypoints_of(self, poses: Sequence[PoseOnCanvas]) -> bool:
        """Tell whether none of these instances is shown with other keypoints now."""
        known = {pose.instance: pose.skeleton.names for pose in self.everyone}
        return all(known.get(pose.instance, pose.skeleton.names) == pose.skeleton.names for pose in poses)

    def isolating(self, isolated: bool) -> Scene:
        """Show the active instance alone, or everybody again."""
        return replace(self, isolated=isolated).with_poses(self.everyone)

    def holding(self, in_hand: InHand) -> Scene:
        """Put another tool into the hand, or more of its work."""
        return replace(self, in_hand=in_hand)

    def on(self, instance: str, keypoint: int, chosen: frozenset[int]) -> Scene:
        """Put the hands on something else."""
        return replace(self, instance=instance, keypoint=keypoint, chosen=chosen)

    def replacing(self, other: PoseOnCanvas) -> Scene:
        """Show one instance's pose differently."""
        return replace(self, poses=tuple(other if p.instance == other.instance else p for p in self.poses))

    @cached_property
    def active_pose(self) -> PoseOnCanvas | None:
        """The pose of the active instance."""
        return self.pose_of(self.instance)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The body regions there are, also of those not shown, so that each keeps its colour."""
        return regions_of(pose.skeleton for pose in self.everyone or self.poses)

    @property
    def active_shape(self) -> Shape:
        """Box and mask of the active instance; empty without one."""
        pose = self.active_pose
        return (pose.view.shape if pose is not None else None) or Shape()

    def pose_of(self, instance: str) -> PoseOnCanvas | None:
        """Return an instance's pose, if it is on the canvas."""
        return next((pose for pose in self.poses if pose.instance == instance), None)

    @property
    def active_position(self) -> Floats | None:
        """``(2,)`` image px of the active keypoint, or None while it has no position."""
        pose = self.active_pose
        if pose is None or self.keypoint < 0 or not has_position(pose.view.visibility)[self.keypoint]:
            return None
        return np.asarray(pose.view.positions[self.keypoint])

    @property
    def placing(self) -> bool:
        """Whether the active keypoint waits for a position, so that any click gives it one."""
        active = self.active_pose is not None and self.keypoint >= 0
        waits = self.always_places or self.active_position is None
        return active and waits and not self.in_hand.draws

    @property
    def active_label(self) -> str:
        """What people call the active keypoint."""
        pose = self.active_pose
        return label_of(pose, self.keypoint) if pose is not None and self.keypoint >= 0 else ""

    def near(self, x: float, y: float, radius: float, aspect: float = 1.0) -> Target | None:
        """Return the keypoint nearest to an image position; one of the active instance is preferred.

        Parameters
        ----------
        radius
            In heights of an image px.
        aspect
            How wide an image pixel is shown for its height.
        """
        positions, owners, keypoints = self._flat
        away = np.hypot((positions[:, 0] - x) * aspect, positions[:, 1] - y)
        within = away <= radius
        if not within.any():
            return None
        own = owners == len(self.poses) - 1
        if (within & own).any() and self.poses[-1].active:
            within &= own
        best = int(np.argmin(np.where(within, away, np.inf)))
        return Target(self.poses[int(owners[best])].instance, int(keypoints[best]))

    @property
    def spots(self) -> Floats:
        """``(N, 2)`` image px of every keypoint that is seen."""
        return self._flat[0]

    def instance_near(self, x: float, y: float, radius: float, aspect: float = 1.0) -> str | None:
        """Return the instance with an edge or keypoint close to a position; parameters as `near`.

        Where there is none it is the one with the smallest mask or box around the position.
        """
        best: tuple[float, str] = (radius, "")
        for pose in self.poses:
            away = _distance_to_edges(pose, np.array([x, y]), aspect)
            if away <= best[0]:
                best = (away, pose.instance)
        return best[1] or self._instance_around(x, y)

    def box_of(self, instance: str) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """Return the top-left and bottom-right image px of an instance; None if nothing of it is placed."""
        pose = self.pose_of(instance)
        box = None if pose is None else bounding_box(_reach_of(pose))
        if box is None:
            return None
        left, top, width, height = box.tolist()
        return (left, top), (left + width, top + height)

    def moved_together(self, grabbed: Target) -> Ints:
        """Return the keypoints that a drag of one moves: all chosen ones, if it is among them.

        What is hidden or locked stays.
        """
        pose = self.pose_of(grabbed.instance)
        together = self.chosen | {self.keypoint}
        if pose is None or grabbed.instance != self.instance or grabbed.keypoint not in together:
            together = frozenset({grabbed.keypoint})
        free = pose.free if pose is not None else np.empty(0, dtype=np.bool_)
        return np.array(sorted(k for k in together if 0 <= k < len(free) and free[k]), dtype=np.int64)

    def _instance_around(self, x: float, y: float) -> str | None:
        shapes = ((pose, pose.view.shape) for pose in self.poses if not pose.veiled)
        around = [
            (extent, pose.instance)
            for pose, shape in shapes
            if shape is not None and (extent := _extent_around(shape, x, y)) is not None
        ]
        return min(around)[1] if around else None

    @cached_property
    def _flat(self) -> tuple[Floats, Ints, Ints]:
        """``(N, 2)`` image px of all keypoints that are seen, their pose and their keypoint index."""
        placed = [np.flatnonzero(pose.shown) for pose in self.poses]
        positions = [pose.view.positions[k] for pose, k in zip(self.poses, placed, strict=True)]
        owners = [np.full(len(k), index, dtype=np.int64) for index, k in enumerate(placed)]
        if not placed:
            return np.empty((0, 2)), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        return np.concatenate(positions), np.concatenate(owners), np.concatenate(placed)


def label_of(pose: PoseOnCanvas, keypoint: int) -> str:
    """Return what people call a keypoint."""
    found = pose.skeleton.keypoints[keypoint]
    return found.called


def _distance_to_edges(pose: PoseOnCanvas, point: Floats, aspect: float) -> float:
    shape = np.array([aspect, 1.0])
    positions, point = pose.view.positions * shape, point * shape
    placed = pose.shown
    edges = pose.skeleton.edge_indices
    edges = edges[placed[edges].all(axis=1)]
    alone = positions[placed]
    points = np.hypot(*(alone - point).T) if len(alone) else np.array([np.inf])
    start, end = positions[edges[:, 0]], positions[edges[:, 1]]
    along = end - start
    square = np.maximum((along**2).sum(axis=1), 1e-12)
    part = np.clip(((point - start) * along).sum(axis=1) / square, 0.0, 1.0)
    away = np.hypot(*(start + part[:, None] * along - point).T)
    return float(min(points.min(), away.min(initial=np.inf)))


def _extent_around(shape: Shape, x: float, y: float) -> float | None:
    """Return the area of the box that a shape takes up, px², if the position is in the mask or the box."""
    if shape.polygons:
        if not encloses(shape.outline, x, y):
            return None
        taken = bounding_box(np.concatenate(shape.polygons))
        return None if taken is None else float(taken[2] * taken[3])
    if shape.box is None:
        return None
    left, top, width, height = shape.box
    return width * height if left <= x <= left + width and top <= y <= top + height else None


def _reach_of(pose: PoseOnCanvas) -> Floats:
    """Return ``(N, 2)`` image px that an instance reaches to."""
    shape = pose.view.shape or Shape()
    left, top, width, height = shape.box or (np.nan,) * 4
    corners = np.array([[left, top], [left + width, top + height]])
    return np.concatenate([pose.view.positions, corners, *shape.polygons])
