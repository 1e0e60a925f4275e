from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from palpate.base.errors import FileUnreadable, LabelsFaulty, UsageError
from palpate.demo.raycast import first_hits
from palpate.demo.reveal import truth_of
from palpate.demo.scene import SceneSettings, build
from palpate.demo.truth import Truth, load_truth, save_truth
from palpate.demo.visible import seen, window_of
from palpate.model.visibility import Visibility

SMALL = SceneSettings(size=(320, 180), frames=3)


def revealed(start_s: float, **changes: object) -> Truth:
    return truth_of(build(replace(SMALL, start_s=start_s, **changes)))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def in_the_stride() -> Truth:
    return revealed(1.08)


@pytest.fixture(scope="module")
def at_release() -> Truth:
    return revealed(1.2417)


def tier(truth: Truth, name: str, *, frame: int = 1, instance: int = 0) -> int:
    return int(truth.visibility[frame, instance, truth.names.index(name)])


def test_the_same_seed_gives_the_same_truth(in_the_stride: Truth):
    again = revealed(1.08)
    for field in fields(Truth):
        np.testing.assert_array_equal(getattr(again, field.name), getattr(in_the_stride, field.name))


def test_another_seed_gives_another_truth(in_the_stride: Truth):
    assert np.abs(revealed(1.08, seed=8).positions - in_the_stride.positions).max() > 0.5


def test_joint_centres_count_as_visible_though_they_lie_inside_the_body(in_the_stride: Truth):
    scene = build(replace(SMALL, start_s=1.08))
    posture = scene.bowler.motion.at(scene.settings.times)
    placed, eye = scene.bowler.placed(posture, 1), scene.view(float(scene.settings.times[1])).place
    for name in ("left_knee", "left_ankle", "left_elbow", "left_hip", "left_shoulder"):
        place = posture.keypoints(scene.anatomy)[1, scene.anatomy.names.index(name)]
        ray = (place - eye)[None]
        entry = min(first_hits(placed, solid, origins=eye, directions=ray)[0] for solid in range(len(placed)))
        assert entry < 1.0, "a plain depth test would hide it"
        assert tier(in_the_stride, name) == Visibility.VISIBLE


def test_the_spine_is_in_view_in_the_delivery_stride(in_the_stride: Truth):
    assert {tier(in_the_stride, name) for name in ("t4", "t5", "t6", "t7", "t8")} == {Visibility.VISIBLE}


def test_what_faces_away_is_estimated(in_the_stride: Truth):
    assert tier(in_the_stride, "suprasternal_notch") == Visibility.ESTIMATED


def test_a_bone_inside_the_boot_is_certain_at_best(in_the_stride: Truth):
    assert tier(in_the_stride, "left_talus") == Visibility.CERTAIN


def test_a_hand_before_the_chest_is_hidden_from_behind_and_estimated():
    assert tier(revealed(0.85), "right_wrist_mid") == Visibility.ESTIMATED


def test_the_umpire_hides_the_bowler_while_they_cross():
    crossing = revealed(0.55, frames=30, fps=60.0)
    hidden = (crossing.visibility[:, 0] == Visibility.ESTIMATED).mean(axis=1)
    assert hidden.max() > 0.65


def test_a_hand_blurred_beyond_the_limits_is_estimated_at_most(at_release: Truth):
    hand = [at_release.names.index(f"right_{name}") for name in ("middle_mcp", "middle_tip", "wrist_distal")]
    assert (at_release.blur_px[1, 0, hand] > 0.25 * at_release.width_px[1, 0, hand]).all()
    assert (at_release.visibility[1, 0, hand] == Visibility.ESTIMATED).all()
    assert tier(at_release, "left_knee") == Visibility.VISIBLE


def test_blur_extent_is_the_length_of_the_projected_path(at_release: Truth):
    scene = build(replace(SMALL, start_s=1.2417))
    middle = float(scene.settings.times[1])
    times = middle + np.linspace(-0.5, 0.5, 401) * scene.settings.shutter_s
    places = scene.bowler.motion.at(times).keypoints(scene.anatomy)
    path = np.array([scene.view(float(t)).projected(p) for t, p in zip(times, places, strict=True)])
    length = np.linalg.norm(np.diff(path, axis=0), axis=-1).sum(axis=0)
    np.testing.assert_allclose(at_release.blur_px[1, 0], length, rtol=0.02, atol=0.002)
    chord = path[-1] - path[0]
    turned = at_release.blur_direction[1, 0] - np.arctan2(chord[:, 1], chord[:, 0])
    np.testing.assert_allclose(np.sin(turned), 0, atol=1e-6)


def test_a_longer_shutter_smears_in_proportion():
    short, long = revealed(1.2417, shutter_s=1 / 2000), revealed(1.2417, shutter_s=1 / 500)
    hand = short.names.index("right_middle_mcp")
    assert long.blur_px[1, 0, hand] / short.blur_px[1, 0, hand] == pytest.approx(4, rel=0.05)


def test_outside_the_image_is_absent():
    truth = revealed(1.9)
    outside = ((truth.positions < 0) | (truth.positions >= truth.size)).any(axis=-1)
    assert outside[:, 1].all()
    assert (truth.visibility[outside] == Visibility.ABSENT).all()
    assert (truth.visibility[~outside] != Visibility.ABSENT).all()


def test_the_box_touches_the_picture_of_the_body():
    scene = build(replace(SMALL, size=(640, 360), start_s=1.08))
    box = truth_of(scene).boxes[1, 0]
    time = float(scene.settings.times[1])
    view, posture = scene.view(time), scene.bowler.motion.at(np.array([time]))
    placed = scene.bowler.placed(posture, 0)
    window = window_of(view, placed)
    assert window is not None
    rows, columns = np.nonzero(seen(view, placed, window=window).solid >= 0)
    low = np.array([columns.min() + window[0], rows.min() + window[1]])
    high = np.array([columns.max() + window[0] + 1, rows.max() + window[1] + 1])
    np.testing.assert_allclose(np.concatenate([low, high - low]), box, atol=1.6)


def test_keypoints_lie_within_the_box(in_the_stride: Truth):
    corner, size = in_the_stride.boxes[..., None, :2], in_the_stride.boxes[..., None, 2:]
    inside = (in_the_stride.positions >= corner) & (in_the_stride.positions <= corner + size)
    assert inside.all()


def test_events_are_the_first_frames_after_contact_and_release():
    truth = revealed(0.9, frames=60)
    assert truth.events == {"back_foot_contact": 10, "front_foot_contact": 29, "ball_release": 42}


def test_a_truth_file_comes_back_as_it_was(tmp_path: Path, in_the_stride: Truth):
    path = tmp_path / "truth.npz"
    save_truth(in_the_stride, path)
    back = load_truth(path)
    np.testing.assert_allclose(back.positions, in_the_stride.positions, atol=1e-3)
    np.testing.assert_array_equal(back.visibility, in_the_stride.visibility)
    assert (back.names, back.events, back.lighting) == (
        in_the_stride.names,
        in_the_stride.events,
        in_the_stride.lighting,
    )


def test_a_missing_truth_file_is_told_calmly(tmp_path: Path):
    with pytest.raises(FileUnreadable):
        load_truth(tmp_path / "none.npz")


@pytest.mark.parametrize("content", [b"", b"not an archive"])
def test_another_file_is_not_a_truth_file(tmp_path: Path, content: bytes):
    path = tmp_path / "other.npz"
    path.write_bytes(content)
    with pytest.raises(LabelsFaulty):
        load_truth(path)


@pytest.mark.parametrize(
    "wrong", [{"lighting": "moonlight"}, {"shutter_s": 1.0}, {"size": (641, 360)}, {"frames": 0}]
)
def test_settings_that_cannot_be_meant_are_refused(wrong: dict[str, object]):
    with pytest.raises(UsageError):
        replace(SMALL, **wrong)  # type: ignore[arg-type]
