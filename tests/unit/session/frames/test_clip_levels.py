"""Levels by clip."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from palpate.media.images.levels import Levels
from palpate.media.images.source import ImageSource
from palpate.session.frames.clip_levels import ClipLevels


def test_levels_are_put_on_the_media_of_their_clip_only(tmp_path: Path) -> None:
    ramp = np.tile(np.linspace(0, 4000, 64).astype(np.uint16), (8, 1))
    cv2.imwrite(str(tmp_path / "a.png"), ramp)
    levels, source = ClipLevels(), ImageSource([tmp_path / "a.png"])
    usual = source.levels()
    levels.choose("deep", Levels(0, 1000))
    levels.put_on(source, "deep")
    assert source.levels() == levels.of("deep") == Levels(0, 1000)
    levels.put_on(source, "other")
    assert source.levels() == usual
    levels.choose("deep", None)
    levels.choose("never set", None)
    assert levels.of("deep") is None
