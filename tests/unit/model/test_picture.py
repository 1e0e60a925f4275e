import numpy as np

from palpate.model.picture import Part, Picture, Region, Sight


def part(left, top, width, height, scale):
    return Part(left, top, scale, np.zeros((height, width, 4), np.uint8))


FIT = Sight(Region(0, 0, 400, 300), 0.5)
CLOSE = Sight(Region(100, 100, 40, 30), 8.0)


def test_a_part_shows_a_sight_that_it_holds_at_the_resolution_of_the_screen():
    assert part(0, 0, 200, 150, 0.5).shows(FIT)
    assert not part(0, 0, 200, 150, 0.5).shows(CLOSE)
    assert not part(0, 0, 199, 150, 0.5).shows(FIT)
    assert part(90, 90, 60, 60, 1.0).shows(CLOSE)
    assert not part(101, 90, 60, 60, 1.0).shows(CLOSE)


def test_the_last_pixel_of_a_reduced_part_may_be_a_fraction():
    odd = Sight(Region(0, 0, 401, 301), 0.5)
    assert part(0, 0, 200, 150, 0.5).shows(odd)


def test_of_the_parts_that_are_fine_enough_the_coarsest_is_taken():
    coarse, fine = part(0, 0, 200, 150, 0.5), part(0, 0, 400, 300, 1.0)
    picture = Picture(3, (400, 300), (fine, coarse))
    assert picture.part_for(FIT) is coarse
    assert picture.part_for(CLOSE) is fine
    assert picture.whole is fine
    assert picture.finest is fine


def test_a_picture_without_the_whole_frame_says_so():
    coarse = part(0, 0, 200, 150, 0.5)
    picture = Picture(3, (400, 300), (coarse,))
    assert picture.whole is None
    assert picture.part_for(CLOSE) is None
    assert picture.finest is coarse


def test_a_sight_of_another_frame_is_fitted_to_this_one():
    assert Sight(Region(300, 200, 400, 300), 1.0).within((400, 300)).region == Region(300, 200, 100, 100)
    assert Sight(Region(900, 900, 10, 10), 1.0).within((400, 300)).region == Region(0, 0, 400, 300)


def test_no_more_pixels_than_there_are_are_worth_holding():
    assert CLOSE.scale == 1.0
    assert FIT.scale == 0.5
