"""A book shows the examples of its keypoints, and no damaged one keeps it from being printed."""

from __future__ import annotations

import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from palpate.session.guidelines.book_examples import filed_shots
from palpate.session.guidelines.guideline_book import print_book
from palpate.session.guidelines.guides import beside
from palpate.store.library import load_skeleton

TABLE = """- keypoint: t6
  file: right.png
  verdict: correct
  lighting: diffuse
  blur: sharp
  right: [12.0, 8.0]
  wrong: null
  caption: In the furrow midway between T4 and T8.
- keypoint: t6
  file: wrong.png
  verdict: incorrect
  lighting: hard_side_light
  blur: severe
  right: [12.0, 8.0]
  wrong: [20.0, 8.0]
  caption: On the ridge beside the furrow.
"""


@pytest.fixture
def near(tmp_path: Path) -> Path:
    folder = tmp_path / "cricket_bowling_54" / "examples"
    folder.mkdir(parents=True)
    for name, grey in (("right.png", 40), ("wrong.png", 200)):
        assert cv2.imwrite(str(folder / name), np.full((24, 32, 3), grey, np.uint8))
    (folder / "examples.yaml").write_text(TABLE, encoding="utf-8")
    return tmp_path


def test_pictures_that_come_as_files_are_found_by_keypoint(near: Path) -> None:
    shots = filed_shots(load_skeleton("cricket_bowling_54"), near=near)
    right, wrong = shots["t6"][:2]
    assert right.correct
    assert not wrong.correct
    assert right.heading == "Correct · diffuse light, sharp"
    assert wrong.heading == "Incorrect · hard side light, severe blur"
    assert (right.right, wrong.wrong) == ((12.0, 8.0), (20.0, 8.0))


def test_both_kinds_of_book_hold_them(near: Path, tmp_path: Path) -> None:
    pages = [
        print_book(
            "cricket_bowling_54", tmp_path / f"book{end}", guides=beside("cricket_bowling_54", near)
        ).path
        for end in (".html", ".pdf")
    ]
    html = pages[0].read_text(encoding="utf-8")
    assert html.count("data:image/png;base64,") == 2
    assert "On the ridge beside the furrow." in html
    different = set(re.findall(r"data:image/[^\"]+", html))
    assert pages[1].read_bytes().count(b"/Subtype /Image") == len(different)  # each is stored once


def test_the_same_book_is_printed_byte_for_byte(near: Path, tmp_path: Path) -> None:
    first, second = (
        print_book(
            "cricket_bowling_54", tmp_path / f"{name}.pdf", guides=beside("cricket_bowling_54", near)
        ).path.read_bytes()
        for name in ("first", "second")
    )
    assert first == second


def test_a_picture_that_is_damaged_is_left_out(near: Path, tmp_path: Path) -> None:
    damaged = near / "cricket_bowling_54" / "examples" / "wrong.png"
    damaged.write_bytes(damaged.read_bytes()[:60])
    shown = filed_shots(load_skeleton("cricket_bowling_54"), near=near)["t6"]
    assert shown[0].correct
    print_book("cricket_bowling_54", tmp_path / "book.pdf", guides=beside("cricket_bowling_54", near))


def test_a_book_without_pictures_out_of_frames_has_none(tmp_path: Path, near: Path) -> None:
    page = print_book(
        "cricket_bowling_54", tmp_path / "plain.html", guides=beside("cricket_bowling_54", near), shots={}
    ).path
    assert "data:image" not in page.read_text(encoding="utf-8")
