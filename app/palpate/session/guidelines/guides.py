"""What a project itself tells of keypoints, and where else to look: read once, and good in any thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from palpate.model.authored import OwnPlate, OwnTargets, OwnText
from palpate.model.plate import Point
from palpate.model.skeleton import Keypoint
from palpate.session.edits.contents import folder_key
from palpate.store import guides as rows
from palpate.store.guides import Place
from palpate.store.project import Project

if TYPE_CHECKING:
    from palpate.session.contents import Contents

Layout = Mapping[tuple[str, bool], Mapping[str, Point]]
"""Where keypoints lie, by plate and whether it is flipped."""


@dataclass(frozen=True, eq=False)
class Guides:
    """What comes before that which is shipped; another one after every edit of it.

    Attributes
    ----------
    texts, targets
        The project's own, by names of skeleton and keypoint.
    plates
        The project's own, by name.
    near
        Folder of the own file of skeletons, by name: guidelines and plates beside it come second.
    layouts
        Where keypoints lie on plates, by skeleton, plate and whether it is flipped; filled when asked for.
    """

    texts: Mapping[Place, OwnText] = field(default_factory=dict)
    targets: Mapping[Place, OwnTargets] = field(default_factory=dict)
    plates: Mapping[str, OwnPlate] = field(default_factory=dict)
    near: Mapping[str, Path] = field(default_factory=dict)
    layouts: dict[tuple[str, tuple[Keypoint, ...]], Layout] = field(default_factory=dict)


SHIPPED = Guides()
"""Without a project."""


def beside(skeleton: str, folder: Path | None) -> Guides:
    """Return what there is without a project: the files beside that of a skeleton."""
    return SHIPPED if folder is None else Guides(near={skeleton: folder})


def read_guides(project: Project, contents: Contents) -> Guides:
    """Return what an open project has.

    Raises
    ------
    PlateFaulty
        If what is stored of places is damaged.
    """
    kept = {name: contents.settings.get(folder_key(name), "") for name in contents.skeletons}
    return Guides(
        texts=rows.read_texts(project),
        targets=rows.read_targets(project),
        plates=rows.read_plates(project),
        near={name: project.path.parent / place for name, place in kept.items() if place},
    )


def place_kept(folder: Path, home: Path) -> str:
    """Return a folder as a project remembers it: by the way from its own, where it lies in there."""
    folder, home = folder.resolve(), home.resolve()
    return folder.relative_to(home).as_posix() if folder.is_relative_to(home) else folder.as_posix()
