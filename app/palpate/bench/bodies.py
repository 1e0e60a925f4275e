"""Figures that move as bodies roughly do: smoothly, each keypoint near the one before it in the skeleton."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from palpate.model.arrays import Floats
from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility

SKELETON = "cricket_bowling_54"
FRAME = (3840, 2160)
_EDGE_PX = 40.0


@dataclass(frozen=True, slots=True)
class Bodies:
    """How many: frames, instances, keypoints."""

    frames: int
    instances: int
    keypoints: int

    def __str__(self) -> str:
        return f"{self.frames}x{self.instances}x{self.keypoints}"


def moving(bodies: Bodies, *, size: tuple[int, int] = FRAME, seed: int = 3) -> Floats:
    """Return ``(T, I, K, 2)`` px inside a frame of this size."""
    rng = np.random.default_rng(seed)
    extent = np.array(size, dtype=np.float64)
    edge = _EDGE_PX * extent[0] / FRAME[0]
    home = rng.uniform(0.3, 0.7, (bodies.instances, 1, 2)) * extent
    shape = rng.normal(0.0, edge, (bodies.instances, bodies.keypoints, 2)).cumsum(axis=1)
    shape -= shape.mean(axis=1, keepdims=True)
    phase = rng.uniform(0.0, 2.0 * np.pi, (bodies.instances, bodies.keypoints, 2))
    clock = np.arange(bodies.frames)[:, None, None, None]
    walk = np.sin(clock / 200.0 + phase[:, :1]) * extent * 0.1
    swing = np.sin(clock / 15.0 + phase) * edge * 0.5
    return np.asarray(home + shape + walk + swing)


def track_of(positions: Floats, *, origin: Origin = Origin.HAND, every: int = 1) -> Track:
    """Return the track that has these positions ``(T, K, 2)``, all visible, in every so many frames."""
    kept = positions[::every].copy()
    frames = np.arange(0, len(positions), every, dtype=np.int64)
    shape = kept.shape[:2]
    return Track(
        frames=frames,
        positions=kept,
        visibility=np.full(shape, Visibility.VISIBLE, dtype=np.int8),
        origin=np.full(shape, origin, dtype=np.int8),
    )


def labels_of(positions: Floats, skeleton: Skeleton, *, origin: Origin, names: str) -> Labels:
    """Return ``(T, I, K, 2)`` px as a label set of one clip.

    Parameters
    ----------
    names
        What its instances are called, before their number.
    """
    n_frames, n_instances = positions.shape[:2]
    clip = Clip("clip", "clip", ClipKind.VIDEO, size=FRAME, n_frames=n_frames, fps=120.0)
    instances = tuple(
        Instance(f"{names}{n}", clip.id, f"{names} {n}", n + 1, skeleton.name) for n in range(n_instances)
    )
    return Labels(
        skeletons={skeleton.name: skeleton},
        clips=(clip,),
        instances=instances,
        tracks={found.id: track_of(positions[:, n], origin=origin) for n, found in enumerate(instances)},
    )


def labels_of_clips(
    positions: Floats, skeleton: Skeleton, n_clips: int, *, origin: Origin, names: str
) -> Labels:
    """Return ``(T, I, K, 2)`` px as a label set of so many clips, each of them with all these poses."""
    one = labels_of(positions, skeleton, origin=origin, names=names)
    clips, instances, tracks = [], [], {}
    for n in range(n_clips):
        clips.append(replace(one.clips[0], id=f"clip{n}", name=f"clip {n}"))
        for found in one.instances:
            here = replace(found, id=f"{found.id} of {n}", clip=clips[-1].id)
            instances.append(here)
            tracks[here.id] = one.tracks[found.id]
    return replace(one, clips=tuple(clips), instances=tuple(instances), tracks=tracks)
