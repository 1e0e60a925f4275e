"""One window of frames while keyframes and picture are being joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from palpate.assist.anchors import Anchors, anchors_of
from palpate.assist.chains import chained
from palpate.assist.closings import closings_of
from palpate.assist.consensus import Moves, Supports, agreed, supports_on
from palpate.assist.fusing import Fused, Fusing
from palpate.assist.glimpses import Glimpses
from palpate.assist.increments import Increments, increments_at
from palpate.assist.keyed import Keyed
from palpate.assist.kinship import Kinship
from palpate.assist.likeness import likeness_of
from palpate.assist.manners import Manner, manners_of
from palpate.assist.optical import Lens
from palpate.assist.smoother import Measured, Smoothed, smooth
from palpate.assist.velocity import central_differences
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.runs import runs_of

_AT_ONCE = 32  # steps; what may pass between two chances to stop


@dataclass(frozen=True, slots=True)
class Told:
    """What all steps say: increments with their standard deviation, and what was behind them."""

    moved: Floats
    sd: Floats
    error: Floats
    parting: Floats


class Fusion:
    """One window while it is worked on; everything in px of the shrunken frame."""

    def __init__(
        self,
        keyed: Keyed,
        glimpses: Glimpses,
        kinship: Kinship,
        settings: Fusing,
        *,
        only: Ints | None = None,
    ) -> None:
        everyone = np.arange(len(kinship.parents))
        self._own = np.isin(everyone, everyone if only is None else only)
        parts = tuple(part for part in kinship.parts if self._own[part.members].any())
        self._asked = self._own | np.isin(everyone, [k for part in parts for k in part.members.tolist()])
        self._keyed, self._glimpses, self._settings = keyed, glimpses, settings
        self._kinship = replace(kinship, parts=parts)
        self._places = keyed.positions / glimpses.shrink
        self._whole = keyed.inside & ~glimpses.cut[:, np.newaxis]
        self._apart = np.zeros(keyed.positions.shape[:2])
        self._manners = [Manner()] * len(kinship.parents)
        self._supports: Supports | None = None
        self._even: Glimpses | None = None
        self._anchors: Anchors | None = None

    def told(self, estimate: Floats, lens: Lens, tick: Callable[[int], None]) -> Told:
        """Measure at the estimate and combine what a point and its parts say."""
        settings, n = self._settings, estimate.shape[1]
        measured, points = self._increments(estimate, lens, tick)
        own, error = measured.moved[:, :n], measured.error[:, :n]
        least = np.where(self._keyed.estimated, settings.hidden_own_sd_px, settings.own_sd_px)
        own_sd = np.sqrt(least**2 + (0.5 * error) ** 2)
        theirs, their_sd = self._theirs(estimate, measured, points, partial(tick, len(estimate)))
        parting = np.hypot(*np.moveaxis(own - theirs, -1, 0))
        own_sd = np.sqrt(own_sd**2 + (0.5 * np.nan_to_num(parting)) ** 2)
        weight = np.where(np.isfinite(own_sd), own_sd, np.inf) ** -2.0, their_sd**-2.0
        total = weight[0] + weight[1]
        both = weight[0][..., None] * np.nan_to_num(own) + weight[1][..., None] * np.nan_to_num(theirs)
        spoken = total > 0
        moved = both / np.where(spoken, total, 1.0)[..., None]
        sd = np.where(spoken, np.maximum(np.where(spoken, total, 1.0) ** -0.5, settings.least_sd_px), np.inf)
        calm = np.hypot(settings.still_share, np.hypot(*np.moveaxis(moved, -1, 0)) / settings.still_px)
        sd = np.where(self._keyed.estimated, sd, sd * np.minimum(calm, 1.0))
        return Told(moved, sd, error, parting)

    def _increments(
        self, estimate: Floats, lens: Lens, tick: Callable[[int], None]
    ) -> tuple[Increments, Floats]:
        """Measure keypoints and supports, ``(F, M, 2)`` px: those that are seen where contrast is even.

        Of what hides a point, even contrast shows too much. The first time, anchors are still unknown.
        """
        before, after = partial(tick, 0), partial(tick, len(estimate))
        if self._supports is None:
            self._supports = supports_on(self._kinship.parts, estimate, spacing_px=self._settings.spacing_px)
            self._even = even = self._glimpses.evened(lambda _: before())
        else:
            assert self._even is not None
            even, known = self._even, np.isfinite(self._places)
            self._anchors = anchors_of(
                even,
                np.where(known, self._places, estimate),
                known[..., 0],
                parents=self._kinship.parents,
                only=self._own,
                tick=lambda _: before(),
            )
        supports, hidden = self._supports, self._keyed.estimated
        looked_at = np.where(self._asked[:, np.newaxis], estimate, np.nan)
        points = np.concatenate((looked_at, supports.at(estimate)), axis=1)
        covered = np.concatenate((hidden, hidden[:, supports.one] | hidden[:, supports.other]), axis=1)
        seen = increments_at(even, points, lens=self._settings.even, asked=~covered, tick=tick)
        rest = increments_at(self._glimpses, points, lens=lens, asked=covered, tick=lambda _: after())
        moved = np.where(covered[..., np.newaxis], rest.moved, seen.moved)
        return Increments(moved, np.where(covered, rest.error, seen.error)), points

    def _theirs(
        self, estimate: Floats, measured: Increments, points: Floats, pause: Callable[[], None]
    ) -> tuple[Floats, Floats]:
        """Return what the surest part of each keypoint says, ``(F − 1, K, 2)`` px, and its deviation."""
        steps, n = len(measured.moved), estimate.shape[1]
        theirs, sd = np.full((steps, n, 2), np.nan), np.full((steps, n), np.inf)
        parts, supports = self._kinship.parts, self._supports
        if not parts or supports is None:
            return theirs, sd
        members = np.concatenate([part.members for part in parts])
        whose = np.repeat(np.arange(len(parts)), [len(part.members) for part in parts])
        asked = np.concatenate((members, n + np.arange(len(supports.part))))
        error = measured.error[:, asked]
        found = np.isfinite(error) & (error < 3.0)
        known = Moves(
            points[:-1, asked], measured.moved[:, asked], np.where(found, 1 / (0.25 + error**2), 0.0)
        )
        here, there = estimate[:-1, members], estimate[1:, members]
        weak = np.where(np.isfinite(here[..., 0] + there[..., 0]), 1 / 16, 0.0)
        owner, wanted = np.concatenate((whose, supports.part)), Moves(here, there - here, weak)
        pieces = []
        for begin in range(0, steps, _AT_ONCE):
            pause()
            few = slice(begin, begin + _AT_ONCE)
            pieces.append(agreed(known.of(few), owner, wanted.of(few), whose))
        said, spread = (np.concatenate(values) for values in zip(*pieces, strict=True))
        hidden = self._keyed.estimated[:, members]
        least = np.where(hidden, self._settings.hidden_part_sd_px, self._settings.part_sd_px)
        spread = np.where(weak > 0, np.sqrt(least**2 + spread**2), np.inf)
        for column, keypoint in enumerate(members):
            surer = spread[:, column] < sd[:, keypoint]
            sd[surer, keypoint] = spread[surer, column]
            theirs[surer, keypoint] = said[surer, column]
        return theirs, sd

    def begun(self, start: Floats, tick: Callable[[int], None]) -> Floats:
        """Return where tracks from the keyframes lead, and choose how each keypoint moves."""
        whole = self._whole & self._own
        estimate = self._chained(whole, start, tick)
        pause = partial(tick, 2 * len(start))

        def runs(keypoint: int, of_kin: bool) -> Iterator[Measured]:
            pause()
            for rows in self._rows(keypoint) if self._own[keypoint] else ():
                reference = self._reference(keypoint, Manner(of_kin), rows, estimate)
                if reference is not None and (not of_kin or self._kinship.parents[keypoint] >= 0):
                    steps = slice(rows.start, rows.stop - 1)
                    yield self._measured(
                        (np.zeros_like(start[steps, keypoint]), np.zeros(rows.stop - rows.start - 1)),
                        keypoint,
                        rows,
                        reference,
                    )[0]

        self._manners = manners_of(estimate, whole, runs, pause=pause)
        return estimate

    def _chained(self, whole: Bools, start: Floats, tick: Callable[[int], None]) -> Floats:
        """Follow from keyframe to keyframe, in half size where that is fine enough to begin with."""
        settings, places = self._settings, self._places
        if self._glimpses.extent <= settings.coarse_px:
            found, self._apart = chained(self._glimpses, places, whole, start, lens=settings.wide, tick=tick)
            return found
        found, apart = chained(
            self._glimpses.halved(), places / 2, whole, start / 2, lens=settings.coarse, tick=tick
        )
        self._apart = 2 * apart
        return np.where(np.isfinite(places), places, 2 * found)

    def joined(
        self, told: Told, estimate: Floats, *, last: bool, pause: Callable[[], None]
    ) -> tuple[Floats, Floats]:
        """Smooth every run of every keypoint, parents first; deviations only the last time.

        `pause` is called before each run and may raise to stop.
        """
        found, sd = np.full(estimate.shape, np.nan), np.full(estimate.shape[:2], np.nan)
        found[:, ~self._own] = estimate[:, ~self._own]
        for k in self._kinship.order[self._own[self._kinship.order]].tolist():
            manner = self._manners[k]
            for rows in self._rows(k):
                reference = self._reference(k, manner, rows, found)
                if reference is None:
                    reference = np.zeros((rows.stop - rows.start, 2))
                pause()
                smoothed, origin = self._smoothed(told, k, rows, reference)
                found[rows, k] = smoothed.positions + reference + origin
                if last:
                    sd[rows, k] = smoothed.sd
        return found, sd

    def _rows(self, keypoint: int) -> Iterator[slice]:
        """Yield the frames of every run that has a keyframe."""
        for begin, stop in runs_of(self._whole[:, keypoint]):
            rows = slice(begin, stop + 1)
            if np.isfinite(self._places[rows, keypoint, 0]).any():
                yield rows

    def _reference(self, keypoint: int, manner: Manner, rows: slice, found: Floats) -> Floats | None:
        """Return the path that the motion is taken relative to, ``(n, 2)`` px; None if there is none."""
        parent = int(self._kinship.parents[keypoint])
        if not manner.of_kin or parent < 0:
            return np.zeros((rows.stop - rows.start, 2))
        path = found[rows, parent]
        return path if np.isfinite(path).all() else None

    def _measured(
        self, moves: tuple[Floats, Floats], keypoint: int, rows: slice, reference: Floats
    ) -> tuple[Measured, Floats]:
        """Return the measurements relative to a path, and the ``(2,)`` px taken off besides."""
        places = self._places[rows, keypoint]
        known = np.isfinite(places[:, 0])
        origin = (places - reference)[known].mean(axis=0)
        precision = np.where(known, self._settings.keyframe_sd_px**-2, 0.0)
        if self._anchors is not None:
            precision = np.where(known, precision, self._anchors.precision[rows, keypoint])
            places = np.where(known[:, None], places, self._anchors.places[rows, keypoint])
        share, deviation = self._settings.slip_share, np.where(moves[1] > 0, moves[1], 1.0) ** -0.5
        measured = Measured(
            steps=np.ones(rows.stop - rows.start - 1),
            places=np.where(precision[:, None] > 0, places - reference - origin, 0.0),
            place_precision=precision,
            vague=~known,
            increments=moves[0] - np.diff(reference, axis=0),
            increment_precision=moves[1],
            slip_px=np.where(
                moves[1] > 0, np.minimum(share * deviation, self._settings.slip_most_px * share), 0.0
            ),
        )
        return measured, origin

    def _smoothed(self, told: Told, keypoint: int, rows: slice, reference: Floats) -> tuple[Smoothed, Floats]:
        steps = slice(rows.start, rows.stop - 1)
        moves = told.moved[steps, keypoint], told.sd[steps, keypoint] ** -2.0
        measured, origin = self._measured(moves, keypoint, rows, reference)
        jerk, settings = self._manners[keypoint].jerk, self._settings
        return smooth(measured, jerk=jerk, freedom=settings.freedom, closing=settings.closing), origin

    def likeness(self, estimate: Floats, tick: Callable[[int], None]) -> Floats:
        """Return how much the points that are computed look as at their keyframes, and their parents."""
        parents = self._kinship.parents[self._own]
        asked = self._own | np.isin(np.arange(len(self._own)), parents[parents >= 0])
        exact = np.isfinite(self._places)
        return likeness_of(
            self._glimpses,
            np.where(exact, self._places, estimate),
            exact[..., 0],
            parents=self._kinship.parents,
            asked=asked,
            tick=tick,
        )

    def result(self, told: Told, estimate: Floats, sd: Floats, likeness: Floats) -> Fused:
        """Return everything in px of the full frame; keyframes stand where they were put."""
        shrink, keyed = self._glimpses.shrink, self._keyed
        gap = ~self._glimpses.readable[:, np.newaxis] | ~keyed.held | ~self._own
        strain = np.hypot(*np.moveaxis(np.diff(estimate, axis=0) - told.moved, -1, 0))
        told_of = np.isfinite(told.sd) & keyed.inside

        def beside(values: Floats) -> Floats:
            around = _larger(np.where(told_of, values, np.nan)) * shrink
            return np.where(gap, np.nan, around)

        hollow = gap[..., np.newaxis]
        sure = np.where(self._whole & self._own, told.sd, np.inf)
        closings = closings_of(
            self._glimpses, told.moved, sure, self._places, estimate, parents=self._kinship.parents
        )
        exact = np.isfinite(keyed.positions)
        return Fused(
            first=keyed.first,
            positions=np.where(
                exact & self._own[:, np.newaxis], keyed.positions, np.where(hollow, np.nan, estimate * shrink)
            ),
            velocities=np.where(hollow, np.nan, central_differences(estimate) * shrink),
            sd=np.where(gap, np.nan, sd * shrink),
            forward_backward=beside(told.error),
            parting=beside(told.parting),
            apart=np.where(gap, np.nan, self._apart * shrink),
            strain=beside(strain),
            likeness=likeness,
            closing=closings.missed * shrink,
            closing_sd=closings.sd * shrink,
            likelier=closings.likelier,
            blind=~gap & np.isnan(beside(np.zeros_like(told.sd))),
            cuts=tuple((keyed.first + 1 + np.flatnonzero(self._glimpses.cut)).tolist()),
        )


def _larger(steps: Floats) -> Floats:
    """Return per frame the larger value of the steps before and after it, ``(F, K)`` of ``(F − 1, K)``."""
    nothing = np.full((1, steps.shape[1]), np.nan)
    return np.asarray(np.fmax(np.concatenate((nothing, steps)), np.concatenate((steps, nothing))))
