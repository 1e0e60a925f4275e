"""Finding a keypoint by what one types of its name."""

from __future__ import annotations

import re

from palpate.model.skeleton import Keypoint, Skeleton

_PARTS = re.compile(r"[^\W\d_]+|\d+")


def keypoints_named(skeleton: Skeleton, typed: str) -> list[int]:
    """Return the keypoints that what was typed can mean, the likeliest first; all for nothing typed.

    It may be the beginning or a part of a label or name, the number, several parts (``wrist l``), or an
    abbreviation: letters that its words begin with (``lw``, ``rimcp``).
    """
    wanted = typed.strip().casefold()
    ranked = [
        (rank, number)
        for number, keypoint in enumerate(skeleton.keypoints)
        if (rank := _rank(keypoint, number, wanted)) is not None
    ]
    return [number for _, number in sorted(ranked)]


def _rank(keypoint: Keypoint, number: int, wanted: str) -> int | None:
    texts = {text for text in (keypoint.label.casefold(), keypoint.name.casefold()) if text}
    if not wanted or wanted in texts or wanted == str(number + 1):
        return 0
    if any(text.startswith(wanted) for text in texts):
        return 1
    parts = [_PARTS.findall(text) for text in texts]
    if any(part.startswith(wanted) for words in parts for part in words):
        return 2
    pieces, letters = wanted.split(), wanted.replace(" ", "")
    if any("".join(word[0] for word in words).startswith(letters) for words in parts):
        return 3
    if any(all(any(w.startswith(piece) for w in words) for piece in pieces) for words in parts):
        return 4
    if any(_abbreviates(letters, words) for words in parts):
        return 5
    return 6 if any(all(piece in text for piece in pieces) for text in texts) else None


def _abbreviates(letters: str, words: list[str]) -> bool:
    """Tell whether letters are beginnings of words put together; words may be left out, not the first."""
    if not letters:
        return True
    if not words:
        return False
    first, rest = words[0], words[1:]
    return any(
        first.startswith(letters[:n]) and (not letters[n:] or _within(letters[n:], rest))
        for n in range(1, min(len(first), len(letters)) + 1)
    )


def _within(letters: str, words: list[str]) -> bool:
    return any(_abbreviates(letters, words[n:]) for n in range(len(words)))
