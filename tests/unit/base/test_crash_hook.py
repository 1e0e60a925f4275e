"""What nobody caught: reported once, told each time; known faults are told calmly."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from palpate.base import logs
from palpate.base.errors import MediaUnreadable
from palpate.base.folders import log_folder

Told = list[tuple[BaseException, Path | None]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What the user is told while the hook is in force."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    heard: Told = []
    logs.install_crash_hook(lambda error, report: heard.append((error, report)))
    return heard


def surface(error: Exception) -> None:
    try:
        raise error
    except Exception as caught:
        sys.excepthook(type(caught), caught, caught.__traceback__)


def reports() -> list[Path]:
    return sorted(log_folder().glob("crash-*.txt"))


def test_a_bug_is_written_down_with_its_trace(told: Told) -> None:
    surface(ZeroDivisionError("by nothing"))
    assert [report for _, report in told] == reports()
    assert "by nothing" in reports()[0].read_text(encoding="utf-8")


def test_the_same_bug_again_is_told_but_not_written_again(told: Told) -> None:
    for _ in range(3):
        surface(ZeroDivisionError("by nothing"))
    assert [report for _, report in told] == 3 * reports()


def test_a_known_fault_is_no_bug(told: Told) -> None:
    fault = MediaUnreadable("not a video")
    surface(fault)
    assert told == [(fault, None)]
    assert not reports()


def test_a_bug_of_a_thread_is_told_too(told: Told) -> None:
    def work() -> None:
        raise ZeroDivisionError

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert [type(error) for error, _ in told] == [ZeroDivisionError]
    assert len(reports()) == 1


def test_where_no_report_can_be_written_the_bug_is_told(told: Told, own_home: Path) -> None:
    (own_home / "log").write_text("a file where the folder should be", encoding="utf-8")
    surface(ZeroDivisionError("by nothing"))
    assert [report for _, report in told] == [None]
