"""The command line, run in this process as a user runs it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from palpate.__main__ import main
from palpate.session.session import Session


@dataclass(frozen=True)
class Ran:
    """What a command gave."""

    status: int
    out: str
    err: str

    @property
    def content(self) -> Any:
        """The one JSON object on standard output, and nothing else."""
        assert self.err == ""
        return json.loads(self.out, parse_constant=_no_constant)


def _no_constant(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


@pytest.fixture
def palpate(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command; words may be paths."""

    def run(*words: object) -> Ran:
        capsys.readouterr()
        status = main([str(word) for word in words])
        seen = capsys.readouterr()
        return Ran(status, seen.out, seen.err)

    return run


@pytest.fixture
def refused(palpate: Callable[..., Ran]) -> Callable[..., str]:
    """Run a command that must be refused as a user's mistake, and return what it says."""

    def run(*words: object) -> str:
        ran = palpate(*words)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err
        for line in ran.err.splitlines():
            assert line.startswith("error: ")
        assert "Traceback" not in ran.err
        return ran.err

    return run


@pytest.fixture
def film(shared_data: Path, tmp_path: Path) -> Path:
    """A video of three frames, 800 × 800 px."""
    return Path(shutil.copy(shared_data / "cvat" / "video_1.mp4", tmp_path / "over 1.mp4"))


@pytest.fixture
def bowlers(two_bowlers: Session) -> Path:
    """The project of the story of two bowlers, closed."""
    two_bowlers.close()
    return two_bowlers.project.path
