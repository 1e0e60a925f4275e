import numpy as np
import pytest

from palpate.media.marks.frame_marks import FrameMarks
from palpate.media.marks.signature import (
    STEPS_PER_LEVEL,
    change_between,
    cut_strength,
    difference,
    duplicates,
    scene_cuts,
    signature,
)
from palpate.media.video.source import VideoSource

CONTINUOUS = (
    "moviepy/chaplin.mp4",  # a runner close to the camera, every third frame doubled
    "moviepy/fire2.mp4",
    "sports2d/demo.mp4",  # a hand-held camera that jerks
    "dreem/three_flies.mp4",
    "pose2sim/single/cam01.mp4",
    "androidx-media/mv_with_2_top_shots.mp4",
    "androidx-media/sample.avi",  # fades in from black
    "deeplabcut/vid.avi",
)


def scene(seed):
    """A landscape of blocks, ``(180, 960)``, wide enough to pan over."""
    blocks = np.random.default_rng(seed).integers(20, 230, (15, 80))
    return np.kron(blocks, np.ones((12, 12))).astype(np.uint8)


def view(landscape, left=0):
    return landscape[:, left : left + 320]


def noisy(picture, rng, sigma=6.0):
    return np.clip(picture + rng.normal(0, sigma, picture.shape), 0, 255).astype(np.uint8)


def still(seed, n, rng):
    return [noisy(view(scene(seed)), rng) for _ in range(n)]


@pytest.fixture
def rng():
    return np.random.default_rng(4)


def marks_of(pictures):
    marks = FrameMarks(len(pictures))
    for frame, picture in enumerate(pictures):
        marks.see(frame, picture)
    return marks


def cuts_in(pictures):
    return marks_of(pictures).cuts().tolist()


def of_film(path):
    source = VideoSource(path)
    try:
        return marks_of([source.grey(frame) for frame in range(source.n_frames)])
    finally:
        source.close()


# ---- signatures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(2160, 3840), (1920, 1080), (181, 333), (20, 40), (3, 2)])
def test_an_even_picture_has_an_even_signature(shape):
    found = signature(np.full(shape, 100, np.uint8))
    assert found.shape == (18, 32)
    assert np.all(found == 100 * STEPS_PER_LEVEL)


def test_colours_count_by_their_weight_in_luma():
    picture = np.zeros((90, 160, 4), np.uint8)
    picture[..., 1] = 200
    assert np.all(np.abs(signature(picture) / STEPS_PER_LEVEL - 0.587 * 200) < 1)


def test_a_cell_is_the_mean_of_its_part_of_the_picture():
    picture = np.zeros((18 * 8, 32 * 8), np.uint8)
    picture[8:16, 16:24] = np.arange(64).reshape(8, 8)
    found = signature(picture) / STEPS_PER_LEVEL
    assert found[1, 2] == pytest.approx(31.5, abs=0.01)
    assert np.count_nonzero(found) == 1


def test_a_part_of_the_memory_of_another_picture_is_seen_as_it_is(rng):
    whole = rng.integers(0, 255, (400, 600, 4), dtype=np.uint8)
    part = whole[50:300, 100:500]
    assert np.array_equal(signature(part), signature(part.copy()))


def test_differences_are_in_levels():
    dark, bright = (signature(np.full((90, 160), level, np.uint8)) for level in (100, 103))
    assert difference(dark, bright) == pytest.approx(3)
    assert change_between(dark, bright) == pytest.approx(3)


def test_something_small_that_moves_is_noticed():
    before, after = np.full((180, 320), 90, np.uint8), np.full((180, 320), 90, np.uint8)
    after[90:120, 100:130] = 190
    assert change_between(signature(before), signature(after)) > 20
    assert difference(signature(before), signature(after)) < 2


# ---- cuts ------------------------------------------------------------------------------------------


def test_a_cut_is_found_where_it_is(rng):
    assert cuts_in(still(1, 20, rng) + still(2, 20, rng)) == [20]


def test_cuts_between_moving_scenes_are_found():
    panned = [view(scene(seed), 4 * n) for seed in (1, 2, 3) for n in range(15)]
    assert cuts_in(panned) == [15, 30]


def test_a_cut_near_the_start_and_one_near_the_end_are_found(rng):
    assert cuts_in(still(1, 3, rng) + still(2, 20, rng) + still(3, 3, rng)) == [3, 23]


def test_a_cut_to_black_is_a_cut(rng):
    black = [np.full((180, 320), 16, np.uint8)] * 12
    assert cuts_in(still(1, 12, rng) + black) == [12]


def test_a_cut_that_blends_two_frames_counts_once(rng):
    blended = (view(scene(1)) // 2 + view(scene(2)) // 2).astype(np.uint8)
    found = cuts_in([*still(1, 12, rng), blended, *still(2, 12, rng)])
    assert len(found) == 1
    assert found[0] in (12, 13)


@pytest.mark.parametrize("step", [3, 12, 40, 60])
def test_a_pan_is_no_cut_however_fast(step):
    n = 640 // step
    assert cuts_in([view(scene(1), step * frame) for frame in range(n)]) == []


@pytest.mark.parametrize("length", [3, 4, 6, 10])
def test_a_whip_pan_between_two_still_views_is_no_cut(length, rng):
    lefts = [0] * 15 + [640 * n // length for n in range(1, length)] + [640] * 15
    assert cuts_in([noisy(view(scene(1), left), rng) for left in lefts]) == []


@pytest.mark.parametrize("length", [1, 2, 3, 6])
def test_a_flash_is_no_cut(length, rng):
    pictures = still(1, 40, rng)
    for frame in range(20, 20 + length):
        pictures[frame] = np.clip(pictures[frame].astype(int) * 2 + 60, 0, 255).astype(np.uint8)
    assert cuts_in(pictures) == []


def test_one_damaged_frame_is_no_cut(rng):
    pictures = still(1, 30, rng)
    pictures[15] = view(scene(7))
    assert cuts_in(pictures) == []


def test_light_switched_off_is_no_cut(rng):
    bright = view(scene(1))
    dim = (bright // 4).astype(np.uint8)
    assert cuts_in([noisy(bright, rng) for _ in range(15)] + [noisy(dim, rng, 2.0) for _ in range(15)]) == []


def test_noise_in_the_dark_is_no_cut(rng):
    assert cuts_in([noisy(np.full((180, 320), 20, np.uint8), rng, 12.0) for _ in range(60)]) == []


def test_a_dissolve_is_no_cut():
    one, other = (view(scene(seed)).astype(float) for seed in (1, 2))
    shares = [0.0] * 12 + [n / 20 for n in range(21)] + [1.0] * 12
    assert cuts_in([(one * (1 - share) + other * share).astype(np.uint8) for share in shares]) == []


def test_too_few_frames_say_nothing():
    assert cut_strength([signature(view(scene(1)))], [signature(view(scene(2)))] * 8) == 0.0


def test_what_was_not_seen_is_no_cut():
    assert scene_cuts(np.array([0.0, np.nan, 0.9, np.nan])).tolist() == [2]


@pytest.mark.parametrize("film", CONTINUOUS)
def test_a_film_without_cuts_has_none(shared_data, film):
    assert of_film(shared_data / film).cuts().tolist() == []


def test_the_one_cut_of_a_film_with_dissolves_is_found(shared_data):
    assert of_film(shared_data / "torchcodec" / "nasa_13013.mp4").cuts().tolist() == [202]


# ---- repeats ---------------------------------------------------------------------------------------


def moving_with_repeats(repeated, n=60):
    shown, pictures = 0, []
    for frame in range(n):
        shown += frame not in repeated
        pictures.append(view(scene(1), 5 * shown))
    return pictures


def test_every_fifth_frame_doubled_is_found(rng):
    repeated = set(range(4, 60, 5)) - {59}
    pictures = [noisy(picture, rng, 1.0) for picture in moving_with_repeats(repeated)]
    assert marks_of(pictures).duplicates().tolist() == sorted(repeated)


def test_every_frame_doubled_or_trebled_is_found():
    doubled = set(range(1, 59, 2))
    assert marks_of(moving_with_repeats(doubled)).duplicates().tolist() == sorted(doubled - {1})
    trebled = {frame for frame in range(3, 57) if frame % 3}
    assert set(marks_of(moving_with_repeats(trebled)).duplicates().tolist()) <= trebled


def test_doubled_frames_survive_coding(stamped, tmp_path):
    import av

    repeated = set(range(4, 56, 5))
    path = tmp_path / "converted.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"crf": "28", "bf": "2"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for picture in moving_with_repeats(repeated):
            frame = av.VideoFrame.from_ndarray(np.repeat(picture[..., None], 3, -1), format="bgr24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert of_film(path).duplicates().tolist() == sorted(repeated)


def test_a_scene_at_rest_is_no_row_of_repeats(rng):
    assert marks_of(still(1, 40, rng)).duplicates().tolist() == []
    assert marks_of([view(scene(1))] * 40).duplicates().tolist() == []


def test_a_rest_between_two_movements_is_no_row_of_repeats():
    lefts = [*range(0, 60, 4), *[60] * 20, *range(60, 120, 4)]
    found = marks_of([view(scene(1), left) for left in lefts]).duplicates()
    assert len(found) == 0


def test_a_camera_that_jerks_repeats_nothing():
    change = np.array([0.0] + [4, 68, 70, 5.2, 8, 50, 52, 4.5, 5.6] * 4)
    assert duplicates(change).tolist() == []


def test_a_film_of_another_rate_shows_its_doubled_frames(shared_data):
    found = of_film(shared_data / "moviepy" / "chaplin.mp4").duplicates().tolist()
    assert found[:7] == [4, 8, 11, 14, 17, 20, 23]
    assert np.diff(found).min() >= 3
