"""`frames --sheet`: many frames on one page."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def long_film(shared_data: Path) -> Path:
    """241 frames, 640 × 360 px."""
    return shared_data / "moviepy" / "chaplin.mp4"


def test_a_sheet_of_evenly_spread_frames_is_written(palpate: Run, long_film: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    content = palpate("frames", long_film, "--sheet", out, "--count", 5, "--columns", 3, "--json").content
    assert content["sheet"] == {"path": str(out), "columns": 3, "frames": [0, 60, 120, 180, 240]}
    assert out.read_bytes().startswith(b"\x89PNG")


def test_a_sheet_of_every_so_many_frames_is_written(palpate: Run, long_film: Path, tmp_path: Path) -> None:
    ran = palpate("frames", long_film, "--sheet", tmp_path / "sheet.png", "--every", 80)
    assert f"wrote a contact sheet of 4 frames to {tmp_path / 'sheet.png'}" in ran.out


def test_a_short_film_has_each_frame_once(palpate: Run, film: Path, tmp_path: Path) -> None:
    content = palpate("frames", film, "--sheet", tmp_path / "sheet.png", "--json").content
    assert content["sheet"]["frames"] == [0, 1, 2]


def test_a_single_frame_will_do(palpate: Run, film: Path, tmp_path: Path) -> None:
    content = palpate("frames", film, "--sheet", tmp_path / "s.png", "--count", 1, "--json").content
    assert content["sheet"]["frames"] == [0]


def test_pictures_of_different_shapes_fit_on_a_sheet(palpate: Run, shared_data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stills"
    folder.mkdir()
    for n, name in enumerate(
        ("sleap/robot0.jpg", "mmpose/coco/000000000785.jpg", "mmpose/coco/000000040083.jpg")
    ):
        shutil.copy(shared_data / name, folder / f"{n}.jpg")
    ran = palpate("frames", folder, "--sheet", tmp_path / "sheet.png", "--json")
    assert ran.content["sheet"]["frames"] == [0, 1, 2]


def test_a_sheet_is_not_replaced_unless_told(palpate: Run, refused: Run, film: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    out.write_bytes(b"mine")
    assert "exists already" in refused("frames", film, "--sheet", out)
    assert out.read_bytes() == b"mine"
    assert palpate("frames", film, "--sheet", out, "--force").status == 0
    assert out.read_bytes() != b"mine"


@pytest.mark.parametrize(
    ("option", "sentence"), [("--every=0", "--every"), ("--count=0", "--count"), ("--columns=0", "--columns")]
)
def test_a_number_that_makes_no_sheet_is_refused(
    refused: Run, film: Path, tmp_path: Path, option: str, sentence: str
) -> None:
    assert sentence in refused("frames", film, "--sheet", tmp_path / "sheet.png", option)


def test_a_sheet_of_too_many_frames_is_refused(refused: Run, shared_data: Path, tmp_path: Path) -> None:
    film = shared_data / "deeplabcut" / "m3v1mp4.mp4"
    said = refused("frames", film, "--sheet", tmp_path / "sheet.png", "--every", 1)
    assert "2330 frames are too many" in said


def test_a_folder_that_is_not_there_is_told(refused: Run, film: Path, tmp_path: Path) -> None:
    assert "cannot be written" in refused("frames", film, "--sheet", tmp_path / "none" / "sheet.png")
