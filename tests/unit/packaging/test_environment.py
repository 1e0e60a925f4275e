from __future__ import annotations

import json
import sys
import venv
from pathlib import Path

import pytest

from environment import Environment
from machine import SetUpFailed


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of nothing but what the stamp is made from."""
    for name, content in {
        "pyproject.toml": "[project]\n",
        "app/palpate/__init__.py": '__version__ = "1"\n',
        "packaging/lock/run.txt": "numpy==2.0.0\n",
        "packaging/lock/dev.txt": "numpy==2.0.0\npytest==8.3.0\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path


@pytest.fixture
def environment(checkout: Path) -> Environment:
    return Environment(checkout)


def finish(environment: Environment, *kinds: str) -> None:
    """Leave what a finished set-up of these kinds leaves."""
    if not environment.python.exists():
        venv.create(environment.folder, symlinks=sys.platform != "win32")
    pins = {kind: environment.fingerprint(kind) for kind in kinds}
    environment.write_stamp({"home": environment.home(), "pins": pins})


def test_a_new_checkout_is_not_ready(environment: Environment) -> None:
    assert not environment.is_ready("run")


def test_a_finished_set_up_is_ready_for_what_it_installed_only(environment: Environment) -> None:
    finish(environment, "run")
    assert environment.is_ready("run")
    assert not environment.is_ready("dev")


@pytest.mark.parametrize("name", ["pyproject.toml", "packaging/lock/run.txt", "app/palpate/__init__.py"])
def test_a_change_of_what_was_installed_asks_for_a_set_up(environment: Environment, name: str) -> None:
    finish(environment, "run")
    with (environment.checkout / name).open("a") as file:
        file.write("# changed\n")
    assert not environment.is_ready("run")


def test_a_moved_checkout_asks_for_a_set_up(environment: Environment, tmp_path: Path) -> None:
    finish(environment, "run")
    moved = tmp_path.with_name(tmp_path.name + "-moved")
    environment.checkout.rename(moved)
    assert not Environment(moved).is_ready("run")


def test_another_python_asks_for_a_set_up(environment: Environment) -> None:
    finish(environment, "run")
    stamp = environment.read_stamp()
    stamp["home"][1] = "3.10"
    environment.write_stamp(stamp)
    assert not environment.is_ready("run")


def test_a_lost_interpreter_asks_for_a_set_up(environment: Environment) -> None:
    finish(environment, "run")
    environment.python.unlink()
    assert not environment.is_ready("run")


@pytest.mark.parametrize("content", ["", "{", "[]", '"ready"', '{"home": null, "pins": {}}'])
def test_a_damaged_stamp_is_no_stamp(environment: Environment, content: str) -> None:
    finish(environment, "run")
    environment.stamp.write_text(content)
    assert not environment.is_ready("run")


def test_a_cut_set_up_is_emptied_but_stays_marked(environment: Environment) -> None:
    finish(environment, "run")
    environment.write_stamp({"home": environment.home(), "pins": {}, "unfinished": True})
    half = environment.folder / "lib" / "half-unpacked.py"
    half.parent.mkdir(exist_ok=True)
    half.touch()
    assert environment.start_over_if_broken() == {}
    assert [path.name for path in environment.folder.iterdir()] == [environment.stamp.name]


def test_a_sound_environment_keeps_its_libraries_and_pins(environment: Environment) -> None:
    finish(environment, "run", "dev")
    pins = json.loads(environment.stamp.read_text())["pins"]
    assert environment.start_over_if_broken() == pins
    assert environment.python.exists()


def test_an_environment_made_by_the_user_is_used_as_it_is(environment: Environment) -> None:
    venv.create(environment.folder, symlinks=sys.platform != "win32")
    assert environment.start_over_if_broken() == {}
    assert environment.python.exists()


def test_a_folder_that_is_no_environment_is_left_alone(environment: Environment) -> None:
    environment.folder.mkdir()
    (environment.folder / "thesis.txt").touch()
    with pytest.raises(SetUpFailed, match="was made by something else"):
        environment.start_over_if_broken()
    assert (environment.folder / "thesis.txt").exists()
