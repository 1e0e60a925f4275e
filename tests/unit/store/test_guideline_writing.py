"""Guidelines that are written and read again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from palpate.base.errors import GuidelineFaulty
from palpate.base.folders import resource
from palpate.model.guideline import BlurRule, Guideline
from palpate.store.guideline_reading import guideline_from_markdown, read_guideline
from palpate.store.guideline_writing import guideline_to_markdown, tidied, word_of

words = st.text(
    st.one_of(st.characters(), st.sampled_from("#-: \n\t\r\u00a0\u2028\x00'\"{}[]|>~")), max_size=60
)
long_words = st.lists(st.sampled_from(["#", "##", "-", "---", "word", "x" * 40, "1.", "–"]), max_size=40).map(
    " ".join
)
texts = st.one_of(words, long_words)
positive = st.floats(1e-6, 1e6)
rules = st.builds(
    lambda reference, width, ratios: BlurRule(reference, width, *sorted(ratios)),
    st.from_regex(r"[a-zäö#:'-][ -~ä]{0,30}[a-z]", fullmatch=True),
    positive,
    st.tuples(positive, positive, positive),
)
guidelines = st.builds(
    Guideline,
    keypoint=st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True),
    definition=texts,
    palpation_cue=texts,
    video_cue=texts,
    common_errors=st.lists(texts, max_size=4).map(tuple),
    correct=texts,
    incorrect=texts,
    lighting_notes=st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True), texts, max_size=3),
    visibility_rule=st.dictionaries(
        st.sampled_from(["visible", "certain_occluded", "estimated", "absent"]), texts, max_size=4
    ),
    blur_rule=st.none() | rules,
    source=texts,
    version=st.none() | st.integers(1, 99),
)


@given(guidelines)
@example(Guideline("a", definition="## Visibility\n\n# head\n- point"))
@example(Guideline("a", common_errors=("- twice", "## no heading", "word: text")))
@example(Guideline("true", definition="---", source="---"))
def test_whatever_is_written_is_read_as_exactly_the_same(guideline: Guideline) -> None:
    kept = tidied(guideline)
    text = guideline_to_markdown(kept, title="# Title\n## Definition")
    assert guideline_from_markdown(text) == kept
    assert tidied(kept) == kept


@pytest.mark.parametrize("path", sorted(resource("guidelines").glob("*/*.md")), ids=lambda path: path.stem)
def test_every_shipped_guideline_goes_round(path: Path) -> None:
    if path.parent.name == "plates":
        assert path.name == "SOURCES.md"
        return
    shipped = read_guideline(path)
    assert tidied(shipped) == shipped
    assert guideline_from_markdown(guideline_to_markdown(shipped, title="Title")) == shipped


def test_a_file_is_pleasant_to_read() -> None:
    written = Guideline(
        "t6",
        definition="Tip of the spinous process, " * 6,
        common_errors=("Too far in.",),
        blur_rule=BlurRule("spacing of processes", 28.0),
        version=2,
    )
    lines = guideline_to_markdown(tidied(written), title="T6 spinous process").split("\n")
    assert lines[:5] == ["---", "keypoint: t6", "version: 2", "blur:", "  reference: spacing of processes"]
    assert lines[5] == "  reference_width_mm: 28"
    assert "# T6 spinous process" in lines
    assert "- Too far in." in lines
    assert max(map(len, lines)) <= 100


def test_words_that_were_typed_in_any_shape_become_paragraphs() -> None:
    typed = Guideline("a", definition=" one\r\ntwo  three\n \nfour\n\n\n", common_errors=("", "  x\ny "))
    kept = tidied(typed)
    assert kept.definition == "one two three\n\nfour"
    assert kept.common_errors == ("x y",)


@pytest.mark.parametrize(
    "guideline",
    [
        Guideline("a", definition="two\nlines"),
        Guideline("a", visibility_rule={"seen": "Here."}),
        Guideline("a", lighting_notes={"Low sun": "Here."}),
        Guideline("a", blur_rule=BlurRule("width", 0.0)),
        Guideline("a", blur_rule=BlurRule("", 5.0)),
        Guideline("a", blur_rule=BlurRule("width", 5.0, 0.9, 0.5, 2.0)),
        Guideline("a", blur_rule=BlurRule("width", float("nan"))),
        Guideline("a", blur_rule=BlurRule("width", float("inf"))),
        Guideline("a\nb"),
        Guideline("a", definition="x" * 300_000),
    ],
)
def test_what_no_file_can_say_is_refused(guideline: Guideline) -> None:
    with pytest.raises(GuidelineFaulty):
        guideline_to_markdown(guideline)


def test_a_name_that_was_typed_becomes_a_word() -> None:
    assert word_of(" Low sun, rear ") == "low_sun_rear"
    assert word_of("Schräges Licht") == "schrages_licht"
    assert word_of("3rd") == ""
    assert word_of("光") == ""
