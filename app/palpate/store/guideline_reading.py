"""Guideline files: Markdown with a small YAML head, one per keypoint.

::

    ---
    keypoint: t6
    version: 1
    blur: {reference: spacing of adjacent spinous processes, reference_width_mm: 28}
    ---

    # T6 spinous process

    ## Definition

    Tip of the spinous process …

    ## Visibility

    - visible: Back skin or tight cloth over this level is in view.
    - absent: Outside the image.

The version is that of the skeleton whose keypoint this explains. The title is for people. Lines of a
paragraph are joined, empty lines part paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from palpate.base.errors import GuidelineFaulty
from palpate.model.guideline import BlurRule, Guideline
from palpate.store.yaml_fields import Fields
from palpate.store.yaml_nodes import parse_yaml
from palpate.store.yaml_problems import Problems, read_text

MOST_BYTES = 1 << 18

_FENCE = "---"
_TEXTS = ("Definition", "Palpation", "In the video", "Correct", "Incorrect", "Source")
_LISTS = ("Common errors",)
_BY_WORD = ("Light", "Visibility")
_SECTIONS = (*_TEXTS, *_LISTS, *_BY_WORD)
_TIERS = ("visible", "certain_occluded", "estimated", "absent")
_BLUR_KEYS = (
    "reference",
    "reference_width_mm",
    "visible_max_ratio",
    "estimated_max_ratio",
    "absent_above_ratio",
)
_WORD = re.compile(r"([a-z][a-z0-9_]*):\s+(\S.*)", re.DOTALL)


@dataclass(slots=True)
class _Section:
    title: str
    line: int
    blocks: list[tuple[int, str]] = field(default_factory=list)


def read_guideline(path: Path) -> Guideline:
    """Read a guideline file; its name must be the keypoint's.

    Raises
    ------
    FileUnreadable
        If the file cannot be opened.
    GuidelineFaulty
        With every problem of the file and its line.
    """
    text = read_text(path, most_bytes=MOST_BYTES, kind=GuidelineFaulty)
    return guideline_from_markdown(text, path=path)


def guideline_from_markdown(text: str, *, path: Path | None = None) -> Guideline:
    """Return the guideline written in a text; with a `path`, its keypoint must be the file's name.

    Raises
    ------
    GuidelineFaulty
        With every problem of the text and its line.
    """
    problems = Problems()
    lines = text.split("\n")
    end = _end_of_head(lines)
    if end is None:
        problems.add(1, "", f"must begin with a head between two lines {_FENCE}")
    problems.raise_if_any(GuidelineFaulty, path)
    assert end is not None
    keypoint, version, blur = _head("\n".join(lines[1:end]), problems, path)
    sections = _sections(lines, end + 1, problems)
    guideline = replace(_guideline(keypoint, blur, sections, problems), version=version)
    problems.raise_if_any(GuidelineFaulty, path)
    return guideline


def _end_of_head(lines: list[str]) -> int | None:
    if not lines or lines[0].rstrip() != _FENCE:
        return None
    return next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)


def _head(text: str, problems: Problems, path: Path | None) -> tuple[str, int | None, BlurRule | None]:
    node = parse_yaml(text, problems, first_line=2)
    if node is None:
        return "", None, None
    fields = Fields(node, ("keypoint", "version", "blur"), problems)
    fields.require("keypoint")
    keypoint = fields.name("keypoint") or ""
    if path is not None and keypoint and keypoint != path.stem:
        fields.blame("keypoint", f"is {keypoint!r}, but the file is called {path.name}")
    return keypoint, fields.whole("version", least=1), _blur(fields)


def _blur(fields: Fields) -> BlurRule | None:
    node = fields.get("blur")
    if node is None:
        return None
    inner = Fields(node, _BLUR_KEYS, fields.problems)
    inner.require("reference", "reference_width_mm")
    ratios = {key: inner.number(key, above=0) for key in _BLUR_KEYS[2:]}
    width = inner.number("reference_width_mm", above=0)
    given = {key: ratio for key, ratio in ratios.items() if ratio is not None}
    reference = inner.text("reference")
    if inner.get("reference") is not None and not reference.strip():
        inner.blame("reference", "is missing")
    rule = BlurRule(reference, width or 0.0, **given)
    if not rule.visible_max_ratio <= rule.estimated_max_ratio <= rule.absent_above_ratio:
        fields.blame("blur", "its ratios must grow from visible over estimated to absent")
    return rule


def _sections(lines: list[str], start: int, problems: Problems) -> dict[str, _Section]:
    """Return the sections by title, each as blocks: paragraphs, or the points of a list."""
    found: dict[str, _Section] = {}
    current: _Section | None = None
    begins_block = True
    for number, line in enumerate(lines[start:], start + 1):
        content = line.strip()
        if line.startswith("## "):
            current = _open_section(content[3:].strip(), number, found, problems)
        elif current is None:
            if content and not line.startswith("# "):
                problems.add(number, "", "text before the first section (## Definition)")
        elif content.startswith("- ") or (content and begins_block):
            current.blocks.append((number, content))
        elif content:
            first, text = current.blocks[-1]
            current.blocks[-1] = (first, f"{text} {content}")
        begins_block = not content or line.startswith("#")
    return found


def _open_section(title: str, line: int, found: dict[str, _Section], problems: Problems) -> _Section:
    section = _Section(title, line)
    if title not in _SECTIONS:
        problems.add(line, title, f"unknown section; there are {', '.join(_SECTIONS)}")
    elif title in found:
        problems.add(line, title, f"given twice; the first is on line {found[title].line}")
    else:
        found[title] = section
    return section


def _guideline(
    keypoint: str, blur: BlurRule | None, sections: Mapping[str, _Section], problems: Problems
) -> Guideline:
    texts = {title: "\n\n".join(text for _, text in sections[title].blocks) for title in sections}
    return Guideline(
        keypoint=keypoint,
        definition=texts.get("Definition", ""),
        palpation_cue=texts.get("Palpation", ""),
        video_cue=texts.get("In the video", ""),
        common_errors=tuple(text for _, text in _points(sections.get("Common errors"), problems)),
        correct=texts.get("Correct", ""),
        incorrect=texts.get("Incorrect", ""),
        lighting_notes=_by_word(sections.get("Light"), problems),
        visibility_rule=_by_word(sections.get("Visibility"), problems, words=_TIERS),
        blur_rule=blur,
        source=texts.get("Source", ""),
    )


def _points(section: _Section | None, problems: Problems) -> list[tuple[int, str]]:
    if section is None:
        return []
    for line, text in section.blocks:
        if not text.startswith("- "):
            problems.add(line, section.title, "each point of this section begins with '- '")
    return [(line, text.removeprefix("- ").strip()) for line, text in section.blocks]


def _by_word(
    section: _Section | None, problems: Problems, *, words: tuple[str, ...] | None = None
) -> dict[str, str]:
    read: dict[str, str] = {}
    for line, text in _points(section, problems):
        assert section is not None
        match = _WORD.fullmatch(text)
        if match is None:
            problems.add(line, section.title, "each point must read '- word: text'")
        elif words is not None and match[1] not in words:
            problems.add(line, section.title, f"must be one of {', '.join(words)}, not {match[1]!r}")
        elif match[1] in read:
            problems.add(line, section.title, f"{match[1]} is given twice")
        else:
            read[match[1]] = match[2]
    return read
