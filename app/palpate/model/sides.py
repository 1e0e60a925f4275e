"""Which side a keypoint is on and which one mirrors it, as far as the names alone say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from palpate.model.skeleton import Side

# A whole word: left_ear, ear-left, leftEar, EarLeft, LEFT EAR; not bright, leftover.
_WORD = re.compile(
    r"(?:(?<![A-Za-z])(?:left|right|Left|Right)|(?<=[a-z0-9])(?:Left|Right))(?![a-z])"
    r"|(?<![A-Za-z])(?:LEFT|RIGHT)(?![A-Za-z])"
)
# A letter that stands alone (l_ear, ear.R), before a capitalised word (LElbow) or after one (earL, legR4).
# A letter with only a number behind it is none: L1 to L5 are vertebrae.
_LETTER = re.compile(
    r"(?<![A-Za-z0-9])[lLrR](?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9])[lLrR](?=[A-Z][a-z])"
    r"|(?<=[a-z])[LR](?=\d*(?![A-Za-z0-9]))"
)
# Glued to the rest: leftear, lknee, LASI, LF_paw. Only a partner tells them from words like lip and ramp.
_GLUED_WORD = re.compile(r"^(?:left|right)(?=[a-z]{2})|(?<=[a-z]{2})(?:left|right)$", re.IGNORECASE)
_GLUED_LETTER = re.compile(
    r"^[lr](?=[a-z]{2})|^[LR](?=[A-Z]{2})|(?<=[a-z]{3})[lr]$|(?<=[A-Z]{3})[LR]$"
    r"|(?<![A-Za-z])[LR](?=[FHM](?![A-Za-z]))"
)
# Points along a line of the face are counted across it as often as outwards from its middle.
_COUNTED = re.compile(r"(?:eye|brow|lip|mouth|jaw|cheek|contour|nose|nostril).*\d", re.IGNORECASE)
_WORD_PLACE, _LETTER_PLACE = "\0\0", "\0"


def sides_from_names(names: Sequence[str]) -> list[tuple[Side, str | None]]:
    """Return side and mirror of each name, in their order; never a guess.

    A name that says *left* or *right* as a word has that side, with or without a partner. Every other form
    (``l_ear``, ``LElbow``, ``wingR``, ``lknee``, ``ear.l``) counts only if the same name exists for the other
    side, once. Where a name speaks of both sides or a partner could be two, nothing is said; numbered points
    along a line of the face (``left_eyebrow_0``) have no mirror, because they may be counted either way.
    What is not said is `Side.MIDLINE` and None. Mirrors are always mutual.
    """
    read = [_read(name) for name in names]
    mirrors = _mirrors(names, read)
    return [
        (one.side, mirrors.get(name)) if one and (one.is_word or name in mirrors) else (Side.MIDLINE, None)
        for name, one in zip(names, read, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Read:
    """A name taken apart: its side, what is left of it, and whether a word said so."""

    side: Side
    rest: str
    is_word: bool


def _read(name: str) -> _Read | None:
    marks = [*_WORD.finditer(name), *_LETTER.finditer(name)]
    for form in (_GLUED_WORD, _GLUED_LETTER):
        marks = marks or list(form.finditer(name))
    sides = {Side.LEFT if mark[0][0] in "lL" else Side.RIGHT for mark in marks}
    rest = "".join(_without(name, sorted(marks, key=lambda mark: mark.start())))
    if len(sides) != 1 or not any(sign.isalnum() for sign in rest):
        return None
    return _Read(sides.pop(), rest, is_word=_WORD.search(name) is not None)


def _without(name: str, marks: Sequence[re.Match[str]]) -> Iterator[str]:
    """Yield the name with every mark replaced by one that says its form, so that only like forms pair."""
    start = 0
    for mark in marks:
        yield name[start : mark.start()] + (_WORD_PLACE if len(mark[0]) > 1 else _LETTER_PLACE)
        start = mark.end()
    yield name[start:]


def _mirrors(names: Sequence[str], read: Sequence[_Read | None]) -> dict[str, str]:
    by_rest: dict[str, dict[Side, list[str]]] = {}
    for name, one in zip(names, read, strict=True):
        if one is not None:
            by_rest.setdefault(one.rest, {}).setdefault(one.side, []).append(name)
    pairs = [
        (sided[Side.LEFT][0], sided[Side.RIGHT][0])
        for rest, sided in by_rest.items()
        if [len(sided.get(side, ())) for side in (Side.LEFT, Side.RIGHT)] == [1, 1]
        and not _COUNTED.search(rest)
    ]
    return {a: b for left, right in pairs for a, b in ((left, right), (right, left))}
