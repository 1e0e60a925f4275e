from hypothesis import given
from hypothesis import strategies as st

from palpate.media.reading_ahead import Run, Terrain, Travel, next_ahead, next_behind, urgent_run

GOP = 50


def terrain(*, n_frames=500, room=200, gop=GOP, ready=()):
    at_hand = set(ready)
    return Terrain(n_frames, room, lambda frame: frame // gop * gop, at_hand.__contains__)


def test_at_rest_two_frames_ahead_are_prepared_and_then_no_more():
    ready = {100}
    place = terrain(ready=ready)
    assert next_ahead(Travel(100), place) == 101
    assert next_ahead(Travel(100), terrain(ready={100, 101})) == 102
    assert next_ahead(Travel(100), terrain(ready={100, 101, 102})) is None


def test_nothing_is_prepared_in_the_direction_that_was_left():
    assert next_ahead(Travel(100, heading=-1), terrain()) is None


def test_playing_reaches_farther_ahead_and_leaves_what_is_behind():
    ready = set(range(100, 110))
    playing = Travel(100, heading=1, pace=1)
    assert next_ahead(playing, terrain(ready=ready)) == 110
    assert next_ahead(Travel(100, heading=1), terrain(ready=ready)) is None
    assert next_behind(playing, terrain(ready=ready), None) is None


def test_the_end_of_the_clip_is_not_passed():
    assert next_ahead(Travel(499, heading=1), terrain()) is None
    assert next_ahead(Travel(498, heading=1), terrain()) == 499


def test_behind_the_cursor_its_own_group_is_decoded_first_from_its_start():
    run = next_behind(Travel(130), terrain(), None)
    assert run == Run(100, 130)


def test_a_run_in_progress_goes_on_though_the_cursor_moves():
    run = next_behind(Travel(127, heading=-1), terrain(ready={100, 101, 102}), Run(103, 130))
    assert run == Run(103, 130)


def test_then_the_group_before_it_is_decoded_before_it_is_needed():
    assert next_behind(Travel(130), terrain(ready=range(100, 131)), None) == Run(50, 100)


def test_two_groups_behind_are_enough():
    assert next_behind(Travel(130), terrain(ready=range(50, 131)), None) is None


def test_where_little_fits_only_the_nearest_frames_of_a_group_are_kept():
    run = next_behind(Travel(149), terrain(room=20, gop=150), None)
    assert run is not None
    assert 149 - 20 <= run.at < 149
    assert run.end == 149


def test_no_group_is_decoded_anew_for_each_single_step():
    """With room for 36 behind, the next run begins when 18 are used up."""
    crowded = terrain(room=40, gop=200, ready=range(100, 150))
    starts = [next_behind(Travel(focus, heading=-1), crowded, None) for focus in range(140, 100, -1)]
    begun = [run for run in starts if run is not None]
    assert starts[0] is None
    assert begun
    assert begun[0].end == 100


def test_no_room_means_nothing_in_advance():
    assert next_ahead(Travel(100), terrain(room=0)) is None
    assert next_behind(Travel(100), terrain(room=0), None) is None


def test_a_step_back_that_was_not_foreseen_brings_the_frames_before_it_along():
    assert urgent_run(129, Travel(129, heading=-1), terrain(), None) == Run(100, 129 + 1)


def test_a_jump_back_decodes_nothing_but_its_frame():
    assert urgent_run(129, Travel(129, heading=0), terrain(), None) is None


def test_a_wish_within_a_run_in_progress_waits_for_it():
    run = Run(110, 130)
    assert urgent_run(129, Travel(129, heading=0), terrain(), run) is run


def test_a_keyframe_needs_no_run():
    assert urgent_run(100, Travel(100, heading=-1), terrain(), None) is None


@given(
    st.integers(1, 300),
    st.integers(0, 100),
    st.integers(1, 60),
    st.integers(0, 299),
    st.sampled_from([-1, 0, 1]),
    st.integers(0, 8),
)
def test_preparing_comes_to_an_end_and_stays_within_the_room(n_frames, room, gop, focus, heading, pace):
    focus = min(focus, n_frames - 1)
    ready = {focus}
    place = Terrain(n_frames, room, lambda frame: frame // gop * gop, ready.__contains__)
    travel, run = Travel(focus, heading, pace), None
    for _ in range(2 * n_frames + 2):
        ahead = next_ahead(travel, place)
        run = next_behind(travel, place, run) if ahead is None else run
        frame = ahead if ahead is not None else run.at if run is not None else None
        if frame is None:
            break
        assert frame not in ready
        assert 0 <= frame < n_frames
        ready.add(frame)
    assert frame is None
    assert len(ready) - 1 <= room


def test_frames_that_playing_leaves_out_are_not_prepared():
    fast = Travel(100, heading=1, pace=4)
    assert next_ahead(fast, terrain()) == 104
    assert next_ahead(fast, terrain(ready={104, 108})) == 112
