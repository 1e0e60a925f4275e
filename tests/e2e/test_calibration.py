"""A consultant marks and certifies gold, and an annotator is calibrated by it, in the real window."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop import Screen, program
from palpate.model.attempt import Attempt, Task
from palpate.session.calibrating import attempts, calibration, gold
from palpate.session.calibrating.outcome import Outcome, outcome_of
from palpate.session.calibrating.unit_walk import walk_in_hand
from palpate.session.session import Session

Eventually = Callable[[Callable[[], object], object], None]
PLACES = [(0.28 + 0.012 * (k % 5), 0.25 + 0.02 * k) for k in range(17)]
LEFT_WRIST = 9
OFF = 0.12  # of the screen's width
FILM = "sports2d/demo.mp4"


@pytest.fixture
def project(shared_data: Path, tmp_path: Path, own_home: Path) -> Path:
    path = tmp_path / "walk.palpate"
    command("new", path, "--skeleton", "coco_17", "--annotator", "cora", "--role", "consultant")
    command("add", path, shared_data / FILM)
    return path


def test_a_consultant_and_an_annotator_go_through_a_whole_calibration(
    desktop: Screen, project: Path, eventually: Eventually
) -> None:
    with program(desktop, str(project)):
        desktop.settle()
        desktop.keys("ctrl+shift+n")
        mark_gold(desktop, project, eventually)
        certify(desktop, project, eventually)
        work_as_annotator(desktop, project, eventually)

        begin(desktop)
        eventually(lambda: under_way(project), (Task.CALIBRATION, 2))
        label(desktop, project, eventually, PLACES, wrist_off=OFF)
        submit(desktop, project, eventually, n=1)
        first = outcomes(project)[0]
        assert list(first.failing) == ["left_wrist"]

        desktop.keys("alt+p")  # in the result: practise the failing keypoints
        eventually(lambda: under_way(project), (Task.PRACTICE, 2))
        label(desktop, project, eventually, [PLACES[LEFT_WRIST]])
        submit(desktop, project, eventually, n=2)
        assert outcomes(project)[1].passed

        desktop.keys("alt+n")  # in the result: the next attempt
        desktop.wait_for_dialog("Begin a calibration, attempt 2")
        desktop.keys("Return")
        eventually(lambda: under_way(project), (Task.CALIBRATION, 2))
        label(desktop, project, eventually, PLACES)
        submit(desktop, project, eventually, n=3)

    second = outcomes(project)[2]
    assert second.passed, second.reasons
    with Session.open(project, read_only=True) as session:
        asked = [attempts.plan_of(session, one.attempt).frames for one in (first, second)]
        assert not asked[0] & asked[1]
        assert calibration.pool_of(session).units == ()
        assert all(gold.verify(session, layer).holds for layer in frozen(session))


def mark_gold(desktop: Screen, project: Path, eventually: Eventually) -> None:
    """Draw a plan of four poses and mark them, by the same bar as an attempt: so pictures stand alike."""
    open_gold(desktop)
    desktop.keys("alt+d")
    desktop.wait_for_dialog("Draw poses for gold")
    desktop.keys("4", "Return")
    desktop.settle()
    for unit in range(4):
        click_all(desktop, PLACES)
        eventually(lambda unit=unit: gold_labelled(project), 17 * (unit + 1))
        desktop.keys("F12")
        desktop.settle()


def certify(desktop: Screen, project: Path, eventually: Eventually) -> None:
    open_gold(desktop)
    desktop.keys("alt+c")
    desktop.wait_for_dialog("Certify gold as version 1")
    desktop.keys("alt+g")
    eventually(lambda: certified(project), 1)
    desktop.keys("Escape")
    desktop.settle()


def work_as_annotator(desktop: Screen, project: Path, eventually: Eventually) -> None:
    desktop.keys("alt+i", "Up", "Up", "Return")
    desktop.wait_for_dialog("Work as")
    desktop.keys("ctrl+a")
    desktop.type("ana")
    desktop.keys("Tab", "Up", "Return")
    eventually(lambda: who(project), ("ana", "annotator"))
    desktop.settle()


def begin(desktop: Screen) -> None:
    desktop.keys("alt+q", "Return")
    desktop.wait_for_dialog("Begin a calibration, attempt 1")
    desktop.keys("Return")
    desktop.settle()


def label(
    desktop: Screen,
    project: Path,
    eventually: Eventually,
    places: list[tuple[float, float]],
    *,
    wrist_off: float = 0.0,
) -> None:
    """Place what is asked for in both units."""
    for unit in (1, 2):
        desktop.settle()
        click_all(desktop, places, wrist_off=wrist_off)
        eventually(lambda unit=unit: done(project), unit)
        desktop.keys("F12")


def submit(desktop: Screen, project: Path, eventually: Eventually, *, n: int) -> None:
    desktop.keys("ctrl+F12")
    desktop.wait_for_dialog("Submit")
    desktop.keys("alt+g")
    eventually(lambda: len(outcomes(project)), n)
    desktop.settle()
    desktop.wait_for_dialog("Calibrations")


def open_gold(desktop: Screen) -> None:
    desktop.keys("alt+q", "Up", "Return")
    desktop.wait_for_dialog("Gold")
    desktop.settle()


def click_all(desktop: Screen, places: list[tuple[float, float]], *, wrist_off: float = 0.0) -> None:
    for k, (x, y) in enumerate(places):
        desktop.click(x + (wrist_off if k == LEFT_WRIST else 0.0), y)


def gold_labelled(project: Path) -> int:
    with Session.open(project, read_only=True) as session:
        layer = session.contents.gold_layer()
        assert layer is not None
        tracks = [session.live(layer.id, one.id).track for one in session.contents.instances]
        return sum(int((track.visibility > 0).sum()) for track in tracks)


def certified(project: Path) -> int:
    with Session.open(project, read_only=True) as session:
        layer = session.contents.gold_layer()
        held = None if layer is None else gold.certificate_of(session, layer.id)
        return 0 if held is None else held.version


def who(project: Path) -> tuple[str, str]:
    with Session.open(project, read_only=True) as session:
        settings = session.contents.settings
        return settings["annotator"], settings["role"]


def under_way(project: Path) -> tuple[Task, int] | None:
    with Session.open(project, read_only=True) as session:
        walk = walk_in_hand(session)
        attempt: Attempt | None = None if walk is None else walk.attempt
        return None if walk is None or attempt is None else (attempt.task, len(walk.units))


def done(project: Path) -> int:
    with Session.open(project, read_only=True) as session:
        walk = walk_in_hand(session)
        return -1 if walk is None else walk.done


def outcomes(project: Path) -> list[Outcome]:
    with Session.open(project, read_only=True) as session:
        found = (outcome_of(one) for one in attempts.attempts_of(session, "ana"))
        return [one for one in found if one is not None]


def frozen(session: Session) -> list[str]:
    submitted = [one.layer for one in attempts.attempts_of(session) if not one.is_open]
    layer = session.contents.gold_layer()
    assert layer is not None
    return [layer.id, *submitted]


def command(*words: object) -> None:
    subprocess.run([sys.executable, "-m", "palpate", *map(str, words)], check=True, capture_output=True)
