"""Every resource is found, in the checkout and in what is built from it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from palpate.base.folders import resource


def shipped(checkout: Path) -> list[str]:
    """Return every file below ``resources/``."""
    folder = checkout / "resources"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel that an installer would build."""
    folder = tmp_path_factory.mktemp("wheel")
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1")
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return zipfile.ZipFile(folder / done.stdout.split()[-1])


def test_every_resource_is_found_in_a_checkout(checkout: Path) -> None:
    assert [name for name in shipped(checkout) if not resource(*name.split("/")).is_file()] == []


def test_every_resource_is_in_the_wheel(checkout: Path, wheel: zipfile.ZipFile) -> None:
    packed = {name.removeprefix("palpate/resources/") for name in wheel.namelist()}
    assert [name for name in shipped(checkout) if name not in packed] == []


def test_the_wheel_holds_the_package_and_nothing_beside_it(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"palpate"}
    assert not [name for name in wheel.namelist() if name.endswith(".pyc")]


def test_an_installed_program_finds_its_own_resources(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import palpate; "
        "from palpate.__main__ import main; from palpate.base.folders import resource; "
        "sys.stderr.write(str(resource('skeletons'))); sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), "skeleton", "list", "--json"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert Path(done.stderr) == tmp_path / "palpate" / "resources" / "skeletons"
    assert json.loads(done.stdout)["skeletons"]


def test_the_version_is_said_once(checkout: Path, wheel: zipfile.ZipFile) -> None:
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" in project["dynamic"]
    import palpate

    assert f"palpate-{palpate.__version__}.dist-info/METADATA" in wheel.namelist()
