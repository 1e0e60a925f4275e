"""Pictures of the project's own, the places on them, and what lies beside the file of a skeleton."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from palpate.base.errors import EditRefused, FileUnreadable, GuidelineFaulty, MediaUnreadable, PlateFaulty
from palpate.base.folders import resource
from palpate.model.guideline import Guideline
from palpate.model.migration import Rename, Rule
from palpate.model.plate import Target
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.report.book.pdf import book_as_pdf
from palpate.session.exchange.summary import skeleton_content
from palpate.session.guidelines import guide_editing
from palpate.session.guidelines.guidance import guideline_of
from palpate.session.guidelines.guideline_book import book_of, print_book
from palpate.session.guidelines.plates import drawing_of, plates_at_hand, sights_of
from palpate.session.session import Session
from palpate.session.skeletons import migrating
from palpate.store.skeleton_writing import skeleton_to_yaml

BOWLING = "cricket_bowling_54"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><path d="M0 0L9 9"/></svg>'
HERE = Target("spine_posterior", False, (0.4, 0.3), (0.3, 0.2, 0.2, 0.2))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "p.palpate", [BOWLING], "cora", "consultant") as made:
        yield made


def skeleton_of(session: Session) -> Skeleton:
    return next(iter(session.contents.skeletons.values()))


def say(session: Session, words: str, keypoint: str = "t6") -> bool:
    told = guideline_of(skeleton_of(session), keypoint, session.guides) or Guideline(keypoint)
    return guide_editing.write_guideline(session, skeleton_of(session), replace(told, definition=words))


def definition(session: Session, keypoint: str = "t6") -> str:
    found = guideline_of(skeleton_of(session), keypoint, session.guides)
    return "" if found is None else found.definition


def migrate(session: Session, *rules: Rule) -> None:
    migrating.migrate(session, migrating.by_rules(session, rules))


def test_own_places_come_first_and_move_the_neighbours_of_others(session: Session) -> None:
    skeleton = skeleton_of(session)
    assert guide_editing.show_on(session, skeleton, {"t6": (HERE,)})
    (sight,) = sights_of(skeleton, "t6", session.guides)
    assert (sight.plate.name, sight.target.at) == ("spine_posterior", (0.4, 0.3))
    seven = sights_of(skeleton, "t7", session.guides)[0].target
    left, top, width, height = seven.zoom
    inside = left <= 0.4 <= left + width and top <= 0.3 <= top + height
    assert seven.neighbours.get("t6") == ((0.4, 0.3) if inside else None)
    assert not guide_editing.show_on(session, skeleton, {"t6": (HERE,)})
    guide_editing.show_on(session, skeleton, {"t6": None})
    assert sights_of(skeleton, "t6", session.guides) == sights_of(skeleton, "t6")


def test_a_keypoint_may_be_shown_nowhere(session: Session) -> None:
    guide_editing.show_on(session, skeleton_of(session), {"t6": ()})
    assert sights_of(skeleton_of(session), "t6", session.guides) == ()


def test_a_place_outside_its_picture_is_refused(session: Session) -> None:
    for at, zoom in (((0.5, 0.5), (0.6, 0.6, 0.2, 0.2)), ((1.1, 0.5), (0.9, 0.4, 0.3, 0.2))):
        wrong = Target("spine_posterior", False, at, zoom)
        with pytest.raises(EditRefused, match="must lie within"):
            guide_editing.show_on(session, skeleton_of(session), {"t6": (wrong,)})


def test_a_drawing_of_ones_own_is_kept_shown_and_goes_with_its_places(
    session: Session, tmp_path: Path
) -> None:
    (tmp_path / "My Knee.svg").write_text(SVG, encoding="utf-8")
    skeleton = skeleton_of(session)
    name = guide_editing.add_picture(session, skeleton, tmp_path / "My Knee.svg", "Knee, opened", 80.0)
    assert name == "my_knee"
    plate, source = plates_at_hand(skeleton, session.guides)[name]
    assert (plate.title, plate.size, plate.width_mm) == ("Knee, opened", (200.0, 100.0), 80.0)
    assert drawing_of(name, source, dark=True).content.decode() == SVG
    target = Target(name, True, (0.25, 0.5), (0.0, 0.0, 0.5, 1.0))
    guide_editing.show_on(session, skeleton, {"t6": (target, HERE)})
    assert [sight.plate.name for sight in sights_of(skeleton, "t6", session.guides)] == [
        name,
        "spine_posterior",
    ]
    assert guide_editing.used_by(session, name) == ["t6"]
    guide_editing.remove_picture(session, name)
    assert [sight.plate.name for sight in sights_of(skeleton, "t6", session.guides)] == ["spine_posterior"]
    session.undo()
    assert sights_of(skeleton, "t6", session.guides)[0].plate == plate


def test_a_second_picture_of_a_name_gets_another_one(session: Session, tmp_path: Path) -> None:
    (tmp_path / "spine_posterior.svg").write_text(SVG, encoding="utf-8")
    path = tmp_path / "spine_posterior.svg"
    added = [guide_editing.add_picture(session, skeleton_of(session), path) for _ in range(2)]
    assert added == ["spine_posterior_2", "spine_posterior_3"]


def test_title_and_width_of_a_picture_can_be_changed(session: Session, tmp_path: Path) -> None:
    (tmp_path / "knee.svg").write_text(SVG, encoding="utf-8")
    name = guide_editing.add_picture(session, skeleton_of(session), tmp_path / "knee.svg")
    assert guide_editing.describe_picture(session, name, "Knee from the front", 90.0)
    assert not guide_editing.describe_picture(session, name, "Knee from the front", 90.0)
    plate, _ = plates_at_hand(skeleton_of(session), session.guides)[name]
    assert (plate.title, plate.width_mm) == ("Knee from the front", 90.0)
    with pytest.raises(EditRefused):
        guide_editing.describe_picture(session, "spine_posterior", "Mine", None)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<path onclick="x()" d="M0 0"/>',
        '<image href="//elsewhere/a.png"/>',
        '<a href="//elsewhere"><path d="M0 0"/></a>',
        "<style>path{fill:url(//elsewhere/a)}</style>",
    ],
)
def test_a_drawing_that_runs_or_fetches_is_refused(session: Session, tmp_path: Path, inside: str) -> None:
    path = tmp_path / "bad.svg"
    path.write_text(SVG.replace("</svg>", f"{inside}</svg>"), encoding="utf-8")
    with pytest.raises(PlateFaulty):
        guide_editing.add_picture(session, skeleton_of(session), path)
    assert not session.guides.plates


def test_a_drawing_with_entities_is_refused(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "bad.svg"
    path.write_text('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, encoding="utf-8")
    with pytest.raises(PlateFaulty, match="DOCTYPE"):
        guide_editing.add_picture(session, skeleton_of(session), path)


def test_a_picture_of_a_hundred_megabytes_is_refused(session: Session, tmp_path: Path) -> None:
    for name, error in (("huge.png", MediaUnreadable), ("huge.svg", PlateFaulty)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(100 << 20)
        with pytest.raises(error):
            guide_editing.add_picture(session, skeleton_of(session), tmp_path / name)
    with pytest.raises(FileUnreadable):
        guide_editing.add_picture(session, skeleton_of(session), tmp_path / "none.png")


def test_a_picture_that_was_put_into_the_file_by_others_is_not_shown(
    session: Session, tmp_path: Path
) -> None:
    (tmp_path / "knee.svg").write_text(SVG, encoding="utf-8")
    skeleton = skeleton_of(session)
    name = guide_editing.add_picture(session, skeleton, tmp_path / "knee.svg")
    guide_editing.show_on(session, skeleton, {"t6": (Target(name, False, (0.5, 0.5), (0, 0, 1, 1)),)})
    session.close()
    bad = SVG.replace("</svg>", "<script/></svg>").encode()
    with closing(sqlite3.connect(session.project.path)) as raw, raw:
        raw.execute("UPDATE plate SET content = ?", (bad,))
    with Session.open(session.project.path) as again:
        with pytest.raises(PlateFaulty, match="script"):
            sights_of(skeleton, "t6", again.guides)
        assert name not in plates_at_hand(skeleton, again.guides)
        with pytest.raises(PlateFaulty, match="script"):
            drawing_of(name, again.guides.plates[name], dark=False)


def test_a_book_leaves_out_a_picture_that_pages_cannot_hold_and_says_so(
    session: Session, tmp_path: Path
) -> None:
    round_one = SVG.replace('<path d="M0 0L9 9"/>', '<circle r="5"/>')
    for name, text in (("plain", SVG), ("round", round_one)):
        (tmp_path / f"{name}.svg").write_text(text, encoding="utf-8")
        guide_editing.add_picture(session, skeleton_of(session), tmp_path / f"{name}.svg")
    places = tuple(Target(name, False, (0.5, 0.5), (0, 0, 1, 1)) for name in ("plain", "round"))
    guide_editing.show_on(session, skeleton_of(session), {"t6": places})
    printed = print_book(skeleton_of(session), tmp_path / "book.html", guides=session.guides)
    assert printed.warnings == ("round is left out: of drawings, pages hold those of plain paths only",)


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_a_photograph_of_ones_own_is_in_the_book(session: Session, tmp_path: Path, suffix: str) -> None:
    scan = np.full((60, 80, 3), (200, 40, 220), np.uint8)
    assert cv2.imwrite(str(tmp_path / f"scan.{suffix}"), scan)
    skeleton = skeleton_of(session)
    name = guide_editing.add_picture(session, skeleton, tmp_path / f"scan.{suffix}", width_mm=160.0)
    target = Target(name, False, (0.25, 0.5), (0.1, 0.2, 0.4, 0.6))
    guide_editing.show_on(session, skeleton, {"t6": (target,)})
    printed = print_book(skeleton, tmp_path / "book.html", guides=session.guides)
    told = (tmp_path / "book.html").read_text(encoding="utf-8")
    assert printed.warnings == ()
    assert 'id="picture-scan" viewBox="0 0 80 60"><image width="80" height="60" href="data:image/png' in told
    assert 'href="#picture-scan"' in told
    book = book_of(skeleton, session.guides)
    (page,) = [one for one in book.pages if one.keypoint.name == "t6"]
    assert [one.plate for one in page.targets] == [name]
    leaves = book_as_pdf(book, compressed=False)
    (form,) = re.findall(rb"/BBox \[ 0 0 80 60 \].*?>>\s*stream", leaves, re.DOTALL)
    assert b"/XObject" in form
    assert b"/Height 60" in leaves
    assert book_as_pdf(book, compressed=False) == leaves


# ---- beside the file of a skeleton ---------------------------------------------------------------------


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A skeleton in a file, with guidelines and plates in folders beside it."""
    folder = tmp_path / "work" / "skeletons"
    (folder / "mine").mkdir(parents=True)
    (folder / "plates").mkdir()
    skeleton = Skeleton("mine", (Keypoint("t6"), Keypoint("t7")), guidelines="mine")
    (folder / "mine.yaml").write_text(skeleton_to_yaml(skeleton), encoding="utf-8")
    told = "---\nkeypoint: t6\nversion: 1\n---\n\n## Definition\n\nBeside the file.\n"
    (folder / "mine" / "t6.md").write_text(told, encoding="utf-8")
    (folder / "plates" / "back.svg").write_text(SVG, encoding="utf-8")
    table = (
        "plates:\n  back: {title: My back, size: [200, 100]}\nskeletons:\n  mine:\n"
        "    t6:\n      - {plate: back, at: [0.5, 0.5], zoom: [0.4, 0.4, 0.2, 0.2]}\n"
        "    t7:\n      - {plate: spine_posterior, at: [0.5, 0.5], zoom: [0.4, 0.4, 0.2, 0.2]}\n"
    )
    (folder / "plates" / "targets.yaml").write_text(table, encoding="utf-8")
    return folder / "mine.yaml"


def test_what_lies_beside_the_file_of_a_skeleton_is_told_in_a_project(mine: Path, tmp_path: Path) -> None:
    path = tmp_path / "work" / "p.palpate"
    with Session.create(path, [str(mine)], "cora", "consultant") as session:
        assert definition(session) == "Beside the file."
        (sight,) = sights_of(skeleton_of(session), "t6", session.guides)
        assert sight.title == "My back"
        assert drawing_of("back", sight.source, dark=False).content.decode() == SVG
        (other,) = sights_of(skeleton_of(session), "t7", session.guides)
        assert other.plate.name == "spine_posterior"
        say(session, "Mine.")
        assert definition(session) == "Mine."
        guide_editing.forget_guideline(session, skeleton_of(session), "t6")
        migrate(session, Rename("t6", "sixth"))
        assert definition(session, "sixth") == "Beside the file."
    moved = shutil.move(tmp_path / "work", tmp_path / "moved")
    with Session.open(Path(moved) / "p.palpate") as again:
        assert definition(again, "sixth") == "Beside the file."


def test_a_folder_that_is_gone_is_no_fault(mine: Path, tmp_path: Path) -> None:
    with Session.create(tmp_path / "p.palpate", [str(mine)], "cora") as session:
        shutil.rmtree(mine.parent)
        assert definition(session) == ""
        assert sights_of(skeleton_of(session), "t6", session.guides) == ()


def test_faults_beside_the_file_of_a_skeleton_are_found_when_it_is_checked(mine: Path) -> None:
    skeleton_content(str(mine))
    stray = "---\nkeypoint: t99\nversion: 1\n---\n\n## Definition\n\nNowhere.\n"
    (mine.parent / "mine" / "t99.md").write_text(stray, encoding="utf-8")
    with pytest.raises(GuidelineFaulty, match="no keypoint of mine is called 't99'"):
        skeleton_content(str(mine))
    (mine.parent / "mine" / "t99.md").unlink()
    (mine.parent / "plates" / "targets.yaml").write_text("plates: 3\n", encoding="utf-8")
    with pytest.raises(PlateFaulty):
        skeleton_content(str(mine))


def test_the_book_of_a_file_has_its_own_plates(mine: Path, tmp_path: Path) -> None:
    printed = print_book(str(mine), tmp_path / "book.html")
    assert (printed.n_explained, printed.n_plates, printed.warnings) == (1, 2, ())
    assert "Beside the file." in (tmp_path / "book.html").read_text(encoding="utf-8")


def test_shipped_plates_are_not_copied_into_any_project(session: Session) -> None:
    assert "spine_posterior" in plates_at_hand(skeleton_of(session), session.guides)
    assert session.guides.plates == {}
    assert resource("guidelines", "plates", "spine_posterior.svg").is_file()
