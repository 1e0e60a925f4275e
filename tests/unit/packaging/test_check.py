from __future__ import annotations

import sys
from pathlib import Path

import pytest

import check
from check import Outcome


def test_every_check_of_the_project_takes_part_and_tests_come_last() -> None:
    assert list(check.checks([])) == ["format", "lint", "types", "imports", "tests"]
    assert check.checks(["-x"])["tests"][-1] == "-x"


def test_what_a_failed_check_said_is_printed_and_the_others_still_run(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    commands = {
        "quiet": [sys.executable, "-c", "print('all is well')"],
        "loud": [sys.executable, "-c", "import sys; print('line 3: a fault'); sys.exit(1)"],
        "after": [sys.executable, "-c", ""],
    }
    outcomes = check.run(commands, tmp_path)
    assert [(outcome.name, outcome.passed) for outcome in outcomes] == [
        ("quiet", True),
        ("loud", False),
        ("after", True),
    ]
    said = capfd.readouterr().out
    assert "line 3: a fault" in said
    assert "all is well" not in said


def test_the_table_has_one_line_per_check() -> None:
    lines = check.table([Outcome("lint", True, 1.24), Outcome("types", False, 10.0)]).splitlines()
    assert lines[0].split() == ["lint", "passed", "1.2", "s"]
    assert lines[1].split() == ["types", "FAILED", "10.0", "s"]
