"""Writing what is told of keypoints, as a consultant or lead: each change is an edit of the project."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from palpate.base.errors import EditRefused
from palpate.media.images.small_copy import small_copy
from palpate.model.authored import OwnPlate
from palpate.model.guideline import Guideline
from palpate.model.plate import Area, Point, Target
from palpate.model.skeleton import Skeleton
from palpate.session.edits.guides import PutGuideline, PutPlate, PutTargets, RemovePlate
from palpate.session.guidelines.guidance import told_elsewhere
from palpate.session.guidelines.plates import layout_of, plates_at_hand, title_of
from palpate.session.session import Session
from palpate.store.guideline_writing import guideline_to_markdown
from palpate.store.guideline_writing import tidied as tidied
from palpate.store.guideline_writing import word_of as word_of
from palpate.store.svg_reading import read_svg

_SIGNS = re.compile(r"[^\w]+")
_LONGEST_NAME = 60


def why_not_write(session: Session) -> str:
    """Return why this person may not write guidelines, and the way out; empty if they may."""
    if session.project.read_only:
        return session.project.read_only
    if session.contents.settings.get("role", "annotator") == "annotator":
        return "guidelines are written by consultants and leads; leave a note on the keypoint for them"
    return ""


def checked(skeleton: Skeleton, keypoint: str, guideline: Guideline) -> Guideline:
    """Return a guideline as it would be kept.

    Raises
    ------
    GuidelineFaulty
        With everything in it that a guideline cannot say.
    """
    whole = replace(tidied(guideline), keypoint=keypoint, version=skeleton.version)
    guideline_to_markdown(whole)
    return whole


def write_guideline(
    session: Session, skeleton: Skeleton, guideline: Guideline, origin: object = None
) -> bool:
    """Write the guideline of a keypoint, and tell whether that changed anything.

    One that says what is told without it is no guideline of the project's own.

    Raises
    ------
    EditRefused, GuidelineFaulty, ProjectReadOnly
        If this person may not, its keypoint is none, or it says what no guideline can.
    """
    _refuse_reader(session)
    whole = checked(skeleton, guideline.keypoint, guideline)
    elsewhere = told_elsewhere(skeleton, whole.keypoint, session.guides)
    same = elsewhere is not None and replace(tidied(elsewhere), version=whole.version) == whole
    return _put(session, skeleton, whole.keypoint, None if same else whole, origin)


def forget_guideline(session: Session, skeleton: Skeleton, keypoint: str, origin: object = None) -> bool:
    """Take the project's own guideline of a keypoint away; errors as for `write_guideline`."""
    _refuse_reader(session)
    return _put(session, skeleton, keypoint, None, origin)


def show_on(
    session: Session,
    skeleton: Skeleton,
    targets: Mapping[str, tuple[Target, ...] | None],
    origin: object = None,
) -> bool:
    """Say where keypoints are shown, by name; None shows one where it is shown without the project.

    Raises
    ------
    EditRefused, ProjectReadOnly
        If this person may not, or a place lies outside its plate.
    """
    _refuse_reader(session)
    names = [skeleton.keypoints[skeleton.position_of[name]].called for name in targets]
    bare = {name: _bare(listed) for name, listed in targets.items()}
    title = f"Show {' and '.join(names)} on a picture"
    return session.do(PutTargets(title, skeleton.name, bare), origin).guides


def add_picture(
    session: Session,
    skeleton: Skeleton,
    path: Path,
    title: str = "",
    width_mm: float | None = None,
    origin: object = None,
) -> str:
    """Keep a drawing (SVG) or a small copy of a picture (PNG, JPEG) as a plate; returns its name.

    Raises
    ------
    FileUnreadable, PlateFaulty, MediaUnreadable
        If it cannot be read, or is not safe to show, or too large.
    EditRefused, ProjectReadOnly
        If this person may not.
    """
    _refuse_reader(session)
    kind, content = _content(path)
    stem = _SIGNS.sub("_", path.stem).strip("_").casefold()[:_LONGEST_NAME] or "picture"
    taken = plates_at_hand(skeleton, session.guides).keys() | session.guides.plates.keys()
    name, n = stem, 1
    while name in taken:
        n += 1
        name = f"{stem}_{n}"
    called = " ".join(title.split()) or path.stem.replace("_", " ").strip() or name
    session.do(PutPlate(OwnPlate(name, called, kind, content, width_mm)), origin)
    return name


def describe_picture(session: Session, name: str, title: str, width_mm: float | None) -> bool:
    """Give a plate of the project another title or width; tells whether that changed anything."""
    _refuse_reader(session)
    if name not in session.guides.plates:
        raise EditRefused("only pictures of the project's own have a title to change")
    own = session.guides.plates[name]
    now = replace(own, title=" ".join(title.split()) or own.title, width_mm=width_mm)
    return now != own and session.do(PutPlate(now)).guides


def remove_picture(session: Session, name: str, origin: object = None) -> bool:
    """Take a plate of the project away, with the places on it; errors as for `show_on`."""
    _refuse_reader(session)
    own = session.guides.plates.get(name)
    return session.do(RemovePlate(name, own.title if own is not None else ""), origin).guides


def used_by(session: Session, name: str) -> list[str]:
    """Return the keypoints that the project shows on a plate."""
    held = session.guides.targets.items()
    return [place[1] for place, own in held if any(target.plate == name for target in own.targets)]


def opposite(session: Session, skeleton: Skeleton, target: Target) -> Target:
    """Return the same place of the other side: on the plate flipped, or across on one that shows both."""
    sides = layout_of(skeleton, session.guides).get((target.plate, target.mirrored), {})
    both = any(point.name in sides and point.mirror in sides for point in skeleton.keypoints if point.mirror)
    found = plates_at_hand(skeleton, session.guides).get(target.plate)
    sided = found is not None and title_of(found[0], mirrored=True) != found[0].title
    return across(target) if both or not sided else flipped(target)


def around(at: Point, share: float, *, shape: float = 1.0) -> Area:
    """Return the surroundings of a place that stay on the plate.

    Parameters
    ----------
    share
        Their width as a share of the plate's.
    shape
        Width by height of the plate: the surroundings are square on it as far as there is room.
    """
    width, height = min(share, 1.0), min(share * shape, 1.0)
    left = min(max(at[0] - width / 2, 0.0), 1.0 - width)
    top = min(max(at[1] - height / 2, 0.0), 1.0 - height)
    return left, top, width, height


def flipped(target: Target) -> Target:
    """Return the same place on the plate shown flipped left to right."""
    left, top, width, height = target.zoom
    return Target(
        target.plate,
        not target.mirrored,
        (1.0 - target.at[0], target.at[1]),
        (max(1.0 - left - width, 0.0), top, width, height),
    )


def across(target: Target) -> Target:
    """Return the place opposite on the same plate as shown, for one that shows both sides."""
    return replace(flipped(target), mirrored=target.mirrored)


def _put(
    session: Session, skeleton: Skeleton, keypoint: str, whole: Guideline | None, origin: object
) -> bool:
    called = skeleton.keypoints[skeleton.position_of[keypoint]].called if keypoint in skeleton.names else ""
    return session.do(PutGuideline(skeleton.name, keypoint, whole, called), origin).guides


def _bare(targets: tuple[Target, ...] | None) -> tuple[Target, ...] | None:
    if targets is None:
        return None
    return tuple(replace(target, neighbours={}) for target in targets)


def _content(path: Path) -> tuple[str, bytes]:
    if path.suffix.lower() == ".svg":
        return "svg", read_svg(path).encode("utf-8")
    copy = small_copy(path)
    return copy.kind, copy.content


def _refuse_reader(session: Session) -> None:
    why = why_not_write(session)
    if why:
        raise EditRefused(why)
