"""A new version of a skeleton that has labels, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from palpate.base.errors import EditRefused
from palpate.model.migration import Plan
from palpate.model.visibility import Visibility
from palpate.session.edits.examples import carry_examples
from palpate.store import mapping
from palpate.store.outdated import MARK, Marks, get_marks, joined, marks_at, put_marks
from palpate.store.rows import Row, Writer
from palpate.store.tables import TABLES

Key = tuple[str | int, ...]

_BY_NAME = ("span", "derived", "look", "smear")
_TOLD = ("guideline", "target")
_AUTHOR = TABLES["pose"].value.index("author")


@dataclass(frozen=True, slots=True)
class MigrateSkeleton:
    """Pin the next version of a skeleton, and let everything that is said of its keypoints follow.

    What a removed keypoint said is in the journal from then on, and nowhere else.

    Attributes
    ----------
    pinned
        The file content that the plan begins at.
    version, content
        Of the next version.
    """

    name: str
    pinned: str
    version: int
    content: str
    plan: Plan
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Name it."""
        return f"Migrate {self.name} to version {self.version}"

    def write(self, writer: Writer) -> None:
        """Rewrite rows; refuses if the project has come to pin another version meanwhile."""
        found = writer.get("skeleton", self.name)
        if found is None or found[1] != self.pinned:
            raise EditRefused(f"the project pins another version of {self.name} now; plan the migration anew")
        writer.put("skeleton", (self.name,), (self.version, self.content))
        for table in _BY_NAME:
            self._rename_rows(writer, table)
        self._carry_rulings(writer)
        self._carry_notes(writer)
        self._carry_policies(writer)
        carry_examples(writer, self.name, (int(found[0] or 0), self.version), self.plan)
        self._carry_marks(writer)
        self._carry_poses(writer)
        for table in _TOLD:
            self._carry_told(writer, table)

    def _rename_rows(self, writer: Writer, table: str) -> None:
        """Let rows that are found by the name of a keypoint go where it goes; first all go, then all come."""
        at = TABLES[table].key.index("keypoint")
        keys = [key for key in self._keys(writer, table) if self._moves(str(key[at]))]
        rows = [(key, writer.get(table, *key)) for key in keys]
        for key, _ in rows:
            writer.delete(table, *key)
        for key, row in rows:
            for name in self.plan.goes_to[str(key[at])]:
                if row is not None:
                    writer.put(table, (*key[:at], name, *key[at + 1 :]), row)

    def _carry_told(self, writer: Writer, table: str) -> None:
        """Let what the project itself tells of a keypoint follow it; what is told of none any more goes."""
        found = writer.connection.execute(f"SELECT keypoint FROM {table} WHERE skeleton = ?", (self.name,))
        names = [str(row[0]) for row in found.fetchall() if self._moves(str(row[0]))]
        rows = [(name, writer.get(table, self.name, name)) for name in names]
        for name, _ in rows:
            writer.delete(table, self.name, name)
        for name, row in rows:
            for to in self.plan.goes_to[name]:
                if row is not None:
                    writer.put(table, (self.name, to), row)

    def _carry_rulings(self, writer: Writer) -> None:
        """Let verdicts follow their keypoints; one on a place that is another now says nothing any more."""
        at = TABLES["ruling"].key.index("keypoint")
        outdated = {slot.name for slot in self.plan.slots if slot.outdated}
        rows: list[tuple[Key, Row]] = []
        for key in self._keys(writer, "ruling"):
            row, names = writer.get("ruling", *key), str(key[at]).split(",")
            after = [self.plan.goes_to.get(name, ()) for name in names]
            gone = any(len(one) != 1 or one[0] in outdated for one in after)
            if row is not None and (gone or [one[0] for one in after] != names):
                writer.delete("ruling", *key)
                if not gone:
                    rows.append(((*key[:at], ",".join(one[0] for one in after), *key[at + 1 :]), row))
        for key, row in rows:
            writer.put("ruling", key, row)

    def _carry_notes(self, writer: Writer) -> None:
        """Pin notes to the new name; one on a keypoint that is gone is of the whole frame from then on."""
        columns = TABLES["note"].value
        who, what = columns.index("instance"), columns.index("keypoint")
        for key in self._keys(writer, "note"):
            row = writer.get("note", *key)
            if row is not None and self._moves(str(row[what])):
                names = self.plan.goes_to[str(row[what])]
                pinned = list(row)
                pinned[who], pinned[what] = (row[who], names[0]) if names else ("", "")
                writer.put("note", key, tuple(pinned))

    def _carry_policies(self, writer: Writer) -> None:
        """Let what the project asks for of a keypoint follow it; of one that is gone nothing is asked."""
        keys = writer.connection.execute(
            "SELECT skeleton, keypoint, name FROM policy WHERE skeleton = ? AND keypoint <> ''", (self.name,)
        ).fetchall()
        moved = [key for key in map(tuple, keys) if self._moves(str(key[1]))]
        rows = [(key, writer.get("policy", *key)) for key in moved]
        for key, _ in rows:
            writer.delete("policy", *key)
        for key, row in rows:
            for name in self.plan.goes_to[str(key[1])]:
                if row is not None:
                    writer.put("policy", (key[0], name, key[2]), row)

    def _carry_poses(self, writer: Writer) -> None:
        """Lay the values of poses as the new version orders them; whose they are and since when stays."""
        if not (self.plan.moves_columns or self.plan.outdated.any()):
            return
        moved = np.flatnonzero(self.plan.outdated)
        for key in self._keys(writer, "pose"):
            row = writer.get("pose", *key)
            if row is None:
                continue
            pose = self.plan.pose(mapping.pose_from_row(row))
            if pose.is_empty:
                writer.delete("pose", *key)
                continue
            if self.plan.moves_columns:
                known, (author, time) = mapping.pts_from_row(row), row[_AUTHOR : _AUTHOR + 2]
                writer.put("pose", key, mapping.pose_row(pose, known, str(author), str(time)))
            here = moved[pose.visibility[moved] != Visibility.NOT_PLACED]
            if len(here):
                put_marks(writer, key, joined(get_marks(writer, key), marks_at(pose, here, self.version)))

    def _carry_marks(self, writer: Writer) -> None:
        """Lay marks as the new version orders its keypoints; those of one that is split go to each."""
        if self.plan.moves_columns:
            for key in self._keys(writer, "outdated"):
                put_marks(writer, key, _laid(get_marks(writer, key), self.plan))

    def _moves(self, name: str) -> bool:
        return self.plan.goes_to.get(name, (name,)) != (name,)

    def _keys(self, writer: Writer, table: str) -> Iterator[Key]:
        """Return the keys of all rows of a table that are of an instance with this skeleton."""
        found = writer.connection.execute(
            f"SELECT {', '.join(TABLES[table].key)} FROM {table} "
            "WHERE instance IN (SELECT id FROM instance WHERE skeleton = ?)",
            (self.name,),
        ).fetchall()
        return map(tuple, found)


def _laid(marks: Marks, plan: Plan) -> Marks:
    column = {int(keypoint): n for n, keypoint in enumerate(marks["keypoint"])}
    taken = [(k, column[source]) for k, source in enumerate(plan.sources.tolist()) if source in column]
    if not taken:
        return np.empty(0, dtype=MARK)
    keypoints, rows = np.array(taken).T
    laid: Marks = marks[rows]
    laid["keypoint"] = keypoints
    return laid
