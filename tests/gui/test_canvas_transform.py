"""Image px to widget px and back, without a widget."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from palpate.ui.canvas.transform import MAX_ZOOM, MIN_ZOOM, ViewTransform

WIDE = ViewTransform(image=(3840, 2160), viewport=(1600, 900)).fit()

zooms = st.floats(MIN_ZOOM, MAX_ZOOM)
inside = st.tuples(st.floats(100.0, 1500.0), st.floats(100.0, 800.0))
ratios = st.sampled_from([1.0, 1.25, 1.5, 2.0])


def test_fit_shows_the_whole_image_in_the_middle() -> None:
    left, top = WIDE.to_widget(0.0, 0.0)
    right, bottom = WIDE.to_widget(3840.0, 2160.0)
    assert left >= 0.0
    assert top >= 0.0
    assert right <= 1600.0
    assert bottom <= 900.0
    assert left == pytest.approx(1600.0 - right, abs=1.0)


@given(zoom=zooms, at=inside, ratio=ratios)
def test_image_to_widget_and_back_is_the_identity(zoom: float, at: tuple[float, float], ratio: float) -> None:
    view = WIDE.resized(1600, 900, ratio).zoomed_to(zoom)
    assert view.to_widget(*view.to_image(*at)) == pytest.approx(at, abs=1e-6)


@given(first=zooms, second=zooms, spot=inside, ratio=ratios)
def test_zooming_keeps_the_image_point_under_the_cursor(
    first: float, second: float, spot: tuple[float, float], ratio: float
) -> None:
    before = WIDE.resized(1600, 900, ratio).centred_on(1900.0, 1000.0, first)
    x, y = before.to_image(*spot)
    assume(0.0 <= x <= 3840.0 and 0.0 <= y <= 2160.0)
    after = before.zoomed_to(second, spot)
    moved = np.subtract(after.to_widget(x, y), spot)
    # The image's corner lies on whole device px before and after: half a px each, the first one magnified.
    assert np.abs(moved).max() <= 0.5 / ratio * (1.0 + second / first) + 1e-6


def test_wheeling_in_and_out_again_does_not_make_the_image_creep() -> None:
    view = WIDE
    for factor in [1.26] * 12 + [1 / 1.26] * 12:
        view = view.zoomed_by(factor, (333.0, 222.0))
    view = view.zoomed_to(WIDE.zoom, (333.0, 222.0))
    assert view.centre == pytest.approx(WIDE.centre, abs=1e-6)


def test_zooming_past_100_percent_stops_there_once() -> None:
    below = WIDE.zoomed_to(0.9)
    stopped = below.zoomed_by(1.26)
    assert stopped.zoom == 1.0
    assert stopped.zoomed_by(1.26).zoom == pytest.approx(1.26)
    assert stopped.zoomed_by(0.5).zoom == pytest.approx(0.5)


def test_zoom_ends_at_5_and_6400_percent() -> None:
    assert WIDE.zoomed_to(0.001).zoom == 0.05
    assert WIDE.zoomed_to(1000.0).zoom == 64.0


def test_the_image_cannot_be_pushed_out_of_sight() -> None:
    gone = WIDE.zoomed_to(2.0).panned(-100_000.0, 100_000.0)
    left, top, right, bottom = gone.visible()
    assert left < 3840.0 < right
    assert top < 0.0 < bottom


def test_points_outside_the_image_can_be_reached() -> None:
    view = WIDE.zoomed_to(4.0).centred_on(-20.0, 2200.0)
    assert view.to_image(800.0, 450.0) == pytest.approx((-20.0, 2200.0), abs=0.2)


def test_a_fitted_image_stays_fitted_when_the_widget_grows() -> None:
    grown = WIDE.resized(2000, 1200, 1.0)
    assert grown.fitted
    assert grown.zoom == grown.fit_zoom


def test_a_zoomed_image_keeps_its_middle_when_the_widget_grows() -> None:
    zoomed = WIDE.centred_on(1000.0, 700.0, 3.0)
    grown = zoomed.resized(1000, 1200, 1.0)
    assert grown.centre == zoomed.centre
    assert grown.zoom == 3.0


def test_zoom_and_pan_persist_over_frames_of_one_size() -> None:
    zoomed = WIDE.centred_on(1000.0, 700.0, 3.0)
    assert zoomed.over(3840, 2160) is zoomed
    assert zoomed.over(1920, 1080).fitted


def test_100_percent_means_device_pixels_on_a_dense_screen() -> None:
    dense = WIDE.resized(1600, 900, 2.0).zoomed_to(1.0)
    (x0, _), (x1, _) = dense.to_widget(0.0, 0.0), dense.to_widget(10.0, 0.0)
    assert x1 - x0 == pytest.approx(5.0)


def test_framing_a_box_puts_it_in_the_middle_with_surround() -> None:
    view = WIDE.framing((1000.0, 500.0), (1100.0, 700.0))
    assert view.centre == (1050.0, 600.0)
    left, top, right, bottom = view.visible()
    assert left < 1000.0 < 1100.0 < right
    assert top < 500.0 < 700.0 < bottom


# ---- pixels that are not square ----------------------------------------------------------------------------

aspects = st.sampled_from([1.0, 8 / 9, 10 / 11, 12 / 11, 40 / 33, 64 / 45, 4 / 3, 0.5, 2.0])


@given(zoom=zooms, at=inside, ratio=ratios, aspect=aspects)
def test_image_to_widget_and_back_is_the_identity_at_any_aspect(
    zoom: float, at: tuple[float, float], ratio: float, aspect: float
) -> None:
    view = WIDE.resized(1600, 900, ratio).over(720, 576, aspect).zoomed_to(zoom)
    assert view.to_widget(*view.to_image(*at)) == pytest.approx(at, abs=1e-6)


@given(first=zooms, second=zooms, spot=inside, ratio=ratios, aspect=aspects)
def test_zooming_keeps_the_image_point_under_the_cursor_at_any_aspect(
    first: float, second: float, spot: tuple[float, float], ratio: float, aspect: float
) -> None:
    before = WIDE.resized(1600, 900, ratio).over(3840, 2160, aspect).centred_on(1900.0, 1000.0, first)
    x, y = before.to_image(*spot)
    assume(0.0 <= x <= 3840.0 and 0.0 <= y <= 2160.0)
    after = before.zoomed_to(second, spot)
    moved = np.subtract(after.to_widget(x, y), spot)
    assert np.abs(moved).max() <= 0.5 / ratio * (1.0 + second / first) + 1e-6


@given(zoom=zooms, ratio=ratios, aspect=aspects, at=inside)
def test_single_points_and_arrays_of_points_go_to_the_same_place(
    zoom: float, ratio: float, aspect: float, at: tuple[float, float]
) -> None:
    view = WIDE.resized(1600, 900, ratio).over(720, 576, aspect).zoomed_to(zoom, at)
    points = np.array([[0.0, 0.0], [719.5, 3.25], [np.nan, np.nan]])
    device = view.to_device(points)
    assert np.isnan(device[2]).all()
    for point, there in zip(points[:2], device[:2], strict=True):
        assert tuple(there) == view.to_device_point(*point)
        assert view.to_widget(*point) == pytest.approx(there / ratio, abs=1e-9)


@given(zoom=zooms, ratio=ratios, shift=inside, aspect=aspects)
def test_a_pan_moves_the_image_as_far_as_the_hand(
    zoom: float, ratio: float, shift: tuple[float, float], aspect: float
) -> None:
    before = WIDE.resized(1600, 900, ratio).over(3840, 2160, aspect).centred_on(1900.0, 1000.0, zoom)
    after = before.panned(shift[0] / 10, shift[1] / 10)
    assume(
        after.centre
        == (
            before.centre[0] - shift[0] / 10 / before.scale_xy[0],
            before.centre[1] - shift[1] / 10 / before.scale_xy[1],
        )
    )
    moved = np.subtract(after.to_widget(5.0, 5.0), before.to_widget(5.0, 5.0))
    assert moved == pytest.approx([shift[0] / 10, shift[1] / 10], abs=1.0 / ratio + 1e-6)


@given(x=st.floats(-100.0, 4000.0), y=st.floats(-100.0, 2300.0), zoom=zooms, ratio=ratios)
def test_square_pixels_lie_exactly_where_they_lay_before_there_was_an_aspect(
    x: float, y: float, zoom: float, ratio: float
) -> None:
    view = WIDE.resized(1600, 900, ratio).centred_on(1000.0, 700.0, zoom)
    left, top = round(1600 * ratio / 2.0 - 1000.0 * zoom), round(900 * ratio / 2.0 - 700.0 * zoom)
    assert view.origin_device == (left, top)
    assert view.to_widget(x, y) == ((x * zoom + left) / ratio, (y * zoom + top) / ratio)
    assert view.to_image(x, y) == ((x * ratio - left) / zoom, (y * ratio - top) / zoom)
    assert view.to_device(np.array([x, y])).tolist() == [x * zoom + left, y * zoom + top]
    assert view.scale_xy == (view.scale, view.scale)
    assert view.least_zoom == zoom


def test_a_wide_pixel_is_drawn_as_wide_as_it_is_shown() -> None:
    view = WIDE.over(720, 576, 64 / 45).zoomed_to(2.0)
    (x0, y0), (x1, y1) = view.to_device_point(10.0, 10.0), view.to_device_point(19.0, 19.0)
    assert (x1 - x0) / (y1 - y0) == pytest.approx(64 / 45)
    assert y1 - y0 == 18.0


def test_anamorphic_video_is_fitted_by_its_shown_shape() -> None:
    view = WIDE.over(720, 576, 64 / 45)
    left, top = view.to_widget(0.0, 0.0)
    right, bottom = view.to_widget(720.0, 576.0)
    assert (right - left) / (bottom - top) == pytest.approx(16 / 9)
    assert left >= 0.0
    assert top >= 0.0
    assert right <= 1600.0
    assert bottom <= 900.0


def test_framing_a_box_of_wide_pixels_shows_all_of_it() -> None:
    low, high = (100.0, 200.0), (600.0, 260.0)
    view = WIDE.over(720, 576, 2.0).framing(low, high)
    left, top, right, bottom = view.visible()
    assert left < low[0] < high[0] < right
    assert top < low[1] < high[1] < bottom


def test_wide_pixels_cannot_be_pushed_out_of_sight() -> None:
    for aspect in (0.5, 2.0):
        gone = WIDE.over(3840, 2160, aspect).zoomed_to(2.0).panned(-100_000.0, 100_000.0)
        left, top, right, bottom = gone.visible()
        assert left < 3840.0 < right
        assert top < 0.0 < bottom
        x, _ = gone.to_widget(3840.0, 0.0)
        assert x == pytest.approx(48.0, abs=1.0)


def test_another_aspect_is_fitted_like_another_size() -> None:
    zoomed = WIDE.over(720, 576, 64 / 45).centred_on(100.0, 70.0, 3.0)
    assert zoomed.over(720, 576, 64 / 45) is zoomed
    assert zoomed.over(720, 576, 16 / 15).fitted
    assert zoomed.over(720, 576).aspect == 1.0


def test_squares_are_drawn_once_both_sides_of_a_pixel_are_two_wide() -> None:
    narrow = WIDE.over(720, 576, 0.5)
    assert not narrow.zoomed_to(2.0).unsmoothed
    assert narrow.zoomed_to(4.0).unsmoothed
    assert WIDE.over(720, 576, 2.0).zoomed_to(2.0).unsmoothed
