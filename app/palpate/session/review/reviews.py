"""What of a layer was reviewed, keypoint by keypoint, and by what.

What a person placed is reviewed where gold has it, where it was adjudicated, or where somebody else placed it
a second time and submitted that; of several the first of these is the reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from palpate.model.arrays import Bools, Codes, Floats
from palpate.model.attempt import Task
from palpate.model.layer import Layer
from palpate.model.skeleton import Skeleton, Subject
from palpate.model.visibility import Visibility
from palpate.quality.swaps import find_swaps
from palpate.quality.verdict import tolerances_px
from palpate.quality.weekly import REFERENCE_HEIGHT_PX
from palpate.session.calibrating.attempts import attempts_of, plan_of
from palpate.session.calibrating.blindness import hidden_frames
from palpate.session.calibrating.gold import current_gold
from palpate.session.judging.body_scale import scale_of
from palpate.session.judging.side_by_side import Sides, placed_by_hand, side_by_side
from palpate.session.production_qa.final_layers import final_layers
from palpate.session.session import Session
from palpate.store import judging

_UHD = 3840  # px of the longer side from which on footage is what the limit in px belongs to
_UPRIGHT = 0.9  # quantile of the heights of the poses: now and then the subject stands upright


class By(StrEnum):
    """What a placement was reviewed by."""

    GOLD = "gold"
    ADJUDICATION = "adjudication"
    SECOND = "second labels"


WAYS = tuple(By)


@dataclass(frozen=True, slots=True)
class Reviews:
    """One instance in one layer: what was reviewed.

    Attributes
    ----------
    sides
        The layer beside the reference; positions where there is a reference, else none.
    by
        ``(N, K)`` place in `WAYS` of what it was reviewed by, −1 where nothing was.
    poses
        ``(N, K, 2)`` px: the layer's whole poses, whatever of them was reviewed.
    scaling
        As in `palpate.quality.weekly.Reviewed`.
    scale_px
        s of the instance; NaN where unknown.
    filled_in
        Places with a reference that nobody placed; they are left out.
    swapped
        Frames in which left and right look exchanged, in whole or at single keypoints: left out as well,
        since that is an error of sides and none of places.
    """

    layer: str
    sides: Sides
    by: Codes
    poses: Floats
    scaling: float
    scale_px: float
    filled_in: int
    swapped: tuple[int, ...] = ()


def reviews_of(session: Session, layer: Layer, skeleton: Skeleton, clip: str = "") -> list[Reviews]:
    """Return what was reviewed of a layer in a clip, or in all, one per instance of a skeleton."""
    found: dict[str, list[tuple[By, Sides]]] = {}
    filled_in: dict[str, int] = {}
    gold = current_gold(session)
    ways: list[tuple[By, Sides]] = []
    if gold is not None:
        ways += [(By.GOLD, sides) for sides in side_by_side(session, layer.id, gold.id, clip=clip)]
    for final in sorted(final_layers(session) - {layer.id}):
        ways += [(By.ADJUDICATION, sides) for sides in _adjudicated(session, layer.id, final, clip)]
    for attempt in attempts_of(session, tasks=frozenset({Task.SECOND})):
        if not attempt.is_open and attempt.reference == layer.id:
            units = plan_of(session, attempt).units
            sides_of = side_by_side(session, layer.id, attempt.layer, units, clip=clip)
            ways += [(By.SECOND, sides) for sides in sides_of]
    for by, sides in ways:
        if sides.skeleton.name == skeleton.name:
            own, left_out = placed_by_hand(session, layer.id, sides)
            found.setdefault(sides.instance, []).append((by, own))
            filled_in[sides.instance] = max(filled_in.get(sides.instance, 0), left_out)
    return [_joined(session, layer.id, several, filled_in[who]) for who, several in found.items()]


def _adjudicated(session: Session, layer: str, final: str, clip: str) -> list[Sides]:
    """Return a layer beside a final one where it was decided between two people, one of them this one."""
    decided: dict[str, dict[int, set[str]]] = {}
    for one in judging.adjudications(session.project, final):
        if one.second and layer in (one.first, one.second):
            decided.setdefault(one.instance, {}).setdefault(one.frame, set()).add(one.keypoint)
    if not decided:
        return []
    found = []
    for sides in side_by_side(session, layer, final, clip=clip):
        kept, columns = np.zeros(sides.both.shape, dtype=np.bool_), sides.skeleton.position_of
        for row, frame in enumerate(sides.frames.tolist()):
            names = decided.get(sides.instance, {}).get(frame, ())
            kept[row, [columns[name] for name in names if name in columns]] = True
        found.append(sides.only(kept))
    return found


def _joined(session: Session, layer: str, several: list[tuple[By, Sides]], filled_in: int) -> Reviews:
    """Put the references of an instance together, the earlier of several counting."""
    first = several[0][1]
    frames = np.unique(np.concatenate([sides.frames for _, sides in several]))
    shape = (len(frames), len(first.skeleton))
    mine, theirs = np.full((*shape, 2), np.nan), np.full((*shape, 2), np.nan)
    by = np.full(shape, -1, dtype=np.int8)
    for kind, sides in several:
        rows = np.searchsorted(frames, sides.frames)
        new = sides.both & (by[rows] < 0)
        for whole, part in ((mine, sides.first), (theirs, sides.second)):
            whole[rows] = np.where(new[..., None], part, whole[rows])
        by[rows] = np.where(new, WAYS.index(kind), by[rows])
    live = session.live(layer, first.instance)
    scale_px = scale_of(first.skeleton, live.track)
    exchanged = _exchanged(first.skeleton, mine, theirs, scale_px)
    by[exchanged] = -1
    tiers = np.where(by < 0, Visibility.NOT_PLACED, Visibility.VISIBLE).astype(np.int8)
    joined = Sides(first.clip, first.instance, first.skeleton, frames, mine, theirs, tiers, tiers)
    return Reviews(
        layer,
        joined,
        by,
        live.resolved.positions[frames - live.resolved.start],
        scaling_of(session, first.instance),
        scale_px,
        filled_in,
        tuple(frames[exchanged.any(axis=1)].tolist()),
    )


def _exchanged(skeleton: Skeleton, mine: Floats, theirs: Floats, scale_px: float) -> Bools:
    """``(N, K)`` keypoints that would fit with left and right exchanged."""
    tolerances, _ = tolerances_px(skeleton, np.full(len(skeleton), scale_px))
    swaps = find_swaps(mine, theirs, mirror=skeleton.mirror_indices, tolerance_px=tolerances)
    paired = skeleton.mirror_indices != np.arange(len(skeleton))
    return np.asarray(swaps.keypoints | (swaps.poses[:, None] & paired))


def scaling_of(session: Session, instance: str) -> float:
    """Return how tall a subject stands in its footage, as a share of 1500 px; NaN where px stay as they are.

    They do in 4K footage, and for hands, faces and objects, which have no stature. The height is that of the
    box, else that of the keypoints, in the poses where it stands most upright, of the layer with most poses
    that hides nothing from this person: the same for everybody who is judged.
    """
    contents = session.contents
    clip, skeleton = contents.clip(contents.instance(instance).clip), contents.skeleton_of(instance)
    if skeleton.subject not in (Subject.PERSON, Subject.ANIMAL) or max(clip.size) >= _UHD:
        return float("nan")
    open_layers = [layer.id for layer in contents.layers if not hidden_frames(session, layer.id)]
    tracks = [session.live(layer, instance).track for layer in open_layers]
    if not tracks:
        return float("nan")
    track = max(tracks, key=lambda one: len(one.frames))
    boxes = [shape.box[3] for shape in track.shapes.values() if shape.box is not None]
    y = track.positions[..., 1]
    complete = 2 * np.isfinite(y).sum(axis=1) > y.shape[1]
    if not boxes and not complete.any():
        return float("nan")
    heights = np.array(boxes) if boxes else np.nanmax(y[complete], axis=1) - np.nanmin(y[complete], axis=1)
    height = float(np.quantile(heights, _UPRIGHT))
    return height / REFERENCE_HEIGHT_PX if height > 0 else float("nan")
