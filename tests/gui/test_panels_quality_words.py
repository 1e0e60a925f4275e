"""What rows and headings of the quality table say, without a table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from palpate.model.clip import Clip, ClipKind
from palpate.model.instance import Instance
from palpate.model.labels import Labels
from palpate.model.origin import Origin
from palpate.model.track import Track
from palpate.model.visibility import Visibility
from palpate.session.judging.quality_view import QualityView, view_quality
from palpate.store.library import load_skeleton
from palpate.ui.panels.quality.columns import BIAS, COLUMNS, KEYPOINT
from palpate.ui.panels.quality.header import QualityHeader
from palpate.ui.panels.quality.sentences import keypoint_sentences
from palpate.ui.panels.quality.table import QualityModel
from palpate.ui.panels.quality.words import verdict_words

FRAMES = np.arange(0, 200, 5)
NOSE, RIGHT_ANKLE = 0, 16
Role = Qt.ItemDataRole


def labels(positions: np.ndarray, origin: Origin) -> Labels:
    """One batter, everything visible where it has a position."""
    visibility = np.where(np.isnan(positions[..., 0]), Visibility.ABSENT, Visibility.VISIBLE).astype(np.int8)
    clip = Clip("c", "net", ClipKind.VIDEO, n_frames=200, fps=120.0, capture_fps=120.0, size=(640, 480))
    track = Track(FRAMES, positions, visibility, np.full(visibility.shape, origin, dtype=np.int8))
    skeleton = load_skeleton("coco_17")
    batter = Instance("i", "c", "batter", 1, "coco_17")
    return Labels({skeleton.name: skeleton}, (clip,), (batter,), {"i": track})


@pytest.fixture
def view(qapp: object) -> QualityView:
    """Good work, but the nose 12 px too far right and 3 px too high, and the right ankle nowhere."""
    chance = np.random.default_rng(7)
    gold = chance.uniform(50.0, 400.0, (1, 17, 2)) + np.zeros((len(FRAMES), 1, 1))
    ours = gold.copy()
    ours[:, :, :] += np.where(np.arange(len(FRAMES)) % 2, 0.25, -0.25)[:, None, None]
    ours[:, NOSE] += (12.0, -3.0)
    ours[:, RIGHT_ANKLE] = np.nan
    return view_quality(labels(ours, Origin.HAND), labels(gold, Origin.GOLD))


@pytest.fixture
def model(view: QualityView) -> QualityModel:
    made = QualityModel()
    made.show(view)
    return made


def tip_of(model: QualityModel, heading: str) -> str:
    place = [str(column.heading) for column in COLUMNS].index(heading)
    return str(model.headerData(place, Qt.Orientation.Horizontal, Role.ToolTipRole))


def test_the_bias_shows_its_size_and_where_it_points_to(model: QualityModel) -> None:
    bias = model.index(0, BIAS)
    assert bias.data() == "12.4"
    pixels = bias.data(Role.DecorationRole).pixmap(16, 16).toImage()
    right = sum(pixels.pixelColor(x, y).alpha() for x in range(9, 16) for y in range(16))
    left = sum(pixels.pixelColor(x, y).alpha() for x in range(7) for y in range(16))
    assert right > left
    assert model.index(RIGHT_ANKLE, BIAS).data(Role.DecorationRole) is None


def test_a_row_says_in_words_how_far_off_and_where_to(model: QualityModel) -> None:
    told = model.index(0, KEYPOINT).data(Role.ToolTipRole)
    assert "12.4 px off on average (tolerance " in told
    assert "shifted 12.0 px to the image's right and 3.0 px up" in told
    assert "off on average" not in model.index(RIGHT_ANKLE, KEYPOINT).data(Role.ToolTipRole)


def test_a_clear_bias_that_does_not_count_is_explained(view: QualityView) -> None:
    nose = replace(view.score.keypoints["nose"], bias_px=(1.93, 0.0), tolerance_px=2.4, fails=("position",))
    assert "bias 1.93 px is below the floor of 2 px" in keypoint_sentences(view, nose)
    small = replace(nose, bias_px=(3.0, 0.0), tolerance_px=8.0)
    assert any("below half the tolerance, 4 px" in told for told in keypoint_sentences(view, small))


def test_flags_are_told_as_places(view: QualityView) -> None:
    nose = replace(view.score.keypoints["nose"], occluded_n=36, occluded_visible=13)
    assert "flagged visible in 13 of 36 places that gold calls occluded" in keypoint_sentences(view, nose)


def test_headings_say_which_p_and_when_a_bias_counts(model: QualityModel) -> None:
    assert "Benjamini–Hochberg over keypoints" in tip_of(model, "p (adj.)")
    rule = "bias is systematic when p (adj.) is below 0.05 and its length is at least 2 px"
    assert rule in tip_of(model, "Verdict")
    assert "visibility flag" in tip_of(model, "Flags agree")


def test_a_cell_without_a_figure_says_why(model: QualityModel, view: QualityView) -> None:
    names = [point.name for point in view.worst_first()]
    for row in (names.index("right_ankle"), names.index("nose")):
        for place, column in enumerate(COLUMNS):
            cell = model.index(row, place)
            tip = cell.data(Role.ToolTipRole)
            absent = cell.data(Role.DisplayRole) == "–"
            assert absent == (f"{column.heading}: not known" in tip), column.heading


def test_a_single_placement_says_that_a_spread_needs_two(view: QualityView) -> None:
    nose = replace(
        view.score.keypoints["nose"],
        n=1,
        radial_sd_px=float("nan"),
        axis_sd_px=(float("nan"), float("nan")),
        bias_p_adjusted=float("nan"),
    )
    said = {column.heading: column.why_not_known(nose) for column in COLUMNS}
    assert said["SD"] == said["SEM x, y"] == said["MDC x, y"] == "not known: a spread needs two placements"
    assert "too few independent frames" in said["p (adj.)"]
    assert said["MPJPE"] == ""


def test_few_occluded_points_called_visible_are_in_doubt_and_not_green(view: QualityView) -> None:
    sound = next(one for one in view.worst_first() if one.passed)
    doubted = replace(sound, occluded_n=6, occluded_visible=6)
    assert doubted.passed is None
    assert verdict_words(doubted) == "visibility in doubt"
    said = "flagged visible in 6 of 6 places that gold calls occluded; too few to judge by themselves"
    assert said in keypoint_sentences(view, doubted)
    assert replace(sound, occluded_n=6, occluded_visible=3).passed


def test_one_pose_is_no_poses(view: QualityView, qtbot: QtBot) -> None:
    header = QualityHeader()
    qtbot.addWidget(header)
    header.show_score(replace(view.score, n_pairs=1))
    assert header.accessibleName().split(". ")[1].endswith("px over 1 pose")
