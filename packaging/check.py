"""Run every check of the project and print which passed: `python3 packaging/start.py check`.

Arguments go to pytest. The exit code is 0 only if all pass.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import start

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Outcome:
    """How one check went."""

    name: str
    passed: bool
    seconds: float


def checks(pytest_arguments: list[str]) -> dict[str, list[str]]:
    """Return the command of each check, quick ones first."""
    python = sys.executable
    lint_imports = Path(sysconfig.get_path("scripts")) / "lint-imports"
    return {
        "format": [python, "-m", "ruff", "format", "--check", "."],
        "lint": [python, "-m", "ruff", "check", "."],
        "types": [python, "-m", "mypy"],
        "imports": [str(lint_imports)],
        "tests": [python, *start.command("test", pytest_arguments)],
    }


def run(commands: Mapping[str, list[str]], folder: Path = CHECKOUT) -> list[Outcome]:
    """Run the commands one after the other; what a failed one said is printed, tests speak throughout."""
    outcomes = []
    for name, command in commands.items():
        print(f"{name} …", flush=True)
        started = time.monotonic()
        spoken = None if name == "tests" else subprocess.PIPE
        ended = subprocess.run(
            command, cwd=folder, stdout=spoken, stderr=subprocess.STDOUT, text=True, check=False
        )
        outcomes.append(Outcome(name, ended.returncode == 0, time.monotonic() - started))
        if ended.returncode != 0 and ended.stdout:
            print(ended.stdout, flush=True)
    return outcomes


def table(outcomes: list[Outcome]) -> str:
    """Return one line per check: name, outcome, seconds."""
    return "\n".join(
        f"{outcome.name:8} {'passed' if outcome.passed else 'FAILED'} {outcome.seconds:7.1f} s"
        for outcome in outcomes
    )


def main(arguments: list[str]) -> int:
    """Run all checks in the checkout's environment."""
    if Path(sys.prefix).resolve() != (CHECKOUT / ".venv").resolve():
        return start.main(["check", *arguments])
    outcomes = run(checks(arguments))
    print("\n" + table(outcomes))
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
