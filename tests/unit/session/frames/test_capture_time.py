"""When frames were captured: by an even rate, by time stamps, or not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from palpate.model.clip import Clip, ClipKind
from palpate.session.frames.capture_time import capture_time, capture_times
from palpate.session.session import Session

SLOW = Clip("c", "net", ClipKind.VIDEO, n_frames=4, fps=30.0, capture_fps=120.0)
STACK = Clip("i", "stack", ClipKind.IMAGES, n_frames=3, capture_fps=50.0)


@pytest.mark.parametrize(
    ("clip", "step"), [(SLOW, 1 / 120), (replace(SLOW, capture_fps=0.0), 1 / 30), (STACK, 1 / 50)]
)
def test_an_even_rate_gives_every_frame_its_time(empty_project: Session, clip: Clip, step: float) -> None:
    times = capture_times(empty_project, clip)
    assert times is not None
    assert times.tolist() == pytest.approx([step * frame for frame in range(clip.n_frames)])
    assert capture_time(empty_project, clip, 2) == pytest.approx(2 * step)


@pytest.mark.parametrize(
    "clip",
    [
        replace(SLOW, fps=0.0),
        replace(SLOW, vfr=True, pts_step=0.001),  # its medium is not open
        replace(STACK, capture_fps=0.0),
    ],
)
def test_nobody_knows_the_time_of_plain_images_or_of_a_closed_film_of_varying_rate(
    empty_project: Session, clip: Clip
) -> None:
    assert capture_times(empty_project, clip) is None
    assert capture_time(empty_project, clip, 2) is None
