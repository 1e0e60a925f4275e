"""`interpolate`, `track` and `drift`."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palpate.session.editions import new_instance
from palpate.session.edits import poses
from palpate.session.edits.contents import PutInstance
from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session

Run = Callable[..., Any]


@pytest.fixture
def flies(shared_data: Path, empty_project: Session) -> Path:
    """A film with two keypoints in frames 0 and 6 of it, closed."""
    session = empty_project
    film = shutil.copy(shared_data / "dreem" / "three_flies.mp4", session.project.path.parent)
    (clip,) = add_media(session, [Path(film)])
    instance = new_instance(session.contents, clip.id, "stick_figure", "fly")
    session.do(PutInstance("Add fly", instance))
    for frame in (0, 6):
        at = session.pose_at(session.contents.layers[0].id, instance.id, frame)
        spots = np.array([[300.0, 300.0], [600.0 + 9 * frame, 500.0]])
        session.do(poses.move(at, np.array([3, 4]), spots, np.full(2, 2, np.int8), title="Place"))
    session.close()
    return session.project.path


def test_a_method_is_chosen_for_every_span(palpate: Run, bowlers: Path) -> None:
    content = palpate("interpolate", bowlers, "--method", "linear", "--json").content
    assert content == {
        "method": "linear",
        "spans": 9 * 5 + 5,
        "derived": 650,
        "drifting": content["drifting"],
        "notes": [],
    }
    with Session.open(bowlers) as session:
        titles = {entry.title for entry in session.project.history(limit=2)}
    assert titles == {"Fill 45 spans by linear", "Fill 5 spans by linear"}


def test_a_method_is_chosen_for_some_keypoints(palpate: Run, bowlers: Path) -> None:
    content = palpate(
        "interpolate", bowlers, "--method", "none", "--keypoints", "hip, foot", "--json"
    ).content
    assert (content["spans"], content["derived"]) == (20, 650 - 2 * (81 + 49))


def test_flow_is_tracked_at_once_and_kept(palpate: Run, flies: Path) -> None:
    content = palpate("interpolate", flies, "--method", "flow", "--json").content
    assert (content["method"], content["spans"], content["derived"]) == ("flow", 2, 10)
    assert palpate("track", flies, "--json").content["spans"] == 0
    layer = palpate("export", flies, flies.parent / "out.json", "--origin", "tracked", "--json").content
    assert 0 < layer["keypoints"] <= 10


def test_tracking_counts_what_it_followed(palpate: Run, flies: Path) -> None:
    content = palpate("track", flies, "--json").content
    assert content.keys() >= {"spans", "derived", "drifting"}
    assert content["spans"] == 2
    assert palpate("track", flies).out == "tracked 0 spans\n"


def test_drift_lists_points_and_spans_worst_first(palpate: Run, flies: Path) -> None:
    content = palpate("drift", flies, "--threshold", "0.000001", "--json").content
    assert content["points"]
    assert content["notes"] == []
    for point in content["points"]:
        assert point.keys() >= {"clip", "instance", "frame", "keypoint", "score_px", "reasons", "x", "y"}
        assert (point["clip"], point["instance"]) == ("three_flies", "fly")
        assert point["keypoint"] in ("hip", "foot")
        assert 0 < point["frame"] < 6
    for span in content["spans"]:
        assert span.keys() >= {"clip", "instance", "keypoint", "start", "stop"}
    scores = [point["score"] for point in content["points"]]
    assert scores == sorted(scores, reverse=True)
    table = palpate("drift", flies, "--threshold", "0.000001").out
    assert f"{len(content['points'])} points want a look" in table


def test_without_pictures_drift_is_judged_by_limbs_and_says_so(palpate: Run, bowlers: Path) -> None:
    content = palpate("drift", bowlers, "--json").content
    assert content["points"] == []
    (note,) = content["notes"]
    assert note.startswith("not tracked, judged by limbs alone: ")


def test_without_pictures_nothing_is_tracked(refused: Run, bowlers: Path) -> None:
    assert "no medium is known" in refused("track", bowlers)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["interpolate", "--method", "magic"], "magic"),
        (["interpolate", "--keypoints", "tail"], "'tail'"),
        (["interpolate", "--layer", "gold"], "known: ana"),
        (["interpolate", "--clip", "over 9"], "known: over 1"),
        (["track", "--layer", "gold"], "known: ana"),
        (["drift", "--threshold", "nan"], "above 0"),
        (["drift", "--threshold", "0"], "above 0"),
        (["drift", "--clip", "over 9"], "known: over 1"),
    ],
)
def test_a_mistake_changes_nothing(refused: Run, bowlers: Path, words: list[str], said: str) -> None:
    before = bowlers.read_bytes()
    assert said in refused(words[0], bowlers, *words[1:])
    with Session.open(bowlers, read_only=True) as session:
        assert session.undoable().title == "Place all"
    assert list(bowlers.parent.glob("*.palpate*")) == [bowlers]
    assert len(bowlers.read_bytes()) == len(before)


def test_somebody_elses_project_is_not_changed(refused: Run, palpate: Run, bowlers: Path) -> None:
    with Session.open(bowlers):
        for command in ("interpolate", "track"):
            assert "is working in this project" in refused(command, bowlers)
        assert palpate("drift", bowlers, "--json").content["points"] == []
