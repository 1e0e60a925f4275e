"""What is known of a clip, in words."""

from __future__ import annotations

from palpate.model.clip import Clip, ClipKind
from palpate.session.frames.clip_facts import duration_words, gap_words, rate_words, size_words, summary_words

SLOW = Clip("a", "over", ClipKind.VIDEO, size=(1920, 1080), n_frames=300, fps=30.0, capture_fps=240.0)
SHOTS = Clip(
    "b",
    "shots",
    ClipKind.IMAGES,
    size=(640, 480),
    n_frames=4,
    frame_names=("f_001.png", "f_002.png", "f_003.png", "f_006.png"),
    frame_sizes={3: (320, 240)},
)


def test_slow_motion_lasts_as_played_and_as_recorded() -> None:
    assert duration_words(SLOW) == "10.000 s as played, 1.250 s as recorded"
    assert rate_words(SLOW) == "30 fps"
    assert summary_words(SLOW) == "300 frames · 1920 × 1080 · 240 fps, plays at 30"


def test_images_have_no_rate_but_gaps_and_sizes() -> None:
    assert rate_words(SHOTS) == duration_words(SHOTS) == ""
    assert "4 to 5" in gap_words(SHOTS)
    assert size_words(SHOTS) == "640 × 480 px, 1 frames differ"
    assert summary_words(SHOTS) == "4 frames · 640 × 480"
    assert gap_words(SLOW) == ""
