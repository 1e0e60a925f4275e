"""The figures of a report say what the numbers say."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from palpate.model.plate import Plate, Target
from palpate.model.skeleton import Keypoint, Skeleton, Tolerance
from palpate.quality.coverage import Coverage
from palpate.quality.position import Ellipse
from palpate.quality.score import Pairs, score
from palpate.quality.weekly import Figures, Rule
from palpate.report.figure import Circle, Figure, Ink, Line, PlateView, Words
from palpate.report.quality.body_map import body_map
from palpate.report.quality.charts import attempts_chart, confusion_figure, coverage_chart, week_chart
from palpate.report.quality.content import Errors, Judged, QualityReport, Sight, Tried, Weekly
from palpate.report.quality.error_picture import MOST_DRAWN, SIZE, error_picture, shown
from palpate.report.quality.strokes import arrow, ellipse_line, round_below, scale_bar

N = 40
SKELETON = Skeleton(
    "stick",
    tuple(
        Keypoint(name, name.title(), sigma=0.02, tolerance=Tolerance(fraction=0.01), rest=(0.5, y))
        for name, y in (("top", 0.0), ("middle", 0.5), ("tip", 1.0))
    ),
    edges=(("top", "middle"), ("middle", "tip")),
)


def judged(*, off_px: float = 20.0) -> Judged:
    """Somebody who is a little off everywhere, and so far to the right at the tip."""
    chance = np.random.default_rng(3)
    gold = chance.uniform(0.0, 1000.0, (N, 3, 2))
    errors = chance.normal(0.0, 1.0, (N, 3, 2))
    errors[:, 2, 0] += off_px
    flags = np.full((N, 3), 2, np.int8)
    pairs = Pairs(
        frames=10 * np.arange(N),
        instances=np.full(N, "ada"),
        clips=np.full(N, "over 1"),
        labels_positions=gold + errors,
        labels_visibility=flags,
        gold_positions=gold,
        gold_visibility=flags,
        scale_px=np.full(N, 800.0),
        normaliser_px=np.full(N, 300.0),
    )
    vectors = {name: Errors(errors[:, k], None) for k, name in enumerate(SKELETON.names)}
    return Judged("ana", "ana", "gold", score(pairs, SKELETON), vectors)


def report(one: Judged) -> QualityReport:
    return QualityReport("over", SKELETON, "", (one,))


def circles(figure: Figure, role: str) -> list[Circle]:
    return [shape for shape in figure.shapes if isinstance(shape, Circle) and shape.role == role]


def words(figure: Figure) -> list[str]:
    return [shape.text for shape in figure.shapes if isinstance(shape, Words)]


def within(figure: Figure) -> None:
    """Nothing that is drawn leaves the figure by more than a line's width."""
    for shape in figure.shapes:
        places = shape.places if isinstance(shape, Line) else ()
        for x, y in places:
            assert -0.5 <= x <= figure.width + 0.5
            assert -0.5 <= y <= figure.height + 0.5


# ---- body map ------------------------------------------------------------------------------------------


def test_discs_are_as_large_as_errors_and_arrows_as_long_as_biases() -> None:
    one = judged()
    figure = body_map(report(one), one)
    assert figure is not None
    (failing,) = circles(figure, "fails")
    passing = circles(figure, "passes")
    tip = one.score.keypoints["tip"]
    per_px = failing.radius / tip.mpjpe_px
    small = sorted(one.score.keypoints[name].mpjpe_px * per_px for name in ("top", "middle"))
    assert sorted(circle.radius for circle in passing) == pytest.approx(
        [max(radius, 0.55) for radius in small]
    )
    ends = [shape.places[1] for shape in figure.shapes if isinstance(shape, Line) and len(shape.places) == 2]
    wanted = (failing.at[0] + tip.bias_px[0] * per_px, failing.at[1] + tip.bias_px[1] * per_px)
    assert any(end == pytest.approx(wanted) for end in ends)
    assert "1" in words(figure)
    within(figure)


def test_the_map_stands_upright_in_its_proportions() -> None:
    one = judged()
    figure = body_map(report(one), one)
    assert figure is not None
    places = [circle.at for circle in (*circles(figure, "passes"), *circles(figure, "fails"))]
    assert len({round(x, 6) for x, _ in places}) == 1
    heights = sorted(y for _, y in places)
    assert heights[1] - heights[0] == pytest.approx(heights[2] - heights[1])


def test_a_skeleton_without_a_figure_has_no_map() -> None:
    one = judged()
    bare = replace(SKELETON, keypoints=tuple(replace(point, rest=None) for point in SKELETON.keypoints))
    assert body_map(replace(report(one), skeleton=bare), one) is None


# ---- error picture -------------------------------------------------------------------------------------


def test_every_error_ends_where_it_leads_to() -> None:
    one = judged()
    point, errors = one.score.keypoints["tip"], one.errors["tip"]
    figure = error_picture(point, errors, None, title="Tip")
    dots = circles(figure, "error")
    assert len(dots) == N
    (tolerance,) = circles(figure, "tolerance")
    per_px = tolerance.radius / point.tolerance_px
    for dot, (x, y) in zip(dots, errors.vectors.tolist(), strict=True):
        assert dot.at == pytest.approx((SIZE[0] / 2 + x * per_px, SIZE[1] / 2 + y * per_px))
    within(figure)


def test_an_outlier_stands_at_the_rim_and_shrinks_nothing() -> None:
    one = judged()
    vectors = one.errors["tip"].vectors.copy()
    vectors[0] = (0.0, -4000.0)
    figure = error_picture(one.score.keypoints["tip"], Errors(vectors, None), None, title="Tip")
    (beyond,) = circles(figure, "beyond")
    assert beyond.at[0] == pytest.approx(SIZE[0] / 2)
    assert 0.0 < beyond.at[1] < 2.0
    assert len(circles(figure, "error")) == N - 1


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_plate_behind_has_the_exact_place_in_the_middle(mirrored: bool) -> None:
    one = judged()
    plate = Plate("hand", "Right hand", (1000.0, 2000.0), 100.0)
    target = Target("hand", mirrored, (0.3, 0.8), (0.2, 0.7, 0.2, 0.1))
    sight = Sight(plate, target, plate.title)
    figure = error_picture(one.score.keypoints["tip"], one.errors["tip"], sight, title="Tip")
    (view,) = [shape for shape in figure.shapes if isinstance(shape, PlateView)]
    assert view.place(target.at) == pytest.approx((SIZE[0] / 2, SIZE[1] / 2))
    assert view.scale == pytest.approx(view.box[3] / (view.window[3] * plate.size[1]))
    assert view.mirrored is mirrored


def test_of_too_many_errors_as_many_as_can_be_told_apart_are_drawn() -> None:
    many = np.random.default_rng(1).normal(0.0, 3.0, (5000, 2))
    assert len(shown(many)) == MOST_DRAWN
    assert (shown(many)[0] == many[0]).all()
    assert (shown(many)[-1] == many[-1]).all()
    assert shown(many[:7]) is not None
    assert len(shown(many[:7])) == 7


# ---- strokes -------------------------------------------------------------------------------------------


def test_an_ellipse_is_drawn_around_its_centre_along_its_axes() -> None:
    ellipse = Ellipse(np.array([3.0, -1.0]), np.array([4.0, 2.0]), math.pi / 2)
    line = ellipse_line(ellipse, centre=(10.0, 10.0), per_px=2.0, ink=Ink("accent"))
    x, y = zip(*line.places, strict=True)
    assert (min(x), max(x)) == pytest.approx((16.0 - 4.0, 16.0 + 4.0))
    assert (min(y), max(y)) == pytest.approx((8.0 - 8.0, 8.0 + 8.0))
    assert line.closed


def test_a_scale_has_a_round_length_that_fits() -> None:
    assert [round_below(value) for value in (0.7, 1.0, 4.9, 730.0)] == [0.5, 1.0, 2.0, 500.0]
    assert round_below(0.0) == round_below(float("nan")) == 0.0
    bar, said = scale_bar((2.0, 50.0), per_px=0.3, most=14.0)
    assert isinstance(bar, Line)
    assert isinstance(said, Words)
    assert bar.places[2][0] - bar.places[1][0] == pytest.approx(20 * 0.3)
    assert said.text == "20 px"
    assert scale_bar((0.0, 0.0), per_px=0.0, most=14.0) == []


def test_an_arrow_too_short_to_see_is_left_out() -> None:
    assert arrow((0.0, 0.0), (0.2, 0.0), colour="ink", width=0.3) == []
    assert arrow((0.0, 0.0), (9.0, 0.0), colour="ink", width=0.3)


# ---- charts --------------------------------------------------------------------------------------------


def weeks(n: list[int], means: list[float]) -> Weekly:
    shape = (1, 1, len(n))
    mean = np.reshape(means, shape)
    figures = Figures(
        annotators=("ana",),
        weeks=np.arange(105_000, 105_000 + len(n)),
        n=np.reshape(n, shape),
        mean_px=mean,
        sd_px=np.full(shape, 2.0),
        scaled_px=mean,
        scaled_sd_px=np.full(shape, 2.0),
        bias_px=np.zeros((*shape, 2)),
    )
    enough = figures.n >= 20
    flags = np.zeros(shape, np.bool_)
    flags[..., -1] = True
    return Weekly(Rule(), ("tip",), (8.0,), (False,), figures, enough, flags)


def test_weeks_are_told_apart_by_what_they_are_judged() -> None:
    figure = week_chart(weeks([30, 5, 0, 30, 30], [4.0, 30.0, math.nan, 9.0, 10.0]), 0, 0, title="Tip")
    assert [len(circles(figure, state)) for state in ("within", "few", "over", "flagged", "flag")] == [
        *(1, 1, 1, 1, 1)
    ]
    heights = [circles(figure, state)[0].at[1] for state in ("within", "over", "flagged")]
    assert heights == sorted(heights, reverse=True)
    assert "limit 8 px" in words(figure)
    within(figure)


def tried(number: int, oks: float | None, *, passed: bool = False) -> Tried:
    return Tried("ana", "calibration", number, "", passed, 20, oks, 0.85, None, None, (), ())


def test_attempts_rise_towards_the_target() -> None:
    figure = attempts_chart([tried(1, 0.7), tried(2, None), tried(3, 0.9, passed=True)], "oks")
    assert figure is not None
    (failed,), (passed,) = circles(figure, "failed"), circles(figure, "passed")
    assert failed.at[1] > passed.at[1]
    assert failed.at[0] < passed.at[0]
    assert {"target 0.85", "0.700", "0.900", "1", "2", "3"} <= set(words(figure))
    assert attempts_chart([tried(1, None)], "oks") is None


def test_a_confusion_tells_counts_and_shares_of_its_rows() -> None:
    counts = np.array([[0, 0, 0], [0, 30, 10], [0, 5, 1995]])
    said = words(confusion_figure(counts, (0, 1, 2), title="Visibility"))
    assert said.count("no case") == 3
    assert {"30", "10", "75 %", "25 %", "1,995", "100 %"} <= set(said)


def cover(group: str, mean: float, half: float, needed: int | None) -> Coverage:
    return Coverage("lighting", group, 9, 9, 9, mean, half, 0.5, needed, (), 20)


def test_thin_groups_stand_out_and_say_what_they_lack() -> None:
    covers = [cover("sun", 4.0, 0.2, 9), cover("shade", 6.0, 3.0, 50), cover("fog", math.nan, math.nan, None)]
    figure = coverage_chart(covers)
    assert figure is not None
    assert (len(circles(figure, "enough")), len(circles(figure, "thin"))) == (1, 1)
    assert any("41 more poses" in text for text in words(figure))
    within(figure)
    assert coverage_chart([covers[2]]) is None
