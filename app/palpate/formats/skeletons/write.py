"""Skeletons into the files of other programs, with what these cannot hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from palpate.formats.skeletons import coco, cvat, dlc, sleap, yolo
from palpate.model.sides import sides_from_names
from palpate.model.skeleton import ScaleRule, Skeleton, Subject

_NAMES, _EDGES, _MIRRORS, _SIGMAS, _REST, _SUBJECT = "names", "edges", "mirrors", "sigmas", "rest", "subject"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file that a skeleton can be written to.

    Attributes
    ----------
    name, title
        For the command line, and for people.
    suffix
        The usual ending, with the dot.
    content_of
        Makes the file's content, plain lists and mappings.
    is_yaml
        Whether that is written as YAML instead of JSON.
    holds
        What such a file can say.
    """

    name: str
    title: str
    suffix: str
    content_of: Callable[[Skeleton], object]
    holds: frozenset[str]
    is_yaml: bool = False


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "coco",
            "COCO category",
            ".json",
            coco.content_of,
            frozenset({_NAMES, _EDGES, _SIGMAS, _SUBJECT}),
        ),
        Kind("cvat", "labels for CVAT", ".json", cvat.content_of, frozenset({_NAMES, _EDGES, _REST})),
        Kind(
            "yolo",
            "YOLO pose data.yaml",
            ".yaml",
            yolo.content_of,
            frozenset({_NAMES, _MIRRORS}),
            is_yaml=True,
        ),
        Kind("sleap", "SLEAP skeleton", ".json", sleap.content_of, frozenset({_NAMES, _EDGES, _MIRRORS})),
        Kind(
            "dlc",
            "DeepLabCut config.yaml",
            ".yaml",
            dlc.content_of,
            frozenset({_NAMES, _EDGES}),
            is_yaml=True,
        ),
    )
}


def json_bytes(content: object) -> bytes:
    """Return content as JSON for people and programs."""
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def losses(skeleton: Skeleton, kind: Kind) -> list[str]:
    """Return, as sentences, what of this skeleton such a file cannot hold."""
    points = skeleton.keypoints
    lost = []
    if _EDGES not in kind.holds and skeleton.edges:
        lost.append(f"{len(skeleton.edges)} edges")
    if _MIRRORS not in kind.holds and not _names_tell(skeleton):
        lost.append("sides and mirrors, which the names do not tell")
    if _MIRRORS in kind.holds and any(
        point.side != _side_read(skeleton)[k] for k, point in enumerate(points)
    ):
        lost.append("which keypoint of a pair is the left one, where the names do not tell")
    if _SIGMAS not in kind.holds and any(point.sigma for point in points):
        lost.append("σ")
    if _REST not in kind.holds and any(point.rest for point in points):
        lost.append("the template")
    if _SUBJECT not in kind.holds and skeleton.subject is not Subject.PERSON:
        lost.append(f"that it is of the kind {skeleton.subject}")
    for what, is_there in _never(skeleton).items():
        if is_there:
            lost.append(what)
    return lost


def _never(skeleton: Skeleton) -> dict[str, bool]:
    """Return what no foreign file holds, and whether this skeleton has it."""
    points = skeleton.keypoints
    return {
        "labels, regions and types of the keypoints": any(p.label or p.region or p.type for p in points),
        "parents, chains and constructed centres": any(p.parent or p.chain or p.centre_of for p in points),
        "tolerances and widths": any(p.local_width or p.tolerance.px or p.tolerance.fraction for p in points),
        "rigid segments and normalisers": bool(skeleton.rigid_segments or skeleton.normalisers),
        "measures and events": bool(skeleton.measures or skeleton.events),
        "guidelines": bool(skeleton.guidelines or skeleton.inherited_guidelines),
        "its title": bool(skeleton.title),
        "its version": skeleton.version != 1,
        "what it extends": skeleton.base is not None,
        "how its scale is taken": skeleton.scale != ScaleRule(),
        "visibility tiers and policy": True,
    }


def _names_tell(skeleton: Skeleton) -> bool:
    said = sides_from_names(skeleton.names)
    return said == [(point.side, point.mirror) for point in skeleton.keypoints]


def _side_read(skeleton: Skeleton) -> list[object]:
    """Return the sides that a reader will give: of a pair without sides in its names, left comes first."""
    said = [side for side, _ in sides_from_names(skeleton.names)]
    where = skeleton.position_of
    sides: list[object] = list(said)
    for k, point in enumerate(skeleton.keypoints):
        if point.mirror is not None and said[k] == said[where[point.mirror]]:
            sides[k] = "left" if k < where[point.mirror] else "right"
    return sides
