import dataclasses
import os
import shutil
from fractions import Fraction

import numpy as np
import pytest

from palpate.base.errors import FileUnreadable
from palpate.base.folders import cache_folder
from palpate.base.progress import Progress
from palpate.media.open import open_medium
from palpate.media.video import index_store
from palpate.media.video.index_store import survey_of
from palpate.media.video.survey import survey

X264 = {"x264-params": "keyint=12:min-keyint=12:bframes=3:b-adapt=0:scenecut=0", "preset": "veryfast"}


def kept_files():
    return sorted((cache_folder() / "index").glob("*"))


def readings(path, stream=0):
    """Return the survey, and how often anything was told of reading the file."""
    told = []
    found = survey_of(path, stream, Progress(report=lambda *step: told.append(step)))
    return found, len(told)


def assert_alike(one, other):
    for column in ("pts", "stamps", "keyframe", "position"):
        assert (getattr(one.index, column) == getattr(other.index, column)).all(), column
        assert getattr(one.index, column).dtype == getattr(other.index, column).dtype, column
    for fact in ("time_base", "fps", "vfr", "decoded", "all_unlike", "keyframes"):
        assert getattr(one.index, fact) == getattr(other.index, fact), fact
    assert one.facts == other.facts


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.mp4", {}),
        ("b.avi", {}),
        ("c.h264", {}),
        ("repeated.mkv", {"shown_at": lambda n: n - n % 3 // 2}),
        ("varying.mp4", {"shown_at": lambda n: n + n // 5 * 3}),
    ],
)
def test_a_frame_list_is_read_back_as_it_was_made(stamped, name, options):
    path = stamped(name, codec_options=X264, **options)
    made, first = readings(path)
    kept, again = readings(path)
    assert (first > 0, again) == (True, 0)
    assert_alike(kept, survey(path))
    assert_alike(kept, made)
    assert all(
        kept.index.place_of(int(stamp), None) in (n, None) for n, stamp in enumerate(kept.index.stamps)
    )


def test_every_real_video_is_read_back_as_it_was_made(shared_data):
    for path in [shared_data / "moviepy/fire2.mp4", shared_data / "androidx-media/mv_with_2_top_shots.mp4"]:
        made = survey_of(path)
        assert_alike(survey_of(path), made)
        assert made.facts.orientation.clockwise_degrees != 0


def test_a_renamed_video_needs_no_second_listing(stamped):
    path = stamped("a.mp4")
    survey_of(path)
    assert readings(path.rename(path.with_name("b.mp4")))[1] == 0


def test_each_stream_has_a_list_of_its_own(shared_data):
    path = shared_data / "torchcodec" / "nasa_13013.mp4"
    assert [survey_of(path, stream).index.n_frames for stream in (0, 1, 0, 1)] == [325, 390, 325, 390]
    assert len(kept_files()) == 2


def test_a_video_of_another_content_or_length_is_listed_anew(stamped):
    path = stamped("a.mp4")
    survey_of(path)
    stamped("a.mp4", 40)
    found, told = readings(path)
    assert (found.index.n_frames, told > 0) == (40, True)
    with path.open("ab") as stream:
        stream.write(b"\0" * 9)
    assert readings(path)[1] > 0


def test_a_kept_list_under_a_wrong_name_is_not_taken(stamped):
    survey_of(stamped("a.mp4"))
    (first,) = kept_files()
    survey_of(stamped("b.mp4", 40))
    (second,) = set(kept_files()) - {first}
    shutil.copy(first, second)
    found, told = readings(stamped("b.mp4", 40))
    assert (found.index.n_frames, told > 0) == (40, True)


@pytest.mark.parametrize("place", [0.0, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("how", ["cut", "struck", "emptied"])
def test_a_damaged_list_is_made_anew_and_kept(stamped, how, place):
    path = stamped("a.mp4", 600, codec_options=X264)
    survey_of(path)
    (kept,) = kept_files()
    content = bytearray(kept.read_bytes())
    at = int(place * len(content))
    content[at : at + 300] = b"\xa5" * len(content[at : at + 300])
    kept.write_bytes({"cut": content[:at], "struck": content, "emptied": b""}[how])
    found, told = readings(path)
    assert (found.index.n_frames, told > 0) == (600, True)
    assert_alike(found, survey(path))
    assert readings(path)[1] == 0


def test_a_list_of_another_version_is_made_anew(stamped, monkeypatch):
    path = stamped("a.mp4")
    survey_of(path)
    monkeypatch.setattr(index_store, "_FORMAT", index_store._FORMAT + 1)
    assert readings(path)[1] > 0
    assert readings(path)[1] == 0


def test_columns_that_do_not_fit_each_other_are_refused(stamped):
    path = stamped("a.mp4")
    survey_of(path)
    (kept,) = kept_files()
    whole = kept.read_bytes()
    for name, column in {"position": np.zeros(59, np.int64), "keyframe": np.zeros(0, np.bool_)}.items():
        told, columns = index_store._unpacked(whole)
        kept.write_bytes(index_store._packed(told, columns | {name: column}))
        assert readings(path)[1] > 0, name


def test_no_flipped_byte_of_a_kept_list_goes_unnoticed(stamped):
    path = stamped("a.mp4")
    survey_of(path)
    (kept,) = kept_files()
    whole = kept.read_bytes()
    for place in range(len(whole)):
        content = bytearray(whole)
        content[place] ^= 0x40
        with pytest.raises(ValueError, match=r"no frame list|damaged"):
            index_store._unpacked(bytes(content))


def test_the_list_unused_for_longest_goes_first(stamped, monkeypatch):
    paths = [stamped(f"{name}.mp4", n) for name, n in (("a", 20), ("b", 30), ("c", 40))]
    for path in paths[:2]:
        survey_of(path)
    for age, kept in enumerate(kept_files()):
        os.utime(kept, (1000 + age, 1000 + age))
    survey_of(paths[0])  # used just now
    monkeypatch.setattr(index_store, "LIMIT_BYTES", sum(kept.stat().st_size for kept in kept_files()) + 500)
    survey_of(paths[2])
    assert [readings(path)[1] > 0 for path in (paths[0], paths[2])] == [False, False]
    assert len(kept_files()) == 2


def test_where_nothing_can_be_kept_a_video_opens_all_the_same(stamped, own_home):
    path = stamped("a.mp4")
    (own_home / "cache").write_text("in the way")
    assert survey_of(path).index.n_frames == 60


def test_nothing_is_left_beside_a_kept_list(stamped):
    survey_of(stamped("a.mp4"))
    assert [kept.suffix for kept in kept_files()] == [".frames"]


def test_an_opened_medium_uses_the_kept_list(stamped, read_number):
    path = stamped("a.mp4", codec_options=X264)
    open_medium(path).close()
    told = []
    source = open_medium(path, progress=Progress(report=lambda *step: told.append(step)))
    assert [read_number(source.bgra(frame)) for frame in (59, 0, 31)] == [59, 0, 31]
    source.close()
    assert told == []


def test_a_long_list_is_found_again_whole(stamped):
    path = stamped("a.mp4")
    made = survey_of(path)
    n = 400_000
    stamps = np.arange(n) * 512 + 1024
    index = dataclasses.replace(
        made.index,
        pts=stamps,
        stamps=stamps,
        keyframe=np.arange(n) % 250 == 0,
        position=np.arange(n) * 90_000,
        time_base=Fraction(1, 61_440),
    )
    key = index_store._key_of(path, 0)
    index_store._keep(key, dataclasses.replace(made, index=index))
    found = survey_of(path).index
    assert found.n_frames == n
    assert found.place_of(1024 + 512 * 333_333, None) == 333_333
    assert found.keyframe_before(399_999) == 399_750


def test_a_missing_video_is_told(tmp_path):
    with pytest.raises(FileUnreadable, match="no such file"):
        survey_of(tmp_path / "gone.mp4")
