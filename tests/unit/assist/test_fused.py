"""Positions with deviations in every frame of a picture whose motion is known."""

from __future__ import annotations

import numpy as np
import pytest

from palpate.assist.fused import fuse
from palpate.assist.fusing import Fusing
from palpate.assist.interpolate import fill
from palpate.assist.keyed import keyed_of
from palpate.assist.kinship import kinship_of
from palpate.assist.spans import method_codes
from palpate.base.errors import Cancelled, FrameUnavailable
from palpate.base.progress import CancelToken, Progress
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.model.span import Method

POINTS = np.array([[70.0, 60.25], [120.5, 100.0], [150.0, 80.0], [95.0, 120.75], [110.0, 50.0]])
CHAIN = Skeleton(
    "chain", tuple(Keypoint(n) for n in "abcde"), edges=(("a", "b"), ("b", "c"), ("b", "d"), ("a", "e"))
)
LONE = Skeleton("lone", tuple(Keypoint(n) for n in "abcde"))


def fused(picture, facts, *, skeleton=CHAIN, grey=None, progress=None, fusing=None, only=None):
    methods = method_codes(facts, {}, default=Method.FUSED)
    window = 0, int(facts.frames[-1]) + 1
    return fuse(
        keyed_of(facts, methods, window=window),
        grey or picture.grey,
        kinship=kinship_of(skeleton),
        start=fill(facts, methods, window=window).positions,
        progress=progress or Progress(),
        fusing=fusing,
        only=only,
    )


def errors(picture, found):
    truth = np.array([picture.where(POINTS, frame) for frame in range(len(found.positions))])
    return np.hypot(*np.moveaxis(found.positions - truth, -1, 0))


@pytest.mark.parametrize("skeleton", [CHAIN, LONE], ids=["chain", "lone"])
def test_an_accelerating_turn_is_found_between_two_keyframes(texture, skeleton):
    picture = texture(velocity=(1.3, -0.4), angle=0.03)
    found = fused(picture, picture.track(POINTS, [0, 24]), skeleton=skeleton)
    assert errors(picture, found).max() < 0.5
    assert not found.blind.any()
    assert found.cuts == ()


def test_the_deviation_is_least_at_keyframes_and_grows_between_them(texture):
    picture = texture(velocity=(1.0, 0.5))
    found = fused(picture, picture.track(POINTS, [0, 10, 30]))
    assert found.sd[[0, 10, 30]].max() < 0.25
    assert (found.sd[20] > found.sd[5]).all()
    np.testing.assert_allclose(found.velocities[15], np.broadcast_to((1.0, 0.5), (5, 2)), atol=0.1)


def test_keyframes_stay_exactly_where_they_were_put(texture):
    picture = texture(angle=0.02)
    facts = picture.track(POINTS, [0, 7, 15])
    np.testing.assert_array_equal(fused(picture, facts).positions[[0, 7, 15]], facts.positions)


def test_every_frame_is_asked_for_once_and_in_order(texture):
    picture = texture(velocity=(0.5, 0.2))
    fused(picture, picture.track(POINTS, [0, 6, 12]))
    assert picture.asked == list(range(13))


def test_a_frame_that_cannot_be_read_leaves_a_gap_and_nothing_else(texture):
    picture = texture(velocity=(1.0, 0.0), angle=0.01)

    def grey(frame):
        if frame == 5:
            raise FrameUnavailable("damaged", path=None, frame=5)
        return picture.grey(frame)

    found = fused(picture, picture.track(POINTS, [0, 12]), grey=grey)
    assert np.isnan(found.positions[5]).all()
    off = errors(picture, found)
    off[5] = 0.0
    assert off.max() < 0.5
    assert found.sd[4:7:2].min() > found.sd[1].max()


def test_a_cut_is_found_and_each_side_keeps_to_its_own_keyframe(texture):
    picture = texture(velocity=(1.0, 0.5))

    def grey(frame):
        image = picture.grey(frame)
        return image if frame < 8 else np.ascontiguousarray(image[::-1, ::-1])

    found = fused(picture, picture.track(POINTS, [0, 16]), grey=grey)
    assert found.cuts == (8,)
    assert errors(picture, found)[:8].max() < 0.5
    assert found.sd[8].min() > found.sd[15].max()


def test_a_keypoint_that_is_absent_ends_its_run(texture):
    picture = texture(velocity=(1.0, 0.0))
    facts = picture.track(POINTS, [0, 6, 12])
    facts.visibility[1, 2] = 0
    facts.positions[1, 2] = np.nan
    found = fused(picture, facts)
    assert np.isnan(found.positions[1:12, 2]).all()
    assert np.isfinite(found.positions[:, [0, 1, 3, 4]]).all()


def test_a_large_figure_is_looked_at_in_half_size_and_found_as_well(texture):
    picture = texture(velocity=(1.3, -0.4), angle=0.02)
    found = fused(picture, picture.track(POINTS, [0, 12]), fusing=Fusing(figure_px=80.0))
    assert errors(picture, found).max() < 0.8


def test_a_blank_picture_is_blind_and_leaves_it_to_the_keyframes(texture):
    picture = texture(velocity=(1.0, 0.5))
    blank = np.full((200, 240), 90, np.uint8)
    found = fused(picture, picture.track(POINTS, [0, 8, 16]), grey=lambda _: blank, skeleton=LONE)
    assert errors(picture, found).max() < 0.5


def test_stopping_is_heard_at_every_frame(texture):
    picture = texture(velocity=(1.0, 0.5))
    token = CancelToken()

    def report(done, _total, _what):
        if done == 20:
            token.cancel()

    with pytest.raises(Cancelled):
        fused(picture, picture.track(POINTS, [0, 16]), progress=Progress(report, token))


def test_no_run_is_smoothed_after_stopping_was_asked_for(texture):
    picture, runs = texture(velocity=(1.0, 0.5)), []
    facts = picture.track(POINTS, [0, 8, 16])
    fused(picture, facts, progress=Progress(lambda done, *_: runs.append(done)))
    for done in (3 * 17, 4 * 17, 6 * 17):  # behind the tracks, the first and the second round
        assert runs.count(done) > len(POINTS)
        token, asked = CancelToken(), []

        def report(now, _total, _what, done=done, token=token, asked=asked):
            if now == done:
                asked.append(now)
                token.cancel()

        with pytest.raises(Cancelled):
            fused(picture, facts, progress=Progress(report, token))
        assert len(asked) == 1


def test_a_point_at_rest_keeps_its_place_although_it_leaps_once(texture):
    picture = texture(jumps=(9,))

    def grey(frame):
        return picture.grey(0 if frame < 9 else 9)

    found = fused(picture, picture.track(POINTS, [0, 60]), grey=grey, skeleton=LONE)
    off = errors(picture, found)
    assert off[:8].max() < 0.5
    assert off[12:].max() < 0.5


def test_progress_never_goes_back_and_reaches_its_total(texture):
    picture, said = texture(velocity=(1.0, 0.5)), []
    fused(
        picture,
        picture.track(POINTS, [0, 16]),
        progress=Progress(lambda done, total, _: said.append((done, total))),
    )
    assert said == sorted(said)
    assert said[-1][0] == said[-1][1]


def test_one_keypoint_alone_is_found_among_the_others_as_they_stand(texture):
    picture = texture(velocity=(1.3, -0.4), angle=0.03)
    facts = picture.track(POINTS, [0, 24])
    whole = fused(picture, facts)
    found = fused(picture, facts, only=np.array([2]))
    np.testing.assert_allclose(found.positions[:, 2], whole.positions[:, 2], atol=0.3)
    assert np.isnan(found.positions[:, [0, 1, 3, 4]]).all()
