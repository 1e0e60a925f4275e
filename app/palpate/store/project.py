"""One project file: facts, journal, and the right to write."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from palpate.base.errors import EditRefused, ProjectReadOnly
from palpate.model.clip import Clip
from palpate.model.event import Event
from palpate.model.flag import Flag
from palpate.model.instance import Instance
from palpate.model.layer import Layer
from palpate.model.note import Note
from palpate.model.pose import Pose
from palpate.model.ruling import Ruling
from palpate.model.span import Method
from palpate.model.sync import Sync
from palpate.model.track import Track
from palpate.store import connection as database
from palpate.store import effort, journal, locking, mapping
from palpate.store.durability import Syncer
from palpate.store.frozen import refuse_frozen
from palpate.store.journal import State
from palpate.store.rows import RowChange, Writer
from palpate.store.tables import TABLES


class Project:
    """An open project file.

    Everything is read and written on the thread that opened it. Nothing here knows what an edit means: `edit`
    runs a function that writes rows, in one transaction with its journal entry.

    Attributes
    ----------
    path
        The file.
    read_only
        Why nothing can be written, for the user; empty if it can.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, read_only: str, token: str = "") -> None:
        self.path = path
        self.read_only = read_only
        self._connection = connection
        self._token = token
        self._closed = False
        self._syncer = Syncer(path, token)

    @classmethod
    def create(cls, path: Path, settings: Mapping[str, str]) -> Project:
        """Make a new project file; see `palpate.store.connection.create` for the errors."""
        connection, token = database.create(path), uuid.uuid4().hex
        project = cls(path, connection, "", token)
        try:
            with database.faults_told(path):
                locking.take(connection, token)
                with connection:
                    connection.execute("BEGIN IMMEDIATE")
                    connection.executemany("INSERT INTO setting VALUES (?, ?)", settings.items())
        except BaseException:
            project.discard()
            raise
        return project

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Project:
        """Open a project; where it cannot be written it opens for reading and says why.

        Raises
        ------
        FileUnreadable, ProjectDamaged, ProjectNewer, ProjectError
        """
        if read_only:
            return cls(path, database.open_readable(path), "opened for reading only")
        token = uuid.uuid4().hex
        try:
            connection = database.open_writable(path)
            try:
                with database.faults_told(path):
                    holder = locking.take(connection, token)
                    if holder is None:
                        locking.bring_up_to_date(connection, token)
            except BaseException:
                connection.close()
                raise
        except ProjectReadOnly as error:
            return cls(path, database.open_readable(path), error.sentence)
        if holder is not None:
            connection.close()
            reason = f"{holder.holder} is working in this project; it is open for reading only"
            return cls(path, database.open_readable(path), reason)
        return cls(path, connection, "", token)

    def close(self) -> None:
        """Close the file; afterwards it is one file again. Closing twice does no harm."""
        if self._closed:
            return
        self._closed = True
        self._syncer.close()
        if not self._token:
            database.close_readable(self._connection, self.path)
            return
        try:
            with database.faults_told(self.path):
                locking.release(self._connection, self._token)
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self._connection.close()

    def discard(self) -> None:
        """Close a project that could not be made, and remove its file."""
        self._closed = True
        self._syncer.close()
        self._connection.close()
        database.remove(self.path)

    # ---- reading ---------------------------------------------------------------------------------------

    def settings(self) -> dict[str, str]:
        """Return the project's settings by name."""
        return dict(self.rows("SELECT name, value FROM setting"))

    def skeleton_texts(self) -> dict[str, str]:
        """Return the pinned skeleton files by name."""
        return dict(self.rows("SELECT name, content FROM skeleton ORDER BY rowid"))

    def clips(self) -> list[Clip]:
        """Return the clips in order."""
        rows = self.rows("SELECT id, place, name, content FROM clip ORDER BY place, name")
        return [mapping.clip_from_row(row[0], row[1:]) for row in rows]

    def layers(self) -> list[Layer]:
        """Return the layers in order."""
        rows = self.rows("SELECT id, place, name, kind, author, created FROM layer ORDER BY place, name")
        return [mapping.layer_from_row(row[0], row[1:]) for row in rows]

    def instances(self) -> list[Instance]:
        """Return the instances by clip and number."""
        rows = self.rows(
            "SELECT id, clip, number, name, skeleton, attributes FROM instance ORDER BY clip, number"
        )
        return [mapping.instance_from_row(row[0], row[1:]) for row in rows]

    def events(self, clip: str = "") -> list[Event]:
        """Return the events of a clip, or of all, by frame."""
        sql = "SELECT clip, frame, name, author, time FROM event WHERE ? IN ('', clip) ORDER BY frame, name"
        return [Event(*row) for row in self.rows(sql, clip)]

    def flags(self, layer: str, clip: str = "") -> list[Flag]:
        """Return the flags of a layer in a clip, or in all, by frame."""
        sql = (
            "SELECT layer, clip, frame, note, author, time FROM flag "
            "WHERE layer = ? AND ? IN ('', clip) ORDER BY frame"
        )
        return [Flag(*row) for row in self.rows(sql, layer, clip)]

    def notes(self, clip: str = "") -> list[Note]:
        """Return the notes of a clip, or of all, by frame and time."""
        columns = ", ".join(TABLES["note"].value)
        sql = f"SELECT id, {columns} FROM note WHERE ? IN ('', clip) ORDER BY frame, time, rowid"
        return [mapping.note_from_row(row[0], tuple(row[1:])) for row in self.rows(sql, clip)]

    def syncs(self) -> list[Sync]:
        """Return the pairs of clips that show the same event."""
        sql = "SELECT clip, other, frame, other_frame, event, author, time FROM sync ORDER BY clip, other"
        return [Sync(*row) for row in self.rows(sql)]

    def rulings(self, layer: str) -> list[Ruling]:
        """Return what reviews ruled in a layer, whether it still holds or not."""
        columns = ", ".join(("layer", *TABLES["ruling"].key[1:], *TABLES["ruling"].value))
        rows = self.rows(f"SELECT {columns} FROM ruling WHERE layer = ? ORDER BY time, rowid", layer)
        return [mapping.ruling_from_row(row) for row in rows]

    def looks(self, layer: str, instance: str) -> list[tuple[str, int, float, float]]:
        """Return what was looked at: keypoint, frame, and where it stood, px."""
        sql = "SELECT keypoint, frame, x, y FROM look WHERE layer = ? AND instance = ?"
        return [tuple(row) for row in self.rows(sql, layer, instance)]

    def smears(self, layer: str, instance: str) -> dict[str, bytes]:
        """Return what was measured of smear, by keypoint."""
        sql = "SELECT keypoint, content FROM smear WHERE layer = ? AND instance = ?"
        return dict(self.rows(sql, layer, instance))

    def track(self, layer: str, instance: str, n_keypoints: int) -> Track:
        """Return all stored poses of an instance in a layer."""
        sql = (
            "SELECT frame, positions, visibility, origin, scores, shape FROM pose "
            "WHERE layer = ? AND instance = ? ORDER BY frame"
        )
        with database.faults_told(self.path):
            return mapping.track_from_rows(self._connection.execute(sql, (layer, instance)), n_keypoints)

    def pose(self, layer: str, instance: str, frame: int) -> Pose | None:
        """Return one stored pose."""
        rows = self.rows(
            "SELECT pts, positions, visibility, origin, scores, shape FROM pose "
            "WHERE layer = ? AND instance = ? AND frame = ?",
            layer,
            instance,
            frame,
        )
        return mapping.pose_from_row(rows[0]) if rows else None

    def labelled_instances(self, layer: str) -> list[str]:
        """Return the ids of the instances that have a pose in a layer."""
        return [row[0] for row in self.rows("SELECT DISTINCT instance FROM pose WHERE layer = ?", layer)]

    def methods(self, layer: str, instance: str) -> dict[tuple[str, int], Method]:
        """Return the chosen method of spans by keypoint and first frame."""
        rows = self.rows(
            "SELECT keypoint, frame, method FROM span WHERE layer = ? AND instance = ?", layer, instance
        )
        return {(row[0], row[1]): Method(row[2]) for row in rows}

    def derived(self, layer: str, instance: str) -> list[tuple[str, int, int, bytes, bytes]]:
        """Return cached evidence: keypoint, start, stop, ends, content."""
        return self.rows(
            "SELECT keypoint, start, stop, ends, content FROM derived WHERE layer = ? AND instance = ?",
            layer,
            instance,
        )

    def history(self, limit: int = 500, before: int | None = None) -> list[journal.Entry]:
        """Return edits, newest first; with ``before`` only those older than that one."""
        with database.faults_told(self.path):
            return journal.history(self._connection, limit, before)

    def entry(self, number: int) -> journal.Entry | None:
        """Return one line of the history."""
        with database.faults_told(self.path):
            return journal.entry(self._connection, number)

    def frames_of(self, number: int) -> tuple[int, int] | None:
        """Return the first and last frame that an edit is about; None if about none, or very large."""
        with database.faults_told(self.path):
            return journal.frames_of(self._connection, number)

    def lately(self, limit: int) -> list[list[RowChange]]:
        """Return the rows of the newest edits that stand, newest first; those of large edits are left out."""
        with database.faults_told(self.path):
            return journal.lately(self._connection, limit)

    def edits_in_state(self, state: State, first: int, last: int | None = None) -> list[journal.Entry]:
        """Return the edits in a state, from one up to another or the newest, oldest first."""
        with database.faults_told(self.path):
            return journal.in_state(self._connection, state, first, last)

    def sitting(self, author: str, pause_s: float) -> int:
        """Return the first entry of the author's work since their last long pause; 0 without any."""
        with database.faults_told(self.path):
            return effort.sitting(self._connection, author, pause_s)

    def deeds(self, author: str, first: int) -> list[effort.Deed]:
        """Return what the author did from an entry of the journal on, oldest first."""
        with database.faults_told(self.path):
            return effort.deeds(self._connection, author, first)

    def edit_times(self) -> list[tuple[str, str]]:
        """Return (author, time) of every edit, oldest first: effort is read from it."""
        return self.rows("SELECT author, time FROM edit WHERE kind = 'edit' ORDER BY id")

    # ---- writing ---------------------------------------------------------------------------------------

    def edit(
        self, title: str, author: str, write: Callable[[Writer], None], *, merge: str | None = None
    ) -> list[RowChange]:
        """Run ``write`` in one transaction with its journal entry and return the rows it changed.

        Parameters
        ----------
        merge
            Edits with the same key in quick succession become one step of undo.

        Raises
        ------
        ProjectReadOnly
            If the project cannot be written. Whatever ``write`` raises leaves the file as it was.
        """
        return self._transaction(
            author, write, lambda writer: journal.record(self._connection, writer, title=title, merge=merge)
        )

    def set_up(
        self, title: str, author: str, write: Callable[[Writer], None], *, seal: bool = False
    ) -> list[RowChange]:
        """Run ``write`` as `edit` does: no undo takes it away, nor, with a seal, what was done before it."""
        record = partial(journal.record_setup, self._connection, title=title, seal=seal)
        return self._transaction(author, write, record)

    def next_undo(self) -> journal.Entry | None:
        """Return the last edit that stands, whoever made it."""
        with database.faults_told(self.path):
            return journal.next_undo(self._connection)

    def next_redo(self) -> journal.Entry | None:
        """Return the first edit that is undone and could be done again, whoever made it."""
        with database.faults_told(self.path):
            return journal.next_redo(self._connection)

    def undoable(self, author: str) -> journal.Entry | None:
        """Return the edit that undo would take back: never another author's."""
        entry = self.next_undo()
        return entry if entry is not None and entry.author == author else None

    def redoable(self, author: str) -> journal.Entry | None:
        """Return the edit that redo would do again."""
        entry = self.next_redo()
        return entry if entry is not None and entry.author == author else None

    def undo(self, author: str) -> tuple[journal.Entry, list[RowChange]]:
        """Take the last edit back.

        Raises
        ------
        EditRefused
            If there is nothing of this author's to take back.
        """
        entry = self.undoable(author)
        if entry is None:
            raise EditRefused("there is nothing of yours to undo")
        return entry, self._step(entry, author, undone=True)

    def redo(self, author: str) -> tuple[journal.Entry, list[RowChange]]:
        """Do the last undone edit again; EditRefused if there is none."""
        entry = self.redoable(author)
        if entry is None:
            raise EditRefused("there is nothing to redo")
        return entry, self._step(entry, author, undone=False)

    def keep_derived(self, layer: str, instance: str, rows: list[tuple[str, int, int, bytes, bytes]]) -> None:
        """Cache computed evidence; replaces what stood at the same keypoint and start."""
        self._keep("derived", [(layer, instance, *row) for row in rows])

    def keep_looks(self, author: str, rows: list[tuple[str, str, str, int, float, float]]) -> None:
        """Keep what was looked at: layer, instance, keypoint, frame, x, y; no edit, so never undone."""
        self._keep("look", [(*row, author, journal.now()) for row in rows])

    def keep_smears(self, layer: str, instance: str, contents: Mapping[str, bytes]) -> None:
        """Cache what was measured of smear, by keypoint; replaces what stood there."""
        self._keep("smear", [(layer, instance, *row) for row in contents.items()])

    def _keep(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        """Write whole rows that no undo takes back; nothing where nothing can be written."""
        if self.read_only or not rows:
            return
        marks = ", ".join("?" * len(rows[0]))
        with database.faults_told(self.path), self._syncer.writing, self._connection:
            self._begin()
            self._connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)
        self._syncer.touch()

    def _step(self, entry: journal.Entry, author: str, *, undone: bool) -> list[RowChange]:
        changes = journal.rows_of(self._connection, entry)
        if undone:
            changes = [change.inverse() for change in reversed(changes)]
        return self._transaction(
            author,
            lambda writer: writer.apply(changes),
            lambda writer: journal.record_step(self._connection, writer, entry, undone=undone),
        )

    def _transaction(
        self, author: str, write: Callable[[Writer], None], record: Callable[[Writer], None]
    ) -> list[RowChange]:
        if self.read_only:
            raise ProjectReadOnly(self.read_only, path=self.path)
        writer = Writer(self._connection, author, journal.now(), {})
        with database.faults_told(self.path), self._syncer.writing, self._connection:
            self._begin()
            write(writer)
            refuse_frozen(self._connection, writer.changes.values())
            if writer.changes:
                record(writer)
        self._syncer.touch()
        return list(writer.changes.values())

    def _begin(self) -> None:
        """Begin to write, if the right to is still ours: a machine that slept may have lost it."""
        self._connection.execute("BEGIN IMMEDIATE")
        holder = locking.holder_of(self._connection)
        if holder is None or holder.token != self._token:
            taken = f"{holder.holder} has" if holder is not None else "somebody has"
            self.read_only = f"{taken} taken over this project meanwhile; open it again"
            raise ProjectReadOnly(self.read_only, path=self.path)

    def rows(self, sql: str, *parameters: str | int) -> list[Any]:
        """Return the rows that a query finds, for the tables that have a module of their own."""
        with database.faults_told(self.path):
            return self._connection.execute(sql, parameters).fetchall()
