"""Guidelines as Markdown: what is written is read as exactly the same by `guideline_reading`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from unicodedata import combining, normalize

from palpate.base.errors import GuidelineFaulty, Problem
from palpate.model.guideline import BlurRule, Guideline
from palpate.store.guideline_reading import MOST_BYTES, guideline_from_markdown
from palpate.store.yaml_text import yaml_text

_WIDTH = 100
_GAPS = re.compile(r"[ \x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LEAVES = re.compile(r"\n[ \t\r\f\v]*\n")
_PLAIN_WORD = re.compile(r"[a-z][a-z0-9_]*")


def tidied(guideline: Guideline) -> Guideline:
    """Return a guideline as files have it: paragraphs without line breaks, nothing empty in lists.

    What people type comes in any shape; the words stay.
    """
    rule = guideline.blur_rule
    return replace(
        guideline,
        definition=_paragraphs(guideline.definition),
        palpation_cue=_paragraphs(guideline.palpation_cue),
        video_cue=_paragraphs(guideline.video_cue),
        correct=_paragraphs(guideline.correct),
        incorrect=_paragraphs(guideline.incorrect),
        source=_paragraphs(guideline.source),
        common_errors=tuple(filter(None, map(_line, guideline.common_errors))),
        lighting_notes=_entries(guideline.lighting_notes),
        visibility_rule=_entries(guideline.visibility_rule),
        blur_rule=None if rule is None else replace(rule, reference=_line(rule.reference)),
    )


def guideline_to_markdown(guideline: Guideline, *, title: str = "") -> str:
    """Return a guideline as the text of a file.

    Parameters
    ----------
    title
        What people call the keypoint; a heading that readers of the file see.

    Raises
    ------
    GuidelineFaulty
        If it is not tidied, if something in it is no guideline, or there is too much of it.
    """
    text = "\n".join((*_head(guideline), *_body(guideline, _line(title)))) + "\n"
    if len(text.encode("utf-8", errors="replace")) > MOST_BYTES:
        raise GuidelineFaulty([Problem("", f"longer than {MOST_BYTES // 1024} KB; nobody would read it")])
    if guideline_from_markdown(text) != guideline:
        raise GuidelineFaulty([Problem("", "holds something that a text of this kind cannot say")])
    return text


def _head(guideline: Guideline) -> Iterator[str]:
    yield "---"
    yield f"keypoint: {yaml_text(guideline.keypoint, has_line=True)}"
    if guideline.version is not None:
        yield f"version: {guideline.version}"
    if guideline.blur_rule is not None:
        yield from _blur(guideline.blur_rule)
    yield "---"


def _blur(rule: BlurRule) -> Iterator[str]:
    yield "blur:"
    for one in fields(rule):
        value = getattr(rule, one.name)
        yield f"  {one.name}: {yaml_text(value, has_line=True) if isinstance(value, str) else _number(value)}"


def _number(value: float) -> str:
    """Return a number without the decimals that a whole one does not need."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e9 else repr(float(value))


def _body(guideline: Guideline, title: str) -> Iterator[str]:
    if title:
        yield from ("", f"# {title}")
    yield from _text("Definition", guideline.definition)
    yield from _text("Palpation", guideline.palpation_cue)
    yield from _text("In the video", guideline.video_cue)
    yield from _points("Common errors", guideline.common_errors)
    yield from _text("Correct", guideline.correct)
    yield from _text("Incorrect", guideline.incorrect)
    yield from _points("Light", _pairs(guideline.lighting_notes))
    yield from _points("Visibility", _pairs(guideline.visibility_rule))
    yield from _text("Source", guideline.source)


def _text(title: str, text: str) -> Iterator[str]:
    if text:
        yield from ("", f"## {title}")
    for paragraph in text.split("\n\n") if text else ():
        # A heading it would be, were it at the beginning of its line.
        yield from ("", *_wrapped(f" {paragraph}" if paragraph.startswith("#") else paragraph, ""))


def _points(title: str, points: Iterable[str]) -> Iterator[str]:
    listed = tuple(points)
    if listed:
        yield from ("", f"## {title}", "")
    for point in listed:
        yield from _wrapped(f"- {point}", "  ")


def _pairs(texts: Mapping[str, str]) -> Iterator[str]:
    return (f"{word}: {text}" for word, text in texts.items())


def _wrapped(text: str, indent: str) -> Iterator[str]:
    """Yield a paragraph in lines of bearable length; none begins with what begins another kind of block."""
    line = ""
    for word in text.split(" "):
        if line.strip() and len(line) + 1 + len(word) > _WIDTH and not word.startswith(("-", "#")):
            yield line
            line = f"{indent}{word}"
        else:
            line = f"{line} {word}" if line else word or " "
    yield line


def _paragraphs(text: str) -> str:
    return "\n\n".join(filter(None, map(_line, _LEAVES.split(text.replace("\r\n", "\n")))))


def _line(text: str) -> str:
    """Return words on one line, without signs that no file may hold."""
    words = _GAPS.split(text.encode("utf-8", errors="ignore").decode())
    return " ".join(filter(None, (word.strip() for word in words)))


def _entries(texts: Mapping[str, str]) -> dict[str, str]:
    found = {word.strip(): _line(text) for word, text in texts.items()}
    return {word: text for word, text in found.items() if text}


def word_of(name: str) -> str:
    """Return the word under which a text is listed, for a name that somebody typed; empty if none is left."""
    plain = "".join(sign for sign in normalize("NFKD", name.casefold()) if not combining(sign))
    word = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return word if _PLAIN_WORD.fullmatch(word) else ""
