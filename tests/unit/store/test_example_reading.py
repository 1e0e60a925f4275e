"""Examples that come as files: read whole, refused with lines, no picture decoded."""

from __future__ import annotations

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from palpate.base.errors import ExampleFaulty, FileUnreadable
from palpate.model.example import Blur, Lighting, PictureKind, Shows
from palpate.model.skeleton import Skeleton
from palpate.store.example_reading import read_examples, read_picture
from palpate.store.picture_header import header_of

TABLE = """\
- keypoint: head
  file: head_diffuse.jpg
  verdict: correct
  lighting: diffuse
  blur_px: 1.5
  right: [12.5, 8]
  wrong: null
  caption: On the crown.
- keypoint: head
  file: head_hard.png
  verdict: incorrect
  lighting: hard_side_light
  blur: severe
  blur_px: 30
  right: [12.5, 8]
  wrong: [20, 9.5]
  caption: On the hair.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures of 32 × 24 px and the table that names them."""
    folder = tmp_path / "stick_figure" / "examples"
    folder.mkdir(parents=True)
    grey = np.full((24, 32, 3), 120, np.uint8)
    for name in ("head_diffuse.jpg", "head_hard.png"):
        assert cv2.imwrite(str(folder / name), grey)
    (folder / "examples.yaml").write_text(TABLE, encoding="utf-8")
    return folder


def faults(folder: Path, skeleton: Skeleton, text: str) -> list[str]:
    (folder / "examples.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ExampleFaulty) as caught:
        read_examples(folder, skeleton)
    return [str(problem) for problem in caught.value.problems]


def png_of(width: int, height: int) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"
    )


def test_examples_are_read_as_they_are_written(folder: Path, stick_figure: Skeleton) -> None:
    first, second = read_examples(folder, stick_figure)
    assert first.path == folder / "head_diffuse.jpg"
    told = first.example
    assert (told.id, told.skeleton, told.keypoint) == (
        "stick_figure/head_diffuse.jpg#head:correct",
        "stick_figure",
        "head",
    )
    assert (told.shows, told.size, told.right, told.wrong) == (Shows.CORRECT, (32, 24), (12.5, 8), None)
    assert (told.lighting, told.blur, told.blur_px) == (Lighting.DIFFUSE, Blur.SHARP, 1.5)
    assert (told.caption, told.kind) == ("On the crown.", PictureKind.JPEG)
    wrong = second.example
    assert (wrong.shows, wrong.wrong, wrong.kind) == (Shows.INCORRECT, (20, 9.5), PictureKind.PNG)
    assert (wrong.blur, wrong.blur_px) == (Blur.SEVERE, 30)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "keypoint: head\n  file: head_d",
            "keypoint: heat\n  file: head_d",
            "line 1: [0].keypoint: no keypoint is called 'heat'; did you mean head?",
        ),
        ("verdict: correct", "verdict: fine", "line 3: [0].verdict: must be one of correct, incorrect"),
        ("lighting: diffuse", "lighting: dusk", "line 4: [0].lighting: must be one of diffuse"),
        ("blur_px: 1.5", "blur_px: -1", "line 5: [0].blur_px: must be at least 0"),
        ("blur: severe", "blur: much", "line 13: [1].blur: must be one of sharp"),
        ("right: [12.5, 8]\n  wrong: null", "wrong: null", "line 1: [0].right: is missing"),
        ("right: [12.5, 8]\n  wrong: n", "right: [40, 8]\n  wrong: n", "line 6: [0].right: lies outside"),
        ("wrong: [20, 9.5]", "wrong: [20]", "line 16: [1].wrong: must be a place like"),
        ("wrong: [20, 9.5]", "wrong: [20, here]", "line 16: [1].wrong[1]: must be a number"),
        ("wrong: [20, 9.5]", "wrong: null", "line 9: [1].wrong: is missing: an incorrect example"),
        ("head_diffuse.jpg", "../head_diffuse.jpg", "line 2: [0].file: must be a file in the same folder"),
        ("head_diffuse.jpg", "C:head_diffuse.jpg", "line 2: [0].file: must be a file in the same folder"),
        ("head_diffuse.jpg", "head_diffuse.svg", "line 2: [0].file: must end in .jpg"),
        ("head_diffuse.jpg", "absent.jpg", "line 2: [0].file: cannot be read: no such file"),
        ("caption: On the crown.", "caption: " + "o" * 1001, "line 8: [0].caption: is longer than"),
        ("caption: On the crown.", "version: 0", "line 8: [0].version: must be a whole number of at least 1"),
        ("caption: On the crown.", "colour: red", "line 8: [0].colour: unknown key"),
    ],
)
def test_each_fault_is_told_with_its_line(
    folder: Path, stick_figure: Skeleton, right: str, wrong: str, said: str
) -> None:
    told = faults(folder, stick_figure, TABLE.replace(right, wrong, 1))
    assert len(told) == 1
    assert told[0].startswith(said)


def test_all_faults_are_told_at_once(folder: Path, stick_figure: Skeleton) -> None:
    text = TABLE.replace("keypoint: head", "keypoint: horn").replace("diffuse.jpg", "diffuse.exe")
    told = faults(folder, stick_figure, text.replace("lighting: diffuse", "lighting: dim"))
    assert [line.split(":")[0] for line in told] == ["line 1", "line 2", "line 4", "line 9"]


def test_a_table_that_is_no_list_is_refused(folder: Path, stick_figure: Skeleton) -> None:
    assert faults(folder, stick_figure, "keypoint: head") == [
        "line 1: must be a list of at most 4000 examples"
    ]


def test_a_picture_of_100_mb_is_refused_without_reading_it(folder: Path, stick_figure: Skeleton) -> None:
    with (folder / "head_diffuse.jpg").open("r+b") as file:
        file.truncate(100 << 20)
    (told,) = faults(folder, stick_figure, TABLE)
    assert told.startswith("line 2: [0].file: is larger than 2 MB")
    with pytest.raises(ExampleFaulty, match="larger than 2 MB"):
        read_picture(folder / "head_diffuse.jpg")


def test_a_small_file_that_would_unfold_to_a_huge_picture_is_refused(
    folder: Path, stick_figure: Skeleton
) -> None:
    (folder / "head_hard.png").write_bytes(png_of(60_000, 60_000))
    (told,) = faults(folder, stick_figure, TABLE)
    assert told.startswith("line 10: [1].file: has 60000 × 60000 px")


def test_what_is_no_picture_is_refused(folder: Path, stick_figure: Skeleton) -> None:
    (folder / "head_hard.png").write_text("<svg/>", encoding="utf-8")
    (told,) = faults(folder, stick_figure, TABLE)
    assert told == "line 10: [1].file: is no JPEG or PNG picture"
    with pytest.raises(ExampleFaulty, match="no JPEG or PNG"):
        read_picture(folder / "head_hard.png")


def test_a_picture_that_says_to_be_another_kind_is_refused(folder: Path, stick_figure: Skeleton) -> None:
    (folder / "head_diffuse.jpg").write_bytes((folder / "head_hard.png").read_bytes())
    (told,) = faults(folder, stick_figure, TABLE)
    assert told == "line 2: [0].file: is a PNG by its content; name it .png"


def test_a_link_out_of_the_folder_is_refused(folder: Path, stick_figure: Skeleton) -> None:
    secret = folder.parent / "elsewhere.jpg"
    (folder / "head_diffuse.jpg").rename(secret)
    (folder / "head_diffuse.jpg").symlink_to(secret)
    (told,) = faults(folder, stick_figure, TABLE)
    assert told == "line 2: [0].file: leads out of the folder"


def test_a_folder_without_a_table_cannot_be_read(tmp_path: Path, stick_figure: Skeleton) -> None:
    with pytest.raises(FileUnreadable):
        read_examples(tmp_path, stick_figure)
    with pytest.raises(FileUnreadable):
        read_picture(tmp_path / "absent.png")


@pytest.mark.parametrize("ending", [".jpg", ".png"])
@pytest.mark.parametrize("size", [(1, 1), (37, 251), (640, 480)])
def test_the_header_tells_the_size_of_real_pictures(ending: str, size: tuple[int, int]) -> None:
    done, content = cv2.imencode(ending, np.zeros((size[1], size[0], 3), np.uint8))
    assert done
    assert header_of(content.tobytes()) == (PictureKind(ending[1:]), size)


def test_the_header_of_any_beginning_of_a_picture_is_told_or_not_at_all() -> None:
    _, content = cv2.imencode(".jpg", np.zeros((20, 30, 3), np.uint8))
    whole = content.tobytes()
    assert {header_of(whole[:n]) for n in range(len(whole))} == {None, (PictureKind.JPEG, (30, 20))}


def test_one_picture_may_show_right_and_wrong(folder: Path, stick_figure: Skeleton) -> None:
    text = TABLE.replace("head_hard.png", "head_diffuse.jpg")
    (folder / "examples.yaml").write_text(text, encoding="utf-8")
    first, second = read_examples(folder, stick_figure)
    assert first.path == second.path
    assert first.example.id != second.example.id
