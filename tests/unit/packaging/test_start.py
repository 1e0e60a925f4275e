from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import start

SCRIPT = Path(start.__file__)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False
    )


def test_without_a_verb_the_usage_is_printed_and_the_exit_code_is_2() -> None:
    ended = run()
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert all(verb in ended.stderr for verb in start.VERBS)


def test_an_unknown_verb_is_refused_like_none() -> None:
    assert run("dmeo").returncode == 2


def test_help_is_no_mistake() -> None:
    ended = run("--help")
    assert ended.returncode == 0
    assert "demo" in ended.stdout


def test_arguments_after_test_reach_pytest_behind_our_own() -> None:
    command = start.command("test", ["-n", "0", "-k", "wrist"])
    assert command[:2] == ["-m", "pytest"]
    assert command[-4:] == ["-n", "0", "-k", "wrist"]


def test_the_demo_without_a_screen_is_headless() -> None:
    assert start.command("demo", ["here"], screen=False) == ["-m", "palpate", "demo", "--headless", "here"]
    assert start.command("demo", ["--headless"], screen=False) == ["-m", "palpate", "demo", "--headless"]


def test_the_demo_with_a_screen_opens_the_window() -> None:
    assert start.command("demo", ["here"], screen=True) == ["-m", "palpate", "demo", "here"]


def test_check_and_screens_are_scripts_of_the_checkout() -> None:
    for verb in ("check", "screens"):
        assert start.command(verb, ["-x"]) == [f"packaging/{verb}.py", "-x"]


def test_a_refusal_is_one_line_and_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert start.refuse("the disk is full") == 2
    assert capsys.readouterr().err == "error: the disk is full\n"


def test_the_start_script_can_be_read_by_an_older_python() -> None:
    import ast

    ast.parse(SCRIPT.read_text(), feature_version=(3, 7))


def test_an_old_python_is_told_so_when_no_newer_one_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert start.with_newer_python(["demo"]) == 2
    assert "needs Python 3.11 or newer" in capsys.readouterr().err
