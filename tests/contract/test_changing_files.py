"""A file that changes while it is open: the frames that were listed, or an error; never those of another."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest
from exactness.kinds_of_coding import OPEN
from exactness.proof import fetching
from exactness.stamps import number_in
from exactness.writing import Making, write

from palpate.base.errors import FileUnreadable, FrameUnavailable
from palpate.media.video.source import VideoSource

SOME = range(40)
FILES = {
    "a.mp4": Making(SOME),
    "a.mkv": Making(SOME),
    "a.ts": Making(SOME, options=OPEN),
    "a.avi": Making(SOME, "rawvideo", {}, "bgr24"),  # every file of it has every frame at the same place
    "a.mov": Making(SOME, "prores_ks", {}, "yuv422p10le"),
}


def overwritten(path, other):
    path.write_bytes(other.read_bytes())


def replaced(path, other):
    other.replace(path)


def removed(path, _other):
    path.unlink()


def grown(path, other):
    with path.open("ab") as stream:
        stream.write(other.read_bytes())


def numbers_given(give):
    """Return what the frames bear that were not refused."""
    numbers = {}
    for frame in (25, 3, 39, 0, 12, *SOME, *SOME[::-1]):
        try:
            numbers[frame] = number_in(give(frame))
        except FrameUnavailable:
            continue
    return numbers


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("change", [overwritten, replaced, removed, grown])
@pytest.mark.parametrize("fetched", [False, True])
@pytest.mark.parametrize("looked_at", [0, 5])
def test_no_frame_of_another_file_is_ever_given(tmp_path, name, change, fetched, looked_at):
    path = write(tmp_path / name, FILES[name])
    other = write(tmp_path / f"other-{name}", replace(FILES[name], numbers=range(500, 540)))
    with closing(VideoSource(path)) as source:
        for frame in range(looked_at):
            source.bgra(frame)
        change(path, other)
        if fetched and change is removed:
            with pytest.raises(FileUnreadable, match="no such file"):
                source.twin()
            return
        if fetched:
            with fetching(source) as give:
                numbers = numbers_given(give)
        else:
            numbers = numbers_given(source.bgra)
    assert numbers == {frame: frame for frame in numbers}
    if change in (overwritten, replaced):
        assert numbers == {}
    if change is grown and name != "a.ts":  # the end of a stream joined on another is refused
        assert sorted(numbers) == list(SOME)
