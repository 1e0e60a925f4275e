"""Scoring against gold: OKS alone, and everything that a score says.

OKS is of every label with every gold pose of a frame, as COCO's evaluation computes it; its anchor is the
formula in plain numpy, in chunks that stay in cache. Everything is from two label sets in memory to all
figures and verdicts per keypoint, with the labels' instances unknown to gold, so that each has to be found.
The peer of both is COCO's OKS alone, without its reading, matching and average precision; these are told too.
Peak memory is what each adds to the process, the peer's with the dictionaries that it works on. Scoring takes
clip after clip: the line of clips says what 1, 4 and 16 of one length add at their worst, and how much of it
is kept of every further clip for the medians. All of it runs in one thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from palpate.base.progress import Progress
from palpate.bench import coco_peer
from palpate.bench.bodies import SKELETON, Bodies, labels_of, labels_of_clips, moving
from palpate.bench.memory import peak_mb
from palpate.bench.plan import Plan
from palpate.bench.sampling import (
    ANCHOR,
    OURS,
    PEER,
    Entries,
    Samples,
    Time,
    clocked,
    entry_of,
    interleaved,
    timed,
)
from palpate.model.arrays import Floats
from palpate.model.origin import Origin
from palpate.model.skeleton import Skeleton
from palpate.quality.oks import oks_matrix
from palpate.session.judging.scoring import score_labels
from palpate.store.library import load_skeleton

_ANCHOR = "OKS in bare numpy"
_CHUNK = 512
_NO_PEER = "pycocotools is not installed"
_NOISES_PX = (1.0, 4.0, 12.0, 40.0)
_CLIPS = (1, 4, 16)
TIMES_FASTER_GOALS = {"oks": 30.0, "everything": 8.0}


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done.

    Attributes
    ----------
    frames, instances
        Of the two label sets.
    rounds
        How often; the peer runs once.
    """

    frames: int = 28_000
    instances: int = 4
    rounds: int = 3


FULL, QUICK = Sizes(), Sizes(frames=2_000)


def measure(plan: Plan) -> Entries:
    """Run the group."""
    return measured(QUICK if plan.quick else FULL, plan.progress)


def measured(sizes: Sizes, progress: Progress) -> Entries:
    """Run the group at these sizes."""
    skeleton = load_skeleton(SKELETON)
    bodies = Bodies(sizes.frames, sizes.instances, len(skeleton))
    sides = _sides(bodies, np.nan_to_num(skeleton.sigmas, nan=0.1))
    # First, while the process is small: what it has freed before hides what it takes again.
    clips = _by_number_of_clips(sides, skeleton, frames=max(1, bodies.frames // _CLIPS[-1]))
    progress.step(0, 1, f"OKS, {bodies}")
    alone = interleaved({OURS: timed(sides.oks), ANCHOR: timed(sides.bare_oks)}, rounds=sizes.rounds)
    progress.step(0, 1, f"everything, {bodies}")
    labels = labels_of(sides.labels, skeleton, origin=Origin.HAND, names="label")
    gold = labels_of(sides.gold, skeleton, origin=Origin.GOLD, names="gold")
    takes = {OURS: timed(lambda: score_labels(labels, gold)), ANCHOR: timed(sides.bare_oks)}
    everything = interleaved(takes, rounds=sizes.rounds)
    more: dict[str, float] = {"max_difference": _apart(sides.oks(), sides.bare_oks())}
    _remember(more, "peak_mb", sides.oks)
    _remember(more, "anchor_peak_mb", sides.bare_oks)
    all_more: dict[str, float] = {}
    _remember(all_more, "peak_mb", lambda: score_labels(labels, gold))
    note = _NO_PEER
    if coco_peer.is_installed():
        progress.step(0, 1, f"pycocotools, {bodies}")
        peer = _peer(sides, more)
        alone[PEER] = everything[PEER] = [peer.alone]
        more["max_difference_to_peer"] = _apart(sides.oks(), peer.oks)
        all_more["peer_whole_ms"] = float(f"{peer.everything.ms:.4g}")
        note = ""
        for samples, told in ((alone, more), (everything, all_more)):
            told["times_faster_than_peer"] = _times_faster(samples)
    for told, goal in ((more, TIMES_FASTER_GOALS["oks"]), (all_more, TIMES_FASTER_GOALS["everything"])):
        told["times_faster_goal"] = goal
        told["threads"] = 1.0
    peer_name = f"{coco_peer.NAME}, OKS alone"
    return {
        **clips,
        f"oks_{bodies}": entry_of(alone, anchor=_ANCHOR, peer=peer_name, note=note, more=more),
        f"everything_{bodies}": entry_of(
            everything, anchor=_ANCHOR, peer=peer_name, note=note, more=all_more
        ),
    }


def _by_number_of_clips(sides: _Sides, skeleton: Skeleton, *, frames: int) -> Entries:
    """Score 1, 4 and 16 clips of one length and say what memory each took at its worst."""
    times: dict[int, Time] = {}
    more: dict[str, float] = {}
    for n in _CLIPS:
        labels, gold = (
            labels_of_clips(part[:frames], skeleton, n, origin=origin, names=names)
            for part, origin, names in (
                (sides.labels, Origin.HAND, "label"),
                (sides.gold, Origin.GOLD, "gold"),
            )
        )
        run = partial(score_labels, labels, gold)
        _remember(more, f"peak_mb_{n}_clips", run)
        times[n] = clocked(run)[0]
    pairs = frames * sides.gold.shape[1]
    more["kept_mb_per_clip"] = float(f"{8 * (len(skeleton) + 7) * pairs / 2**20:.3g}")
    samples = {OURS: [times[_CLIPS[-1]]], ANCHOR: [clocked(sides.bare_oks)[0]]}
    name = f"clips_{_CLIPS[-1]}x{frames}x{sides.gold.shape[1]}x{len(skeleton)}"
    return {name: entry_of(samples, anchor=_ANCHOR, more=more)}


def _peer(sides: _Sides, more: dict[str, float]) -> coco_peer.Evaluated:
    found: list[coco_peer.Evaluated] = []
    areas = np.square(sides.scale_px)

    def run() -> None:
        found.append(coco_peer.evaluate(sides.labels, sides.gold, areas=areas, sigmas=sides.sigmas))

    _remember(more, "peer_peak_mb", run)
    return found[0]


def _remember(more: dict[str, float], name: str, action: Callable[[], object]) -> None:
    found = peak_mb(action)
    if found is not None:
        more[name] = round(found)


def _times_faster(samples: Samples) -> float:
    """Return how many times the peer's processor time is ours, which other programs disturb least."""
    return float(f"{samples[PEER][0].cpu_ms / np.median([one.cpu_ms for one in samples[OURS]]):.3g}")


@dataclass(frozen=True, slots=True)
class _Sides:
    """Labels and gold, ``(N, I, K, 2)`` px; s of gold, ``(N, I)`` px; σ, ``(K,)``."""

    labels: Floats
    gold: Floats
    scale_px: Floats
    sigmas: Floats

    def oks(self) -> Floats:
        """Return ``(N, I, I)`` by the program."""
        return oks_matrix(self.labels, self.gold, scale_px=self.scale_px, sigmas=self.sigmas)

    def bare_oks(self) -> Floats:
        """Return the same by the formula and nothing else."""
        return bare_oks(self.labels, self.gold, scale_px=self.scale_px, sigmas=self.sigmas)


def _sides(bodies: Bodies, sigmas: Floats) -> _Sides:
    """Place every pose twice, the labels' some well and some badly."""
    gold = np.round(moving(bodies), 2)
    rng = np.random.default_rng(9)
    noise = rng.normal(0.0, 1.0, gold.shape) * rng.choice(_NOISES_PX, (*gold.shape[:2], 1, 1))
    extents = gold.max(axis=2) - gold.min(axis=2)
    return _Sides(np.round(gold + noise, 2), gold, np.sqrt(np.prod(extents, axis=-1)), sigmas)


def bare_oks(labels: Floats, gold: Floats, *, scale_px: Floats, sigmas: Floats) -> Floats:
    """Return ``(N, I, I)`` OKS of complete poses ``(N, I, K, 2)``: the formula and nothing else."""
    similar = np.empty((len(gold), labels.shape[1], gold.shape[1]))
    falloff = -2.0 * np.square(2.0 * sigmas)
    for start in range(0, len(gold), _CHUNK):
        rows = slice(start, start + _CHUNK)
        exponent = np.square(labels[rows, :, None] - gold[rows, None]).sum(axis=-1)
        exponent /= falloff
        exponent /= np.square(scale_px[rows, None, :, None]) + np.spacing(1)
        similar[rows] = np.exp(exponent, out=exponent).mean(axis=-1)
    return similar


def _apart(first: Floats, second: Floats) -> float:
    return float(f"{np.abs(first - second).max():.2g}")
