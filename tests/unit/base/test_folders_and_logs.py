"""Where things live, and what is written there when something goes wrong."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from palpate.base import folders, logs
from palpate.base.errors import FileUnreadable


def test_every_folder_of_the_user_is_below_the_one_that_was_named(own_home: Path) -> None:
    assert folders.config_folder() == own_home / "config"
    assert folders.cache_folder() == own_home / "cache"
    assert folders.log_folder() == own_home / "log"
    assert all((own_home / name).is_dir() for name in ("config", "cache", "log"))
    assert folders.documents_folder() == own_home / "documents"
    assert not (own_home / "documents").exists()


def test_without_one_they_are_the_systems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PALPATE_HOME")
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DOCUMENTS_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    for folder in (folders.config_folder(), folders.cache_folder(), folders.log_folder()):
        assert folder.is_dir()
        assert "palpate" in str(folder).lower()
    assert folders.documents_folder().name == "Palpate"


def test_a_shipped_file_is_found_and_a_missing_one_is_told() -> None:
    assert folders.resource("skeletons", "coco_17.yaml").is_file()
    with pytest.raises(FileUnreadable, match="install it again"):
        folders.resource("skeletons", "octopus_8.yaml")


def test_a_bundle_comes_before_everything_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "resources" / "skeletons").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert folders.resource("skeletons") == tmp_path / "resources" / "skeletons"


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    """The root logger, put back as it was."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield root
    for handler in [known for known in root.handlers if known not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def test_the_log_goes_to_a_file(root_logger: logging.Logger, own_home: Path) -> None:
    logs.start_logging()
    logging.getLogger("palpate.test").info("κ is 0.8")
    written = (own_home / "log" / "palpate.log").read_text(encoding="utf-8")
    assert written.endswith("INFO palpate.test: κ is 0.8\n")


def test_a_crash_report_says_what_happened_and_where(own_home: Path) -> None:
    try:
        raise ZeroDivisionError("a bug")
    except ZeroDivisionError as error:
        first, second = logs.write_crash_report(error), logs.write_crash_report(error)
    assert first != second
    text = first.read_text(encoding="utf-8")
    assert text.startswith("Palpate ")
    assert "test_a_crash_report_says_what_happened_and_where" in text
    assert text.endswith("ZeroDivisionError: a bug\n")
    assert first.parent == own_home / "log"


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> list[tuple[BaseException, Path]]:
    """Install the crash hook and return what it tells."""
    told: list[tuple[BaseException, Path]] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    logs.install_crash_hook(lambda error, report: told.append((error, report)))
    return told


def test_an_uncaught_error_is_reported_and_told(hooks: list[tuple[BaseException, Path]]) -> None:
    error = ZeroDivisionError("a bug")
    sys.excepthook(ZeroDivisionError, error, None)
    ((told, report),) = hooks
    assert told is error
    assert "a bug" in report.read_text(encoding="utf-8")


def test_an_uncaught_error_of_a_thread_is_reported_too(hooks: list[tuple[BaseException, Path]]) -> None:
    def fail() -> None:
        raise ZeroDivisionError("in a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    ((told, _),) = hooks
    assert str(told) == "in a thread"


def test_an_interruption_is_no_crash(
    hooks: list[tuple[BaseException, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert hooks == []
    assert "KeyboardInterrupt" in capsys.readouterr().err
