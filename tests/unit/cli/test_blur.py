"""`palpate blur`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from palpate.model.origin import Origin
from palpate.model.pose import Pose
from palpate.model.visibility import Visibility
from palpate.session.edits.contents import PutClips
from palpate.session.edits.ranges import PutPoses
from palpate.session.session import Session

Run = Callable[..., Any]


@pytest.fixture
def hurried(two_bowlers: Session) -> Path:
    """The story of two bowlers, with a walker who runs 30 px a frame, filmed at 1/240 s; without its film."""
    clip = two_bowlers.contents.clips[0]
    two_bowlers.do(PutClips("Note", (replace(clip, attributes={"shutter": "1/240"}),)))
    layer, walker = two_bowlers.contents.layers[0].id, two_bowlers.contents.instances[0].id
    written = []
    for frame in range(0, 41, 10):
        at = np.array([(100.0 + 30.0 * frame, 100.0 + 20.0 * k) for k in range(5)])
        pose = Pose(at, np.full(5, Visibility.VISIBLE, np.int8), np.full(5, Origin.HAND, np.int8))
        written.append((two_bowlers.pose_at(layer, walker, frame), pose))
    two_bowlers.do(PutPoses("Run", tuple(written)))
    two_bowlers.close()
    return two_bowlers.project.path


def test_every_point_has_its_extent_and_what_contradicts_is_listed(palpate: Run, hurried: Path) -> None:
    content = palpate("blur", hurried, "--json").content
    assert content["exposure"] == {"over 1": {"share_of_frame": 0.5, "known_by": "shutter"}}
    (point,) = (
        p for p in content["points"] if (p["instance"], p["frame"], p["keypoint"]) == ("walker", 20, "hip")
    )
    assert point["extent_px"] == point["expected_px"] == 15.0
    assert point["direction_deg"] == 0.0
    assert (point["visibility"], point["allowed"], point["contradicts"]) == (2, 1, True)
    assert (point["measured_px"], point["width_px"], point["ratio"]) == (None, None, None)
    listed = content["contradictions"]
    assert {entry["instance"] for entry in listed} == {"walker"}
    assert all(entry["first"] <= entry["frame"] <= entry["last"] for entry in listed)
    assert {entry["allowed"] for entry in listed} == {1}
    assert any("not measured" in note for note in content["notes"])


def test_people_get_a_table_and_the_count(palpate: Run, hurried: Path) -> None:
    ran = palpate("blur", hurried, "--clip", "over 1", "--layer", "ana")
    assert ran.status == 0
    assert "walker" in ran.out
    assert "5 runs are called visible although they are blurred" in ran.out


def test_without_shutter_and_film_it_says_what_is_missing(palpate: Run, bowlers: Path) -> None:
    content = palpate("blur", bowlers, "--json").content
    assert content["contradictions"] == []
    assert content["exposure"]["over 1"] == {"share_of_frame": None, "known_by": "nothing"}
    assert any("no shutter is noted" in note for note in content["notes"])


def test_a_clip_or_layer_that_is_not_there_is_refused(refused: Callable[..., str], bowlers: Path) -> None:
    assert "over 9" in refused("blur", bowlers, "--clip", "over 9")
    assert "gold" in refused("blur", bowlers, "--layer", "gold")
