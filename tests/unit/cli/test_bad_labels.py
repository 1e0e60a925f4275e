"""Labels and gold that do not go together: every command says so in a sentence, and never NaN."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bad_story as bad
import gold_story as story
import pytest

from palpate.model.visibility import Visibility
from palpate.session.calibrating import calibration, gold
from palpate.session.edits import poses
from palpate.session.session import Session

Run = Callable[..., Any]

JUDGING: dict[str, tuple[str, ...]] = {
    "score": ("score", "{p}"),
    "score by groups": ("score", "{p}", "--by", "clip,phase,lighting"),
    "agree": ("agree", "{p}"),
    "agree about gold": ("agree", "{p}", "--layer", "ana", "--layer", "ben", "--gold", "gold"),
    "sigma": ("sigma", "{p}"),
    "status": ("calibrate", "status", "{p}"),
    "start": ("calibrate", "start", "{p}", "-n", "5"),
    "verify": ("gold", "verify", "{p}"),
    "gold's error": ("gold", "error", "{p}"),
    "weekly": ("weekly", "{p}", "--all"),
    "report as a page": ("report", "{p}", "{out}.html"),
    "report as a table": ("report", "{p}", "{out}.csv"),
    "adjudicate": ("adjudicate", "{p}", "ana", "ben"),
    "spots": ("spots", "{p}"),
    "sample": ("sample", "{p}"),
}
SIDES = "left and right look swapped for this instance: runner, run"
TWICE = "seem to have one subject twice: runner and runner again lie on each other in 20 frames of run"
SAID: dict[str, dict[str, str]] = {
    "other version": {
        "score": "no position on both sides: left_wrist",
        "score by groups": "no position on both sides: left_wrist",
        "agree": "gold: 40 labels have to be placed anew since their keypoint was redefined; left out",
        "agree about gold": "placed by fewer than two raters: left_wrist",
        "sigma": "never placed twice at a known scale: left_wrist",
        "start": "coco_17 was migrated from version 1 to 2 by cora",
        "verify": "coco_17 was migrated from version 1 to 2 by cora",
        "status": "coco_17 was migrated from version 1 to 2 by cora",
        "gold's error": "coco_17 was migrated from version 1 to 2 by cora",
        "weekly": "coco_17 was migrated from version 1 to 2 by cora",
        "report as a page": "coco_17 was migrated from version 1 to 2 by cora",
    },
    "exchanged sides": {
        "score": f"{SIDES}, all frames",
        "score by groups": f"{SIDES}, all frames",
        "agree": f"ana: {SIDES}, all frames; left out of the averages",
        "sigma": "ana: left and right look swapped in",
        "weekly": f"ana: {SIDES}, 20 frames, first in 0; left out",
        "report as a page": SIDES,
        "adjudicate": f"{SIDES}, 77 frames, first in 0; ana or ben has taken one side for the other",
    },
    "no common frame": {
        "score": "error: the labels and gold have no frame in common",
        "score by groups": "error: the labels and gold have no frame in common",
        "agree": "error: the label sets have no frame in common",
        "agree about gold": "error: the label sets have no frame in common",
        "sigma": "error: the label sets have no frame in common",
        "weekly": "nothing was reviewed yet: no frame of production work has gold",
        "report as a page": "the labels and gold have no frame in common",
        "report as a table": "the labels and gold have no frame in common",
        "adjudicate": "error: ana and ben have no frame in common that both have decided about",
    },
    "never placed": {
        "score": "no position on both sides: left_wrist, left_ankle",
        "agree": "placed by fewer than two raters: left_wrist",
        "sigma": "never placed twice at a known scale: left_wrist, left_ankle",
    },
    "nothing there": {
        "score": "no position on both sides: all keypoints",
        "agree": "placed by fewer than two raters: all keypoints",
        "sigma": "never placed twice at a known scale: all keypoints",
        "sample": "error: nobody has placed anything in ana yet",
    },
    "constant raters": {
        "score": "κ not estimable, no variation: one category only: all keypoints",
        "agree": "over all keypoints not estimable: no variation: one category only",
    },
    "constant rater": {
        "agree": "ana flagged everything visible: κ with a constant rater is 0 or undefined",
    },
    "one subject twice": {
        "score": f"the labels {TWICE}",
        "agree": f"ana {TWICE}",
        "sigma": f"ana {TWICE}",
        "report as a page": f"the labels {TWICE}",
    },
}


@pytest.fixture(scope="module", params=list(bad.CASES))
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    name = str(request.param)
    return name, bad.project(tmp_path_factory.mktemp("case"), bad.CASES[name])


@pytest.mark.parametrize("command", JUDGING)
def test_whatever_is_wrong_is_a_sentence_and_no_number_is_nan(
    palpate: Run, case: tuple[str, Path], tmp_path: Path, command: str
) -> None:
    name, project = case
    copy = shutil.copy(project, tmp_path / "gold.palpate")
    words = [word.format(p=copy, out=tmp_path / "out") for word in JUDGING[command]]
    ran = palpate(*words)
    written = "".join(file.read_text(encoding="utf-8") for file in tmp_path.glob("out.*"))
    heard = " ".join(f"{ran.out} {ran.err} {written}".split())
    assert ran.status in (0, 1, 2)
    assert (ran.status == 2) == ran.err.startswith("error: ")
    assert "Traceback" not in heard
    assert not re.search(r"\b(nan|NaN|inf|Infinity|None)\b", heard.replace(str(tmp_path), ""))
    assert re.search(SAID.get(name, {}).get(command, ""), heard.replace("(", "").replace(")", ""))
    for file in tmp_path.glob("out.*"):
        file.unlink()
    copy = shutil.copy(project, tmp_path / "gold.palpate")
    again = palpate(*words, "--json")
    if again.status != 2:
        assert isinstance(again.content, dict)  # reads no NaN


# ---- files that were made elsewhere ----------------------------------------------------------------------


@pytest.fixture
def exported(palpate: Run, tmp_path: Path) -> Path:
    """Ana's work out of a project in which nothing is wrong, as a COCO file."""
    project = bad.project(tmp_path, bad.right)
    file = tmp_path / "ana.json"
    assert palpate("export", project, file, "--layer", "ana", "--format", "coco").status == 0
    return file


def altered(file: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    content = json.loads(file.read_text(encoding="utf-8"))
    change(content)
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def half_as_large(content: dict[str, Any]) -> None:
    for image in content["images"]:
        image["width"], image["height"] = 960, 540


def test_frames_of_another_size_are_not_compared_by_any_command(refused: Run, exported: Path) -> None:
    project = exported.with_name("gold.palpate")
    altered(exported, half_as_large)
    said = "the frames in common have another size: 960 × 540 px there, 1920 × 1080 px"
    assert said in refused("score", exported, project)
    for command in ("agree", "sigma"):
        heard = refused(command, project, exported, "--layer", "ben")
        assert said in heard


def test_a_submission_of_labels_on_frames_of_another_size_is_refused_and_the_attempt_stays_open(
    refused: Run, palpate: Run, exported: Path
) -> None:
    project = exported.with_name("gold.palpate")
    altered(exported, half_as_large)
    palpate("calibrate", "start", project, "-n", 5)
    heard = refused("calibrate", "submit", project, "--labels", exported)
    assert "960 × 540 px" in heard
    assert "nothing was placed: bring the labels to that size first" in heard
    assert palpate("calibrate", "status", project, "--json").content["open"]["done"] == 0


def test_a_submission_of_labels_without_a_frame_that_was_asked_is_refused(
    refused: Run, palpate: Run, tmp_path: Path
) -> None:
    project = bad.project(tmp_path, bad.no_common_frame)
    palpate("export", project, tmp_path / "ana.json", "--layer", "ana", "--format", "coco")
    palpate("calibrate", "start", project, "-n", 5)
    heard = refused("calibrate", "submit", project, "--labels", tmp_path / "ana.json")
    assert "nothing in ana.json is on a frame that ana, attempt 1 asks for" in heard


@pytest.mark.parametrize("spoil", ["exchanged sides", "never placed", "constant rater", "nothing there"])
def test_an_attempt_of_bad_labels_is_judged_with_its_reasons(
    palpate: Run, tmp_path: Path, spoil: str
) -> None:
    project = bad.project(tmp_path, bad.CASES[spoil])
    palpate("calibrate", "start", project, "-n", 5)
    with Session.open(project) as session:
        begun = calibration.status_of(session).open
        assert begun is not None
        layer = session.contents.layer(begun.layer)
        for clip, runner in story.RUNNERS.items():
            asked = [f for c, f in calibration.plan_of(session, begun).frames if c == clip]
            track = session.live(session.contents.layer_named("ana").id, runner).track
            for frame in asked:
                pose = track.pose(frame)
                assert pose is not None
                story.label(
                    session,
                    layer,
                    runner,
                    (frame,),
                    by=pose.positions - story.truth(frame),
                    visibility=pose.visibility[None],
                )
    ran = palpate("calibrate", "submit", project, "--json")
    content = ran.content
    assert ran.status in (0, 1)
    said = {
        "exchanged sides": "left and right look swapped for this instance: runner, run",
        "never placed": "no position on both sides: left_wrist, left_ankle",
        "constant rater": "κ not estimable",
        "nothing there": "no position on both sides: all keypoints",
    }[spoil]
    assert any(said in note for note in content["notes"])
    if spoil == "exchanged sides":
        assert content["attempt"]["reasons"][0].startswith("left and right were exchanged in frame")
    assert all(warning.startswith("agreement on visibility, κ, is") for warning in content["warnings"])


def test_gold_that_was_defined_anew_judges_again_once_a_new_version_is_certified(
    palpate: Run, tmp_path: Path
) -> None:
    project = bad.project(tmp_path, bad.other_version)
    with Session.open(project) as session:
        story.become(session, "cora", "consultant")
    assert palpate("gold", "new", project).status == 0
    with Session.open(project) as session:
        copy = session.contents.layers_of_kind(story.gold_of(session).kind)[-1]
        for runner in story.RUNNERS.values():
            for frame in bad.SOME:
                at, place = session.pose_at(copy.id, runner, frame), story.truth(frame)[bad.LEFT_WRIST]
                session.do(poses.place(at, bad.LEFT_WRIST, place, Visibility.VISIBLE, "Left wrist"))
        assert gold.why_not_certify(session, copy.id) == ""
    assert palpate("gold", "certify", project).status == 0
    with Session.open(project) as session:
        story.become(session, "ana", "annotator")
    assert palpate("calibrate", "start", project, "-n", 5).status == 0
    assert "migrated" not in palpate("score", project).out
