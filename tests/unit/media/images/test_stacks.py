"""TIFF stacks: each page is a frame."""

import cv2
import numpy as np
import pytest

from palpate.base.errors import FrameUnavailable
from palpate.media.images.source import ImageSource, images_in
from palpate.media.open import open_medium
from palpate.media.probe import probe


def stack(path, n, *, start=0):
    pages = [np.full((6, 9), start + page, np.uint16) for page in range(n)]
    assert cv2.imwritemulti(str(path), pages)
    return path


def test_each_page_of_a_stack_is_a_frame(tmp_path):
    source = ImageSource([stack(tmp_path / "rec.tif", 12)])
    assert source.n_frames == 12
    assert source.names[:2] == ("rec.tif#0", "rec.tif#1")
    assert [int(source.still(frame).values[0, 0]) for frame in (11, 0, 5)] == [11, 0, 5]
    assert source.size_of(7) == (9, 6)
    assert source.path_of(7) == tmp_path / "rec.tif"
    assert source.pts_of(7) == 7


def test_stacks_of_a_broken_up_recording_follow_each_other(tmp_path):
    stack(tmp_path / "rec_10.tif", 2, start=5)
    stack(tmp_path / "rec_2.tif", 3)
    assert cv2.imwrite(str(tmp_path / "rec_11.png"), np.zeros((6, 9), np.uint8))
    source = ImageSource(images_in(tmp_path))
    assert source.names == (
        "rec_2.tif#0",
        "rec_2.tif#1",
        "rec_2.tif#2",
        "rec_10.tif#0",
        "rec_10.tif#1",
        "rec_11.png",
    )
    assert int(source.still(4).values[0, 0]) == 6


def test_frames_remembered_by_name_stay_what_they_were(tmp_path):
    stack(tmp_path / "rec.tif", 4)
    stack(tmp_path / "old.tif", 4)
    names = ["rec.tif#2", "old.tif", "gone.tif#1", "rec.tif#9"]
    source = ImageSource([tmp_path / name for name in names], expand=False)
    assert source.names == tuple(names)
    assert [int(source.still(frame).values[0, 0]) for frame in (0, 1)] == [2, 0]
    with pytest.raises(FrameUnavailable, match="no such file"):
        source.bgra(2)
    with pytest.raises(FrameUnavailable, match="no page 9"):
        source.size_of(3)


def test_a_stack_that_grows_keeps_its_frames_and_one_that_shrinks_loses_the_last(tmp_path):
    source = ImageSource([stack(tmp_path / "rec.tif", 4)])
    stack(tmp_path / "rec.tif", 6)
    assert int(source.still(3).values[0, 0]) == 3
    assert source.n_frames == 4
    stack(tmp_path / "rec.tif", 2)
    assert int(source.still(1).values[0, 0]) == 1
    with pytest.raises(FrameUnavailable) as caught:
        source.bgra(3)
    assert caught.value.frame == 3


def test_a_stack_cut_off_in_the_middle_keeps_its_first_pages(tmp_path):
    path = stack(tmp_path / "rec.tif", 40)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    source = ImageSource([path])
    assert 10 < source.n_frames < 40
    assert int(source.still(5).values[0, 0]) == 5
    assert "breaks off" in " ".join(source.remarks())


def test_a_folder_of_stacks_is_remembered_by_the_names_of_its_pages(tmp_path):
    stack(tmp_path / "rec.tif", 3)
    facts = probe(tmp_path)
    assert facts.names == ("rec.tif#0", "rec.tif#1", "rec.tif#2")
    assert facts.remarks == ("16-bit values are shown from 0 to 3, the same in every frame",)
    again = open_medium(tmp_path, names=facts.names[1:])
    assert [int(again.still(frame).values[0, 0]) for frame in range(2)] == [1, 2]
    assert open_medium(tmp_path / "rec.tif").n_frames == 3
