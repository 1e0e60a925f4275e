"""What is known of frames of which only parts are at hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from palpate.model.picture import Part, Picture
from palpate.session.frames.enhancing import Enhancement
from palpate.session.frames.frame_tones import FrameTones

LOCAL = Enhancement(local=3.0)


def ramp(start: int = 0) -> NDArray[np.uint8]:
    """A frame ``(120, 160, 4)`` that grows lighter to the right."""
    grey = np.linspace(start, 255, 160).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(grey[None, :, None], (120, 160, 4)))


def corner_of(frame: int, pixels: NDArray[np.uint8], *, exact: bool = True) -> Picture:
    part = Part(0, 0, 1.0, np.ascontiguousarray(pixels[:40, :40]))
    return Picture(frame, (160, 120), (part,), exact=exact, in_passing=not exact)


def curves(tones: FrameTones, picture: Picture) -> NDArray[np.uint8]:
    found = tones.seen(picture, LOCAL).curves
    assert found is not None
    return found.table


def test_a_frame_that_was_seen_is_known_when_only_a_part_is_left() -> None:
    tones = FrameTones()
    tones.gathering = True
    tones.see(3, ramp())
    assert tones.knows(corner_of(3, ramp()))
    assert (curves(tones, corner_of(3, ramp())) == curves(FrameTones(), Picture.of(3, ramp()))).all()


def test_nothing_is_gathered_while_nobody_needs_it() -> None:
    tones = FrameTones()
    tones.see(3, ramp())
    assert not tones.knows(corner_of(3, ramp()))
    assert tones.seen(corner_of(3, ramp()), LOCAL).curves is None


def test_a_frame_never_seen_is_shown_as_the_nearest_that_was() -> None:
    tones = FrameTones()
    tones.gathering = True
    tones.see(3, ramp())
    tones.see(90, ramp(200))
    near, far = corner_of(10, ramp()), corner_of(80, ramp())
    assert (curves(tones, near) == curves(tones, corner_of(3, ramp()))).all()
    assert (curves(tones, far) == curves(tones, corner_of(90, ramp()))).all()


def test_luma_of_limited_range_decides_as_the_colours_would() -> None:
    tones = FrameTones()
    tones.gathering = True
    grey = np.random.default_rng(1).normal(90.0, 30.0, (120, 160, 1)).clip(0, 255).astype(np.uint8)
    frame = np.repeat(grey, 4, axis=2)
    tones.see(5, np.rint(frame[..., 0] * (219 / 255) + 16).astype(np.uint8))
    by_luma = curves(tones, corner_of(5, frame, exact=False))
    by_colours = curves(FrameTones(), Picture.of(5, frame))
    assert np.abs(by_luma.astype(int) - by_colours).mean() < 4.0


def test_only_the_frames_seen_last_are_kept() -> None:
    tones = FrameTones()
    tones.gathering = True
    for frame in range(200):
        tones.see(frame, np.zeros((4, 4, 4), np.uint8))
    assert not tones.knows(corner_of(2, ramp()))
    assert tones.knows(corner_of(199, ramp()))


def test_tone_alone_needs_no_sample() -> None:
    seen = FrameTones().seen(corner_of(1, ramp()), Enhancement(inverted=True))
    into = np.empty((2, 2, 4), np.uint8)
    seen.show(np.full((2, 2, 4), 255, np.uint8), into, corner=(0.0, 0.0), step=(1.0, 1.0))
    assert (into[..., :3] == 0).all()
