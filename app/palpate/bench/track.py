"""Tracking all keypoints of one instance from both sides of a span, against decoding the same frames.

Frames are decoded before tracking is timed; what tracking adds to a pass that decodes anyway is the ratio.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from palpate.assist import flow
from palpate.assist.fused import fuse
from palpate.assist.interpolate import fill
from palpate.assist.keyed import keyed_of
from palpate.assist.kinship import kinship_of
from palpate.assist.spans import Spans, method_codes
from palpate.base.errors import FileUnreadable
from palpate.base.folders import resource
from palpate.base.progress import Progress
from palpate.bench.bodies import Bodies, moving
from palpate.bench.clips import STEP_PX, UHD, ClipMaking, height_of, write_clip
from palpate.bench.plan import Plan
from palpate.bench.sampling import ANCHOR, OURS, Entries, Entry, Time, clocked, entry_of, interleaved
from palpate.demo.truth import load_truth
from palpate.media.video.source import VideoSource
from palpate.model.arrays import Floats
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.span import Method
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.store.library import load_skeleton

_ANCHOR = "decode the same frames to grey"
_GOP = 12


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done.

    Attributes
    ----------
    size
        Width and height of the generated clip in px.
    frames
        From one keyframe of the span to the other.
    keypoints
        Of the instance in the generated clip.
    rounds
        How often.
    """

    size: tuple[int, int] = (1280, 720)
    frames: int = 24
    keypoints: int = 54
    rounds: int = 5


FULL, QUICK = Sizes(), Sizes(frames=12, rounds=2)


def measure(plan: Plan) -> Entries:
    """Run the group, on the demo's clip too if it is shipped."""
    sizes = QUICK if plan.quick else FULL
    if plan.uhd:
        sizes = replace(sizes, size=UHD)
    entries = measured(sizes, plan.folder, plan.progress)
    try:
        demo = resource("demo", "bowler.mp4"), resource("demo", "bowler_truth.npz")
    except FileUnreadable:  # not shipped
        return entries
    plan.progress.step(0, 1, "tracking on the demo")
    return entries | measured_on(*demo, sizes)


def measured(sizes: Sizes, folder: Path, progress: Progress) -> Entries:
    """Generate a clip and run the group on it at these sizes."""
    clip = write_clip(folder / "texture.mp4", ClipMaking(sizes.size, sizes.frames + 1, _GOP), progress)
    progress.step(0, 1, "tracking on a texture")
    start = moving(Bodies(1, 1, sizes.keypoints), size=sizes.size)[0, 0]
    end = start - sizes.frames * np.array(STEP_PX, dtype=np.float64)
    name = f"texture_{height_of(sizes.size)}_{sizes.keypoints}"
    span = _span(start, end, left=0, right=sizes.frames)
    chain = tuple(Keypoint(f"point {n}") for n in range(sizes.keypoints))
    alone = Skeleton("points", chain)
    return {
        name: _tracking(clip, span, sizes.rounds),
        f"{name}_fused": _fusing(clip, span, alone, sizes.rounds),
    }


def measured_on(clip: Path, truth: Path, sizes: Sizes) -> Entries:
    """Run the group in the middle of a synthetic clip, between true positions of its first instance."""
    known = load_truth(truth)
    left = (len(known.positions) - 1 - sizes.frames) // 2
    right = left + sizes.frames
    span = _span(known.positions[left, 0], known.positions[right, 0], left=left, right=right)
    name = f"demo_{height_of(known.size)}_{len(span)}"
    body = Skeleton("points", tuple(Keypoint(name) for name in known.names))
    shipped = load_skeleton("cricket_bowling_54")
    skeleton = shipped if shipped.names == known.names else body
    return {
        name: _tracking(clip, span, sizes.rounds),
        f"{name}_fused": _fusing(clip, span, skeleton, sizes.rounds),
    }


def _span(start: Floats, end: Floats, *, left: int, right: int) -> Spans:
    """Return a span of every keypoint, from where it starts to where it ends, ``(K, 2)`` px each."""
    k = len(start)
    return Spans(k, np.arange(k), np.full(k, left), np.full(k, right), start, end)


def _fusing(clip: Path, spans: Spans, skeleton: Skeleton, rounds: int) -> Entry:
    """Time the fused estimate of the same spans; the whole of it, from frames already decoded."""
    first, stop = int(spans.left[0]), int(spans.right[0]) + 1
    facts = Track(
        frames=np.array([first, stop - 1]),
        positions=np.stack((spans.start, spans.end)),
        visibility=np.full((2, len(spans)), Visibility.VISIBLE, dtype=np.int8),
        origin=np.ones((2, len(spans)), dtype=np.int8),
    )
    methods = method_codes(facts, {}, default=Method.FUSED)
    keyed = keyed_of(facts, methods, window=(first, stop))
    start = fill(facts, methods, window=(first, stop)).positions
    kinship = kinship_of(skeleton)
    with closing(VideoSource(clip)) as source:
        grey = {n: source.grey(n) for n in range(first, stop)}

        def decode() -> list[Time]:
            source.grey(first)
            return [clocked(partial(source.grey, n))[0] for n in range(first + 1, stop)]

        def work() -> list[Time]:
            took, _ = clocked(
                lambda: fuse(keyed, grey.__getitem__, kinship=kinship, start=start, progress=Progress())
            )
            return [took / (stop - first - 1)]

        samples = interleaved({OURS: work, ANCHOR: decode}, rounds=rounds, warm=1)
    return entry_of(samples, anchor=_ANCHOR, more={"frames": stop - first - 1})


def _tracking(clip: Path, spans: Spans, rounds: int) -> Entry:
    frames = range(int(spans.left[0]), int(spans.right[0]) + 1)
    steps = len(frames) - 1
    share: list[float] = []
    with closing(VideoSource(clip)) as source:
        grey = {n: source.grey(n) for n in frames}

        def decode() -> list[Time]:
            source.grey(frames[0])
            return [clocked(partial(source.grey, n))[0] for n in frames[1:]]

        def follow() -> list[Time]:
            took, found = clocked(lambda: flow.track(spans, grey.__getitem__, progress=Progress()))
            share.append(float(found.tracked.sum()) / max(1, len(spans) * (steps - 1)))
            return [took / steps]

        samples = interleaved({OURS: follow, ANCHOR: decode}, rounds=rounds, warm=1)
    return entry_of(samples, anchor=_ANCHOR, more={"frames": steps, "tracked": round(share[-1], 3)})
