"""Reading XML of strangers: no document types, no entities, no deep nesting, no more than is needed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from palpate.base.errors import FileUnreadable, Problem, SkeletonFaulty

_CHUNK = 1 << 16
_DEEPEST = 64
_MOST_BYTES = 8 << 20


def parse(path: Path, *, until: Collection[str]) -> ElementTree.Element:
    """Return the first element with one of these tags, or the whole document if none of them comes.

    What stands behind it is not read: an annotation file may be large, and the labels come first.

    Raises
    ------
    FileUnreadable
        If the file cannot be read.
    SkeletonFaulty
        If it is no XML, declares a document type, or is nested deeply.
    """
    try:
        with path.open("rb") as file:
            return _fed(iter(lambda: file.read(_CHUNK), b""), path, until)
    except OSError as error:
        raise FileUnreadable((error.strerror or str(error)).lower(), path=path) from error


def parse_fragment(text: str, path: Path) -> ElementTree.Element:
    """Return an element that holds the elements of a text without a root; errors as for `parse`."""
    chunks = (part.encode("utf-8", "surrogatepass") for part in ("<fragment>", text, "</fragment>"))
    return _fed(chunks, path, ())


def local(tag: str) -> str:
    """Return a tag without its name space."""
    return tag.rpartition("}")[2]


class _Ended(Exception):
    """The element that was looked for is complete."""


class _Refused(Exception):
    """Something that no file of this kind needs."""


class _Builder(ElementTree.TreeBuilder):
    """Builds the tree and watches what it is built of."""

    def __init__(self, until: Collection[str]) -> None:
        super().__init__()
        self.found: ElementTree.Element | None = None
        self._until = until
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ElementTree.Element:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Refused(f"nested more than {_DEEPEST} deep")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ElementTree.Element:
        self._depth -= 1
        element = super().end(tag)
        if local(tag) in self._until:
            self.found = element
            raise _Ended
        return element

    def doctype(self, *_declared: object) -> None:
        raise _Refused("a document type is declared; files of this kind need none")


def _fed(chunks: Any, path: Path, until: Collection[str]) -> ElementTree.Element:  # noqa: ANN401 - any chunks
    builder = _Builder(until)
    parser = ElementTree.XMLParser(target=builder)
    n = 0
    try:
        for chunk in chunks:
            n += len(chunk)
            if n > _MOST_BYTES:
                raise _Refused(f"no labels in its first {_MOST_BYTES >> 20} MB")
            parser.feed(chunk)
        root: ElementTree.Element = parser.close()
    except _Ended:
        assert builder.found is not None
        return builder.found
    except _Refused as refused:
        raise SkeletonFaulty([Problem("", str(refused))], path=path) from refused
    except ElementTree.ParseError as error:
        line, column = error.position
        sentence = f"not valid XML ({str(error).partition(':')[0]})"
        raise SkeletonFaulty([Problem(f"line {line}, column {column + 1}", sentence)], path=path) from error
    return root
