"""What a project itself tells of keypoints comes first, and follows them through versions."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from palpate.base.errors import EditRefused, FileUnreadable, GuidelineFaulty, MediaUnreadable, PlateFaulty
from palpate.base.folders import resource
from palpate.model.guideline import Guideline
from palpate.model.migration import Add, Redefine, Remove, Rename, Rule, Split
from palpate.model.plate import Target
from palpate.model.skeleton import Keypoint, Skeleton
from palpate.session import guide_editing, migrating
from palpate.session.edits.guides import PutGuideline, PutTargets
from palpate.session.guidance import guideline_of, guidelines_of, told_of
from palpate.session.guideline_book import book_of, print_book
from palpate.session.guideline_search import search_guidelines
from palpate.session.plates import drawing_of, plates_at_hand, sights_of
from palpate.session.session import Session
from palpate.session.summary import skeleton_content
from palpate.store.library import load_skeleton
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


# ---- words ---------------------------------------------------------------------------------------------


def test_own_words_come_before_shipped_ones_and_say_whose_they_are(session: Session) -> None:
    shipped = definition(session)
    assert say(session, "Where we say.")
    told = told_of(skeleton_of(session), "t6", session.guides)
    assert told.guideline is not None
    assert told.guideline.definition == "Where we say."
    assert told.guideline.palpation_cue
    assert told.own is not None
    assert told.own.author == "cora"
    assert guidelines_of(skeleton_of(session), session.guides)["t6"] == told.guideline
    assert guideline_of(load_skeleton(BOWLING), "t6").definition == shipped  # type: ignore[union-attr]


def test_words_are_undone_done_again_and_there_after_a_restart(session: Session) -> None:
    shipped = definition(session)
    say(session, "One.")
    say(session, "Two.")
    assert session.undoable().title == "Rewrite the guideline of T6 spinous process"  # type: ignore[union-attr]
    session.undo()
    assert definition(session) == "One."
    session.undo()
    assert definition(session) == shipped
    session.step(2)
    with Session.open(session.project.path, read_only=True) as again:
        assert definition(again) == "Two."


def test_going_back_takes_the_own_words_away(session: Session) -> None:
    shipped = definition(session)
    say(session, "Mine.")
    assert guide_editing.forget_guideline(session, skeleton_of(session), "t6")
    assert definition(session) == shipped
    assert not guide_editing.forget_guideline(session, skeleton_of(session), "t6")


def test_writing_what_is_shipped_is_going_back(session: Session) -> None:
    shipped = definition(session)
    say(session, "Mine.")
    say(session, shipped)
    assert told_of(skeleton_of(session), "t6", session.guides).own is None
    count = len(session.project.history())
    assert not say(session, shipped)
    assert len(session.project.history()) == count


def test_a_search_and_a_book_find_the_own_words(session: Session) -> None:
    say(session, "Under the xyzzy.")
    skeleton = skeleton_of(session)
    assert [one.keypoint for one in search_guidelines(skeleton, "xyzzy", session.guides)] == [
        skeleton.position_of["t6"]
    ]
    page = book_of(skeleton, session.guides).pages[skeleton.position_of["t6"]]
    assert page.guideline is not None
    assert page.guideline.definition == "Under the xyzzy."


def test_an_annotator_reads_only(tmp_path: Path) -> None:
    with Session.create(tmp_path / "a.palpate", [BOWLING], "ana") as session:
        assert "consultants and leads" in guide_editing.why_not_write(session)
        with pytest.raises(EditRefused, match="consultants and leads"):
            say(session, "Mine.")
        with pytest.raises(EditRefused, match="consultants and leads"):
            guide_editing.show_on(session, skeleton_of(session), {"t6": (HERE,)})
        with pytest.raises(EditRefused, match="consultants and leads"):
            guide_editing.add_picture(session, skeleton_of(session), tmp_path / "none.svg")


def test_nobody_writes_in_a_project_that_is_only_read(session: Session) -> None:
    with Session.open(session.project.path, read_only=True) as reader:
        assert "reading only" in guide_editing.why_not_write(reader)


def test_a_guideline_for_an_unknown_keypoint_is_refused(session: Session) -> None:
    with pytest.raises(EditRefused, match="no keypoint of cricket_bowling_54 is called 't99'"):
        session.do(PutGuideline(BOWLING, "t99", Guideline("t99", "Here.")))
    with pytest.raises(EditRefused, match="pins no skeleton named 'hand'"):
        session.do(PutGuideline("hand", "t6", Guideline("t6", "Here.")))
    with pytest.raises(EditRefused, match="'t99'"):
        session.do(PutTargets("Show", BOWLING, {"t99": (HERE,)}))


def test_words_that_were_tampered_with_are_told_as_a_fault_and_only_there(session: Session) -> None:
    say(session, "Mine.")
    session.close()
    with closing(sqlite3.connect(session.project.path)) as raw, raw:
        raw.execute("UPDATE guideline SET content = 'no head'")
    with Session.open(session.project.path) as again:
        with pytest.raises(GuidelineFaulty):
            guideline_of(skeleton_of(again), "t6", again.guides)
        assert guideline_of(skeleton_of(again), "t7", again.guides) is not None


# ---- versions ------------------------------------------------------------------------------------------


def test_shipped_words_and_places_go_on_to_hold_after_a_migration(session: Session) -> None:
    before = guidelines_of(skeleton_of(session), session.guides)
    migrate(session, Add(Keypoint("ball_seam")))
    skeleton = skeleton_of(session)
    assert skeleton.version == 2
    assert guidelines_of(skeleton, session.guides) == before
    assert sights_of(skeleton, "t6", session.guides) == sights_of(load_skeleton(BOWLING), "t6")
    assert book_of(skeleton, session.guides).pages[-1].guideline is None


def test_a_renamed_keypoint_keeps_what_is_told_of_it(session: Session) -> None:
    shipped = definition(session, "t7")
    say(session, "Mine.")
    guide_editing.show_on(session, skeleton_of(session), {"t6": (HERE,)})
    migrate(session, Rename("t6", "sixth"), Rename("t7", "seventh"))
    skeleton = skeleton_of(session)
    assert definition(session, "sixth") == "Mine."
    assert definition(session, "seventh") == shipped
    assert sights_of(skeleton, "sixth", session.guides)[0].target.at == HERE.at
    places = {sight.plate.name for sight in sights_of(skeleton, "seventh", session.guides)}
    assert places == {sight.plate.name for sight in sights_of(load_skeleton(BOWLING), "t7")}
    assert definition(session, "t6") == ""
    assert {"sixth", "seventh"} <= guidelines_of(skeleton, session.guides).keys()
    session.undo()
    assert definition(session, "t6") == "Mine."


def test_two_keypoints_that_exchange_their_names_exchange_their_guidelines(session: Session) -> None:
    six, seven = definition(session, "t6"), definition(session, "t7")
    migrate(session, Rename("t6", "between"), Rename("t7", "t6"), Rename("between", "t7"))
    assert (definition(session, "t6"), definition(session, "t7")) == (seven, six)
    migrate(session, Rename("t6", "later"))
    assert definition(session, "later") == seven
    again = sights_of(skeleton_of(session), "later", session.guides)[0].target.at
    assert again == sights_of(load_skeleton(BOWLING), "t7")[0].target.at


def test_neighbours_are_called_as_the_new_version_calls_them(session: Session) -> None:
    assert "t7" in sights_of(skeleton_of(session), "t6", session.guides)[0].target.neighbours
    migrate(session, Rename("t7", "seventh"))
    neighbours = sights_of(skeleton_of(session), "t6", session.guides)[0].target.neighbours
    assert "seventh" in neighbours
    assert "t7" not in neighbours


def test_a_keypoint_that_is_another_place_is_explained_by_nothing_until_somebody_does(
    session: Session,
) -> None:
    say(session, "The old place.")
    guide_editing.show_on(session, skeleton_of(session), {"t6": (HERE,)})
    migrate(session, Redefine("t6"))
    told = told_of(skeleton_of(session), "t6", session.guides)
    assert told.guideline is None
    assert told.own is None
    assert told.outgrown is not None
    assert told.outgrown.definition == "The old place."
    assert sights_of(skeleton_of(session), "t6", session.guides) == ()
    guide_editing.write_guideline(session, skeleton_of(session), Guideline("t6", "The new place."))
    guide_editing.show_on(session, skeleton_of(session), {"t6": (HERE,)})
    assert definition(session) == "The new place."
    assert len(sights_of(skeleton_of(session), "t6", session.guides)) == 1


def test_a_name_that_comes_back_for_another_place_inherits_nothing(session: Session) -> None:
    say(session, "Mine.")
    migrate(session, Remove("t6"), Add(Keypoint("t6")))
    assert told_of(skeleton_of(session), "t6", session.guides).guideline is None
    assert sights_of(skeleton_of(session), "t6", session.guides) == ()


def test_both_parts_of_a_split_keypoint_remember_what_was_said_of_the_whole(session: Session) -> None:
    say(session, "The whole.")
    migrate(session, Split("t6", ("t6", "t6_skin")))
    for name in ("t6", "t6_skin"):
        told = told_of(skeleton_of(session), name, session.guides)
        assert told.guideline is None
        assert told.outgrown is not None
        assert told.outgrown.definition == "The whole."


# ---- pictures ------------------------------------------------------------------------------------------


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
        '<image href="https://example.org/a.png"/>',
        '<a href="https://example.org"><path d="M0 0"/></a>',
        "<style>path{fill:url(https://example.org/a)}</style>",
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
    assert printed.warnings == ("round is left out: pages hold drawings of plain paths only",)


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
    assert session.project.rows_of("plate") == []
    assert resource("guidelines", "plates", "spine_posterior.svg").is_file()
