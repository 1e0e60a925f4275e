"""Positions and standard deviations in every frame, from keyframes and from the picture between them.

What neighbouring frames tell of a motion is measured where the points are thought to be, by the points
themselves and by the rigid parts they lie on; a smoother joins it with the keyframes, and all is measured
again at the better places. Nothing is chained, so an error does not grow from frame to frame.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from palpate.assist.crops import GreyFrames
from palpate.assist.fusing import Fused, Fusing
from palpate.assist.fusion import Fusion
from palpate.assist.glimpses import glimpse
from palpate.assist.keyed import Keyed
from palpate.assist.kinship import Kinship
from palpate.base.progress import Progress
from palpate.model.arrays import Floats, Ints


def fuse(
    keyed: Keyed,
    grey: GreyFrames,
    *,
    kinship: Kinship,
    start: Floats,
    progress: Progress,
    only: Ints | None = None,
    fusing: Fusing | None = None,
) -> Fused:
    """Return positions with standard deviations in every frame of the runs of a window.

    Parameters
    ----------
    keyed
        The keyframes, all K keypoints.
    grey
        Returns ``(H, W)`` uint8 of a frame; asked once for each frame of the window, in ascending order.
        One that cannot be had leaves a gap.
    start
        ``(F, K, 2)`` px to begin with, as interpolated; NaN outside runs.
    only
        Keypoints to compute; the others are taken to be where `start` has them, and are left out of the
        answer. All if None.
    progress
        Told of every frame that is fetched and of every step that is measured; asked at least for every run
        that is smoothed.

    Raises
    ------
    Cancelled
        If stopping was asked for.
    """
    settings = fusing or Fusing()
    size = figure_size(start)
    shrink = 1
    while size / shrink > settings.figure_px:
        shrink *= 2
    frames = range(keyed.first, keyed.first + len(keyed))
    total = len(keyed) * (4 + 2 * settings.rounds)
    glimpses = glimpse(
        grey,
        frames,
        start,
        margin_px=settings.margin_px,
        shrink=shrink,
        tick=lambda done: progress.step(done, total, "tracking"),
    )
    fusion = Fusion(keyed, glimpses, kinship, settings, only=only)
    estimate = fusion.begun(start / shrink, partial(_report, progress, len(keyed), total))
    for number in range(settings.rounds):
        done = len(keyed) * (3 + 2 * number)
        tick = partial(_report, progress, done, total)
        told = fusion.told(estimate, settings.lens, tick)
        last = number == settings.rounds - 1
        estimate, sd = fusion.joined(told, estimate, last=last, pause=partial(tick, len(keyed)))
    tick = partial(_report, progress, len(keyed) * (3 + 2 * settings.rounds), total)
    likeness = fusion.likeness(estimate, tick)
    progress.step(total, total, "tracking")
    return fusion.result(told, estimate, sd, likeness)


def _report(progress: Progress, before: int, total: int, done: int) -> None:
    progress.step(before + done, total, "tracking")


def figure_size(positions: Floats) -> float:
    """Return the median diagonal in px of the boxes around ``(F, K, 2)`` keypoints; 0 without any."""
    known = np.isfinite(positions[..., 0]).sum(axis=1) > 0
    if not known.any():
        return 0.0
    extent = np.nanmax(positions[known], axis=1) - np.nanmin(positions[known], axis=1)
    return float(np.median(np.hypot(*extent.T)))
