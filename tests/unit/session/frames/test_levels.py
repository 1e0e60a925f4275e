"""Levels of deep images, looked at by a session."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from palpate.base.errors import Cancelled
from palpate.base.progress import CancelToken, Progress
from palpate.session.frames.levels import Levels, levels_words, looked_at
from palpate.session.frames.media_adding import add_media
from palpate.session.session import Session


def shots(folder: Path, pixels: np.ndarray) -> Path:
    folder.mkdir()
    for n in range(3):
        cv2.imwrite(str(folder / f"{n}.png"), pixels)
    return folder


def test_the_view_tells_the_usual_the_best_and_what_is_in_force(
    empty_project: Session, tmp_path: Path
) -> None:
    ramp = np.tile(np.linspace(1000, 3000, 64).astype(np.uint16), (48, 1))
    (clip,) = add_media(empty_project, [shots(tmp_path / "deep", ramp)])
    view = looked_at(empty_project, clip, None, Progress())
    assert view is not None
    assert view.depth == 16
    assert view.now == view.usual == Levels(0, 4095)
    assert 1000 <= view.proposed.low < view.proposed.high <= 3000
    assert int(view.histogram.counts.sum()) == 3 * ramp.size
    chosen = looked_at(empty_project, clip, Levels(5, 6), Progress())
    assert chosen is not None
    assert (chosen.now, chosen.usual) == (Levels(5, 6), Levels(0, 4095))


def test_images_of_8_bits_and_videos_have_no_levels(
    empty_project: Session, tmp_path: Path, shared_data: Path
) -> None:
    plain = shots(tmp_path / "plain", np.zeros((48, 64), np.uint8))
    for clip in add_media(empty_project, [plain, shared_data / "mmpose" / "demo.mp4"]):
        assert looked_at(empty_project, clip, None, Progress()) is None


def test_looking_can_be_cancelled(empty_project: Session, tmp_path: Path) -> None:
    (clip,) = add_media(empty_project, [shots(tmp_path / "plain", np.zeros((48, 64), np.uint8))])
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        looked_at(empty_project, clip, None, Progress(token=token))


def test_levels_are_told_in_a_few_signs() -> None:
    assert levels_words(Levels(100, 3000)) == "100 – 3000"
    assert levels_words(Levels(0.25, 1, 1.5)) == "0.25 – 1, γ 1.5"
