"""Plates that lie beside a user's own skeleton file: a folder `plates` with `targets.yaml` and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from palpate.model.plate import Plate, PlateTable
from palpate.store.plate_reading import read_plate_table
from palpate.store.svg_reading import read_svg

_TABLE = "targets.yaml"


def folder_table(near: Path | None, shipped: Mapping[str, Plate]) -> PlateTable:
    """Return the plates of a folder and the targets on them, and on shipped plates; empty without a table.

    Parameters
    ----------
    near
        Folder of the skeleton's own file.

    Raises
    ------
    FileUnreadable, PlateFaulty
        If the table cannot be opened, or with every problem in it.
    """
    path = None if near is None else near / "plates" / _TABLE
    if path is None or not path.is_file():
        return PlateTable({}, {})
    return _table(path, path.stat().st_mtime_ns, tuple(shipped.items()))


def folder_drawing(near: Path, name: str) -> str:
    """Return a plate of a folder as SVG; it is safe to show.

    Raises
    ------
    FileUnreadable, PlateFaulty
        If the file cannot be opened, or is not safe to show.
    """
    return read_svg(near / "plates" / f"{name}.svg")


@lru_cache(maxsize=16)
def _table(path: Path, changed_ns: int, shipped: tuple[tuple[str, Plate], ...]) -> PlateTable:
    """Read a table once per state of its file."""
    return read_plate_table(path, known=dict(shipped))
