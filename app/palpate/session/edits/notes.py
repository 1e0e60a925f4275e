"""Notes: written, reworded, resolved and taken away."""

from __future__ import annotations

from dataclasses import dataclass, replace

from palpate.base.errors import EditRefused
from palpate.model.note import Note
from palpate.store import mapping
from palpate.store.rows import Writer


@dataclass(frozen=True, slots=True)
class AddNote:
    """Pin a note; its author and time are those of the edit."""

    note: Note
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Say where."""
        return f"Note on frame {self.note.frame}"

    def write(self, writer: Writer) -> None:
        """Write its row."""
        _refuse_empty(self.note.text)
        _put(writer, replace(self.note, author=writer.author, time=writer.time))


@dataclass(frozen=True, slots=True)
class RewordNote:
    """Change the words of a note; whose it is stays."""

    note: Note
    text: str
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Say where."""
        return f"Reword the note on frame {self.note.frame}"

    def write(self, writer: Writer) -> None:
        """Write its row; refuses if the note is gone or nothing would be left of it."""
        _refuse_empty(self.text)
        found = _found(writer, self.note)
        if self.text != found.text:
            _put(writer, replace(found, text=self.text, changed=writer.time))


@dataclass(frozen=True, slots=True)
class ResolveNote:
    """Say that a note is dealt with, or that it is not after all."""

    note: Note
    resolved: bool
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Say where."""
        return f"{'Resolve' if self.resolved else 'Reopen'} the note on frame {self.note.frame}"

    def write(self, writer: Writer) -> None:
        """Write its row with who and when; refuses if the note is gone."""
        found = _found(writer, self.note)
        if self.resolved == found.is_open:
            who, when = (writer.author, writer.time) if self.resolved else ("", "")
            _put(writer, replace(found, resolver=who, resolved=when))


@dataclass(frozen=True, slots=True)
class RemoveNote:
    """Take a note away."""

    note: Note
    merge_key: str | None = None

    @property
    def title(self) -> str:
        """Say where."""
        return f"Remove the note on frame {self.note.frame}"

    def write(self, writer: Writer) -> None:
        """Remove its row; refuses if it is gone."""
        writer.delete("note", _found(writer, self.note).id)


def _put(writer: Writer, note: Note) -> None:
    writer.put("note", (note.id,), mapping.note_row(note))


def _found(writer: Writer, note: Note) -> Note:
    row = writer.get("note", note.id)
    if row is None:
        raise EditRefused("this note is gone: it was taken away or undone meanwhile")
    return mapping.note_from_row(note.id, row)


def _refuse_empty(text: str) -> None:
    if not text.strip():
        raise EditRefused("a note needs some words; take it away instead of emptying it")
