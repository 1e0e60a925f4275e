"""One owner per heavy library: what it is wrapped in can then be changed in one place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

# library → folders or files of the package that may import it.
OWNERS = {
    "PySide6": ("ui",),
    "shiboken6": ("ui",),
    "pyqtgraph": ("ui/trajectory",),
    "sqlite3": ("store",),
    "cryptography": ("store",),
    "yaml": ("store",),
    "av": ("media", "demo"),
    "cv2": ("media", "assist", "measure", "demo"),
    "h5py": ("formats",),
    "onnxruntime": ("assist",),
    "scipy": ("assist", "measure", "quality"),
    "shapely": ("base/geometry.py",),
    "reportlab": ("report",),
    "jinja2": ("report",),
    "rich": ("cli",),
    "platformdirs": ("base/folders.py",),
    "psutil": ("media/memory.py",),
}
# Only tests may ask these; the program computes itself.
ORACLES = {"pycocotools", "statsmodels", "sklearn", "pandas"}
# OpenCV is installed without windows of its own.
WINDOWS_OF_OPENCV = {"imshow", "waitKey", "waitKeyEx", "namedWindow", "destroyAllWindows", "setMouseCallback"}


def modules(checkout: Path) -> Iterator[tuple[str, ast.Module]]:
    """Yield every module of the package by its path inside it.

    The benchmarks are left out: they measure the program against bare libraries and peers.
    """
    package = checkout / "app" / "palpate"
    for path in sorted(package.rglob("*.py")):
        if path.is_relative_to(package / "bench"):
            continue
        yield path.relative_to(package).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the top-level name of every import, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module.partition(".")[0]


def may(place: str, owners: tuple[str, ...]) -> bool:
    return any(place == owner or place.startswith(f"{owner}/") for owner in owners)


@pytest.mark.parametrize("library", OWNERS)
def test_a_heavy_library_is_imported_by_its_owner_only(checkout: Path, library: str) -> None:
    strangers = [
        f"{place}:{line}"
        for place, tree in modules(checkout)
        for line, name in imported(tree)
        if name == library and not may(place, OWNERS[library])
    ]
    assert not strangers


def test_the_program_never_asks_the_oracles_of_its_tests(checkout: Path) -> None:
    used = [
        f"{place}: {name}"
        for place, tree in modules(checkout)
        for _, name in imported(tree)
        if name in ORACLES
    ]
    assert not used


@pytest.mark.parametrize("library", ["scipy", "shapely"])
def test_a_slow_import_waits_inside_a_function(checkout: Path, library: str) -> None:
    early = [
        f"{place}:{line}"
        for place, tree in modules(checkout)
        for statement in tree.body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef) and not _only_for_types(statement)
        for line, name in imported(statement)
        if name == library
    ]
    assert not early


def test_opencv_is_never_asked_for_a_window(checkout: Path) -> None:
    calls = [
        f"{place}:{node.lineno}"
        for place, tree in modules(checkout)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in WINDOWS_OF_OPENCV
    ]
    assert not calls


@pytest.mark.parametrize("call", ["print", "breakpoint", "eval", "exec", "input"])
def test_the_package_never_calls(checkout: Path, call: str) -> None:
    calls = [
        f"{place}:{node.lineno}"
        for place, tree in modules(checkout)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == call
    ]
    assert not calls


def test_any_exception_is_caught_in_three_places_at_most(checkout: Path) -> None:
    catching = [
        place
        for place, tree in modules(checkout)
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and _catches_all(node) and not _raises_again(node)
    ]
    assert len(catching) <= 3, catching


def _catches_all(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return any(
        isinstance(node, ast.Name) and node.id in ("Exception", "BaseException")
        for node in ast.walk(handler.type)
    )


def _raises_again(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.body[-1], ast.Raise)


def _only_for_types(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.dump(statement.test)
