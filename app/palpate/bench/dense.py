"""Films with an answer in every frame: what assistance is measured against."""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from palpate.base.errors import UsageError
from palpate.base.folders import resource
from palpate.base.progress import Progress
from palpate.bench.plan import Plan
from palpate.demo.generate import generate_clip
from palpate.demo.scene import SceneSettings
from palpate.demo.truth import Truth, load_truth
from palpate.media.video.source import VideoSource
from palpate.model.arrays import Codes, Floats, Pixels
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.store.library import load_skeleton

_BODY = 1  # a link of the body; 2 is one of symmetry
FRAMES, START_S = 120, 0.45  # from the last strides to the follow-through
_FRESH_SEEDS = (821, 822, 823)
LIGHTINGS = ("diffuse", "hard_side_light", "backlit")


@dataclass(frozen=True)
class Film:
    """One instance in T frames, each known.

    Attributes
    ----------
    positions, visibility
        ``(T, K, 2)`` px and ``(T, K)``.
    images
        T of ``(H, W)`` uint8.
    floor_px
        SD of the answer's own jitter per coordinate; 0 where it is exact.
    truth
        Everything else, of a synthetic film.
    """

    name: str
    skeleton: Skeleton
    positions: Floats
    visibility: Codes
    images: Sequence[Pixels]
    floor_px: float = 0.0
    truth: Truth | None = None

    def grey(self, frame: int) -> Pixels:
        """Return the frame."""
        return self.images[frame]

    def track(self, keyframes: Sequence[Sequence[int]]) -> Track:
        """Return the track that has the right answer at each keypoint's own keyframes."""
        frames = np.array(sorted({frame for own in keyframes for frame in own}), dtype=np.int64)
        k = len(self.skeleton)
        positions = np.full((len(frames), k, 2), np.nan)
        visibility = np.full((len(frames), k), Visibility.NOT_PLACED, dtype=np.int8)
        for keypoint, own in enumerate(keyframes):
            rows = np.searchsorted(frames, np.array(own, dtype=np.int64))
            positions[rows, keypoint] = self.positions[frames[rows], keypoint]
            visibility[rows, keypoint] = self.visibility[frames[rows], keypoint]
        return Track(frames, positions, visibility, np.ones((len(frames), k), dtype=np.int8))


def synthetic(video: Path, truth: Path, *, name: str = "") -> Film:
    """Return the bowler of a synthetic clip.

    Raises
    ------
    FileUnreadable
    MediaUnreadable
    """
    known = load_truth(truth)
    images = _images(video, len(known.positions))
    title = name or f"bowler {known.lighting.replace('_', ' ')} {known.seed}"
    skeleton = load_skeleton("cricket_bowling_54")
    return Film(title, skeleton, known.positions[:, 0], known.visibility[:, 0], images, truth=known)


def shipped() -> Film:
    """Return the clip that comes with the program; raises `FileUnreadable` where it does not."""
    return synthetic(resource("demo", "bowler.mp4"), resource("demo", "bowler_truth.npz"))


def rendered(
    seeds: Sequence[int], folder: Path, progress: Progress, *, frames: int = 240, start_s: float = 0.0
) -> list[Film]:
    """Render one film per lighting, each with a seed of its own; those already in the folder are kept."""
    films = []
    for seed, lighting in zip(seeds, LIGHTINGS, strict=True):
        video, truth = folder / f"{seed}.mp4", folder / f"{seed}_truth.npz"
        if not truth.exists():
            settings = SceneSettings(seed=seed, lighting=lighting, frames=frames, start_s=start_s)
            generate_clip(settings, video, truth, progress)
        films.append(synthetic(video, truth))
    return films


def fresh(plan: Plan) -> list[Film]:
    """Return films that nothing was fitted on; quickly, the one that comes with the program."""
    if plan.quick:
        return [shipped()]
    folder = plan.rendered or plan.folder
    return rendered(_FRESH_SEEDS, folder, plan.progress, frames=FRAMES, start_s=START_S)


def labelled(video: Path, labels: Path, *, frames: int, name: str) -> list[Film]:
    """Return one film per instance of a SLEAP file that labels every frame, up to some frame.

    Raises
    ------
    UsageError
        If h5py, which reads it, is not installed.
    """
    content = _sleap(labels)
    skeleton = content["skeleton"]
    films = []
    images = _images(video, min(frames, content["frames"]))
    for number, positions in enumerate(content["positions"]):
        kept = positions[: len(images)]
        seen = np.isfinite(kept[..., 0])
        codes = np.where(seen, Visibility.VISIBLE, Visibility.NOT_PLACED).astype(np.int8)
        films.append(Film(f"{name} {number + 1}", skeleton, kept, codes, images, jitter(kept)))
    return films


def jitter(positions: Floats) -> float:
    """Return a robust SD per coordinate of what third differences ``(T, K, 2)`` cannot follow, px.

    A steady motion has next to none; white jitter of SD s has √20 s.
    """
    third = np.diff(positions, n=3, axis=0)
    known = np.abs(third[np.isfinite(third)])
    known = known[known > 0]
    return float(np.median(known) / 0.6745 / np.sqrt(20.0)) if len(known) else 0.0


def _images(video: Path, frames: int) -> list[Pixels]:
    with closing(VideoSource(video)) as source:
        return [source.grey(frame) for frame in range(frames)]


def _sleap(labels: Path) -> dict[str, Any]:
    try:
        h5py = importlib.import_module("h5py")
    except ImportError as error:
        raise UsageError("SLEAP files need h5py, which is not installed") from error
    with h5py.File(labels) as file:
        facts = json.loads(file["metadata"].attrs["json"])
        frames, instances, points = (file[part][:] for part in ("frames", "instances", "points"))
        tracks = len(file["tracks_json"])
    graph = facts["skeletons"][0]
    order = [node["id"] for node in graph["nodes"]]
    names = [facts["nodes"][n]["name"] for n in order]
    ends = [
        tuple(sorted(facts["nodes"][edge[end]]["name"] for end in ("source", "target")))
        for edge, kind in zip(graph["links"], _kinds(graph["links"]), strict=True)
        if kind == _BODY
    ]
    edges = tuple(sorted(set(ends)))
    count = int(frames["frame_idx"].max()) + 1
    positions = np.full((max(tracks, 1), count, len(names), 2), np.nan)
    at = dict(zip(frames["frame_id"].tolist(), frames["frame_idx"].tolist(), strict=True))
    for instance in instances:
        rows = points[int(instance["point_id_start"]) : int(instance["point_id_end"])]
        place = np.stack((rows["x"], rows["y"]), axis=1)
        place[~rows["visible"]] = np.nan
        positions[max(int(instance["track"]), 0), at[int(instance["frame_id"])]] = place
    skeleton = Skeleton("sleap", tuple(Keypoint(name) for name in names), edges=edges)
    return {"skeleton": skeleton, "positions": positions, "frames": count}


def _kinds(links: list[dict[str, Any]]) -> list[int]:
    """Return each link's kind: spelt out where it first occurs, later by its number."""
    spelt: list[int] = []
    kinds = []
    for link in links:
        kind = link["type"]
        if "py/id" not in kind:
            spelt.append(kind["py/reduce"][1]["py/tuple"][0])
        kinds.append(spelt[kind["py/id"] - 1] if "py/id" in kind else spelt[-1])
    return kinds
