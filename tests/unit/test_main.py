"""The start: which words are a command, and which open the window."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import palpate
from palpate.__main__ import main


def test_a_command_runs_and_gives_its_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats", "--json"]) == 0
    assert capsys.readouterr().out.startswith("{")


def test_a_wrong_word_is_a_mistake_and_opens_no_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["teleport"]) == 2
    seen = capsys.readouterr()
    assert seen.out == ""
    assert seen.err.startswith("error: ")


def test_a_file_that_is_not_there_is_a_mistake_and_opens_no_window(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main([str(tmp_path / "lost.palpate")]) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_the_words_are_those_the_program_was_called_with(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["palpate", "skeleton", "list", "--json"])
    assert main() == 0
    assert "coco_17" in capsys.readouterr().out


def test_the_module_is_the_program(checkout: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "palpate", "--version"],
        env=dict(os.environ, PYTHONPATH=str(checkout / "app"), PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"palpate {palpate.__version__}\n"


@pytest.mark.parametrize("words", [["x" * 300], ["info", f"{'x' * 300}.json"]])
def test_a_name_that_no_file_can_have_is_told_like_any_mistake(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.startswith("error: ")
