"""Cutting an example out of the frame in hand: what is proposed, and what is kept of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from palpate.base.errors import EditRefused
from palpate.media.still_picture import as_png
from palpate.model.arrays import Pixels
from palpate.model.example import (
    Blur,
    Example,
    ExampleSource,
    Lighting,
    PictureKind,
    Place,
    Shows,
    blur_class,
    lighting_of,
)
from palpate.model.layer import LayerKind
from palpate.model.picture import Part, Picture, Region
from palpate.model.skeleton import Keypoint
from palpate.model.spot import Spot
from palpate.session import editions
from palpate.session.blurred.blur_suggestion import glance, patch_of, suggested
from palpate.session.calibrating.blindness import view_to_see
from palpate.session.guidelines import examples
from palpate.session.judging.body_scale import scale_of
from palpate.session.other_layers import layers_to_see, other_poses
from palpate.session.session import Session

LEAST_SIDE, MOST_SIDE = 48, 640
"""Of what is cut out, px of the frame."""

LEAST_APART = 3.0
"""Of a right and a wrong place, px of the frame, where a keypoint has no tolerance."""

_USUAL_SIDE = 192
_WIDTHS, _SHARE = 10.0, 0.2  # of the local width, and of the whole figure
_LUMA = np.array([0.114, 0.587, 0.299])  # of blue, green, red


@dataclass(frozen=True, slots=True)
class Cutting:
    """A keypoint in a frame, about to become an example.

    Attributes
    ----------
    place
        Where it stands, px of the frame.
    gold
        Where gold has it, px of the frame; None where there is none, or this person may not see it.
    size
        Of the frame, px.
    side
        Of what is proposed to be cut out, px.
    apart
        From how many px of the frame on two places are not the same.
    """

    shows: Shows
    spot: Spot
    skeleton: str
    keypoint: str
    called: str
    clip: str
    place: Place
    gold: Place | None
    size: tuple[int, int]
    side: int
    lighting: Lighting
    blur: Blur = Blur.UNKNOWN
    blur_px: float | None = None
    apart: float = LEAST_APART

    def why_not_wrong(self, right: Place) -> str:
        """Return why this place is not wrong if another is right; empty if it is."""
        off = math.dist(self.place, right)
        if self.shows is Shows.CORRECT or off >= self.apart:
            return ""
        return (
            f"the cross lies on the ring: they are {off:.1f} px apart, and up to {self.apart:.1f} px a "
            "placement is right; click where the keypoint really is"
        )

    def region(self, side: int) -> Region:
        """Return the square around the keypoint that is cut out, moved so far that the frame holds it."""
        width, height = (min(side, whole) for whole in self.size)
        left, top = (
            min(max(math.floor(at) - part // 2, 0), whole - part)
            for at, part, whole in zip(self.place, (width, height), self.size, strict=True)
        )
        return Region(left, top, width, height)

    @property
    def reach(self) -> Region:
        """All of the frame that can be cut out."""
        return self.region(MOST_SIDE)


def begin(session: Session, shows: Shows) -> Cutting:
    """Return what the active keypoint at the focus gives.

    Raises
    ------
    EditRefused
        If it has no position in this frame, or one outside of the picture.
    """
    focus = session.selection.focus
    if not focus.instance or focus.keypoint < 0:
        raise EditRefused("choose a keypoint first: click one in the list or on the picture")
    live = session.live(focus.layer, focus.instance)
    keypoint = live.skeleton.keypoints[focus.keypoint]
    x, y = view_to_see(session, focus.layer, focus.instance, focus.frame).positions[focus.keypoint].tolist()
    clip = session.contents.clip(focus.clip)
    width, height = clip.size_of(focus.frame)
    if not (math.isfinite(x) and math.isfinite(y)):
        raise EditRefused(f"{keypoint.called} has no position in this frame; place it first")
    if not (0 <= x < width and 0 <= y < height):
        raise EditRefused(f"{keypoint.called} lies outside of the picture here; there is nothing to cut out")
    spot = Spot(focus.layer, focus.instance, focus.frame, focus.keypoint)
    scale = scale_of(live.skeleton, live.track)
    return with_blur(
        session,
        Cutting(
            *(shows, spot, live.skeleton.name, keypoint.name, keypoint.called, clip.name, (x, y)),
            gold=_gold(session, spot, clip.id),
            size=(width, height),
            side=_side(scale, keypoint.local_width),
            lighting=lighting_of(clip.attributes.get("lighting", "")),
            apart=_apart(keypoint, scale),
        ),
    )


def with_blur(session: Session, cutting: Cutting, part: Part | None = None) -> Cutting:
    """Return it with its smear, if that has been measured or can be in the pixels at hand.

    Parameters
    ----------
    part
        Of the frame, as stored.
    """
    found = suggested(session, cutting.spot)
    if found is None and part is not None and part.scale == 1.0:
        region = patch_of(session, cutting.spot)
        grey = None if region is None else _grey(part, region)
        if region is not None and grey is not None:
            glance(session, cutting.spot, region, grey)
            found = suggested(session, cutting.spot)
    if found is None:
        return cutting
    extent = round(found.point.extent, 1)
    return replace(cutting, blur=blur_class(found.point.extent, found.point.width), blur_px=extent)


def at_hand(picture: Picture | None, cutting: Cutting) -> Part | None:
    """Return what of a picture in memory holds all that can be cut out, as stored; None if nothing does."""
    if picture is None or not picture.exact or picture.frame != cutting.spot.frame:
        return None
    return next((part for part in picture.parts if _holds(part, cutting.reach)), None)


def cut(cutting: Cutting, part: Part, side: int) -> tuple[bytes, Region]:
    """Return a PNG of the square around the keypoint, pixel for pixel, and where in the frame it is.

    Raises
    ------
    EditRefused
        If the part does not hold all of it as stored: no preview ever becomes an example.
    """
    region = cutting.region(side)
    if not _holds(part, region):
        raise EditRefused("these pixels are not at hand as stored yet; try again in a moment")
    return as_png(_pixels(part, region)), region


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of an example.

    Attributes
    ----------
    other
        The second mark, px of the frame: the right place of an incorrect example, or a wrong one.
    """

    side: int
    other: Place | None
    lighting: Lighting
    blur: Blur
    caption: str


def save(session: Session, cutting: Cutting, part: Part, said: Said, origin: object = None) -> Example:
    """Cut it out and keep it in the project.

    Raises
    ------
    EditRefused
        If the right place of an incorrect example is not known, or is the same as the wrong one, or a mark
        lies outside of what is cut out.
    """
    content, region = cut(cutting, part, said.side)
    here = _within(cutting.place, region)
    other = None if said.other is None else _within(said.other, region)
    is_correct = cutting.shows is Shows.CORRECT
    right, wrong = (here, other) if is_correct else (other, here)
    if right is None:
        raise EditRefused("click where the keypoint really is: an incorrect example shows that too")
    same = "" if said.other is None else cutting.why_not_wrong(said.other)
    if same:
        raise EditRefused(same)
    example = Example(
        editions.new_id(),
        cutting.skeleton,
        cutting.keypoint,
        cutting.shows,
        size=(region.width, region.height),
        right=right,
        wrong=wrong,
        lighting=said.lighting,
        blur=said.blur,
        blur_px=cutting.blur_px,
        caption=" ".join(said.caption.split()),
        kind=PictureKind.PNG,
        source=ExampleSource(cutting.clip, cutting.spot.frame, (region.left, region.top)),
    )
    examples.save(session, example, content, origin)
    return example


def _within(place: Place, region: Region) -> Place:
    x, y = place[0] - region.left, place[1] - region.top
    if not (0 <= x <= region.width and 0 <= y <= region.height):
        raise EditRefused("a mark lies outside of what is cut out; cut more out, or mark another place")
    return round(x, 2), round(y, 2)


def _apart(keypoint: Keypoint, scale: float) -> float:
    """Return the tolerance of a keypoint in px, or the least that eyes tell apart where there is none."""
    tolerance = keypoint.tolerance.in_px(scale)
    return tolerance if math.isfinite(tolerance) and tolerance > 0 else LEAST_APART


def _side(scale: float, local_width: float | None) -> int:
    """Return how much shows the place and what it is found by: many widths of a limb, or a part of all."""
    known = [_SHARE * scale, _WIDTHS * scale * (local_width or math.nan)]
    wide = max((side for side in known if math.isfinite(side)), default=_USUAL_SIDE)
    return int(min(max(round(wide / 16) * 16, 128), MOST_SIDE))


def _gold(session: Session, spot: Spot, clip: str) -> Place | None:
    for layer in layers_to_see(session):
        if layer.kind is LayerKind.GOLD:
            view = other_poses(session, layer.id, clip, spot.frame).get(spot.instance)
            if view is not None:
                x, y = view.positions[spot.keypoint].tolist()
                if math.isfinite(x) and math.isfinite(y):
                    return x, y
    return None


def _holds(part: Part, region: Region) -> bool:
    left, top = region.left - part.left, region.top - part.top
    height, width = part.pixels.shape[:2]
    inside = min(left, top) >= 0 and left + region.width <= width and top + region.height <= height
    return part.scale == 1.0 and inside


def _pixels(part: Part, region: Region) -> Pixels:
    left, top = region.left - part.left, region.top - part.top
    return part.pixels[top : top + region.height, left : left + region.width]


def _grey(part: Part, region: Region) -> Pixels | None:
    if not _holds(part, region):
        return None
    return np.asarray(_pixels(part, region)[..., :3] @ _LUMA + 0.5).astype(np.uint8)
