"""The pictures that show where a keypoint is, for the skeleton in hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from palpate.base.errors import PalpateError, PlateFaulty, Problem
from palpate.media.images.small_copy import header_of
from palpate.model.authored import OwnPlate
from palpate.model.plate import Area, Plate, Point, Target
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session.guidelines.guidance import guideline_of
from palpate.session.guidelines.guides import SHIPPED, Guides, Layout
from palpate.store.library import load_skeleton, plate_drawing, plate_table, skeleton_names
from palpate.store.plate_folder import folder_drawing, folder_table
from palpate.store.plate_reading import MOST_TARGETS
from palpate.store.svg_reading import refuse_unsafe

__all__ = [
    "MOST_SIGHTS",
    "Drawing",
    "PlateSource",
    "Sight",
    "drawing_of",
    "plates_at_hand",
    "read_ahead",
    "short_titles",
    "sights_of",
]

MOST_SIGHTS = MOST_TARGETS
_SIDE = re.compile(r"\b(left|right)\b", re.IGNORECASE)
_LEADING = ("from", "of")  # belong to what follows them
_OTHER = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}
_NEAR = 1e-6
_MOST_LAYOUTS = 16

PlateSource = OwnPlate | Path | None
"""Where a plate is from: the project, the folder of a skeleton's own file, or it is shipped."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A keypoint on one plate.

    Attributes
    ----------
    title
        Of the plate as it is shown: flipped, it is of the other side.
    """

    plate: Plate
    target: Target
    title: str
    source: PlateSource = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture file that is safe to show.

    Attributes
    ----------
    kind
        svg, png or jpeg.
    on_paper
        Whether it was drawn for white, whatever the theme.
    """

    content: bytes
    kind: str = "svg"
    on_paper: bool = False


def sights_of(skeleton: Skeleton, keypoint: str, guides: Guides = SHIPPED) -> tuple[Sight, ...]:
    """Return where a keypoint is shown, the plate to look at first coming first; empty if nowhere.

    The project's own targets come first, then those in the folder of the skeleton's own file, then shipped
    ones. What a skeleton has from one that it extends is shown as there.

    Raises
    ------
    FileUnreadable, PlateFaulty
        If a table of plates cannot be opened, or with every problem in it or in a picture of the project.
    """
    sights = tuple(_placed(skeleton, keypoint, guides))
    if not _differs(skeleton, guides):
        return sights  # neighbours are in the tables
    return tuple(_among(sight, keypoint, skeleton, guides) for sight in sights)


def shown_elsewhere(skeleton: Skeleton, keypoint: str, guides: Guides) -> bool:
    """Tell whether a keypoint would be shown without places of the project's own; errors as `sights_of`."""
    return bool(sights_of(skeleton, keypoint, replace(guides, targets={}, layouts={})))


def plates_at_hand(skeleton: Skeleton, guides: Guides = SHIPPED) -> dict[str, tuple[Plate, PlateSource]]:
    """Return every plate that targets may be on, by name; the project's own first, then the nearest.

    A picture of the project that cannot be shown is left out. Errors as for `sights_of`.
    """
    found: dict[str, tuple[Plate, PlateSource]] = {}
    for own in guides.plates.values():
        with suppress(PlateFaulty):
            found[own.name] = own_plate(own), own
    near = guides.near.get(skeleton.name)
    for name, plate in folder_table(near, plate_table().plates).plates.items():
        found.setdefault(name, (plate, near))
    for name, plate in plate_table().plates.items():
        found.setdefault(name, (plate, None))
    return found


def own_plate(own: OwnPlate) -> Plate:
    """Return a plate of the project with its size; PlateFaulty if it is not safe to show."""
    return Plate(own.name, own.title, _own_size(own), own.width_mm)


def drawing_of(plate: str, source: PlateSource = None, *, dark: bool) -> Drawing:
    """Return a plate in the colours of a theme, as far as it has such; it is safe to show.

    Raises
    ------
    FileUnreadable, PlateFaulty
        If its file cannot be opened, or is not safe to show.
    """
    if source is None:
        return Drawing(plate_drawing(plate, dark=dark).encode("utf-8"))
    if isinstance(source, Path):
        return Drawing(folder_drawing(source, plate).encode("utf-8"), on_paper=True)
    _own_size(source)
    return Drawing(source.content, source.kind, on_paper=True)


def read_ahead(skeleton: Skeleton, keypoint: str, guides: Guides = SHIPPED) -> tuple[Sight, ...]:
    """Read all that is told of a keypoint, so that it is at hand; any thread may do so.

    Raises
    ------
    FileUnreadable, PlateFaulty
        As for `sights_of`; what is wrong with a guideline is told when it is read to be shown.
    """
    with suppress(PalpateError):
        guideline_of(skeleton, keypoint, guides)
    return sights_of(skeleton, keypoint, guides)


def short_titles(sights: Sequence[Sight]) -> tuple[str, ...]:
    """Return what tells several plates apart: their titles without the words that all begin with."""
    words = [sight.title.split() for sight in sights]
    same = 0
    while len(words) > 1 and all(len(title) > same + 1 for title in words):
        if len({title[same].rstrip(",") for title in words}) > 1 or words[0][same] in _LEADING:
            break
        same += 1
    short = (" ".join(title[same:]) for title in words)
    return tuple(title[:1].upper() + title[1:] for title in short)


def title_of(plate: Plate, *, mirrored: bool) -> str:
    """Return what a plate shows as it is shown."""
    return _SIDE.sub(lambda side: _OTHER[side[1]], plate.title) if mirrored else plate.title


def _placed(skeleton: Skeleton, keypoint: str, guides: Guides) -> Iterator[Sight]:
    """Yield the sights of a keypoint with what neighbours the tables name."""
    for target in _targets(skeleton, keypoint, guides):
        found = _plate(skeleton, target.plate, guides)
        if found is not None:
            yield Sight(found[0], target, title_of(found[0], mirrored=target.mirrored), found[1])


def _targets(skeleton: Skeleton, keypoint: str, guides: Guides) -> tuple[Target, ...]:
    point = next((one for one in skeleton.keypoints if one.name == keypoint), None)
    own = guides.targets.get((skeleton.name, keypoint))
    if own is not None and point is not None and own.version >= point.since:
        return own.targets
    near = folder_table(guides.near.get(skeleton.name), plate_table().plates)
    for table in (near, plate_table()):
        for family in _families(skeleton):
            known = table.targets.get(family, {})
            names = _names_there(skeleton, point, family, shipped=table is not near) if point else (keypoint,)
            for name in names:
                if name in known:
                    return known[name]
    return ()


def _names_there(skeleton: Skeleton, point: Keypoint, family: str, *, shipped: bool) -> tuple[str, ...]:
    """Return what a place is called in a table: it is of the version of the shipped skeleton, or of any."""
    if shipped and family in skeleton_names():
        version = load_skeleton(family).version
        if version < point.since:
            return ()
        if family == skeleton.name:
            return (point.name_in(version),)
    return point.name, *(one.name for one in reversed(point.formerly))


def _plate(skeleton: Skeleton, name: str, guides: Guides) -> tuple[Plate, PlateSource] | None:
    if name in guides.plates:
        return own_plate(guides.plates[name]), guides.plates[name]
    near = guides.near.get(skeleton.name)
    beside = folder_table(near, plate_table().plates).plates
    if name in beside:
        return beside[name], near
    shipped = plate_table().plates
    return (shipped[name], None) if name in shipped else None


def _differs(skeleton: Skeleton, guides: Guides) -> bool:
    """Tell whether keypoints may be called otherwise, or lie elsewhere, than tables say of neighbours."""
    own = any(name == skeleton.name for name, _ in guides.targets)
    return own or any(point.since > 1 or point.formerly for point in skeleton.keypoints)


def _among(sight: Sight, keypoint: str, skeleton: Skeleton, guides: Guides) -> Sight:
    """Return a sight whose neighbours stand where, and are called as, the skeleton in hand has them."""
    target = sight.target
    layout = layout_of(skeleton, guides).get((target.plate, target.mirrored), {})
    here = {name: at for name, at in layout.items() if name != keypoint and _within(at, target.zoom)}
    return replace(sight, target=replace(target, neighbours=here))


def neighbours_of(
    target: Target, keypoint: str, skeleton: Skeleton, guides: Guides = SHIPPED
) -> dict[str, Point]:
    """Return where all other keypoints lie on the plate of a target, shown as there, by name."""
    layout = layout_of(skeleton, guides).get((target.plate, target.mirrored), {})
    return {name: at for name, at in layout.items() if name != keypoint}


def layout_of(skeleton: Skeleton, guides: Guides = SHIPPED) -> Layout:
    """Return where all keypoints lie, by plate and whether it is flipped; errors as for `sights_of`."""
    key = skeleton.name, skeleton.keypoints
    if key not in guides.layouts:
        if len(guides.layouts) >= _MOST_LAYOUTS:
            guides.layouts.clear()
        found: dict[tuple[str, bool], dict[str, Point]] = {}
        for name in skeleton.names:
            for target in _targets(skeleton, name, guides):
                found.setdefault((target.plate, target.mirrored), {}).setdefault(name, target.at)
        guides.layouts[key] = found
    return guides.layouts[key]


def _within(at: Point, area: Area) -> bool:
    left, top, width, height = area
    inside = (left - _NEAR <= at[0] <= left + width + _NEAR, top - _NEAR <= at[1] <= top + height + _NEAR)
    return all(inside)


def _families(skeleton: Skeleton) -> tuple[str, ...]:
    base = skeleton.base.name if skeleton.base is not None else ""
    names = (skeleton.name, skeleton.guidelines, *skeleton.inherited_guidelines, base)
    return tuple(dict.fromkeys(name for name in names if name))


@lru_cache(maxsize=64)
def _own_size(own: OwnPlate) -> tuple[float, float]:
    """Look whether a picture of the project is safe to show: its file may have come from anywhere."""
    if own.kind == "svg":
        try:
            return refuse_unsafe(own.content.decode("utf-8"), path=Path(f"{own.name}.svg"))
        except UnicodeDecodeError as fault:
            raise PlateFaulty([Problem("", "is no text")], path=Path(f"{own.name}.svg")) from fault
    header = header_of(own.content)
    if header is None or header[0] != own.kind:
        raise PlateFaulty([Problem("", "is no picture that can be shown")], path=Path(own.name))
    return float(header[1][0]), float(header[1][1])
