"""Where things lie, what they are called, and what is never said in them."""

from __future__ import annotations

import ast
import re
import subprocess
from importlib import metadata
from pathlib import Path

import pytest

VAGUE = {"utils", "util", "misc", "helper", "helpers", "manager", "common", "info", "data"}
TOP = {
    ".ci",
    ".gitignore",
    "LICENSE",
    "Makefile",
    "README.md",
    "app",
    "packaging",
    "pyproject.toml",
    "resources",
    "tests",
}
HOSTS = {"www.w3.org"}
# The tests of the installer that starts from nothing make hosts up.
MADE_UP = "tests/unit/packaging/"


@pytest.fixture(scope="module")
def tracked(checkout: Path) -> list[Path]:
    """Every file of the project: what git holds, or in an unpacked archive all there is."""
    if (checkout / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=checkout, capture_output=True, text=True, check=True
        )
        return [checkout / name for name in listed.stdout.split("\0") if name and (checkout / name).is_file()]
    hidden = {".venv", "__pycache__", ".pytest_cache"}
    return [path for path in checkout.rglob("*") if path.is_file() and not hidden & set(path.parts)]


def texts(checkout: Path, tracked: list[Path]) -> list[tuple[str, str]]:
    """Return path and content of every file that is text."""
    found = []
    for path in tracked:
        content = path.read_bytes()
        if b"\0" not in content[:4096]:
            found.append((path.relative_to(checkout).as_posix(), content.decode("utf-8")))
    return found


def test_the_top_level_holds_what_it_always_held(checkout: Path, tracked: list[Path]) -> None:
    assert {path.relative_to(checkout).parts[0] for path in tracked} <= TOP


@pytest.mark.parametrize("folder", ["packaging", "tests", "resources"])
def test_a_folder_that_is_no_package_holds_no_init(checkout: Path, folder: str) -> None:
    assert not list((checkout / folder).rglob("__init__.py"))


def test_every_folder_of_the_package_is_a_package(checkout: Path) -> None:
    package = checkout / "app" / "palpate"
    folders = {path.parent for path in package.rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_no_module_has_a_name_that_says_nothing(checkout: Path) -> None:
    package = checkout / "app" / "palpate"
    names = [path for path in package.rglob("*") if path.stem.lower() in VAGUE and path.suffix in ("", ".py")]
    assert names == []


def test_a_sub_package_says_what_it_is_for_and_nothing_else(checkout: Path) -> None:
    package = checkout / "app" / "palpate"
    wordy, silent = [], []
    for path in package.rglob("__init__.py"):
        if path.parent == package:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if ast.get_docstring(tree) is None:
            silent.append(path.parent.name)
        if len(tree.body) > 1:
            wordy.append(path.parent.name)
    assert (silent, wordy) == ([], [])


def test_opencv_is_installed_exactly_once() -> None:
    names = {dist.metadata["Name"].lower() for dist in metadata.distributions() if dist.metadata["Name"]}
    assert {name for name in names if name.startswith("opencv")} == {"opencv-python-headless"}


def test_nobody_and_no_machine_is_named(checkout: Path, tracked: list[Path]) -> None:
    person = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}")
    machine = re.compile(r"(?<![\w.<])/(?:work|root|home/\w+|Users/\w+)/")
    found = [
        f"{place}: {match.group()}"
        for place, text in texts(checkout, tracked)
        for pattern in (person, machine)
        for match in pattern.finditer(text)
        if place != "tests/architecture/test_tree.py"
    ]
    assert not found


def test_no_host_is_named(checkout: Path, tracked: list[Path]) -> None:
    address = re.compile(r"https?://([\w.-]+)")
    found = [
        f"{place}: {host}"
        for place, text in texts(checkout, tracked)
        if not place.startswith(MADE_UP)
        for host in address.findall(text)
        if host not in HOSTS
    ]
    assert not found


def test_nothing_is_left_for_later(checkout: Path, tracked: list[Path]) -> None:
    later = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|XX" + r"X|HA" + r"CK)\b")
    found = [
        f"{place}: {match.group()}"
        for place, text in texts(checkout, tracked)
        if place.endswith(".py")
        for match in later.finditer(text)
    ]
    assert not found


def test_every_text_file_ends_with_a_line_break_and_has_unix_ones(
    checkout: Path, tracked: list[Path]
) -> None:
    wrong = [
        place
        for place, text in texts(checkout, tracked)
        if "\r" in text or (text and not text.endswith("\n"))
    ]
    assert not wrong
