"""Points that are called visible although their smear does not allow it: a list, a correction, a ruling."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from palpate.base.errors import EditRefused
from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.layer import LayerKind
from palpate.model.origin import Origin, is_fact
from palpate.model.ruling import BLUR, Ruling, Verdict
from palpate.model.visibility import Visibility, has_position
from palpate.session.blurred.blur import Blur, blur_of
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.edits.ranges import PutPoses
from palpate.session.edits.rulings import Settle
from palpate.session.frames.exposure import Exposure, exposure_in
from palpate.session.placing.draft import Draft
from palpate.session.rights import refuse_foreign
from palpate.session.session import Session
from palpate.session.skeletons.carrying import carried_with, themselves
from palpate.session.tracks import LiveTrack

_GAP = 3  # frames; runs of one keypoint that are no farther apart are one


@dataclass(frozen=True, slots=True)
class BlurPoint:
    """A run of frames in which a keypoint is called visible although it is smeared.

    Attributes
    ----------
    frame
        The worst one of the run, of facts if there are any in it.
    first, last
        Of the run.
    frames
        Which of them contradict.
    extent, width, position
        In the worst frame: px, px (NaN if unknown) and ``(x, y)`` px.
    allowed
        The tier that the rule allows there.
    score
        Extent there, as a multiple of the largest that may be visible.
    later
        Whether somebody put it to the end of the list.
    """

    layer: str
    clip: str
    instance: str
    instance_name: str
    keypoint: int
    keypoint_name: str
    frame: int
    first: int
    last: int
    frames: tuple[int, ...]
    extent: float
    width: float
    position: tuple[float, float]
    allowed: Visibility
    exposure: Exposure
    score: float
    later: bool = False

    @property
    def ratio(self) -> float:
        """Extent ÷ local width; NaN if that is unknown."""
        return self.extent / self.width

    def holds(self, instance: str, frame: int, keypoint: int) -> bool:
        """Tell whether a place lies in its run."""
        here = (self.instance, self.keypoint) == (instance, keypoint)
        return here and self.first <= frame <= self.last


# ---- the list ------------------------------------------------------------------------------------------


def blur_points(session: Session, layer: str, clip: str = "") -> list[BlurPoint]:
    """Return what contradicts the rule in a layer, worst first.

    What somebody called fine is left out as long as the point stays what it is; what was put off stands last.
    """
    found: list[BlurPoint] = []
    exposures: dict[str, Exposure] = {}
    rulings = [ruling for ruling in session.project.rulings(layer) if ruling.kind == BLUR]
    for instance in session.project.labelled_instances(layer):
        of = session.contents.instance(instance).clip
        if not clip or of == clip:
            exposures[of] = exposures.get(of) or exposure_in(session, layer, of)
            mine = [ruling for ruling in rulings if ruling.instance == instance]
            found += _of_instance(session, layer, instance, exposures[of], mine)
    return sorted(found, key=lambda point: (point.later, -point.score))


def next_blur(points: list[BlurPoint], here: BlurPoint | None) -> BlurPoint | None:
    """Return the point behind one in the list, or the worst one."""
    if not points:
        return None
    spots = [(point.instance, point.keypoint, point.first) for point in points]
    if here is None or (here.instance, here.keypoint, here.first) not in spots:
        return points[0]
    return points[(spots.index((here.instance, here.keypoint, here.first)) + 1) % len(points)]


# ---- what a person says --------------------------------------------------------------------------------


def set_allowed(session: Session, point: BlurPoint, origin: object = None) -> int:
    """Give a point the tier that the rule allows, in every keyframe of its run; returns how many.

    Where a run has no keyframe, what is filled in in its worst frame is pinned with that tier: what lies
    between a visible and an estimated keyframe is estimated.

    Raises
    ------
    EditRefused
        If the point is no longer there, or the layer is somebody else's.
    """
    refuse_foreign(session, point.layer)
    live = live_to_see(session, point.layer, point.instance)
    blur = blur_of(session, point.layer, point.instance, point.exposure)
    frames = [frame for frame in point.frames if _contradicts(live, blur, frame, point.keypoint)]
    facts = [frame for frame in frames if _is_fact(live, frame, point.keypoint)]
    chosen = facts or [frame for frame in frames if frame == point.frame]
    if not chosen:
        raise EditRefused("nothing is called visible there any more; the list has moved on")
    draft = Draft(live)
    by = Origin.GOLD if session.contents.layer(point.layer).kind is LayerKind.GOLD else Origin.HAND
    for frame in chosen:
        tier = Visibility(int(blur.allowed[frame - blur.start, point.keypoint]))
        _write(draft, live, frame, point.keypoint, tier, by)
    poses = tuple((session.pose_at(point.layer, point.instance, f), pose) for f, pose in draft.changed())
    label = live.skeleton.keypoints[point.keypoint].called
    edit = PutPoses(f"Mark {label} as its blur allows", poses)
    session.do(carried_with(session, edit, themselves(len(live.skeleton))), origin)
    return len(chosen)


def call_visible(
    session: Session, point: BlurPoint, origin: object = None, *, merge: str | None = None
) -> None:
    """Say that a point is visible all the same; that is logged, and holds until the point changes.

    Parameters
    ----------
    merge
        It is one step of undo with what was done right before under the same key.
    """
    label = session.contents.skeleton_of(point.instance).keypoints[point.keypoint].called
    _rule(session, point, Verdict.FINE, f"{label} is visible despite its blur", origin, merge=merge)


def put_off(session: Session, point: BlurPoint, origin: object = None) -> None:
    """Put a point to the end of the list."""
    label = session.contents.skeleton_of(point.instance).keypoints[point.keypoint].called
    _rule(session, point, Verdict.LATER, f"Blur of {label} later", origin)


# ---- the runs ------------------------------------------------------------------------------------------


def _of_instance(
    session: Session, layer: str, instance: str, exposure: Exposure, rulings: list[Ruling]
) -> list[BlurPoint]:
    live = live_to_see(session, layer, instance)
    blur = blur_of(session, layer, instance, exposure)
    open_, later = _without_settled(live, blur, rulings)
    known = session.contents.instance(instance)
    found = []
    for k in np.flatnonzero(open_.any(axis=0)).tolist():
        for rows in _runs(np.flatnonzero(open_[:, k])):
            worst = _worst(live, rows, blur.score[:, k], k)
            x, y = live.resolved.positions[worst, k].tolist()
            found.append(
                BlurPoint(
                    layer,
                    known.clip,
                    instance,
                    known.name,
                    k,
                    live.skeleton.names[k],
                    blur.start + worst,
                    blur.start + int(rows[0]),
                    blur.start + int(rows[-1]),
                    tuple((rows + blur.start).tolist()),
                    float(blur.extent[worst, k]),
                    float(blur.widths[k]),
                    (x, y),
                    Visibility(int(blur.allowed[worst, k])),
                    exposure,
                    float(blur.score[worst, k]),
                    bool(later[rows, k].any()),
                )
            )
    return found


def _without_settled(live: LiveTrack, blur: Blur, rulings: Iterable[Ruling]) -> tuple[Bools, Bools]:
    """Return ``(F, K)`` what contradicts and nobody has called fine, and what was put off."""
    open_, later = blur.contradicts.copy(), np.zeros_like(blur.contradicts)
    for ruling in rulings:
        k = live.skeleton.position_of.get(ruling.keypoint, -1)
        if k >= 0 and standing(live, k, ruling.frame, ruling.stop) == ruling.standing:
            rows = slice(max(ruling.frame - blur.start, 0), max(ruling.stop - blur.start, 0))
            if ruling.verdict is Verdict.FINE:
                open_[rows, k] = False
            else:
                later[rows, k] = True
    return open_, later


def _runs(rows: Ints) -> list[Ints]:
    return np.split(rows, np.flatnonzero(np.diff(rows) > _GAP) + 1)


def _worst(live: LiveTrack, rows: Ints, score: Floats, keypoint: int) -> int:
    facts = rows[is_fact(live.resolved.origin[rows, keypoint])]
    among = facts if len(facts) else rows
    return int(among[np.argmax(score[among])])


# ---- one point -----------------------------------------------------------------------------------------


def standing(live: LiveTrack, keypoint: int, first: int, stop: int) -> bytes:
    """Return a digest of the facts of a keypoint in some frames; without any, of those around them."""
    track = live.track
    decided = np.flatnonzero(track.visibility[:, keypoint] != Visibility.NOT_PLACED)
    frames = track.frames[decided]
    a, b = np.searchsorted(frames, (first, stop)).tolist()
    rows = decided[a:b] if a < b else decided[max(a - 1, 0) : a + 1]
    digest = hashlib.sha256(track.frames[rows].tobytes())
    digest.update(np.ascontiguousarray(track.positions[rows, keypoint]).tobytes())
    digest.update(np.ascontiguousarray(track.visibility[rows, keypoint]).tobytes())
    return digest.digest()[:16]


def _rule(
    session: Session,
    point: BlurPoint,
    verdict: Verdict,
    title: str,
    origin: object,
    *,
    merge: str | None = None,
) -> None:
    refuse_foreign(session, point.layer)
    live = live_to_see(session, point.layer, point.instance)
    first, stop = point.first, point.last + 1
    ruling = Ruling(
        point.layer,
        point.instance,
        BLUR,
        point.keypoint_name,
        first,
        stop,
        standing(live, point.keypoint, first, stop),
        verdict,
        point.score,
    )
    session.do(Settle(title, (ruling,), merge_key=merge), origin)


def _contradicts(live: LiveTrack, blur: Blur, frame: int, keypoint: int) -> bool:
    row = live.resolved.row(frame)
    return row is not None and bool(blur.contradicts[row, keypoint])


def _is_fact(live: LiveTrack, frame: int, keypoint: int) -> bool:
    row = live.resolved.row(frame)
    return row is not None and bool(is_fact(live.resolved.origin[row, keypoint]))


def _write(draft: Draft, live: LiveTrack, frame: int, k: int, tier: Visibility, by: Origin) -> None:
    pose, row = draft.pose(frame), live.resolved.row(frame)
    assert row is not None
    kept = has_position(np.array(tier, np.int8))
    pose.positions[k] = live.resolved.positions[row, k] if kept else np.nan
    pose.visibility[k], pose.origin[k] = tier, by
    if pose.scores is not None:
        pose.scores[k] = np.nan
    draft.put(frame, replace(pose))
