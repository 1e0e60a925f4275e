"""What every test lives under: nothing may surprise, nothing outside its folder is touched."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED = CHECKOUT.parent / "shared"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files made by others; a user's checkout has none."""
    folder = SHARED / "data"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("CI must run with the shared data beside the checkout")
        pytest.skip("the shared data are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference layouts and worked examples."""
    folder = SHARED / "reference"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("CI must run with the reference beside the checkout")
        pytest.skip("the reference is not beside this checkout")
    return folder


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, cache and logs of each test in a folder of its own."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("PALPATE_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail on any connection to another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX:
            pytest.fail(f"network call to {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def no_unexpected_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on a log at WARNING or above that the test did not clear."""
    yield
    for when in ("setup", "call"):
        bad = [record for record in caplog.get_records(when) if record.levelno >= logging.WARNING]
        assert not bad, f"unexpected log: {[record.getMessage() for record in bad]}"


@pytest.fixture(autouse=True)
def no_leftover_threads() -> Iterator[None]:
    """Fail if a test leaves a thread behind."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and t.is_alive()]
    for thread in left:
        thread.join(timeout=5)
    left = [t for t in left if t.is_alive()]
    assert not left, f"left-over threads: {left}"


@pytest.fixture(autouse=True)
def no_stray_writes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail if a test changes the checkout."""
    before = _state_of_checkout()
    yield
    assert _state_of_checkout() == before, "a test wrote into the checkout"


def _state_of_checkout() -> dict[str, int]:
    folders = [CHECKOUT, *(CHECKOUT / part for part in ("app", "resources", "tests", "packaging"))]
    return {str(folder): folder.stat().st_mtime_ns for folder in folders if folder.exists()}
