import threading

import numpy as np
import pytest

from palpate.media.marks.file import load_marks, save_marks
from palpate.media.marks.frame_marks import FrameMarks

N = 60
CUT = 30


def picture(frame):
    """A texture that moves on by four pixels a frame, and is another one from frame 30 on."""
    blocks = np.random.default_rng(frame >= CUT).integers(0, 255, (10, 60))
    return np.kron(blocks, np.ones((10, 10)))[:, 4 * frame :][:, :300].astype(np.uint8)


def seen(frames, marks=None):
    marks = marks or FrameMarks(N)
    for frame in frames:
        marks.see(frame, picture(frame))
    return marks


def state(marks):
    return marks.cuts().tolist(), marks.duplicates().tolist(), marks.steps_known


def test_the_order_of_looking_does_not_matter():
    in_order = seen(range(N))
    mixed = seen(np.random.default_rng(1).permutation(N).tolist())
    assert state(mixed) == state(in_order) == ([CUT], [], N - 1)


def test_several_passes_at_a_time_add_up():
    marks = FrameMarks(N)
    passes = [threading.Thread(target=seen, args=(range(part, N, 3), marks)) for part in range(3)]
    for one in passes:
        one.start()
    for one in passes:
        one.join()
    assert state(marks) == ([CUT], [], N - 1)


def test_a_frame_that_was_not_seen_hides_the_cut_beside_it():
    marks = seen(frame for frame in range(N) if frame != CUT)
    assert marks.cuts().tolist() == []
    assert marks.steps_known == N - 3
    assert [frame for frame in range(N) if marks.wants(frame)] == [CUT]
    seen([CUT], marks)
    assert marks.cuts().tolist() == [CUT]


def test_nothing_is_wanted_twice():
    marks = seen(range(N))
    version = marks.version
    assert not any(marks.wants(frame) for frame in range(-1, N + 1))
    seen(range(N), marks)
    assert marks.version == version


def test_frames_of_different_passes_are_not_held_against_each_other():
    marks = FrameMarks(N)
    for frame in range(N):
        grey = picture(frame)
        marks.see(frame, grey if frame % 2 else np.repeat(grey[..., None], 4, -1))
    assert state(marks) == ([], [], 0)
    seen(range(N), marks)
    assert state(marks) == ([CUT], [], N - 1)


def test_a_clip_that_was_seen_leaves_little_behind():
    assert len(seen(range(N)).to_bytes()) < 10 * N


@pytest.mark.parametrize("n_frames", [0, 1, 2, 5])
def test_a_short_clip_has_no_marks(n_frames):
    marks = FrameMarks(n_frames)
    for frame in range(n_frames):
        marks.see(frame, picture(frame))
    assert state(marks) == ([], [], max(0, n_frames - 1))


def test_marks_survive_a_file(tmp_path):
    half = seen(range(CUT + 3))
    path = tmp_path / "marks" / "film.marks"
    save_marks(half, path)
    again = load_marks(path, N)
    assert state(again) == state(half)
    seen(range(CUT + 3, N), again)
    assert state(again) == ([CUT], [], N - 1)


def test_a_damaged_file_is_as_good_as_none(tmp_path):
    path = tmp_path / "film.marks"
    content = seen(range(N)).to_bytes()
    for place in range(0, len(content), 7):
        damaged = bytearray(content)
        damaged[place] ^= 0x10
        path.write_bytes(damaged)
        assert load_marks(path, N).steps_known in (0, N - 1)
        path.write_bytes(content[:place])
        assert load_marks(path, N).steps_known == 0


def test_marks_of_a_clip_of_another_length_are_not_taken(tmp_path):
    path = tmp_path / "film.marks"
    save_marks(seen(range(N)), path)
    assert load_marks(path, N + 1).n_frames == N + 1
    assert load_marks(path, N + 1).steps_known == 0
    assert load_marks(tmp_path / "none", N).steps_known == 0
