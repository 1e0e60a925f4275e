"""What the smear of one keypoint suggests at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from palpate.model.picture import Region
from palpate.model.spot import Spot
from palpate.model.visibility import Visibility
from palpate.session.blurred.blur_review import call_visible
from palpate.session.blurred.blur_suggestion import glance, patch_of, suggested
from palpate.session.edits import poses
from palpate.session.edits.contents import PutClips
from palpate.session.session import Session

HAND = 2


def spot(session: Session, frame: int, keypoint: int = HAND) -> Spot:
    return Spot(session.contents.layers[0].id, "ada", frame, keypoint)


def note_shutter(session: Session) -> None:
    clip = session.contents.clip("c")
    session.do(PutClips("Note", (replace(clip, attributes={"shutter": "1/400"}),)))


def test_a_smeared_point_called_visible_is_suggested_the_tier_that_is_allowed(thrower: Session) -> None:
    note_shutter(thrower)
    found = suggested(thrower, spot(thrower, 20))
    assert found is not None
    assert found.contradicts
    assert (found.point.extent, found.point.allowed) == (pytest.approx(10.0), Visibility.ESTIMATED)
    assert found.direction.tolist() == [1.0, 0.0]


def test_a_resting_point_is_told_of_without_a_suggestion(thrower: Session) -> None:
    note_shutter(thrower)
    found = suggested(thrower, spot(thrower, 3))
    assert found is not None
    assert not found.contradicts
    assert found.point.extent == 0.0


def test_nothing_is_suggested_where_nothing_is_placed_or_known(thrower: Session) -> None:
    assert suggested(thrower, spot(thrower, 20)) is None
    note_shutter(thrower)
    at = thrower.pose_at(thrower.contents.layers[0].id, "ada", 39)
    thrower.do(poses.clear(at, np.array([HAND]), "hand"))
    assert suggested(thrower, spot(thrower, 39)) is None
    assert suggested(thrower, spot(thrower, 90)) is None


def test_an_override_ends_the_suggestion_until_the_point_moves(thrower: Session) -> None:
    note_shutter(thrower)
    found = suggested(thrower, spot(thrower, 20))
    assert found is not None
    call_visible(thrower, found.point)
    after = suggested(thrower, spot(thrower, 20))
    assert after is not None
    assert not after.contradicts
    at = thrower.pose_at(thrower.contents.layers[0].id, "ada", 20)
    thrower.do(poses.place(at, HAND, np.array([342.0, 180.0]), Visibility.VISIBLE, "hand"))
    moved = suggested(thrower, spot(thrower, 20))
    assert moved is not None
    assert moved.contradicts


def test_pixels_at_hand_tell_of_a_fast_point_before_anything_is_measured(thrower: Session) -> None:
    import cv2

    region = patch_of(thrower, spot(thrower, 20))
    assert region is not None
    random = np.random.default_rng(3)
    texture = cv2.GaussianBlur(random.uniform(0, 255, (region.height, region.width + 12)), (0, 0), 0.8)
    smeared = np.mean([texture[:, by : by + region.width] for by in range(10)], axis=0)
    pixels = ((smeared - smeared.mean()) / smeared.std() * 40 + 128).clip(0, 255).astype(np.uint8)
    glance(thrower, spot(thrower, 20), region, pixels)
    found = suggested(thrower, spot(thrower, 20))
    assert found is not None
    assert found.point.extent == pytest.approx(10.0, abs=2.5)
    assert thrower.project.smears(thrower.contents.layers[0].id, "ada") == {}


def test_the_patch_lies_in_the_picture_and_around_the_point(thrower: Session) -> None:
    region = patch_of(thrower, spot(thrower, 20))
    assert region is not None
    assert (region.left + region.right) / 2 == pytest.approx(340.5)
    assert (region.top + region.bottom) / 2 == pytest.approx(180.5)
    at = thrower.pose_at(thrower.contents.layers[0].id, "ada", 39)
    thrower.do(poses.place(at, HAND, np.array([1.0, 1.0]), Visibility.VISIBLE, "hand"))
    corner = patch_of(thrower, spot(thrower, 39))
    assert corner is not None
    assert (corner.left, corner.top) == (0, 0)
    thrower.do(poses.place(at, HAND, np.array([-400.0, 1.0]), Visibility.VISIBLE, "hand"))
    assert patch_of(thrower, spot(thrower, 39)) is None
    assert isinstance(corner, Region)
