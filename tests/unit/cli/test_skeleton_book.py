"""`skeleton book`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_a_book_is_written_to_either_kind_of_place(palpate: Run, tmp_path: Path) -> None:
    content = palpate("skeleton", "book", "hand_21", tmp_path / "hand.pdf", "--json").content
    assert content == {
        "skeleton": "hand_21",
        "file": str(tmp_path / "hand.pdf"),
        "keypoints": 21,
        "explained": 21,
        "plates": 2,
        "warnings": [],
    }
    assert (tmp_path / "hand.pdf").read_bytes().startswith(b"%PDF-")
    ran = palpate("skeleton", "book", "hand_21", "--out", tmp_path / "hand.html")
    assert ran.status == 0
    assert "21 keypoints" in ran.out
    assert (tmp_path / "hand.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_an_existing_file_is_replaced_only_when_asked(palpate: Run, refused: Run, tmp_path: Path) -> None:
    file = tmp_path / "hand.html"
    file.write_text("mine", encoding="utf-8")
    assert "--force" in refused("skeleton", "book", "hand_21", file)
    assert file.read_text(encoding="utf-8") == "mine"
    assert palpate("skeleton", "book", "hand_21", file, "--force").status == 0
    assert file.read_text(encoding="utf-8") != "mine"


def test_a_mistake_is_said(refused: Run, tmp_path: Path) -> None:
    assert "one file to write" in refused("skeleton", "book", "hand_21")
    assert "one file to write" in refused("skeleton", "book", "hand_21", "a.pdf", "--out", "b.pdf")
    assert "guideline" in refused("skeleton", "book", "face_98", tmp_path / "face.pdf")
    assert "neither" in refused("skeleton", "book", "hand_21", tmp_path / "hand.txt")
    assert "only book" in refused("skeleton", "show", "hand_21", tmp_path / "hand.pdf")
    refused("skeleton", "book", "hand_21", tmp_path / "nowhere" / "hand.pdf")
    assert list(tmp_path.iterdir()) == []
