import numpy as np

from palpate.demo.anatomy import body
from palpate.demo.details import Detail, details_of, touched

GROOVE = Detail(
    cloths=frozenset(("skin",)),
    line=np.array([[0.0, 0.0, 0.0], [0.0, 0.10, 0.0]]),
    reach=np.full(3, 0.01),
    tint=np.full(3, 0.5),
    cover=1.0,
    height_m=-0.002,
)
RIDGE = Detail(GROOVE.cloths, GROOVE.line, GROOVE.reach, GROOVE.tint, 0.0, 0.002)
PLACES = np.array([[0.0, 0.05, 0.0], [0.005, 0.05, 0.0], [-0.005, 0.05, 0.0], [0.2, 0.05, 0.0]])
WHITE = np.ones((4, 3))


def test_a_stroke_tints_what_it_runs_over_and_nothing_far_away() -> None:
    colour, _ = touched((GROOVE,), "skin", PLACES, WHITE)
    np.testing.assert_allclose(colour[0], 0.5)
    np.testing.assert_allclose(colour[3], 1.0)


def test_a_stroke_does_not_show_on_another_cloth() -> None:
    colour, tilt = touched((GROOVE,), "boot", PLACES, WHITE)
    np.testing.assert_array_equal(colour, WHITE)
    np.testing.assert_array_equal(tilt, 0.0)


def test_a_ridge_faces_away_from_its_crest_and_a_groove_towards_its_bottom() -> None:
    _, up = touched((RIDGE,), "skin", PLACES, WHITE)
    _, down = touched((GROOVE,), "skin", PLACES, WHITE)
    assert up[1, 0] > 0 > up[2, 0]
    np.testing.assert_allclose(down, -up)
    np.testing.assert_allclose(up[0], 0.0, atol=1e-12)


def test_every_stroke_of_the_left_has_its_mirror_on_the_right() -> None:
    mirrored = {tuple(np.round((one.line * [1, 1, -1]).ravel(), 9)) for one in details_of(body())}
    backwards = {tuple(np.round((one.line[::-1] * [1, 1, -1]).ravel(), 9)) for one in details_of(body())}
    own = {tuple(np.round(one.line.ravel(), 9)) for one in details_of(body())}
    assert own <= mirrored | backwards


def test_a_bump_lies_over_every_spinous_process_that_is_a_keypoint() -> None:
    anatomy = body()
    spots = np.array([one.line[0] for one in details_of(anatomy) if len(one.line) == 1])
    for name in ("c7", "t4", "t6", "t12", "l3", "l5"):
        place = anatomy.places[anatomy.names.index(name)]
        assert np.linalg.norm(spots - place, axis=1).min() < 1e-9


def test_the_bumps_of_the_back_bend_with_the_spine() -> None:
    anatomy = body()
    carriers = {one.carriers[0] for one in details_of(anatomy) if one.carriers and len(one.line) == 1}
    assert carriers == {anatomy.index(name) for name in ("neck", "upper_chest", "lower_chest", "lumbar")}
