import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.media.colour.converter import Converter
from palpate.media.glimpse import Glimpser
from palpate.media.orientation import UPRIGHT, Orientation
from palpate.media.reduce import cut
from palpate.media.video.source import VideoSource
from palpate.model.picture import Picture, Region, Sight

FORMATS = ["yuv420p", "yuv422p", "yuv444p", "yuvj420p", "yuv420p10le", "yuv422p10le"]
TURNS = [Orientation(t, x, y) for t in (False, True) for x in (False, True) for y in (False, True)]


def picture_of(size, form, planes, *, matrix=1, full=False):
    """Return a picture whose three planes hold what ``planes(number, y, x)`` gives for sample centres."""
    picture = av.VideoFrame(*size, form)
    deep = form.endswith("le")
    for number, plane in enumerate(picture.planes):
        rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
        rows = rows.view(np.uint16) if deep else rows
        kx, ky = size[0] / plane.width, size[1] / plane.height
        y, x = np.mgrid[0 : plane.height, 0 : plane.width]
        values = planes(number, (y + 0.5) * ky, (x + 0.5) * kx) * (4 if deep else 1)
        rows[: plane.height, : plane.width] = np.rint(values)
    picture.colorspace, picture.color_range = matrix, 2 if full else 1
    return picture


def flat(levels):
    return lambda number, y, x: np.full(y.shape, levels[number])


def waves(number, y, x):
    if number:
        return 128 + 20 * np.sin(x / 70 + number)
    return 125 + 60 * np.sin(x / 31) * np.cos(y / 23) + x / 20


def whole_sight(size, zoom):
    return Sight(Region(0, 0, *size), zoom)


@pytest.mark.parametrize("size", [(640, 360), (648, 362), (1080, 720)])
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("matrix", [1, 5, 9])
@pytest.mark.parametrize("form", FORMATS)
def test_flat_patches_have_the_colours_of_the_whole_frame(form, matrix, full, size):
    for levels in [(60, 90, 170), (180, 128, 128), (120, 200, 60), (16, 128, 128), (235, 128, 128)]:
        picture = picture_of(size, form, flat(levels), matrix=matrix, full=full)
        converter = Converter()
        part = Glimpser(converter, UPRIGHT).part(picture, whole_sight(size, 0.42))
        expected = converter.bgra(picture)[100, 100].astype(int)
        assert np.abs(part.pixels.astype(int) - expected).max() <= 2


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("zoom", [0.3, 0.417, 0.8, 1.0, 3.0])
def test_it_shows_what_the_exact_part_shows_in_the_same_place(turn, zoom):
    stored = (1280, 960)
    picture = picture_of(stored, "yuv420p", waves)
    converter = Converter()
    whole = turn.apply(converter.bgra(picture))
    size = whole.shape[1::-1]
    for region in (Region(0, 0, *size), Region(301, 207, 210, 133), Region(size[0] - 99, 3, 99, 80)):
        sight = Sight(region, zoom)
        part = Glimpser(converter, turn).part(picture, sight)
        assert part.shows(sight)
        exact = Picture.of(0, whole) if (found := cut(whole, sight)) is None else Picture(0, size, (found,))
        assert np.abs(seen(part, region) - seen(exact.finest, region)).mean() < 1.5


def seen(part, region):
    """Return the colours at places of the frame, as drawn from a part."""
    y, x = np.mgrid[region.top + 4 : region.bottom - 4 : 5, region.left + 4 : region.right - 4 : 5] + 0.5
    row = np.floor(y * part.scale).astype(int) - part.top
    column = np.floor(x * part.scale).astype(int) - part.left
    return part.pixels[row, column, :3].astype(float)


@settings(max_examples=60, deadline=None)
@given(
    width=st.integers(16, 400),
    height=st.integers(16, 300),
    zoom=st.floats(0.05, 4.0),
    shares=st.tuples(*[st.floats(0, 1)] * 4),
    turn=st.sampled_from(TURNS),
)
def test_whatever_is_looked_at_is_shown_or_left_to_others(width, height, zoom, shares, turn):
    size = turn.size(width, height)
    left, right = sorted(round(share * size[0]) for share in shares[:2])
    top, bottom = sorted(round(share * size[1]) for share in shares[2:])
    sight = Sight(Region(left, top, max(right - left, 1), max(bottom - top, 1)), zoom)
    picture = picture_of((width, height), "yuv420p", flat((90, 120, 140)))
    part = Glimpser(Converter(), turn).part(picture, sight)
    if part is not None:
        assert part.shows(sight.within(size))
        assert part.pixels.flags.c_contiguous
        assert np.ptp(part.pixels.reshape(-1, 4), axis=0).max() <= 2  # no column unwritten


@pytest.mark.parametrize("form", ["rgb24", "gray", "yuv411p", "nv12"])
def test_rare_formats_are_left_to_the_usual_way(form):
    assert (
        Glimpser(Converter(), UPRIGHT).part(av.VideoFrame(640, 360, form), whole_sight((640, 360), 0.5))
        is None
    )


def test_pictures_of_high_dynamic_range_are_left_to_the_usual_way():
    picture = picture_of((640, 360), "yuv420p10le", flat((90, 120, 140)), matrix=9)
    glimpser = Glimpser(Converter(transfer=16, primaries=9), UPRIGHT)
    assert glimpser.part(picture, whole_sight((640, 360), 0.5)) is None


@pytest.mark.parametrize("turn", TURNS)
def test_luma_lies_as_displayed_and_is_no_copy(turn):
    picture = picture_of((64, 48), "yuv420p", waves)
    luma = Glimpser(Converter(), turn).luma(picture)
    assert (luma == turn.apply(Converter().grey(picture))).all()
    assert luma.base is not None


def test_luma_of_deep_pictures_is_not_given():
    picture = picture_of((64, 48), "yuv420p10le", waves)
    assert Glimpser(Converter(), UPRIGHT).luma(picture) is None


def test_a_glimpse_of_a_video_becomes_the_exact_frame(stamped, read_number):
    path = stamped("film.mp4", 30)
    source, other = VideoSource(path), VideoSource(path)
    for frame in (3, 4, 5, 20):
        glimpse = source.glimpse(frame, whole_sight(source.facts.size, 0.5))
        assert read_number(glimpse.luma) == frame
        assert glimpse.size == source.facts.size
        assert (glimpse.develop() == other.bgra(frame)).all()
        assert glimpse.nbytes > glimpse.undeveloped_bytes > 0
    source.close()
    other.close()
