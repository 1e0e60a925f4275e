"""One small run of every group of benchmarks: its lines are there, its answers right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject

import palpate.bench
from palpate.bench import canvas, coco_peer, edit, frames, guideline, interpolate, score, timeline, track
from palpate.bench import window as whole_window
from palpate.bench.bodies import SKELETON, Bodies, moving
from palpate.bench.clips import STEP_PX, ClipMaking, write_clip
from palpate.bench.projects import go_to_work, write_project
from palpate.demo.truth import Truth, save_truth
from palpate.session.placing import gestures
from palpate.session.session import Session
from palpate.store.library import load_skeleton
from palpate.ui.offscreen import CanvasOffscreen, offscreen_application


@pytest.fixture
def assert_lines(assert_complete):
    def check(entries, *names):
        assert list(entries) == list(names)
        for entry in entries.values():
            assert_complete(entry)

    return check


def test_frames_are_all_the_right_ones(tmp_path, progress, assert_lines):
    sizes = frames.Sizes(size=(192, 128), frames=30, gops=(12,), rounds=1, steps=4, jumps=2)
    entries = frames.measured(sizes, tmp_path, progress)
    assert_lines(
        entries,
        "open_128p_gop12",
        "step_forward_128p_gop12",
        "step_back_128p_gop12",
        "random_128p_gop12",
        "random_uncached_128p_gop12",
    )
    walks = list(entries.values())[1:]
    assert [entry.more["wrong"] for entry in walks] == [0, 0, 0, 0]
    assert [entry.more["checked"] for entry in walks] == [5, 5, 3, 3]


def test_the_window_starts_steps_plays_and_is_scrubbed_over(qapp, tmp_path, progress, assert_lines):
    sizes = whole_window.Sizes(
        size=(192, 128), frames=40, gops=(12,), steps=5, jumps=2, starts=1, scrubbed=60, moves=8, play_s=0.3
    )
    entries = whole_window.measured(sizes, tmp_path, progress)
    walks = [f"{kind}_128p_gop12_fit" for kind in ("step_forward", "step_back", "random")]
    close = [name.replace("fit", "800pct") for name in walks]
    names = ["start_128p_gop12", *walks, *close, "memory_128p_gop12", "play_128p_gop12"]
    names += ["scrub_60", "start_labelled_60x54"]
    assert list(entries) == names
    assert entries["play_128p_gop12"].more["shown"] >= 1
    assert entries["scrub_60"].more["longest_ms"] > 0


def test_following_the_keypoint_in_hand_is_measured_with_and_without_its_guideline(qapp, tmp_path, progress):
    sizes = guideline.Sizes(size=(192, 128), keypoints=3, rounds=1, beat_s=0.05)
    entries = guideline.measured(sizes, tmp_path, progress)
    name = "follow_3_at_20_hz"
    assert list(entries) == [f"{name}_{kind}" for kind in ("first_canvas", "first_stall", "canvas", "stall")]
    for entry in entries.values():
        assert entry.more["longest_ms"] >= entry.ours.median_ms > 0
        assert entry.anchor is not None
        assert 0 <= entry.more["late_plates"] <= 3


def test_gestures_are_measured_in_each_project(tmp_path, progress, assert_lines):
    sizes = edit.Sizes(labelled=(3, 6), gestures=2, additions=2, opens=1, keys=2, starts=1)
    poses = ("turn_pose", "mirror_pose", "mean_pose", "swap_100_frames", "undo", "redo")
    kinds = ("open", "start", "place", "nudge", "place_behind_the_last", *poses)
    kinds += tuple(f"key_{name}" for name in ("nudge", "occluded", *poses))
    names = [f"{kind}_{labelled}x54" for labelled in (3, 6) for kind in kinds]
    entries = edit.measured(sizes, tmp_path, progress)
    starts = {name: entries.pop(name) for name in names if name.startswith("start")}
    assert all(line.ours.median_ms > 0 for line in starts.values())
    assert_lines(entries, *(name for name in names if name not in starts))
    keys = [line for name, line in entries.items() if name.startswith("key")]
    assert all(line.more["painted_ms"] >= line.ours.median_ms for line in keys)


def test_gestures_that_are_measured_reach_the_file(tmp_path, progress):
    edit.measured(
        edit.Sizes(labelled=(3,), gestures=2, additions=2, opens=1, keys=1, starts=1), tmp_path, progress
    )
    with Session.open(tmp_path / "3.palpate", read_only=True) as session:
        titles = [entry.title.split()[0] for entry in session.project.history()]
        frames_kept = session.live(
            session.contents.layers[0].id, session.contents.instances[0].id
        ).track.frames.tolist()
    assert {"Place", "Nudge"} <= set(titles)
    assert frames_kept == [0, 1, 2, 3, 4, 5]  # a warm addition and two that count


def test_a_project_made_for_measuring_is_fully_labelled(tmp_path):
    with Session.open(write_project(tmp_path / "made.palpate", 4)) as session:
        go_to_work(session)
        assert len(gestures.current_view(session).unplaced) == 0


def test_the_canvas_is_measured_at_every_zoom(qapp, progress, assert_lines):
    sizes = canvas.Sizes(widget=(160, 120), frame=(320, 180), instances=(1, 2, 3), ringed=2, paints=2)
    entries = canvas.measured(sizes, progress)
    zooms = ("fit", "100pct", "800pct")
    assert_lines(
        entries,
        *(
            f"{zoom}_{n}x54{kind}"
            for n in (1, 2, 3)
            for zoom in zooms
            for kind in ("", "_repaint", "_poses", "_pointer", "_drag")
        ),
        *(f"{zoom}_2x54_rings" for zoom in zooms),
    )
    assert all({"calm_ms", "rings_cpu_ms"} == set(entries[f"{zoom}_2x54_rings"].more) for zoom in zooms)


class PaintCounter(QObject):
    """Counts what a widget paints."""

    def __init__(self):
        super().__init__()
        self.paints = 0

    def eventFilter(self, _watched, event):  # noqa: N802 - Qt's name
        self.paints += event.type() == QEvent.Type.Paint
        return False


def test_a_canvas_off_screen_really_paints_when_told(qapp):
    offscreen_application()
    stand, counter = CanvasOffscreen((160, 120)), PaintCounter()
    stand._canvas.installEventFilter(counter)
    stand.paint()
    stand.paint()
    stand.close()
    assert counter.paints == 2


def test_a_canvas_off_screen_draws_rings_around_what_was_derived(qapp):
    offscreen_application()
    stand = CanvasOffscreen((160, 120))
    pixels, skeleton = np.zeros((120, 160, 4), np.uint8), load_skeleton(SKELETON)
    positions = np.linspace(20.0, 100.0, len(skeleton))[None, :, None].repeat(2, axis=2)
    shown = []
    for error in (0.0, 12.0):
        stand.show(pixels, positions, skeleton, expected_px=np.full((1, len(skeleton)), error))
        stand.paint()
        shown.append(stand._canvas.grab().toImage())
    stand.close()
    assert shown[0] != shown[1]


def test_scoring_agrees_with_its_anchor(progress, assert_lines):
    entries = score.measured(score.Sizes(frames=6, instances=3, rounds=1), progress)
    assert_lines(entries, "clips_16x1x3x54", "oks_6x3x54", "everything_6x3x54")
    assert entries["oks_6x3x54"].more["max_difference"] < 1e-12


def test_scoring_agrees_with_its_peer(progress):
    pytest.importorskip("pycocotools")
    entries = score.measured(score.Sizes(frames=6, instances=3, rounds=1), progress)
    assert entries["oks_6x3x54"].more["max_difference_to_peer"] < 1e-12
    assert entries["everything_6x3x54"].peer is not None


def test_clips_are_scored_one_after_the_other(progress):
    more = score.measured(score.Sizes(frames=32, instances=2, rounds=1), progress)["clips_16x2x2x54"].more
    assert {"peak_mb_1_clips", "peak_mb_4_clips", "peak_mb_16_clips"} <= more.keys()
    assert more["kept_mb_per_clip"] < 0.01


def test_the_peer_keeps_the_order_of_labels():
    pytest.importorskip("pycocotools")
    gold = moving(Bodies(2, 3, 5))
    areas, sigmas = np.full((2, 3), 1e4), np.full(5, 0.1)
    found = coco_peer.evaluate(gold, gold, areas=areas, sigmas=sigmas)
    assert found.oks[:, range(3), range(3)].tolist() == [[1.0] * 3] * 2


def test_filling_is_measured_whole_and_after_an_edit(progress, assert_lines):
    sizes = interpolate.Sizes(frames=40, keypoints=5, rounds=1)
    assert_lines(interpolate.measured(sizes, progress), "fill_40x5", "fill_after_an_edit_40x5")


def test_tracking_follows_a_texture_to_the_end(tmp_path, progress, assert_lines):
    sizes = track.Sizes(size=(320, 256), frames=6, keypoints=5, rounds=1)
    entries = track.measured(sizes, tmp_path, progress)
    assert_lines(entries, "texture_256p_5", "texture_256p_5_fused")
    assert entries["texture_256p_5"].more["tracked"] == 1.0


def test_tracking_runs_on_a_clip_with_truth(tmp_path, progress, assert_lines):
    making = ClipMaking((320, 256), 11, 12)
    clip = write_clip(tmp_path / "clip.mp4", making, progress)
    save_truth(truth_of_texture(making), tmp_path / "truth.npz")
    sizes = track.Sizes(frames=6, rounds=1)
    entries = track.measured_on(clip, tmp_path / "truth.npz", sizes)
    assert_lines(entries, "demo_256p_2", "demo_256p_2_fused")
    assert entries["demo_256p_2"].more["tracked"] == 1.0


def truth_of_texture(making):
    """Return the truth of two points that move with the texture."""
    start = np.array([[150.0, 120.0], [200.0, 90.0]])
    positions = (start - np.arange(making.frames)[:, None, None] * np.array(STEP_PX))[:, None]
    flat = np.zeros(positions.shape[:3])
    return Truth(
        names=("a", "b"),
        instances=("texture",),
        positions=positions,
        visibility=np.full(flat.shape, 2, dtype=np.int8),
        blur_px=flat,
        blur_direction=flat,
        width_px=flat,
        across=np.zeros_like(positions),
        boxes=np.zeros((making.frames, 1, 4)),
        events={},
        size=making.size,
        fps=120.0,
        shutter_s=0.001,
        seed=0,
        lighting="even",
    )


def test_no_benchmark_but_the_floor_names_qt():
    sources = set(Path(palpate.bench.__file__).parent.glob("*.py"))
    sources = {path for path in sources if path.name != "floor.py"}
    assert not [path.name for path in sources if "PySide6" in path.read_text(encoding="utf-8")]


def test_the_timeline_scrolls_zooms_and_unfolds(qapp, tmp_path, progress, assert_lines):
    sizes = timeline.Sizes(frames=300, instances=2, widget=(500, 300), paints=2)
    kinds = ("scroll", "scroll_rows", "zoom", "unfold")
    names = [f"{kind}_{where}_300x2x54" for kind in kinds for where in ("far", "near")]
    assert_lines(timeline.measured(sizes, tmp_path, progress), *names, "playhead_300x2x54")
