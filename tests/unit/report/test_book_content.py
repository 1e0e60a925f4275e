"""What stands in a book of guidelines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from palpate.model.guideline import BlurRule, Guideline
from palpate.model.plate import Plate, Target
from palpate.model.policy import KeypointPolicy
from palpate.model.skeleton import Keypoint, Side, Skeleton, Tiers
from palpate.report.book.content import (
    Book,
    Page,
    brief_of,
    facts_of,
    passages_of,
    reading_of,
    short_name,
    word,
)
from palpate.report.book.plates import caption_of, cover_plate, places_on
from palpate.report.text import Passage

KNEE = Keypoint("right_knee", "Right knee", region="lower_limb", side=Side.RIGHT, mirror="left_knee")
OTHER = Keypoint("left_knee", "Left knee", region="lower_limb", side=Side.LEFT, mirror="right_knee")
T6 = Keypoint("t6", "T6 spinous process", region="spine", sigma=0.014)
GUIDE = Guideline(
    "right_knee",
    definition="The middle of the knee.\n\nNot the kneecap.",
    common_errors=("Kneecap.",),
    lighting_notes={"hard_side_light": "Shadow."},
    visibility_rule={"visible": "Seen.", "certain_occluded": "Pad over it.", "absent": "Outside."},
    blur_rule=BlurRule("Width of the knee", 100.0),
    source="ISB.",
)
RULES = Skeleton("knees_2", (KNEE, OTHER, T6), tiers=Tiers.FOUR)


@pytest.fixture
def book() -> Book:
    plate = Plate("knee_anterior", "Right knee from the front", (100.0, 200.0), 170.0)
    at = Target("knee_anterior", False, (0.4, 0.5), (0.2, 0.4, 0.4, 0.2))
    flipped = Target("knee_anterior", True, (0.6, 0.5), (0.4, 0.4, 0.4, 0.2))
    pages = (
        Page(1, KNEE, GUIDE, (at,), ("Right knee from the front",)),
        Page(2, OTHER, GUIDE, (flipped,), ("Left knee from the front",)),
        Page(3, T6, None),
    )
    return Book(RULES, pages, plates={"knee_anterior": plate})


def passage(passages: list[Passage], heading: str) -> Passage:
    return next(one for one in passages if one.heading == heading)


def test_a_page_tells_everything_in_the_order_it_is_read(book: Book) -> None:
    passages = passages_of(book.pages[0], RULES)
    headings = ["Definition", "Common errors", "Visibility", "Blur", "Light", "Source"]
    assert [one.heading for one in passages] == headings
    assert passage(passages, "Definition").paragraphs == ("The middle of the knee.", "Not the kneecap.")
    assert passage(passages, "Light").pairs == (("Hard side light", "Shadow."),)


def test_the_tiers_are_those_of_the_skeleton(book: Book) -> None:
    four = passage(passages_of(book.pages[0], RULES), "Visibility").pairs
    assert [name[0] for name, _ in four] == ["1", "2", "4"]
    three = Skeleton("knees_2", (KNEE, OTHER, T6), tiers=Tiers.THREE)
    assert len(passage(passages_of(book.pages[0], three), "Visibility").pairs) == 2
    assert len(passage(reading_of(three), "Visibility and its keys").pairs) == 3


def test_the_blur_rule_is_told_in_millimetres(book: Book) -> None:
    blur = passage(passages_of(book.pages[0], RULES), "Blur")
    assert blur.paragraphs == ("Length of the smear against the width of the knee, about 100 mm:",)
    assert blur.rows == (
        ("Visible", "up to 25 mm (× 0.25)"),
        ("Estimated", "up to 100 mm (× 1)"),
        ("Absent", "above 200 mm (× 2)"),
    )


def test_a_keypoint_without_a_guideline_says_so(book: Book) -> None:
    (only,) = passages_of(book.pages[2], RULES)
    assert "None is written" in only.paragraphs[0]


def test_regions_keep_the_order_of_the_skeleton_and_sources_are_named_once(book: Book) -> None:
    assert list(book.regions) == ["lower_limb", "spine"]
    (source,) = book.sources
    assert source.keypoints == ("Right knee", "Left knee")
    (told,) = book.told_sources()
    assert told.pairs == (("Right knee, Left knee", "ISB."),)


def test_a_plate_shows_a_pair_once_and_tells_of_the_other_side(book: Book) -> None:
    places, note = places_on(book, "knee_anterior")
    assert [(at, called.text) for at, called in places] == [((0.4, 0.5), "knee")]
    assert "left side" in note


def test_a_caption_tells_what_a_mirrored_plate_shows(book: Book) -> None:
    assert caption_of(book, book.pages[0], 0) == "Right knee from the front"
    assert caption_of(book, book.pages[1], 0) == "Left knee from the front (mirrored plate)"


def test_the_cover_shows_the_plate_with_most_of_the_subject(book: Book) -> None:
    whole = Plate("body", "Body", (10.0, 20.0), 750.0)
    assert cover_plate(Book(RULES, (), plates={**book.plates, "body": whole})) == whole
    assert cover_plate(Book(RULES, ())) is None


@pytest.mark.parametrize(
    ("keypoint", "beside", "said"),
    [
        (T6, None, "T6"),
        (KNEE, Side.RIGHT, "knee"),
        (KNEE, Side.LEFT, "right knee"),
        (Keypoint("left_index_mcp", "Left index MCP", side=Side.LEFT), Side.LEFT, "index MCP"),
        (Keypoint("jaw_3", "Jaw 3"), None, "jaw 3"),
    ],
)
def test_short_names_drop_the_side_and_keep_signs(keypoint: Keypoint, beside: Side | None, said: str) -> None:
    assert short_name(keypoint, beside=beside) == said


def test_a_page_names_the_limits_that_its_keypoint_has_of_its_own() -> None:
    asks = replace(KNEE, policy=KeypointPolicy(mpjpe_px=6.0, blur_visible=0.2))
    for guideline in (GUIDE, None):
        said = passage(passages_of(Page(1, asks, guideline), RULES), "Limits of its own")
        assert said.points == ("Retraining from a mean error of 6 px", "Visible up to a blur of 0.2 × width")


def test_heads_and_covers_tell_the_facts() -> None:
    assert ("σ", "0.014") in brief_of(T6)
    assert ("Other side", "left_knee") in brief_of(KNEE)
    assert ("Visibility", "four tiers") in facts_of(RULES)
    assert word("wrist_hand") == "Wrist and hand"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Knees, 54 points", "Knees"),
        ("Knees, 3 points", "Knees, 3 points"),
        ("A 54-point skeleton of knees", "A skeleton of knees"),
        ("Knees of 2026", "Knees of 2026"),
        ("54 keypoints", "knees_2"),
        ("", "knees_2"),
    ],
)
def test_the_title_of_a_book_counts_no_other_keypoints_than_its_cover(title: str, said: str) -> None:
    assert Book(replace(RULES, title=title), ()).title == said
    assert ("Keypoints", "3") in facts_of(RULES)
