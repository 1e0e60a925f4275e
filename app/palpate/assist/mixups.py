"""What seems to be mixed up in the labels of a clip: sides, identities, plateaus, jumps, limb lengths.

Everything is judged by facts alone: what is filled in between keyframes glides smoothly from a wrong keyframe
to a right one, and would hide it. Lengths are compared with the size of the subject and times with seconds,
so the same limits hold for a fly and for a bowler, at 25 and at 1,000 frames per second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

import numpy as np

from palpate.assist import mixups_breaks as jumps
from palpate.assist.limb import segment_lengths
from palpate.assist.mixups_flips import Exchange, Limits, exchanges
from palpate.assist.mixups_frozen import plateaus
from palpate.base.progress import Progress
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.mixup import Mixup, MixupKind
from palpate.model.skeleton import Skeleton

LEAST_CONFIDENCE = 0.3
_WHOLE = 0.8  # of the pairs that say something
_SAME_FRAMES = 0.7  # of the frames of two findings: they are about one event
_JUMP_TIMES, _JUMP_FLOOR = 5.0, 0.06
_LENGTH_TIMES, _LENGTH_FLOOR = 5.0, 0.25  # the second as a fraction of the segment's own length
_NEAR_S, _LASTS_S, _APART_S = 0.1, 0.25, 0.5
_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Labelled:
    """The facts of one instance over a clip.

    Attributes
    ----------
    skeleton
        Its own.
    frames
        ``(T,)`` frames with a fact, ascending.
    positions
        ``(T, K, 2)`` px; NaN where a keypoint has no position, or none that is a fact.
    """

    skeleton: Skeleton
    frames: Ints
    positions: Floats

    @property
    def size_px(self) -> float:
        """Median over frames of the diagonal around its keypoints; NaN without any."""
        known = np.isfinite(self.positions).all(axis=2)
        full = known.sum(axis=1) >= max(0.5 * int(known.sum(axis=1).max(initial=0)), 2)
        if not full.any():
            return float("nan")
        low = np.nanmin(self.positions[full], axis=1)
        high = np.nanmax(self.positions[full], axis=1)
        return float(np.median(np.hypot(*(high - low).T)))


def find_mixups(
    instances: Sequence[Labelled],
    *,
    fps: float,
    cuts: Sequence[int] = (),
    repeats: Sequence[int] = (),
    progress: Progress | None = None,
) -> list[Mixup]:
    """Return everything that seems to be mixed up in a clip, surest first.

    Parameters
    ----------
    fps
        Frames per second of capture; of images one.
    cuts
        First frame of each scene but the first: nothing is compared across them.
    repeats
        Frames that repeat the one before: labels may well stand still there.

    Raises
    ------
    Cancelled
        At most a few hundredths of a second after it was asked for.
    """
    clip = _Clip(fps if fps > 0 else 1.0, np.array(cuts, np.int64), np.array(repeats, np.int64))
    told = progress or Progress()
    found: list[Mixup] = []
    righted = list(instances)
    for (i, first), (j, second) in combinations(enumerate(instances), 2):
        swapped = _identities(first, second, clip, told)
        found += [replace(one, instance=i, other=j) for one in swapped]
        righted[i], righted[j] = _with_identities(righted[i], righted[j], swapped)
    for i, one in enumerate(righted):
        found += [replace(mixup, instance=i) for mixup in _within(one, clip, told)]
    sure = [mixup for mixup in found if mixup.confidence >= LEAST_CONFIDENCE]
    return sorted(sure, key=lambda mixup: (-mixup.confidence, mixup.first, mixup.instance, mixup.keypoints))


@dataclass(frozen=True, slots=True)
class _Clip:
    fps: float
    cuts: Ints
    repeats: Ints

    @property
    def near(self) -> int:
        """How many frames a step may go over to say something of speed."""
        return max(round(_NEAR_S * self.fps), 1)

    @property
    def lasting(self) -> int:
        """How many frames a departure may last."""
        return max(round(_LASTS_S * self.fps), 3)

    def scenes(self, frames: Ints) -> list[slice]:
        """Return the rows of each scene."""
        ends = [0, *np.searchsorted(frames, np.sort(self.cuts)).tolist(), len(frames)]
        return [slice(a, b) for a, b in pairwise(ends) if b > a]


# ---- two instances -------------------------------------------------------------------------------------


def _identities(first: Labelled, second: Labelled, clip: _Clip, progress: Progress) -> list[Mixup]:
    if first.skeleton.names != second.skeleton.names:
        return []
    frames, a, b = np.intersect1d(first.frames, second.frames, assume_unique=True, return_indices=True)
    size = (first.size_px + second.size_px) / 2.0
    if not len(frames) or not np.isfinite(size) or size <= 0:
        return []
    apart = second.positions[b] - first.positions[a]
    everything = tuple(range(len(first.skeleton)))
    return [
        _exchanged(MixupKind.IDENTITY, one, frames, everything)
        for one in _by_scene(apart, frames, size, clip, progress, Limits(reach_s=_APART_S))
    ]


def _with_identities(first: Labelled, second: Labelled, found: Sequence[Mixup]) -> tuple[Labelled, Labelled]:
    """Return two instances with each other's labels where they are exchanged."""
    for mixup in found:
        one, other = _inside(first.frames, mixup), _inside(second.frames, mixup)
        taken, given = (
            np.full((*positions.shape[:2], 2), np.nan) for positions in (first.positions, second.positions)
        )
        both, a, b = np.intersect1d(first.frames[one], second.frames[other], return_indices=True)
        rows, others = np.flatnonzero(one)[a], np.flatnonzero(other)[b]
        del both
        taken[rows], given[others] = second.positions[others], first.positions[rows]
        first = replace(first, positions=np.where(one[:, None, None], taken, first.positions))
        second = replace(second, positions=np.where(other[:, None, None], given, second.positions))
    return first, second


# ---- one instance --------------------------------------------------------------------------------------


def _within(one: Labelled, clip: _Clip, progress: Progress) -> list[Mixup]:
    size = one.size_px
    if not np.isfinite(size) or size <= 0:
        return []
    sides = _sides(one, size, clip, progress)
    mirror = one.skeleton.mirror_indices
    positions = one.positions.copy()
    for mixup in sides:
        rows, keypoints = _inside(one.frames, mixup), np.array(mixup.keypoints)
        positions[np.ix_(rows, keypoints)] = one.positions[np.ix_(rows, mirror[keypoints])]
    righted = replace(one, positions=positions)
    frozen = _frozen(righted, size, clip, progress)
    leaping = _jumps(righted, size, clip, frozen, progress)
    return [*sides, *frozen, *leaping, *_lengths(righted, clip, [*frozen, *leaping], progress)]


def _sides(one: Labelled, size: float, clip: _Clip, progress: Progress) -> list[Mixup]:
    """Find exchanged sides: of everything, then of each region, then of each pair."""
    mirror = one.skeleton.mirror_indices
    left = np.flatnonzero(mirror > np.arange(len(mirror)))
    if not len(left):
        return []
    apart = one.positions[:, mirror[left]] - one.positions[:, left]
    found: list[Mixup] = []
    for pairs in _groups(one.skeleton, left):
        for exchange in _by_scene(apart[:, pairs], one.frames, size, clip, progress):
            keypoints = np.sort(np.concatenate([left[pairs], mirror[left[pairs]]]))
            kind = MixupKind.SIDES if len(pairs) == len(left) and len(left) > 1 else MixupKind.LIMB
            found.append(_exchanged(kind, exchange, one.frames, tuple(keypoints.tolist())))
            rows = slice(exchange.first, exchange.last + 1)
            apart[rows, pairs] = -apart[rows, pairs]
    return _joined(found, n_paired=2 * len(left))


def _groups(skeleton: Skeleton, left: Ints) -> list[Ints]:
    """Return what may be exchanged together, as places in ``left``, largest first."""
    regions: dict[str, list[int]] = {}
    for place, keypoint in enumerate(left.tolist()):
        regions.setdefault(skeleton.keypoints[keypoint].region, []).append(place)
    groups = [list(range(len(left))), *regions.values(), *([place] for place in range(len(left)))]
    distinct = {tuple(group): np.array(group) for group in groups}
    return sorted(distinct.values(), key=lambda group: -len(group))


def _joined(found: list[Mixup], *, n_paired: int) -> list[Mixup]:
    """Join findings over nearly the same frames: pairs of one limb change sides together."""
    together: list[list[Mixup]] = []
    for mixup in sorted(found, key=lambda one: one.first - one.last):
        same = next((known for known in together if _overlap(known[0], mixup) >= _SAME_FRAMES), None)
        if same is None:
            together.append([mixup])
        else:
            same.append(mixup)
    joined = []
    for same in together:
        counts = np.bincount(np.concatenate([np.array(mixup.keypoints) for mixup in same]))
        keypoints = tuple(np.flatnonzero(counts % 2 == 1).tolist())  # exchanged twice is as it was
        if keypoints:
            best = max(same, key=lambda mixup: mixup.confidence)
            kind = MixupKind.SIDES if len(keypoints) >= max(_WHOLE * n_paired, 4) else MixupKind.LIMB
            whole = replace(best, kind=kind, keypoints=keypoints)
            joined.append(replace(whole, first=same[0].first, last=same[0].last))
    return joined


def _overlap(one: Mixup, other: Mixup) -> float:
    """Return the frames that two share, as a share of all that they have."""
    both = min(one.last, other.last) - max(one.first, other.first) + 1
    return max(both, 0) / (max(one.last, other.last) - min(one.first, other.first) + 1)


def grouped(found: Sequence[Mixup], *, most_gap: int) -> list[Mixup]:
    """Return one finding for all of one kind and instance that follow each other closely, with its parts.

    Parameters
    ----------
    most_gap
        Frames from the end of one to the beginning of the next.
    """
    groups: list[list[Mixup]] = []
    for mixup in sorted(found, key=lambda one: (one.first, one.last)):
        if groups and mixup.first - max(one.last for one in groups[-1]) <= most_gap:
            groups[-1].append(mixup)
        else:
            groups.append([mixup])
    return [group[0] if len(group) == 1 else _as_one(group) for group in groups]


def _as_one(group: Sequence[Mixup]) -> Mixup:
    best = max(group, key=lambda one: one.confidence)
    keypoints = tuple(sorted({k for one in group for k in one.keypoints}))
    first, last = min(one.first for one in group), max(one.last for one in group)
    parts = tuple(piece for one in group for piece in one.pieces)
    return replace(best, first=first, last=last, keypoints=keypoints, parts=parts)


def _frozen(one: Labelled, size: float, clip: _Clip, progress: Progress) -> list[Mixup]:
    positions = one.positions.copy()
    positions[np.isin(one.frames, clip.repeats)] = np.nan
    found = plateaus(positions, one.frames, size_px=size, most_gap=clip.lasting, progress=progress)
    alone = [
        Mixup(
            MixupKind.FROZEN,
            -1,
            int(one.frames[plateau.first]),
            int(one.frames[plateau.last]),
            plateau.keypoints,
            plateau.confidence,
            {"frames": float(plateau.last - plateau.first + 1), "expected_px": plateau.expected_px},
        )
        for plateau in found
    ]
    return grouped(alone, most_gap=clip.near)


def _jumps(
    one: Labelled, size: float, clip: _Clip, frozen: Sequence[Mixup], progress: Progress
) -> list[Mixup]:
    floors = np.full(len(one.skeleton), _JUMP_FLOOR * size)

    def look(rows: slice) -> list[jumps.Break]:
        return jumps.breaks(
            one.positions[rows],
            one.frames[rows],
            times=_JUMP_TIMES,
            floors_px=floors,
            most_gap=clip.near,
            most_frames=clip.lasting,
            progress=progress,
        )

    found = _everywhere(one.frames, clip, look)
    pieces = [piece for mixup in frozen for piece in mixup.pieces]
    catching_up = {(last + 1, k) for _, last, keypoints in pieces for k in keypoints}
    told = [b for b in found if (int(one.frames[b.first]), b.series) not in catching_up]
    return _merged(MixupKind.JUMP, told, one.frames, lambda series: (series,))


def _lengths(one: Labelled, clip: _Clip, known: Sequence[Mixup], progress: Progress) -> list[Mixup]:
    rigid = one.skeleton.rigid_indices
    if not len(rigid):
        return []
    lengths = segment_lengths(one.positions, rigid)
    usual = np.array([_median(column) for column in lengths.T])

    def look(rows: slice) -> list[jumps.Break]:
        return jumps.breaks(
            lengths[rows, :, None],
            one.frames[rows],
            times=_LENGTH_TIMES,
            floors_px=np.where(usual > 0, _LENGTH_FLOOR * usual, np.inf),
            most_gap=clip.near,
            most_frames=clip.lasting,
            progress=progress,
        )

    pieces = [piece for mixup in known for piece in mixup.pieces]
    explained = {(frame, k) for a, b, keypoints in pieces for frame in range(a, b + 1) for k in keypoints}
    told = [
        found
        for found in _everywhere(one.frames, clip, look)
        if found.returns
        and not any((int(one.frames[found.first]), int(k)) in explained for k in rigid[found.series])
    ]
    return _merged(MixupKind.LENGTH, told, one.frames, lambda n: tuple(rigid[n].tolist()))


# ---- what they share -----------------------------------------------------------------------------------


def _by_scene(
    apart: Floats, frames: Ints, size: float, clip: _Clip, progress: Progress, limits: Limits = _LIMITS
) -> list[Exchange]:
    found = []
    for rows in clip.scenes(frames):
        there = exchanges(
            apart[rows], frames[rows], size_px=size, limits=limits, fps=clip.fps, progress=progress
        )
        found += [replace(one, first=one.first + rows.start, last=one.last + rows.start) for one in there]
    return found


def _everywhere(frames: Ints, clip: _Clip, look: Callable[[slice], list[jumps.Break]]) -> list[jumps.Break]:
    return [
        replace(one, first=one.first + rows.start, last=one.last + rows.start)
        for rows in clip.scenes(frames)
        for one in look(rows)
    ]


def _exchanged(kind: MixupKind, one: Exchange, frames: Ints, keypoints: tuple[int, ...]) -> Mixup:
    evidence = {"as_is_px": one.as_is_px, "exchanged_px": one.exchanged_px, "share": one.share}
    first, last = int(frames[one.first]), int(frames[one.last])
    return Mixup(kind, -1, first, last, keypoints, one.confidence, evidence)


def _merged(
    kind: MixupKind,
    found: Sequence[jumps.Break],
    frames: Ints,
    keypoints_of: Callable[[int], tuple[int, ...]],
) -> list[Mixup]:
    """Return one finding for all series that depart and come back in the same rows."""
    together: dict[tuple[int, int], list[jumps.Break]] = {}
    for one in found:
        together.setdefault((one.first, one.last), []).append(one)
    merged = []
    for (first, last), same in sorted(together.items()):
        worst = max(same, key=lambda one: one.confidence)
        keypoints = sorted({k for one in same for k in keypoints_of(one.series)})
        evidence = {"jump_px": worst.jump_px, "usual_px": worst.usual_px, "left_px": worst.left_px}
        span = int(frames[first]), int(frames[last])
        merged.append(Mixup(kind, -1, *span, tuple(keypoints), worst.confidence, evidence))
    return merged


def _inside(frames: Ints, mixup: Mixup) -> Bools:
    return np.asarray((frames >= mixup.first) & (frames <= mixup.last))


def _median(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")
