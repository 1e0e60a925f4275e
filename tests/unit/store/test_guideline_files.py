"""Guideline files: Markdown with a small head, and how their faults are told."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palpate.base.errors import GuidelineFaulty
from palpate.model.guideline import BlurRule, Guideline
from palpate.store.guideline_reading import guideline_from_markdown, read_guideline

KNEE = """\
---
keypoint: left_knee
version: 2
blur: {reference: knee breadth, reference_width_mm: 98, visible_max_ratio: 0.3}
---

# Left knee

## Definition

Midpoint between the medial and lateral
epicondyles of the femur.

Not the kneecap.

## Common errors

- Kneecap surface, 40 mm
  too far forward.
- Joint line.

## Light

- diffuse: Use the change of direction.

## Visibility

- visible: Both outlines seen.
- absent: Leg hidden: or outside the image.

## Source

Standard anatomy.
"""


def problems_of(text: str) -> list[str]:
    with pytest.raises(GuidelineFaulty) as caught:
        guideline_from_markdown(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_guideline_is_read_with_its_lines_joined_and_its_paragraphs_kept() -> None:
    assert guideline_from_markdown(KNEE) == Guideline(
        keypoint="left_knee",
        definition="Midpoint between the medial and lateral epicondyles of the femur.\n\nNot the kneecap.",
        common_errors=("Kneecap surface, 40 mm too far forward.", "Joint line."),
        lighting_notes={"diffuse": "Use the change of direction."},
        visibility_rule={"visible": "Both outlines seen.", "absent": "Leg hidden: or outside the image."},
        blur_rule=BlurRule("knee breadth", 98.0, visible_max_ratio=0.3),
        source="Standard anatomy.",
        version=2,
    )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("---\nkeypoint", "keypoint"), "line 1: must begin with a head between two lines ---"),
        (("keypoint: left_knee\n", ""), "line 2: keypoint: is missing"),
        (("keypoint:", "joint: knee\nkeypoint:"), "line 2: joint: unknown key"),
        (("reference_width_mm: 98", "width: 98"), "line 4: blur.width: unknown key"),
        (("version: 2", "version: 0"), "line 3: version: must be a whole number of at least 1"),
        (("98,", "-98,"), "line 4: blur.reference_width_mm: must be greater than 0, not -98"),
        (("visible_max_ratio: 0.3", "visible_max_ratio: 3"), "line 4: blur: its ratios must grow"),
        (("# Left knee", "Left knee"), "line 7: text before the first section"),
        (
            ("## Definition", "## Meaning"),
            "line 9: Meaning: unknown section; there are Definition, Palpation",
        ),
        (("## Source", "## Light"), "line 31: Light: given twice; the first is on line 22"),
        (("- Kneecap", "Kneecap"), "line 18: Common errors: each point of this section begins with '- '"),
        (("- diffuse: Use", "- Use"), "line 24: Light: each point must read '- word: text'"),
        (("- absent:", "- hidden:"), "line 29: Visibility: must be one of visible, certain_occluded, "),
        (("- absent:", "- visible:"), "line 29: Visibility: visible is given twice"),
    ],
)
def test_a_fault_is_told_with_its_line_and_section(change: tuple[str, str], problem: str) -> None:
    assert problems_of(KNEE.replace(*change, 1))[0].startswith(problem)


def test_all_faults_of_a_guideline_come_at_once() -> None:
    text = (
        KNEE.replace("## Definition", "## Meaning").replace("- absent:", "- hidden:").replace("98,", "wide,")
    )
    assert [problem.split(": ")[0] for problem in problems_of(text)] == ["line 4", "line 9", "line 29"]


def test_a_guideline_must_lie_in_the_file_of_its_keypoint(tmp_path: Path) -> None:
    path = tmp_path / "right_knee.md"
    path.write_text(KNEE, encoding="utf-8")
    with pytest.raises(GuidelineFaulty, match="but the file is called right_knee"):
        read_guideline(path)


def test_a_guideline_from_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "left_knee.md"
    path.write_bytes(KNEE.replace("\n", "\r\n").encode())
    assert read_guideline(path) == guideline_from_markdown(KNEE)


@settings(max_examples=100, deadline=None)
@given(st.text(), st.integers(0, len(KNEE)), st.integers(0, 20))
def test_whatever_is_typed_into_a_guideline_is_read_or_refused_calmly(
    typed: str, at: int, replaced: int
) -> None:
    with suppress(GuidelineFaulty):
        guideline_from_markdown(KNEE[:at] + typed + KNEE[at + replaced :])
