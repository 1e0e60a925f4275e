"""`frames`: what a medium is, and exact frames as pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_a_medium_is_described(palpate: Run, film: Path) -> None:
    content = palpate("frames", film, "--json").content
    assert content == {
        "codec": "h264",
        "size": [800, 800],
        "frames": 3,
        "fps": 1.0,
        "capture_fps": 1.0,
        "vfr": False,
        "rotation": 0,
        "duration_s": 3.0,
        "pts": content["pts"],
        "capture_known": False,
        "sar": [1, 1],
        "interlaced": False,
        "colour": content["colour"],
        "stream": 0,
        "streams": content["streams"],
        "remarks": content["remarks"],
    }
    assert content["colour"]["bits"] == 8
    assert [choice["number"] for choice in content["streams"]] == [0]
    assert "does not say how many the camera filmed" in content["remarks"][0]
    first, last = content["pts"]
    assert 0 <= first < last
    assert palpate("frames", film).out.startswith("h264, 800 × 800, 3 frames\n")


def test_frames_are_written_under_their_numbers(palpate: Run, film: Path, tmp_path: Path) -> None:
    out = tmp_path / "a" / "new folder"
    content = palpate("frames", film, "--at", "2, 0,0", "--out", out, "--json").content
    assert content["written"] == [str(out / "frame_000002.png"), str(out / "frame_000000.png")]
    assert sorted(path.name for path in out.iterdir()) == ["frame_000000.png", "frame_000002.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in out.iterdir())


def test_another_video_stream_is_chosen_by_its_number(
    palpate: Run, shared_data: Path, tmp_path: Path
) -> None:
    film = shared_data / "torchcodec" / "nasa_13013.mp4"
    found = [palpate("frames", film, "--stream", str(n), "--json").content for n in (0, 1)]
    assert [content["frames"] for content in found] == [325, 390]
    assert [choice["size"] for choice in found[1]["streams"]] == [[320, 180], [480, 270]]
    palpate("frames", film, "--stream", "1", "--at", "389", "--out", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["frame_000389.png"]


def test_a_range_of_frames_is_written(palpate: Run, film: Path, tmp_path: Path) -> None:
    palpate("frames", film, "--at", "0-2", "--out", tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 3


@pytest.mark.parametrize("at", ["x", "1-", "-1", "2-1", "1.5", "²", "0,,x", "1--2"])
def test_a_frame_that_is_no_number_is_refused(refused: Run, film: Path, tmp_path: Path, at: str) -> None:
    assert "--at takes frames" in refused("frames", film, f"--at={at}", "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("at", ["3", "0,3", "0-99999999999", "1-3"])
def test_a_frame_that_is_not_there_is_refused(refused: Run, film: Path, tmp_path: Path, at: str) -> None:
    assert "it has 0 to 2" in refused("frames", film, "--at", at, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_pictures_that_exist_are_kept_unless_told_otherwise(
    palpate: Run, refused: Run, film: Path, tmp_path: Path
) -> None:
    standing = tmp_path / "frame_000002.png"
    standing.write_bytes(b"mine")
    assert "--force" in refused("frames", film, "--at", "0-2", "--out", tmp_path)
    assert standing.read_bytes() == b"mine"
    assert not (tmp_path / "frame_000000.png").exists()
    assert palpate("frames", film, "--at", "0-2", "--out", tmp_path, "--force").status == 0
    assert standing.read_bytes().startswith(b"\x89PNG")


def test_what_is_no_medium_is_refused(refused: Run, film: Path, tmp_path: Path) -> None:
    text = tmp_path / "notes.mp4"
    text.write_text("hello\n" * 100, encoding="utf-8")
    for path in (text, tmp_path / "none.mp4", tmp_path / "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        refused("frames", path)


def test_a_file_is_no_folder_to_write_into(refused: Run, film: Path) -> None:
    before = film.read_bytes()
    refused("frames", film, "--at", "0", "--out", film)
    assert film.read_bytes() == before
