import os

import pytest

from palpate.base.errors import FileUnwritable
from palpate.media.storage import USED, bytes_in, folder_name, held, hold, make_room, release


@pytest.fixture
def root(tmp_path):
    """Three folders of 1000 bytes, used in the order of their names, long ago."""
    for number, name in enumerate("abc"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "000000.mp4").write_bytes(bytes(1000))
        (folder / USED).touch()
        os.utime(folder / USED, (1000 + number, 1000 + number))
    return tmp_path


def left(root):
    return sorted(folder.name for folder in root.iterdir())


def test_nothing_goes_while_there_is_room(root):
    make_room(root, 1000, limit=4000)
    assert left(root) == ["a", "b", "c"]


def test_what_was_not_used_for_longest_goes_first(root):
    make_room(root, 1000, limit=3500)
    assert left(root) == ["b", "c"]
    make_room(root, 2000, limit=3500)
    assert left(root) == ["c"]


def test_what_is_in_use_stays(root):
    with held(root / "a"):
        make_room(root, 1000, limit=2500)
        assert left(root) == ["a"]
        with pytest.raises(FileUnwritable, match="set aside"):
            make_room(root, 2000, limit=2500)
        assert left(root) == ["a"]
    make_room(root, 2000, limit=2500)
    assert left(root) == []


def test_a_folder_held_twice_is_released_twice(root):
    hold(root / "a")
    hold(root / "a")
    release(root / "a")
    make_room(root, 0, limit=1000)
    assert left(root) == ["a"]
    release(root / "a")


def test_using_a_folder_makes_it_the_last_to_go(root):
    with held(root / "a"):
        pass
    make_room(root, 0, limit=1000)
    assert left(root) == ["a"]


def test_a_folder_without_a_sign_of_use_goes_first(root):
    (root / "c" / USED).unlink()
    make_room(root, 0, limit=2000)
    assert left(root) == ["a", "b"]


def test_sizes_count_everything_below(root):
    (root / "a" / "deeper").mkdir()
    (root / "a" / "deeper" / "one").write_bytes(bytes(5))
    assert bytes_in(root) == 3005
    assert bytes_in(root / "none") == 0


def test_there_may_be_no_folder_yet(tmp_path):
    make_room(tmp_path / "none", 10, limit=10)
    with pytest.raises(FileUnwritable):
        make_room(tmp_path / "none", 11, limit=10)


def test_a_folder_name_is_one_that_any_system_can_have():
    assert folder_name("sha256-parts:" + "ab" * 32, 1) == "ab" * 20 + "-1"
