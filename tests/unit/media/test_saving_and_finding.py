import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from palpate.base.errors import FileUnreadable, FileUnwritable, MediaUnreadable, TargetExists
from palpate.media.fingerprint import fingerprint
from palpate.media.opencv import opencv
from palpate.media.write_png import write_png

PICTURE = np.random.default_rng(3).integers(0, 256, (13, 17, 4), np.uint8)


def test_a_saved_frame_comes_back_byte_by_byte(tmp_path):
    write_png(PICTURE, tmp_path / "frame.png")
    assert (cv2.imread(str(tmp_path / "frame.png"), cv2.IMREAD_UNCHANGED) == PICTURE[..., :3]).all()


def test_a_saved_grey_frame_stays_grey(tmp_path):
    write_png(PICTURE[..., 0], tmp_path / "grey.png")
    assert (cv2.imread(str(tmp_path / "grey.png"), cv2.IMREAD_UNCHANGED) == PICTURE[..., 0]).all()


def test_saving_leaves_nothing_beside_the_picture(tmp_path):
    write_png(PICTURE, tmp_path / "frame.png")
    assert [path.name for path in tmp_path.iterdir()] == ["frame.png"]


def test_saving_over_a_picture_needs_leave(tmp_path):
    write_png(PICTURE, tmp_path / "frame.png")
    with pytest.raises(TargetExists):
        write_png(PICTURE, tmp_path / "frame.png", force=False)


def test_saving_into_no_folder_is_told(tmp_path):
    with pytest.raises(FileUnwritable):
        write_png(PICTURE, tmp_path / "nowhere" / "frame.png")


def test_a_renamed_file_keeps_its_fingerprint(tmp_path):
    first = tmp_path / "a.mp4"
    first.write_bytes(bytes(range(256)) * 4000)
    before = fingerprint(first)
    assert fingerprint(first.rename(tmp_path / "b.mp4")) == before


@pytest.mark.parametrize("place", [0, 512_000, 1_023_999])
def test_a_change_at_start_middle_or_end_changes_the_fingerprint(tmp_path, place):
    content = bytearray(range(256)) * 4000
    (tmp_path / "a.mp4").write_bytes(content)
    content[place] ^= 1
    (tmp_path / "b.mp4").write_bytes(content)
    assert fingerprint(tmp_path / "a.mp4") != fingerprint(tmp_path / "b.mp4")


def test_files_of_different_length_have_different_fingerprints(tmp_path):
    (tmp_path / "a.mp4").write_bytes(bytes(1_000_000))
    (tmp_path / "b.mp4").write_bytes(bytes(1_000_001))
    assert fingerprint(tmp_path / "a.mp4") != fingerprint(tmp_path / "b.mp4")


def test_a_moved_folder_of_images_keeps_its_fingerprint_until_an_image_changes(tmp_path):
    folder = tmp_path / "here"
    folder.mkdir()
    for number in (1, 2):
        write_png(PICTURE, folder / f"img{number}.png")
    before = fingerprint(folder)
    folder = folder.rename(tmp_path / "there")
    assert fingerprint(folder) == before
    write_png(PICTURE[:5], folder / "img2.png")
    assert fingerprint(folder) != before


def test_a_missing_medium_has_no_fingerprint(tmp_path):
    with pytest.raises(FileUnreadable):
        fingerprint(tmp_path / "gone.mp4")


def test_a_folder_without_images_has_no_fingerprint(tmp_path):
    with pytest.raises(MediaUnreadable):
        fingerprint(tmp_path)


def test_importing_opencv_leaves_qt_its_own_plugins():
    inside = Path(cv2.__file__).parent
    code = (
        "import os; from palpate.media.opencv import opencv; opencv();"
        "print(os.environ.get('QT_QPA_FONTDIR'), os.environ.get('QT_QPA_PLATFORM_PLUGIN_PATH'))"
    )
    env = os.environ | {"QT_QPA_FONTDIR": f"{inside}/qt/fonts", "QT_QPA_PLATFORM_PLUGIN_PATH": "/usr/lib/qt"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["None", "/usr/lib/qt"]


def test_opencv_is_loaded_once():
    assert opencv() is cv2
