"""What is wrong in one file, collected while it is read and raised once."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path

from palpate.base.errors import ContentError, FileUnreadable, Problem

_LISTED = 100
_HINTED = 20
_COMPARED = 40


class Problems:
    """The problems of one file, each at a line and a place in it."""

    def __init__(self) -> None:
        self._found: list[tuple[int, str, str]] = []
        self._places: set[str] = set()

    def add(self, line: int, place: str, sentence: str) -> None:
        """Note a problem at a line (counted from 1; 0 for the file as a whole)."""
        self._found.append((line, place, sentence))
        self._places.add(place)

    def touch(self, place: str) -> bool:
        """Tell whether something at this place is wrong already, so that no second fault follows from it."""
        return place in self._places

    def hint(self, word: str, known: Collection[str]) -> str:
        """Return which of the known words was probably meant, as the end of a sentence.

        Only the first faults get one: comparing words is slow, and a file full of faults has another cause.
        """
        if len(self._found) >= _HINTED:
            return ""
        close = get_close_matches(word[:_COMPARED], known, n=1)
        return f"; did you mean {close[0]}?" if close else ""

    def raise_if_any(self, kind: type[ContentError], path: Path | str | None) -> None:
        """Raise all problems as one error, in the order of the file; of a flood only the first 100."""
        if not self._found:
            return
        listed = [_problem(*found) for found in sorted(self._found, key=lambda found: found[0])]
        if len(listed) > _LISTED:
            listed[_LISTED:] = [Problem("", f"and {len(listed) - _LISTED} more problems")]
        raise kind(listed, path=path)


def read_text(path: Path, *, most_bytes: int, kind: type[ContentError]) -> str:
    """Return the text of a UTF-8 file that people edit, refusing what cannot be one.

    Raises
    ------
    FileUnreadable
        If the file is missing or may not be read.
    ContentError
        Of the given kind, if the file is larger than `most_bytes` or not UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
    except OSError as fault:
        raise FileUnreadable(fault.strerror or "cannot be read", path=path) from fault
    if len(content) > most_bytes:
        sentence = f"larger than {most_bytes // 1024} KB, so not a file of this kind"
        raise kind([Problem("", sentence)], path=path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise kind([Problem(f"line {line}", "not UTF-8 text; save the file as UTF-8")], path=path) from fault


def _problem(line: int, place: str, sentence: str) -> Problem:
    return Problem(": ".join(part for part in (f"line {line}" if line else "", place) if part), sentence)
