"""Examples in a project and beside it: kept, told in order, followed through migrations and undo."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from palpate.base.errors import EditRefused, ExampleFaulty, FileUnreadable, PalpateError
from palpate.model.change import Change
from palpate.model.example import Blur, Example, ExampleSource, Lighting, PictureKind, Shows
from palpate.model.migration import Redefine, Remove, Rename
from palpate.model.skeleton import Skeleton
from palpate.session.guidelines import examples
from palpate.session.guidelines.book_examples import shots_of
from palpate.session.guidelines.examples import Home, ShownExample
from palpate.session.session import Session
from palpate.session.skeletons import migrating
from palpate.store.library import load_skeleton
from palpate.store.skeleton_writing import skeleton_to_yaml

SIZE = (32, 24)


@pytest.fixture
def session(tmp_path: Path, stick_figure: Skeleton) -> Iterator[Session]:
    file = tmp_path / "figures" / "stick_figure.yaml"
    file.parent.mkdir()
    file.write_text(skeleton_to_yaml(replace(stick_figure, guidelines="stick_figure")), encoding="utf-8")
    with Session.create(tmp_path / "p.palpate", [str(file)], "ana") as session:
        yield session


@pytest.fixture
def figure(session: Session) -> Skeleton:
    return session.contents.skeletons["stick_figure"]


def picture(shade: int = 90, size: tuple[int, int] = SIZE) -> bytes:
    done, content = cv2.imencode(".png", np.full((size[1], size[0], 3), shade, np.uint8))
    assert done
    return content.tobytes()


@pytest.fixture
def example_of() -> Callable[..., Example]:
    """Return an example of the head, saved from frame 7."""

    def make(name: str, keypoint: str = "head") -> Example:
        return Example(
            *(name, "stick_figure", keypoint, Shows.INCORRECT, SIZE, (4.5, 5.25), (9.0, 5.0)),
            *(Lighting.HARD_SIDE, Blur.MODERATE, 11.5, "Not on the hair.", PictureKind.PNG),
            source=ExampleSource("over 1", 7, (400, 300)),
        )

    return make


def told(session: Session, figure: Skeleton, keypoint: str = "head") -> list[str]:
    return [one.example.id for one in examples.examples_of(session, figure, keypoint)]


def test_an_example_is_read_back_as_it_was_saved(
    session: Session, figure: Skeleton, example_of: Callable[..., Example]
) -> None:
    examples.save(session, example_of("one"), picture())
    (found,) = examples.examples_of(session, figure, "head")
    source = found.example.source
    assert found.home is Home.OWN
    assert (source.author, source.clip, source.frame, source.corner) == ("ana", "over 1", 7, (400, 300))
    assert source.time
    assert found.example == replace(example_of("one"), source=source, version=figure.version)
    assert examples.picture_of(session, found) == picture()


def test_an_example_survives_closing_the_project(
    session: Session, figure: Skeleton, example_of: Callable[..., Example]
) -> None:
    examples.save(session, example_of("one"), picture())
    before = examples.examples_of(session, figure, "head")
    session.close()
    with Session.open(session.project.path) as again:
        assert examples.examples_of(again, figure, "head") == before


def test_saving_is_one_step_that_undo_takes_back_with_the_picture(
    session: Session, figure: Skeleton, example_of: Callable[..., Example]
) -> None:
    changes: list[Change] = []
    session.changed.connect(lambda change, _origin: changes.append(change))
    examples.save(session, example_of("one"), picture())
    (found,) = examples.examples_of(session, figure, "head")
    assert changes[-1].examples
    assert session.project.history()[0].title == "Save head as incorrect example"
    session.undo()
    assert changes[-1].examples
    assert told(session, figure) == []
    with pytest.raises(FileUnreadable, match="gone"):
        examples.picture_of(session, found)
    session.redo()
    assert examples.picture_of(session, found) == picture()


def test_other_words_leave_the_picture_and_who_saved_it(
    session: Session, figure: Skeleton, example_of: Callable[..., Example]
) -> None:
    examples.save(session, example_of("one"), picture())
    (before,) = examples.examples_of(session, figure, "head")
    examples.change(
        session, before.example, caption=" On the crown. ", lighting=Lighting.DIFFUSE, blur=Blur.SHARP
    )
    (after,) = examples.examples_of(session, figure, "head")
    words = {"caption": "On the crown.", "lighting": Lighting.DIFFUSE, "blur": Blur.SHARP}
    assert after.example == replace(before.example, **words)  # type: ignore[arg-type]
    assert examples.picture_of(session, after) == picture()
    session.undo()
    assert examples.examples_of(session, figure, "head") == (before,)


def test_removing_takes_row_and_picture_and_undo_brings_both(
    session: Session, figure: Skeleton, example_of: Callable[..., Example]
) -> None:
    examples.save(session, example_of("one"), picture())
    (found,) = examples.examples_of(session, figure, "head")
    examples.remove(session, found.example)
    assert told(session, figure) == []
    with pytest.raises(EditRefused, match="gone"):
        examples.remove(session, found.example)
    with pytest.raises(EditRefused, match="gone"):
        examples.change(session, found.example, caption="", lighting=Lighting.UNKNOWN, blur=Blur.UNKNOWN)
    session.undo()
    assert examples.picture_of(session, found) == picture()


def test_an_example_of_an_unknown_keypoint_is_refused(
    session: Session, example_of: Callable[..., Example]
) -> None:
    with pytest.raises(EditRefused, match="no keypoint of stick_figure is called 'horn'"):
        examples.save(session, example_of("one", "horn"), picture())
    with pytest.raises(EditRefused, match="no keypoint of coco_17"):
        examples.save(session, replace(example_of("one"), skeleton="coco_17"), picture())
    assert session.undoable() is None or session.project.history()[0].title != "Save horn"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\0" * (100 << 20), "larger than 2 MB"),
        (b"GIF89a", "no JPEG or PNG"),
        (b"", "no JPEG or PNG"),
        (picture(size=(3000, 2)), "has 3000 × 2 px"),
    ],
    ids=["100 MB", "another format", "nothing", "too wide"],
)
def test_what_may_not_be_shown_is_not_kept(
    session: Session, figure: Skeleton, example_of: Callable[..., Example], content: bytes, said: str
) -> None:
    with pytest.raises(ExampleFaulty, match=said):
        examples.save(session, example_of("one"), content)
    assert told(session, figure) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"right": (40.0, 3.0)}, "must lie within its picture"),
        ({"wrong": (3.0, -1.0)}, "must lie within its picture"),
        ({"wrong": None}, "needs the place that is wrong"),
        ({"caption": "o" * 1001}, "1000 letters at most"),
        ({"size": (31, 24)}, "another one than was said"),
    ],
)
def test_marks_and_words_that_make_no_sense_are_refused(
    session: Session,
    figure: Skeleton,
    example_of: Callable[..., Example],
    wrong: dict[str, object],
    said: str,
) -> None:
    with pytest.raises(EditRefused, match=said):
        examples.save(session, replace(example_of("one"), **wrong), picture())  # type: ignore[arg-type]
    assert told(session, figure) == []


def test_own_examples_come_before_those_near_the_skeleton(
    session: Session, figure: Skeleton, example_of: Callable[..., Example], tmp_path: Path
) -> None:
    near = tmp_path / "figures"
    folder = near / "stick_figure" / "examples"
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(picture(7))
    table = "- {keypoint: head, file: a.png, verdict: correct, right: [3, 4]}\n"
    (folder / "examples.yaml").write_text(table, encoding="utf-8")
    examples.save(session, example_of("mine"), picture())
    first, second = examples.examples_of(session, figure, "head")
    assert (first.home, first.example.id) == (Home.OWN, "mine")
    assert (second.home, second.example.id) == (Home.NEAR, "stick_figure/a.png#head:correct")
    assert examples.picture_of(session, second) == picture(7)
    assert examples.examples_of(session, figure, "foot") == ()
    assert len(shots_of(session, figure, told=_unexpected)["head"]) == 2  # and a book has both


def _unexpected(fault: PalpateError) -> None:
    raise fault


def filed_away(folder: Path, *lines: str) -> None:
    """Put a table of examples of the stick figure beside its file."""
    folder = folder / "stick_figure" / "examples"
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(picture(7))
    entries = (f"- {{file: a.png, verdict: correct, right: [3, 4], {line}}}\n" for line in lines)
    (folder / "examples.yaml").write_text("".join(entries), encoding="utf-8")


def test_examples_in_files_hold_for_a_renamed_keypoint_and_no_longer_for_a_redefined_one(
    session: Session, tmp_path: Path
) -> None:
    filed_away(tmp_path / "figures", "keypoint: head", "keypoint: foot, version: 1", "keypoint: hip")
    rules = [Rename("head", "skull"), Redefine("foot"), Rename("hip", "pelvis"), Redefine("pelvis")]
    migrating.migrate(session, migrating.by_rules(session, rules, "stick_figure"))
    now = session.contents.skeletons["stick_figure"]
    assert [len(told(session, now, name)) for name in ("skull", "foot", "pelvis")] == [1, 0, 0]
    (shown,) = examples.examples_of(session, now, "skull")
    assert (shown.example.keypoint, shown.example.version) == ("skull", now.version)
    assert list(shots_of(session, now, told=_unexpected)) == ["skull"]


def test_an_example_in_a_file_that_says_its_version_is_of_what_its_name_meant_then(
    session: Session, tmp_path: Path
) -> None:
    lines = ("keypoint: head, version: 1", "keypoint: head, version: 2", "keypoint: foot, version: 2")
    filed_away(tmp_path / "figures", *lines)
    rules = [Rename("head", "skull"), Rename("hip", "head"), Redefine("foot")]
    migrating.migrate(session, migrating.by_rules(session, rules, "stick_figure"))
    now = session.contents.skeletons["stick_figure"]
    assert [len(told(session, now, name)) for name in ("skull", "head", "foot")] == [1, 1, 1]


def test_a_changed_table_is_read_anew(figure: Skeleton, tmp_path: Path) -> None:
    folder = tmp_path / "figures" / "stick_figure" / "examples"
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(picture(7))
    table = folder / "examples.yaml"
    table.write_text("[]\n", encoding="utf-8")
    assert examples.filed(figure, near=tmp_path / "figures") == ()
    table.write_text(
        "- {keypoint: head, file: a.png, verdict: correct, right: [3, 4], caption: longer}\n",
        encoding="utf-8",
    )
    (found,) = examples.filed(figure, near=tmp_path / "figures")
    assert found.example.caption == "longer"


def test_examples_follow_a_keypoint_that_is_renamed(
    session: Session, figure: Skeleton, example_of: Callable[..., Example]
) -> None:
    examples.save(session, example_of("one"), picture())
    migrating.migrate(session, migrating.by_rules(session, [Rename("head", "skull")], "stick_figure"))
    now = session.contents.skeletons["stick_figure"]
    assert (told(session, now), told(session, now, "skull")) == ([], ["one"])
    (found,) = examples.own(session, now)
    assert not found.example.is_before(now.version)
    session.undo()
    assert told(session, figure) == ["one"]


def test_examples_of_a_redefined_keypoint_tell_so_until_somebody_looked_through_them(
    session: Session, example_of: Callable[..., Example]
) -> None:
    examples.save(session, example_of("one"), picture())
    examples.save(session, example_of("two", "foot"), picture())
    for _ in range(2):  # the second migration does not bless what the first one left behind
        migrating.migrate(session, migrating.by_rules(session, [Redefine("head")], "stick_figure"))
    now = session.contents.skeletons["stick_figure"]
    stale = {one.example.id: one.example for one in examples.own(session, now)}
    assert {name: one.is_before(now.version) for name, one in stale.items()} == {"one": True, "two": False}
    examples.change(session, stale["one"], caption="Still right.", lighting=Lighting.DIFFUSE, blur=Blur.SHARP)
    (found,) = examples.own(session, now, "head")
    assert not found.example.is_before(now.version)


def test_examples_of_a_removed_keypoint_go_and_come_back_with_undo(
    session: Session, figure: Skeleton, example_of: Callable[..., Example]
) -> None:
    examples.save(session, example_of("one"), picture())
    migrating.migrate(session, migrating.by_rules(session, [Remove("head")], "stick_figure"))
    assert examples.own(session, session.contents.skeletons["stick_figure"]) == ()
    session.undo()
    (found,) = examples.own(session, figure)
    assert examples.picture_of(session, found) == picture()


def test_conditions_narrow_what_is_shown(example_of: Callable[..., Example]) -> None:
    plain = example_of("plain")
    shown = [
        ShownExample(plain, Home.OWN),
        ShownExample(replace(plain, id="soft", lighting=Lighting.DIFFUSE), Home.OWN),
        ShownExample(replace(plain, id="still", blur=Blur.SHARP), Home.OWN),
    ]

    def ids(lightings: set[Lighting], blurs: set[Blur]) -> list[str]:
        chosen = examples.of_conditions(shown, frozenset(lightings), frozenset(blurs))
        return [one.example.id for one in chosen]

    assert ids(set(), set()) == ["plain", "soft", "still"]
    assert ids({Lighting.HARD_SIDE}, set()) == ["plain", "still"]
    assert ids({Lighting.HARD_SIDE}, {Blur.SHARP}) == ["still"]
    assert ids({Lighting.HARD_SIDE, Lighting.DIFFUSE}, {Blur.MODERATE}) == ["plain", "soft"]


def test_a_faulty_table_takes_neither_own_examples_nor_those_of_another_table_from_a_book(
    session: Session, figure: Skeleton, example_of: Callable[..., Example], tmp_path: Path
) -> None:
    examples.save(session, example_of("one"), picture())
    filed_away(tmp_path / "figures", "keypoint: horn")
    other = tmp_path / "figures" / "other" / "examples"
    shutil.copytree(tmp_path / "figures" / "stick_figure" / "examples", other)
    sound = other / "examples.yaml"
    sound.write_text(sound.read_text(encoding="utf-8").replace("horn", "foot"), encoding="utf-8")
    told: list[str] = []
    both = replace(figure, inherited_guidelines=("other",))
    shots = shots_of(session, both, told=lambda fault: told.append(str(fault)))
    assert sorted(shots) == ["foot", "head"]
    (sentence,) = told
    assert "no keypoint is called 'horn'" in sentence


def test_shipped_examples_follow_a_renamed_keypoint_and_all_others_stay(tmp_path: Path) -> None:
    with Session.create(tmp_path / "p.palpate", ["cricket_bowling_54"], "lea", "lead") as session:

        def counted() -> dict[str, int]:
            now = session.contents.skeletons["cricket_bowling_54"]
            shots = shots_of(session, now, told=_unexpected)
            return {
                name: len(examples.examples_of(session, now, name))
                for name in now.names
                if len(shots.get(name, ())) == len(examples.examples_of(session, now, name))
            }

        before = counted()
        assert len(before) == 54
        assert min(before.values()) > 0
        for rule in (Rename("l3", "l3_process"), Remove("t8"), Redefine("nose")):
            migrating.migrate(session, migrating.by_rules(session, [rule]))
        wanted = {**before, "l3_process": before["l3"], "nose": 0}
        del wanted["l3"], wanted["t8"]
        assert counted() == wanted


def test_a_copy_that_calls_a_keypoint_otherwise_still_shows_the_shipped_examples_of_the_others() -> None:
    shipped = load_skeleton("cricket_bowling_54")
    at = shipped.position_of["l3"]
    points = list(shipped.keypoints)
    points[at] = replace(points[at], name="l3_process")
    copy = replace(shipped, name="mine", keypoints=tuple(points))
    of = {one.example.keypoint for one in examples.filed(copy)}
    assert of == {one.example.keypoint for one in examples.filed(shipped)} - {"l3"}
