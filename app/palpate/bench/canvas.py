"""Painting the canvas off-screen: a 4K frame with 54-point skeletons.

A line ending in ``drag`` is one step of a drag, from the mouse event until what changed is drawn; one ending
in ``pointer`` is a move of the pointer, likewise. One ending in ``repaint`` paints the same frame and poses
once more, whole; one ending in ``poses`` draws other poses over the same frame, which is what points cost.
One ending in ``rings`` shows a new frame with poses that were derived and nearly all want a look, and tells
what the same without any rings takes. All others show a new frame with new poses each time. The floor is
copying a finished image of the widget's size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import cycle, pairwise, product
from typing import TYPE_CHECKING

import numpy as np

from palpate.base.progress import Progress
from palpate.bench.bodies import FRAME, SKELETON, Bodies, moving
from palpate.bench.clips import texture
from palpate.bench.plan import Plan
from palpate.bench.sampling import ANCHOR, OURS, Entries, Entry, Figures, entry_of, interleaved, timed
from palpate.model.arrays import Floats, Pixels
from palpate.model.skeleton import Skeleton
from palpate.store.library import load_skeleton

if TYPE_CHECKING:
    from palpate.ui.offscreen import CanvasOffscreen, ReadyImage

_FLOOR = "1:1 draw of a ready image"
_ZOOMS = {"fit": None, "100pct": 1.0, "800pct": 8.0}
_REPAINT, _POSES, _POINTER, _DRAG, _RINGS = "_repaint", "_poses", "_pointer", "_drag", "_rings"
_CALM = "calm"
Show = tuple[Pixels, Floats, Skeleton]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done.

    Attributes
    ----------
    widget, frame
        Width and height of the canvas and of the picture in px.
    instances
        How many at a time, ascending.
    ringed
        How many of them at once have rings, in a line of its own for each zoom.
    paints
        Of each line.
    """

    widget: tuple[int, int] = (1600, 900)
    frame: tuple[int, int] = FRAME
    instances: tuple[int, ...] = (1, 4, 20, 50)
    ringed: int = 20
    paints: int = 60


FULL, QUICK = Sizes(), Sizes(paints=15)


def measure(plan: Plan) -> Entries:
    """Run the group."""
    return measured(QUICK if plan.quick else FULL, plan.progress)


def measured(sizes: Sizes, progress: Progress) -> Entries:
    """Run the group at these sizes."""
    from palpate.ui.offscreen import CanvasOffscreen, ReadyImage, offscreen_application

    offscreen_application()
    pictures = _pictures(sizes.frame)
    entries: Entries = {}
    with closing(CanvasOffscreen(sizes.widget)) as canvas, closing(ReadyImage(sizes.widget)) as ready:
        for instances in sizes.instances:
            for zoom, factor in _ZOOMS.items():
                progress.step(0, 1, f"{instances} instances, {zoom.replace('pct', ' %')}")
                shows = _shows(pictures, instances)
                lines = _painting(canvas, ready, shows=shows, zoom=factor, paints=sizes.paints)
                for kind, entry in lines.items():
                    entries[f"{zoom}_{instances}x54{kind}"] = entry
        for zoom, factor in _ZOOMS.items():
            progress.step(0, 1, f"{sizes.ringed} instances with rings, {zoom.replace('pct', ' %')}")
            shows = _shows(pictures, sizes.ringed)
            entries[f"{zoom}_{sizes.ringed}x54{_RINGS}"] = _ringed(
                canvas, ready, shows=shows, zoom=factor, paints=sizes.paints
            )
    return _with_growth(entries, sizes.instances)


def _ringed(
    canvas: CanvasOffscreen, ready: ReadyImage, *, shows: Iterator[Show], zoom: float | None, paints: int
) -> Entry:
    """Return the line of new frames whose points have rings, and what the same without takes."""
    errors = np.random.default_rng(5).lognormal(2.0, 0.6, next(shows)[1].shape[:2])  # 3-25 px, mostly

    def show_and_paint(expected_px: Floats) -> None:
        canvas.show(*next(shows), expected_px=expected_px)
        canvas.paint()

    show_and_paint(errors)
    canvas.zoom(zoom)
    takes = {
        OURS: timed(lambda: show_and_paint(errors)),
        _CALM: timed(lambda: show_and_paint(np.zeros_like(errors))),
        ANCHOR: timed(ready.paint),
    }
    samples = interleaved(takes, rounds=paints, warm=3)
    calm = Figures.of(samples[_CALM])
    found = entry_of(samples, anchor=_FLOOR)
    more = {"calm_ms": round(calm.median_ms, 3), "rings_cpu_ms": round(found.ours.cpu_ms - calm.cpu_ms, 3)}
    return replace(found, more=more)


def _shows(pictures: Sequence[Pixels], instances: int) -> Iterator[Show]:
    """Give frames with their poses for ever."""
    skeleton = load_skeleton(SKELETON)
    height, width = pictures[0].shape[:2]
    poses = moving(Bodies(len(pictures), instances, len(skeleton)), size=(width, height))
    return cycle((picture, pose, skeleton) for picture, pose in zip(pictures, poses, strict=True))


def _painting(
    canvas: CanvasOffscreen, ready: ReadyImage, *, shows: Iterator[Show], zoom: float | None, paints: int
) -> Entries:
    """Return the line of new frames, under no name, and that of repaints."""

    def show_and_paint() -> None:
        canvas.show(*next(shows))
        canvas.paint()

    canvas.show(*next(shows))
    canvas.zoom(zoom)

    def pose_and_paint() -> None:
        _, positions, skeleton = next(shows)
        canvas.pose(positions, skeleton)
        canvas.paint()

    takes = {
        OURS: timed(show_and_paint),
        _REPAINT: timed(canvas.paint),
        _POSES: timed(pose_and_paint),
        _POINTER: timed(canvas.point),
        ANCHOR: timed(ready.paint),
    }
    samples = interleaved(takes, rounds=paints, warm=3)
    pixels, positions, skeleton = next(shows)
    canvas.show(pixels, positions, skeleton)
    canvas.grab_keypoint(positions[0, len(skeleton) // 2])
    dragged = interleaved({OURS: timed(canvas.drag), ANCHOR: timed(ready.paint)}, rounds=paints, warm=3)
    canvas.let_go()
    kept = (_REPAINT, _POSES, _POINTER)
    return {
        "": entry_of(samples, anchor=_FLOOR),
        **{kind: entry_of(samples | {OURS: samples[kind]}, anchor=_FLOOR) for kind in kept},
        _DRAG: entry_of(dragged, anchor=_FLOOR),
    }


def _with_growth(entries: Entries, instances: Sequence[int]) -> Entries:
    """Tell beside lines of poses how the cost grew from the number of points before, as a share of theirs.

    At 1 or below, cost grows no faster than the number of points. It is that of processors: steadier.
    """
    grown = dict(entries)
    for zoom, (few, many) in product(_ZOOMS, pairwise(instances)):
        name, before = f"{zoom}_{many}x54{_POSES}", entries[f"{zoom}_{few}x54{_POSES}"]
        cost = entries[name].ours.cpu_ms / max(before.ours.cpu_ms, 1e-6)
        grown[name] = replace(entries[name], more={"growth_to_points": round(cost * few / many, 3)})
    return grown


def _pictures(size: tuple[int, int]) -> list[Pixels]:
    """Return a few different frames, ``(H, W, 4)`` BGRA."""
    luma = texture(size, 1)[: size[1], : size[0]]
    return [np.repeat(np.roll(luma, 40 * n, axis=1)[..., None], 4, axis=2) for n in range(3)]
