import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from palpate.media.cache import FrameCache
from palpate.media.glimpse import Glimpse
from palpate.model.picture import Part, Region, Sight

SIDE = 1200
WHOLE_BYTES = SIDE * SIDE * 4
FIT = Sight(Region(0, 0, SIDE, SIDE), 0.25)
CLOSE = Sight(Region(500, 500, 100, 60), 8.0)
SMALL = Sight(Region(0, 0, 4, 4), 1.0)


def frame(number, side=SIDE):
    return np.full((side, side, 4), number, np.uint8)


def filled(limit, numbers, sight=FIT):
    cache = FrameCache(limit)
    for number in numbers:
        cache.asked(number, sight)
        cache.keep(number, frame(number), sight)
    return cache


def test_a_frame_that_was_kept_comes_back_as_it_was():
    cache = filled(100 * WHOLE_BYTES, [3])
    picture = cache.asked(3, FIT)
    assert picture.size == (SIDE, SIDE)
    assert (picture.whole.pixels == 3).all()
    assert picture.part_for(FIT).pixels.shape == (300, 300, 4)
    assert (picture.part_for(FIT).pixels == 3).all()


def test_what_is_kept_cannot_be_written_to():
    picture = filled(100 * WHOLE_BYTES, [3]).picture(3)
    assert not any(part.pixels.flags.writeable for part in picture.parts)


def test_view_parts_of_many_frames_outlive_whole_frames():
    cache = filled(5 * WHOLE_BYTES, range(40))
    figures = cache.figures
    assert figures.full_frames == 2
    assert figures.view_frames == 40
    assert figures.full_bytes + figures.view_bytes <= figures.limit_bytes


def test_what_is_farthest_from_the_focus_goes_first_save_what_was_shown_lately():
    cache = FrameCache(int(30 * 300 * 300 * 4 / 0.6))
    cache.asked(100, FIT)
    for number in range(60, 100):
        cache.keep(number, frame(number), FIT)
    assert [number for number in range(60, 100) if cache.shows(number, FIT)] == list(range(70, 100))
    cache.asked(70, FIT)
    cache.asked(100, FIT)
    for number in range(101, 105):
        cache.keep(number, frame(number), FIT)
    assert cache.shows(70, FIT)
    assert not cache.shows(71, FIT)


def test_a_part_made_for_fit_does_not_serve_for_a_close_look():
    cache = filled(100 * WHOLE_BYTES, [1])
    for number in range(2, 60):  # push the whole frame out
        cache.keep(number, frame(number), FIT)
    lonely = FrameCache(int(WHOLE_BYTES))
    lonely.keep(1, frame(1), FIT)
    assert lonely.shows(1, FIT)
    assert not lonely.shows(1, CLOSE)
    assert cache.shows(1, CLOSE)


def test_a_whole_frame_is_cut_anew_for_another_sight():
    cache = FrameCache(1 << 30)
    cache.keep(1, frame(1, 3000), Sight(Region(0, 0, 3000, 3000), 0.25))
    part = cache.cut_again(1, CLOSE).part_for(CLOSE)
    assert part.scale == 1.0
    assert part.pixels.shape[0] < 3000
    assert FrameCache(1 << 20).cut_again(1, CLOSE) is None


def test_a_pan_inside_the_surround_needs_nothing_new():
    cache = FrameCache(int(WHOLE_BYTES * 1.6))
    big = frame(1, 3000)
    cache = FrameCache(3000 * 3000 * 4)
    cache.keep(1, big, Sight(Region(1400, 1400, 200, 112), 8.0))
    assert cache.shows(1, Sight(Region(1100, 1250, 200, 112), 8.0))
    assert not cache.shows(1, Sight(Region(600, 1250, 200, 112), 8.0))


def test_a_frame_of_another_size_is_fitted_to_a_sight_that_misses_it():
    cache = FrameCache(1 << 20)
    cache.keep(0, frame(9, 4), Sight(Region(1000, 1000, 50, 50), 1.0))
    assert cache.shows(0, Sight(Region(1000, 1000, 50, 50), 1.0))


def test_a_frame_larger_than_the_limit_is_handed_out_and_not_kept():
    cache = FrameCache(1000)
    picture = cache.keep(0, frame(5), FIT)
    assert (picture.whole.pixels == 5).all()
    assert cache.picture(0) is None


def test_hits_and_misses_are_counted():
    cache = FrameCache(1 << 20)
    assert cache.asked(0, SMALL) is None
    cache.keep(0, frame(0, 4), SMALL)
    assert cache.asked(0, SMALL) is not None
    assert (cache.figures.hits, cache.figures.misses) == (1, 1)


def test_clearing_frees_everything():
    cache = filled(100 * WHOLE_BYTES, [1, 2])
    cache.clear()
    assert cache.figures.view_bytes == cache.figures.full_bytes == 0
    assert cache.picture(1) is None


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), max_size=60), st.integers(0, 12))
def test_the_limit_holds_whatever_happens(doings, fits):
    limit = fits * 4 * 4 * 4
    cache = FrameCache(limit)
    for number, ask in doings:
        if ask:
            cache.asked(number, SMALL)
        else:
            cache.keep(number, frame(number, 4), SMALL)
        figures = cache.figures
        assert figures.view_bytes + figures.full_bytes <= limit
        assert figures.view_bytes == figures.view_frames * 64


def glimpse_of(number, *, zoom=0.25, developed=None):
    side = round(SIDE * zoom)
    part = Part(0, 0, zoom, np.full((side, side, 4), number, np.uint8))

    def develop():
        if developed is not None:
            developed.append(number)
        return frame(number)

    return Glimpse(part, (SIDE, SIDE), None, develop, WHOLE_BYTES)


def test_a_picture_made_in_passing_is_given_only_to_who_asks_for_one():
    cache = FrameCache(100 * WHOLE_BYTES)
    kept = cache.keep_passing(3, glimpse_of(3))
    assert not kept.exact
    assert kept.in_passing
    assert cache.asked(3, FIT) is None
    assert cache.picture(3) is None
    assert not cache.shows(3, FIT)
    seen = cache.asked(3, FIT, in_passing=True)
    assert not seen.exact
    assert (seen.part_for(FIT).pixels == 3).all()
    assert cache.asked(3, CLOSE, in_passing=True) is None


def test_an_exact_picture_is_preferred_to_one_made_in_passing():
    cache = filled(100 * WHOLE_BYTES, [3])
    cache.keep_passing(3, glimpse_of(3))
    assert cache.asked(3, FIT, in_passing=True).exact


def test_what_was_made_in_passing_becomes_exact_without_decoding_once():
    developed = []
    cache = FrameCache(100 * WHOLE_BYTES)
    cache.keep_passing(3, glimpse_of(3, developed=developed))
    exact = cache.cut_again(3, CLOSE)
    assert exact.exact
    assert (exact.whole.pixels == 3).all()
    assert cache.cut_again(3, FIT).exact
    assert developed == [3]


def test_few_made_in_passing_are_kept_and_all_stay_within_the_limit():
    cache = filled(20 * WHOLE_BYTES, range(40))
    for number in range(40, 80):
        cache.asked(number, FIT, in_passing=True)
        cache.keep_passing(number, glimpse_of(number))
    kept = [number for number in range(80) if cache.asked(number, FIT, in_passing=True) is not None]
    figures = cache.figures
    passing = [number for number in kept if number >= 40]
    assert passing[-1] == 79
    assert len(passing) == cache.room_in_passing(glimpse_of(0).nbytes)
    held = sum(glimpse_of(number).nbytes for number in passing)
    assert figures.full_bytes + figures.view_bytes + held <= figures.limit_bytes


def test_of_a_glimpse_without_a_part_nothing_is_kept():
    cache = FrameCache(100 * WHOLE_BYTES)
    assert cache.keep_passing(3, Glimpse(None, (SIDE, SIDE), None, lambda: frame(3), WHOLE_BYTES)) is None
    assert cache.cut_again(3, FIT) is None
