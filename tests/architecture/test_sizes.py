"""Small files, functions and folders, so that no part needs a map of its own."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

FILE_LINES = 400
BODY_LINES = 60
BODY_MEDIAN = 10
FOLDER_FILES = 60
# What may still be larger: paths of files, or path::function. The list may only shrink, so its length is
# written down here and lowered with it.
EXCEPTIONS = Path(__file__).with_name("oversize.txt")
EXCEPTIONS_LEFT = 0


def excused() -> set[str]:
    lines = EXCEPTIONS.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def sources(checkout: Path) -> Iterator[tuple[str, str]]:
    """Yield path and text of every source file of the project."""
    for folder in ("app", "tests", "packaging"):
        for path in sorted((checkout / folder).rglob("*.py")):
            yield path.relative_to(checkout).as_posix(), path.read_text(encoding="utf-8")


def bodies(text: str) -> Iterator[tuple[str, int]]:
    """Yield name and number of lines of every function's body, its docstring left out."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]
            yield node.name, lines


def too_large(checkout: Path) -> set[str]:
    found = set()
    for place, text in sources(checkout):
        if len(text.splitlines()) > FILE_LINES:
            found.add(place)
        found |= {f"{place}::{name}" for name, lines in bodies(text) if lines > BODY_LINES}
    return found


def test_no_file_and_no_function_is_too_large(checkout: Path) -> None:
    assert too_large(checkout) - excused() == set()


def test_the_list_of_exceptions_only_shrinks(checkout: Path) -> None:
    assert excused() <= too_large(checkout), "what is small enough now leaves the list"
    assert len(excused()) <= EXCEPTIONS_LEFT


def test_functions_of_the_program_are_short_on_the_whole(checkout: Path) -> None:
    lines = [n for place, text in sources(checkout) if place.startswith("app/") for _, n in bodies(text)]
    assert median(lines) <= BODY_MEDIAN


def test_no_folder_of_the_program_is_too_full(checkout: Path) -> None:
    folders = Counter(place.rpartition("/")[0] for place, _ in sources(checkout) if place.startswith("app/"))
    assert {folder: n for folder, n in folders.items() if n > FOLDER_FILES} == {}
