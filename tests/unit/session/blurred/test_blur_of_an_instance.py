"""The smear of an instance, by motion and exposure, and what it allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from palpate.model.visibility import Visibility
from palpate.session.blurred.blur import blur_of
from palpate.session.edits.contents import PutClips
from palpate.session.frames.exposure import Known
from palpate.session.judging.body_scale import scale_of
from palpate.session.session import Session

HAND, HIP = 2, 3


def shutter(session: Session, text: str) -> str:
    """Note a shutter; returns the layer."""
    clip = session.contents.clip("c")
    session.do(PutClips("Note", (replace(clip, attributes={"shutter": text}),)))
    return session.contents.layers[0].id


def test_extents_are_the_way_while_the_shutter_is_open(thrower: Session) -> None:
    blur = blur_of(thrower, shutter(thrower, "1/400"), "ada")
    assert blur.exposure.known is Known.SHUTTER
    assert blur.extent[20, HAND] == pytest.approx(10.0)
    assert blur.direction[20, HAND].tolist() == [1.0, 0.0]
    assert (blur.extent[:, 0] == 0.0).all()


def test_a_fast_hand_may_not_be_visible_and_a_resting_one_may(thrower: Session) -> None:
    layer = shutter(thrower, "1/400")
    live = thrower.live(layer, "ada")
    width = 0.1 * scale_of(live.skeleton, live.track)
    blur = blur_of(thrower, layer, "ada")
    assert blur.widths[HAND] == pytest.approx(width)
    assert 0.25 * width < 10.0 < width
    assert np.flatnonzero(blur.contradicts.any(axis=0)).tolist() == [HAND]
    assert np.flatnonzero(blur.contradicts[:, HAND]).tolist() == list(range(14, 26))
    assert blur.allowed[20, HAND] == Visibility.ESTIMATED
    assert blur.allowed[5, HAND] == Visibility.VISIBLE


def test_a_faster_shutter_allows_what_a_slow_one_does_not(thrower: Session) -> None:
    assert not blur_of(thrower, shutter(thrower, "1/4000"), "ada").contradicts.any()
    assert blur_of(thrower, shutter(thrower, "1/100"), "ada").allowed[20, HAND] == Visibility.ESTIMATED


def test_without_a_shutter_nothing_is_judged(thrower: Session) -> None:
    blur = blur_of(thrower, thrower.contents.layers[0].id, "ada")
    assert not blur.contradicts.any()
    assert (blur.allowed == Visibility.NOT_PLACED).all()


def test_images_that_show_no_motion_are_not_judged(thrower: Session) -> None:
    clip = replace(thrower.contents.clip("c"), fps=0.0, capture_fps=0.0, kind="images")
    thrower.do(PutClips("Stills", (clip,)))
    blur = blur_of(thrower, shutter(thrower, "1/400"), "ada")
    assert not blur.contradicts.any()
    assert "single images" in blur.exposure.note


def test_a_keypoint_without_a_width_is_judged_by_the_limit_in_px(throw: Callable[..., Session]) -> None:
    session = throw(width=None)
    blur = blur_of(session, shutter(session, "1/400"), "ada")
    assert np.isnan(blur.widths).all()
    assert blur.allowed[20, HAND] == Visibility.ESTIMATED
    assert blur.score[20, HAND] == pytest.approx(10.0 / 8.0)


def test_some_frames_alone_say_what_all_say(thrower: Session) -> None:
    layer = shutter(thrower, "1/400")
    whole, part = blur_of(thrower, layer, "ada"), blur_of(thrower, layer, "ada", frames=(16, 25))
    assert part.start == 16
    assert part.allowed[4].tolist() == whole.allowed[20].tolist()
    assert part.extent[4].tolist() == whole.extent[20].tolist()
    assert len(blur_of(thrower, layer, "ada", frames=(80, 90)).extent) == 0


def test_a_smeared_keypoint_between_sharp_neighbours_is_certain_at_most(
    throw: Callable[..., Session],
) -> None:
    swings = [10.0 * max(0, min(frame - 5, 15 - frame)) for frame in range(40)]
    session = throw(hip=swings)
    blur = blur_of(session, shutter(session, "1/100"), "ada")
    assert blur.contradicts[8, HIP]
    assert blur.allowed[8, HIP] == Visibility.CERTAIN
    assert blur.allowed[20, HAND] != Visibility.CERTAIN  # it has but one neighbour
