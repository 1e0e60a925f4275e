"""The score finds what was planted in the demo, and nothing else to speak of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from palpate.session.exchange import demo_project
from palpate.session.exchange.demo_project import FAULTY, GOLD, SOUND
from palpate.session.judging.scoring import score_layers
from palpate.session.session import Session


@pytest.mark.parametrize("seed", range(1, 21))
def test_every_planted_fault_is_found_and_measured_as_it_was_written(tmp_path: Path, seed: int) -> None:
    made = demo_project.make(tmp_path, seed=seed)
    content = demo_project.quality_summary(made.project)

    planted, failing = set(content["planted_joints"]), set(content["failing_joints"])
    assert planted <= failing
    assert len(failing - planted) <= 2
    assert len(content["layers"][SOUND]["failing_joints"]) <= 2
    for name, fault in content["planted"].items():
        joint = content["joints"][name]
        standard_error = np.array(joint["sd_axis_px"]) / np.sqrt(joint["n"])
        off = np.abs(np.array(joint["bias_px"]) - np.array(fault["error_px"]))
        assert (off <= 3 * standard_error).all(), name


def test_the_demo_holds_gold_far_enough_apart_and_two_annotators(tmp_path: Path) -> None:
    made = demo_project.make(tmp_path)
    with Session.open(made.project, read_only=True) as session:
        contents = session.contents
        assert [layer.name for layer in contents.layers] == [FAULTY, GOLD, SOUND]
        bowler = contents.instances[0]
        frames = session.live(contents.layer_named(GOLD).id, bowler.id).track.frames
        assert len(frames) >= 60
        assert np.diff(frames).min() >= 3
        score = score_layers(session, contents.layer_named(GOLD).id, contents.layer_named(GOLD).id)
        assert score.passed
        assert contents.clips[0].n_frames >= 200
        assert contents.clips[0].size == (1280, 720)
