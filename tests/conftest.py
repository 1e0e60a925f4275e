"""What every test lives under: nothing may surprise, nothing outside its folder is touched."""

from __future__ import annotations

import gc
import logging
import os
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import numpy as np
import pytest
from hypothesis import configuration

from palpate.model.clip import Clip, ClipKind
from palpate.model.skeleton import Keypoint, Side, Skeleton, Tiers
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips, PutInstance
from palpate.session.session import Session
from palpate.store.skeleton_writing import skeleton_to_yaml

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED = CHECKOUT.parent / "shared"

# The same examples on every machine; what was found once is written down as an example in its test.
hypothesis.settings.register_profile("palpate", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("palpate")
configuration.set_hypothesis_home_dir(str(Path(tempfile.gettempdir()) / "palpate-hypothesis"))


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


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder of the project's own files."""
    return CHECKOUT


# ---- stories ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def stick_figure() -> Skeleton:
    """Five keypoints, four tiers, one rigid segment."""
    return Skeleton(
        name="stick_figure",
        title="Stick figure",
        tiers=Tiers.FOUR,
        keypoints=(
            Keypoint("head", "Head", sigma=0.03, rest=(0.5, 0.0)),
            Keypoint(
                "left_hand", "Left hand", side=Side.LEFT, mirror="right_hand", sigma=0.05, rest=(1.0, 0.5)
            ),
            Keypoint(
                "right_hand", "Right hand", side=Side.RIGHT, mirror="left_hand", sigma=0.05, rest=(0.0, 0.5)
            ),
            Keypoint("hip", "Hip", parent="head", sigma=0.05, rest=(0.5, 0.5)),
            Keypoint("foot", "Foot", parent="hip", sigma=0.05, rest=(0.5, 1.0)),
        ),
        edges=(("head", "hip"), ("hip", "foot"), ("head", "left_hand"), ("head", "right_hand")),
        rigid_segments=(("hip", "foot"),),
        normalisers={"torso": ("head", "hip")},
    )


@pytest.fixture
def empty_project(tmp_path: Path, stick_figure: Skeleton) -> Iterator[Session]:
    """A project of *ana* with the stick figure and her work layer, nothing else."""
    file = tmp_path / "stick_figure.yaml"
    file.write_text(skeleton_to_yaml(stick_figure), encoding="utf-8")
    with Session.create(tmp_path / "bowling.palpate", [str(file)], "ana") as session:
        yield session


@pytest.fixture
def two_bowlers(empty_project: Session) -> Session:
    """Two bowlers, a hundred frames, no medium; one walks along y = x, with a keyframe every ten frames.

    Keypoint k of the walker is at (100 + f + 10 k, 100 + f + 10 k) in frame f; the other stands at
    (500, 300 + 10 k) and has keyframes in frames 0 and 50 only. All by hand and visible.
    """
    session = empty_project
    clip = Clip(
        "clip-1", "over 1", ClipKind.VIDEO, size=(1920, 1080), n_frames=100, fps=120.0, capture_fps=120.0
    )
    session.do(PutClips("Add over 1", (clip,)))
    for name in ("walker", "stander"):
        instance = editions.new_instance(session.contents, clip.id, "stick_figure", name)
        session.do(PutInstance(f"Add {name}", instance))
    walker, stander = session.contents.instances
    step = 10.0 * np.arange(5)
    for frame in range(0, 100, 10):
        _place_all(session, walker.id, frame, np.stack([100.0 + frame + step] * 2, axis=1))
    for frame in (0, 50):
        _place_all(session, stander.id, frame, np.stack([np.full(5, 500.0), 300.0 + step], axis=1))
    return session


def _place_all(session: Session, instance: str, frame: int, positions: np.ndarray) -> None:
    at = session.pose_at(session.contents.layers[0].id, instance, frame)
    visible = np.full(len(positions), Visibility.VISIBLE, np.int8)
    session.do(poses.move(at, np.arange(len(positions)), positions, visible, title="Place all"))


# ---- guards ----------------------------------------------------------------------------------------


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


class _Watch:
    """Notes what Python code writes, makes or removes outside the folders where a test may."""

    _EVENTS = frozenset(
        {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "sqlite3.connect"}
    )
    _OUR_TOOLS = frozenset({"__pycache__", ".pytest_cache", ".hypothesis"})

    def __init__(self) -> None:
        self.armed = False
        self.allowed = [Path(tempfile.gettempdir()).resolve(), Path("/dev"), Path("/proc")]
        self.found: list[str] = []

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.armed or event not in self._EVENTS:
            return
        target = arguments[1] if event in ("os.rename", "os.symlink") else arguments[0]
        if event.startswith("os.") and arguments[-1] != -1:  # a name relative to an open folder
            return
        if event == "open" and not (
            isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        ):
            return
        if isinstance(target, str | bytes | Path) and not self._may(os.fsdecode(target)):
            self.found.append(f"{event} {os.fsdecode(target)}")

    def _may(self, target: str) -> bool:
        if target == ":memory:" or target.startswith("file:"):
            return True
        path = Path(target).absolute()
        if self._OUR_TOOLS & set(path.parts) or path.name.startswith(".coverage"):
            return True
        return any(path.is_relative_to(folder) for folder in self.allowed)


_watch = _Watch()
sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def no_stray_writes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fail if a test writes outside the temporary folder."""
    base = tmp_path_factory.getbasetemp().resolve()
    if base not in _watch.allowed:
        _watch.allowed.append(base)
    _watch.found.clear()
    _watch.armed = True
    yield
    _watch.armed = False
    assert not _watch.found, f"a test wrote outside its folder: {_watch.found}"


@pytest.fixture(autouse=True)
def nothing_left_on_screen(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail if a test of the window leaves a visible widget or a running timer behind."""
    if "gui" not in request.node.path.parts:
        yield
        return
    from PySide6.QtCore import QEvent, QTimer
    from PySide6.QtWidgets import QApplication
    from shiboken6 import isValid

    def running() -> set[int]:
        timers = [found for found in gc.get_objects() if type(found) is QTimer]
        return {id(timer) for timer in timers if isValid(timer) and timer.isActive()}

    before = running()
    yield
    if QApplication.instance() is None:
        return
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    visible = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert not visible, f"left-over widgets: {visible}"
    assert not running() - before, "a timer is still running"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Make what Qt says at warning level a failure in every test of the window."""
    for item in items:
        if "gui" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
