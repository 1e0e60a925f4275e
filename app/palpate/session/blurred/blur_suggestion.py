"""What the smear of one keypoint in one frame suggests, at once: nothing is applied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from palpate.assist.blur import smear_of
from palpate.model.arrays import Floats, Pixels
from palpate.model.picture import Region
from palpate.model.ruling import BLUR, Verdict
from palpate.model.spot import Spot
from palpate.model.visibility import Visibility
from palpate.session.blurred.blur import REACH, blur_of
from palpate.session.blurred.blur_measuring import usual_side
from palpate.session.blurred.blur_review import BlurPoint, call_visible, standing
from palpate.session.blurred.smears import records_of
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack, view_of


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the smear of a keypoint allows, and where it lies.

    Attributes
    ----------
    point
        As it would stand in the list of what contradicts.
    direction
        ``(2,)`` unit vector along the smear; NaN where nothing tells it.
    contradicts
        Whether it is called visible, is not allowed to be, and nobody has called that fine.
    overruled
        Whether somebody did.
    """

    point: BlurPoint
    direction: Floats
    contradicts: bool
    overruled: bool = False


def suggested(session: Session, spot: Spot) -> Suggestion | None:
    """Return what is known of a keypoint's smear; None where it is not placed or nothing tells."""
    live = live_to_see(session, spot.layer, spot.instance)
    around = (spot.frame - REACH, spot.frame + REACH + 1)
    blur = blur_of(session, spot.layer, spot.instance, frames=around)
    row, k = spot.frame - blur.start, spot.keypoint
    if not 0 <= row < len(blur.extent) or not np.isfinite(blur.extent[row, k]):
        return None
    found, view = session.contents.instance(spot.instance), view_of(live, spot.frame)
    x, y = view.positions[k].tolist()
    point = BlurPoint(
        spot.layer,
        found.clip,
        spot.instance,
        found.name,
        k,
        live.skeleton.names[k],
        *(spot.frame, spot.frame, spot.frame),
        (spot.frame,),
        float(blur.extent[row, k]),
        float(blur.widths[k]),
        (x, y),
        Visibility(int(blur.allowed[row, k])),
        blur.exposure,
        float(blur.score[row, k]),
    )
    against = bool(blur.contradicts[row, k])
    fine = against and _called_visible(session, live, spot)
    return Suggestion(point, blur.direction[row, k], against and not fine, fine)


def mark_visible(session: Session, origin: object = None) -> None:
    """Flag the active keypoint visible; where its smear speaks against that, it is logged as a ruling.

    Both are one step of undo.

    Raises
    ------
    EditRefused
        If it has no position yet.
    """
    focus = session.selection.focus
    merge = f"visible {focus.layer} {focus.instance} {focus.frame} {focus.keypoint}"
    gestures.set_tier(session, Visibility.VISIBLE, origin, merge=merge)
    found = suggested(session, Spot(focus.layer, focus.instance, focus.frame, focus.keypoint))
    if found is not None and found.contradicts:
        call_visible(session, found.point, origin, merge=merge)


def patch_of(session: Session, spot: Spot) -> Region | None:
    """Return the pixels of a frame that `glance` needs; None where the keypoint is not placed."""
    live = live_to_see(session, spot.layer, spot.instance)
    view = view_of(live, spot.frame)
    if not np.isfinite(view.positions[spot.keypoint]).all():
        return None
    x, y = np.floor(view.positions[spot.keypoint]).astype(int).tolist()
    side = usual_side(live)
    clip = session.contents.clip(session.contents.instance(spot.instance).clip)
    region = Region(x - side, y - side, 2 * side + 1, 2 * side + 1).grown((0, 0), clip.size_of(spot.frame))
    return region if region.width > side and region.height > side else None


def glance(session: Session, spot: Spot, region: Region, grey: Pixels) -> None:
    """Measure one keypoint in pixels that are at hand, in passing.

    Parameters
    ----------
    grey
        ``(h, w)`` uint8 luma of the region.
    """
    live = live_to_see(session, spot.layer, spot.instance)
    position = view_of(live, spot.frame).positions[spot.keypoint]
    beside = (position - (region.left, region.top))[np.newaxis]
    smear = smear_of(grey, beside, side=usual_side(live))
    records = records_of(np.array([spot.frame]), position[np.newaxis], smear)
    session.smears.glance(spot.layer, spot.instance, live.skeleton.names[spot.keypoint], records)


def _called_visible(session: Session, live: LiveTrack, spot: Spot) -> bool:
    """Tell whether somebody said of this point, as it stands, that it is visible all the same."""
    name = live.skeleton.names[spot.keypoint]
    return any(
        (ruling.kind, ruling.instance, ruling.keypoint) == (BLUR, spot.instance, name)
        and ruling.verdict is Verdict.FINE
        and ruling.frame <= spot.frame < ruling.stop
        and standing(live, spot.keypoint, ruling.frame, ruling.stop) == ruling.standing
        for ruling in session.project.rulings(spot.layer)
    )
