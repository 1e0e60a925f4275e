"""Examples that are kept in a project."""

from __future__ import annotations

from typing import Any

import msgspec

from palpate.model.example import Example
from palpate.store.project import Project
from palpate.store.rows import Row

_COLUMNS = ("id", "skeleton", "version", "keypoint", "content", "author", "time")
_APART = ("id", "skeleton", "version", "keypoint")


def example_row(example: Example) -> Row:
    """Return the value of an example's row."""
    content: dict[str, Any] = msgspec.to_builtins(example)
    source = content.pop("source")
    author, time = source.pop("author"), source.pop("time")
    told = {name: value for name, value in content.items() if name not in _APART} | {"source": source}
    return (
        *(example.skeleton, example.version, example.keypoint),
        *(msgspec.json.encode(told).decode(), author, time),
    )


def example_from_row(example_id: str, row: Row) -> Example:
    """Read an example from its row."""
    skeleton, version, keypoint, content, author, time = row
    told = msgspec.json.decode(str(content))
    told["source"] |= {"author": author, "time": time}
    told |= {"id": example_id, "skeleton": skeleton, "version": version, "keypoint": keypoint}
    return msgspec.convert(told, Example)


def examples(project: Project, skeleton: str = "", keypoint: str = "") -> list[Example]:
    """Return the examples of a project, or of a skeleton or keypoint alone, the first saved coming first."""
    sql = (
        f"SELECT {', '.join(_COLUMNS)} FROM example "
        "WHERE ? IN ('', skeleton) AND ? IN ('', keypoint) ORDER BY time, rowid"
    )
    return [example_from_row(row[0], tuple(row[1:])) for row in project.rows(sql, skeleton, keypoint)]


def picture(project: Project, example_id: str) -> bytes | None:
    """Return the picture of an example as a file; None if there is none any more."""
    rows = project.rows("SELECT content FROM example_picture WHERE id = ?", example_id)
    return rows[0][0] if rows else None
