"""The locks against pyproject.toml: what was chosen must still be what is asked for, everywhere."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import relock

PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = ("linux", "win32", "darwin")
PLACES = [(python, system) for python in PYTHONS for system in SYSTEMS]


def pins(lock: Path, python: str, system: str) -> dict[str, str]:
    """Return name → version that the lock gives on this Python and system."""
    place = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_system": {"linux": "Linux", "win32": "Windows", "darwin": "Darwin"}[system],
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    found = {}
    for line in lock.read_text().splitlines():
        if line.startswith("#"):
            continue
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(place):
            name = canonicalize_name(requirement.name)
            assert name not in found, f"{name} is pinned twice on {place}"
            (specifier,) = requirement.specifier
            assert specifier.operator == "==", line
            found[name] = specifier.version
    return found


def asked_for(*groups: str) -> list[Requirement]:
    project = tomllib.loads(relock.PYPROJECT.read_text())
    lines = [*project["project"]["dependencies"], *project["build-system"]["requires"], relock.IN_PLACE]
    for group in groups:
        lines += project["dependency-groups"][group]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(("python", "system"), PLACES)
@pytest.mark.parametrize(("lock", "groups"), [("run", ()), ("dev", relock.DEV_GROUPS)])
def test_every_requirement_is_pinned_within_its_range(
    lock: str, groups: tuple[str, ...], python: str, system: str
) -> None:
    pinned = pins(relock.LOCKS / f"{lock}.txt", python, system)
    for requirement in asked_for(*groups):
        if requirement.marker is None or requirement.marker.evaluate({"python_version": python}):
            assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), str(
                requirement
            )


@pytest.mark.parametrize(("python", "system"), PLACES)
def test_the_development_lock_holds_the_run_lock(python: str, system: str) -> None:
    run = pins(relock.LOCKS / "run.txt", python, system)
    dev = pins(relock.LOCKS / "dev.txt", python, system)
    assert run.items() <= dev.items()


def test_no_lock_names_an_index_or_a_folder() -> None:
    for lock in relock.LOCKS.glob("*.txt"):
        lines = [line for line in lock.read_text().splitlines() if not line.startswith("#")]
        assert all("==" in line and "/" not in line and not line.startswith("-") for line in lines)
