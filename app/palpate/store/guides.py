"""Guidelines, targets and plates of the project's own, as rows."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from palpate.base.errors import PlateFaulty, Problem
from palpate.model.authored import OwnPlate, OwnTargets, OwnText
from palpate.model.plate import Target
from palpate.store.project import Project
from palpate.store.rows import Row
from palpate.store.tables import TABLES

Place = tuple[str, str]
"""Skeleton and keypoint, by name."""


class _Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    plate: str
    at: tuple[float, float]
    zoom: tuple[float, float, float, float]
    mirrored: bool = False


def read_texts(project: Project) -> dict[Place, OwnText]:
    """Return the guidelines by skeleton and keypoint."""
    return {(row[0], row[1]): OwnText(*row[2:]) for row in project.rows(TABLES["guideline"].select_all)}


def read_targets(project: Project) -> dict[Place, OwnTargets]:
    """Return where keypoints are shown, by skeleton and keypoint.

    Raises
    ------
    PlateFaulty
        If what is stored says no places; no edit writes such.
    """
    return {(row[0], row[1]): targets_from_row(row[2:]) for row in project.rows(TABLES["target"].select_all)}


def read_plates(project: Project) -> dict[str, OwnPlate]:
    """Return the plates by name; whoever shows one looks first whether it is safe to show."""
    found = {}
    for name, title, kind, width_mm, content, author, time in project.rows(TABLES["plate"].select_all):
        found[name] = OwnPlate(name, title, kind, content, width_mm, author, time)
    return found


def targets_row(targets: Sequence[Target], version: int, author: str, time: str) -> Row:
    """Return the value of a row of targets."""
    content = [_Target(one.plate, one.at, one.zoom, one.mirrored) for one in targets]
    return version, msgspec.json.encode(content).decode(), author, time


def targets_from_row(row: Sequence[object]) -> OwnTargets:
    """Read targets from their row; PlateFaulty if it says none."""
    version, content, author, time = row
    try:
        listed = msgspec.json.decode(str(content), type=list[_Target])
    except msgspec.DecodeError as fault:
        raise PlateFaulty([Problem("targets", f"the project is damaged here: {fault}")]) from fault
    targets = tuple(Target(one.plate, one.mirrored, one.at, one.zoom) for one in listed)
    return OwnTargets(targets, int(str(version)), str(author), str(time))


def plate_row(plate: OwnPlate, author: str, time: str) -> Row:
    """Return the value of a plate's row."""
    return plate.title, plate.kind, plate.width_mm, plate.content, author, time
