"""Writing the book of guidelines."""

from __future__ import annotations

from pathlib import Path

import pytest

from palpate.base.errors import Cancelled, GuidelineFaulty, TargetExists, UsageError
from palpate.base.progress import CancelToken, Progress
from palpate.session.guidelines.guideline_book import book_of, print_book, why_no_book
from palpate.store.library import load_skeleton

OWN = """skeleton: stick_2
version: 1
title: Stick <of> two & more
guidelines: stick_2
keypoints:
  - name: top
    label: Top 脊
  - name: tip
    side: midline
edges: [[top, tip]]
"""
GUIDE = """---
keypoint: top
version: 1
---

# Top

## Definition

Upper end of the stick, <script>alert(1)</script> 脊.
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A skeleton of a user's own, with a guideline for one of its two keypoints."""
    folder = tmp_path / "stick_2"
    folder.mkdir()
    (folder / "top.md").write_text(GUIDE, encoding="utf-8")
    file = tmp_path / "stick.yaml"
    file.write_text(OWN, encoding="utf-8")
    return file


@pytest.mark.parametrize("suffix", [".pdf", ".html"])
def test_the_same_book_is_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    first, second = tmp_path / f"one{suffix}", tmp_path / f"two{suffix}"
    printed = print_book("coco_17", first)
    print_book(load_skeleton("coco_17"), second)
    assert first.read_bytes() == second.read_bytes()
    assert (printed.n_keypoints, printed.n_explained, printed.n_plates) == (17, 17, 9)


def test_a_skeleton_of_ones_own_has_a_book_without_plates(own: Path, tmp_path: Path) -> None:
    printed = print_book(str(own), tmp_path / "stick.html")
    said = (tmp_path / "stick.html").read_text(encoding="utf-8")
    assert (printed.n_keypoints, printed.n_explained, printed.n_plates) == (2, 1, 0)
    assert "Stick &lt;of&gt; two &amp; more" in said
    assert "&lt;script&gt;" in said
    assert "<script" not in said
    assert "None is written for this keypoint yet." in said


def test_signs_that_paper_cannot_show_are_told(own: Path, tmp_path: Path) -> None:
    printed = print_book(str(own), tmp_path / "stick.pdf")
    (warning,) = printed.warnings
    assert "脊" in warning
    assert (tmp_path / "stick.pdf").read_bytes().startswith(b"%PDF-")


def test_a_skeleton_that_extends_another_shows_what_that_has() -> None:
    book = book_of(load_skeleton("face_68_palsy"))
    assert len(book.pages) == 78
    assert all(page.targets for page in book.pages)
    assert list(book.plates) == ["face_front", "face_plain"]


def test_what_cannot_be_printed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"face_98"):
        print_book("face_98", tmp_path / "face.pdf")
    assert "no book" in why_no_book(load_skeleton("face_98"))
    with pytest.raises(UsageError, match=r"\.pdf or \.html"):
        print_book("coco_17", tmp_path / "coco.docx")
    (tmp_path / "there.pdf").write_bytes(b"mine")
    with pytest.raises(TargetExists):
        print_book("coco_17", tmp_path / "there.pdf")
    assert (tmp_path / "there.pdf").read_bytes() == b"mine"


def test_a_faulty_guideline_is_told_and_nothing_is_written(own: Path, tmp_path: Path) -> None:
    (tmp_path / "stick_2" / "bottom.md").write_text(GUIDE.replace("top", "bottom"), encoding="utf-8")
    with pytest.raises(GuidelineFaulty, match="bottom"):
        print_book(str(own), tmp_path / "stick.pdf")
    assert not (tmp_path / "stick.pdf").exists()


def test_printing_tells_its_progress_and_stops_when_asked(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    print_book("hand_21", tmp_path / "h.pdf", progress=Progress(lambda n, total, _: steps.append((n, total))))
    assert steps[-1][0] == steps[-1][1] == len(steps)
    token = CancelToken()
    stopping = Progress(lambda n, _total, _what: token.cancel() if n == 3 else None, token)
    with pytest.raises(Cancelled):
        print_book("hand_21", tmp_path / "stopped.pdf", progress=stopping)
    assert list(tmp_path.glob("*stopped*")) == []
