"""The examples of a project, listed, and written as files that stand beside guidelines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from palpate.base.atomic_write import write_bytes
from palpate.base.errors import FileUnwritable, TargetExists
from palpate.session.guidelines.examples import Home, ShownExample, kept_in, picture_of
from palpate.session.session import Session
from palpate.store.example_reading import TABLE
from palpate.store.example_writing import examples_to_yaml


def listed(session: Session) -> list[dict[str, Any]]:
    """Return the examples of a project in the shape of the command line's contract."""
    return [
        {
            "id": one.id,
            "skeleton": one.skeleton,
            "version": one.version,
            "keypoint": one.keypoint,
            "verdict": one.shows.value,
            "lighting": one.lighting.value,
            "blur": one.blur.value,
            "blur_px": one.blur_px,
            "size": list(one.size),
            "right": list(one.right),
            "wrong": None if one.wrong is None else list(one.wrong),
            "caption": one.caption,
            "clip": one.source.clip,
            "frame": one.source.frame,
            "corner": list(one.source.corner),
            "author": one.source.author,
            "time": one.source.time,
        }
        for one in kept_in(session)
    ]


def export(session: Session, out: Path, *, force: bool = False) -> list[Path]:
    """Write the examples of a project and return the tables written.

    Those of a skeleton go into ``examples`` in a folder called as its guidelines: a skeleton file
    beside these folders finds them.

    Raises
    ------
    TargetExists
        If a table stands there already and may not be replaced; nothing is written then.
    FileUnwritable
        If a folder cannot be made or written.
    FileUnreadable
        If the picture of an example is gone.
    """
    by_folder: dict[Path, list[ShownExample]] = {}
    for one in kept_in(session):
        skeleton = session.contents.skeletons.get(one.skeleton)
        name = one.skeleton if skeleton is None else skeleton.guidelines or skeleton.name
        by_folder.setdefault(out / name / "examples", []).append(ShownExample(one, Home.OWN))
    for folder in by_folder:
        if (folder / TABLE).exists() and not force:
            raise TargetExists("exists already; give --force to replace it", path=folder / TABLE)
    return [_write(session, folder, shown) for folder, shown in by_folder.items()]


def _write(session: Session, folder: Path, shown: list[ShownExample]) -> Path:
    """Write the pictures, and last the table that names them: it never names one that is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileUnwritable((error.strerror or "cannot be made").lower(), path=folder) from error
    filed = []
    for one in shown:
        file = f"{one.example.keypoint}_{one.example.id[:8]}.{one.example.kind}"
        write_bytes(folder / file, picture_of(session, one))
        filed.append((file, one.example))
    write_bytes(folder / TABLE, examples_to_yaml(filed).encode())
    return folder / TABLE
