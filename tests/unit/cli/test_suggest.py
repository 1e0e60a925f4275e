"""The command that lists frames worth labelling."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from palpate.cli.commands import COMMANDS
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.edits import poses
from palpate.session.edits.contents import PutInstance
from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session

Run = Callable[..., object]


@pytest.fixture
def filmed(shared_data: Path, empty_project: Session) -> Path:
    """Three real flies; a stick figure drawn over one of them in frames 0 and 12."""
    session = empty_project
    film = shutil.copy(shared_data / "dreem" / "three_flies.mp4", session.project.path.parent)
    add_media(session, [Path(film)])
    clip = session.contents.clips[0]
    fly = editions.new_instance(session.contents, clip.id, "stick_figure", "fly")
    session.do(PutInstance("Add fly", fly))
    layer = session.contents.layers[0].id
    for frame in (0, 12):
        place = np.array([[300.0, 300.0], [310.0, 310.0], [290.0, 310.0], [300.0, 320.0], [300.0, 340.0]])
        at = session.pose_at(layer, fly.id, frame)
        visible = np.full(5, Visibility.VISIBLE, np.int8)
        session.do(poses.move(at, np.arange(5), place + 2.0 * frame, visible, title="Place all"))
    session.close()
    return session.project.path


def test_by_drift_frames_between_keyframes_are_listed_best_first(palpate: Run, bowlers: Path) -> None:
    content = palpate("suggest", bowlers, "-n", "4", "--json").content
    assert content["by"] == "drift"
    assert len(content["suggestions"]) == 4
    first = content["suggestions"][0]
    assert (first["clip"], first["instance"], first["frame"]) == ("over 1", "stander", 25)
    assert set(first["keypoints"]) == {"head", "left_hand", "right_hand", "hip", "foot"}
    assert first["reason"].endswith("px·frames, supposed from keyframes alone")
    assert sum(first["gains_px_frames"]) == pytest.approx(first["gain_px_frames"], abs=0.01)


def test_people_read_a_table_and_the_notes(palpate: Run, bowlers: Path) -> None:
    told = palpate("suggest", bowlers, "-n", "2").out
    assert "2 frames are worth labelling" in told
    assert "and 3 more" in told
    assert "not tracked: errors are supposed from keyframes alone" in told


def test_where_the_picture_can_be_asked_it_is(palpate: Run, filmed: Path) -> None:
    content = palpate("suggest", filmed, "-n", "2", "--json").content
    assert content["suggestions"]
    assert not any(any(one["supposed"]) for one in content["suggestions"])
    assert all(0 < one["frame"] < 12 for one in content["suggestions"])
    (note,) = content["notes"]
    assert note.startswith("fly: frames 13–")


def test_by_diversity_pictures_count_where_poses_are_few(palpate: Run, filmed: Path) -> None:
    content = palpate("suggest", filmed, "-n", "3", "--by", "diversity", "--json").content
    assert len({one["frame"] for one in content["suggestions"]} - {0, 12}) == 3
    values = [one["value"] for one in content["suggestions"]]
    assert values == sorted(values, reverse=True)
    assert all("grey levels" in one["reason"] for one in content["suggestions"])


def test_without_labels_the_most_usual_picture_is_first(palpate: Run, filmed: Path) -> None:
    with Session.open(filmed) as session:
        session.undo()
        session.undo()
    first, second = palpate("suggest", filmed, "-n", "2", "--by", "diversity", "--json").content[
        "suggestions"
    ]
    assert first["value"] is None
    assert first["reason"] == "most like all others: nothing is labelled yet"
    assert second["value"] > 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-n", "0"], "-n takes a whole number from 1 on"),
        (["--by", "mood"], "mood"),
        (["--clip", "over 9"], "known: over 1"),
        (["--layer", "gold"], "known: ana"),
        (["--by", "confidence"], "no model has placed anything with a score"),
    ],
)
def test_a_mistake_is_told(refused: Run, bowlers: Path, words: list[str], said: str) -> None:
    assert said in refused("suggest", bowlers, *words)


def test_a_film_that_is_gone_is_named(refused: Run, filmed: Path) -> None:
    for film in filmed.parent.glob("*.mp4"):
        film.unlink()
    assert "three_flies" in refused("suggest", filmed, "--by", "diversity")


def test_it_stands_beside_what_it_belongs_to() -> None:
    names = list(COMMANDS)
    assert names.index("suggest") == names.index("drift") + 1
