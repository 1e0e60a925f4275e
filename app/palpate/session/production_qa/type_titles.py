"""What types of keypoints are called where people read of them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from palpate.model.skeleton import Skeleton
from palpate.session.session import Session


def titles_in(skeleton: Skeleton) -> dict[str, str]:
    """Return what keypoints and their types are called, by name.

    A type is called by the words of its name, each as the labels of its keypoints spell it: the type
    ``middle_mcp`` of *Left middle MCP* and *Right middle MCP* is *Middle MCP*.
    """
    labels: dict[str, list[str]] = {}
    for point in skeleton.keypoints:
        if point.type:
            labels.setdefault(point.type, []).append(point.called)
    types = {name: _title(name, called) for name, called in labels.items()}
    return types | {point.name: point.called for point in skeleton.keypoints}


def titles_of_all(session: Session) -> Mapping[str, str]:
    """Return `titles_in` of all skeletons of a project."""
    known = session.contents.skeletons.values()
    return dict(chain.from_iterable(titles_in(skeleton).items() for skeleton in known))


def _title(name: str, labels: list[str]) -> str:
    spelt = {word.casefold(): word for label in labels for word in label.replace(",", " ").split()}
    said = " ".join(_as_inside(spelt.get(word, word)) for word in name.split("_"))
    return said[:1].upper() + said[1:]


def _as_inside(word: str) -> str:
    """Return a word as it stands inside a sentence: only what is an abbreviation keeps its capitals."""
    shortened = word[1:] != word[1:].casefold() or any(letter.isdigit() for letter in word)
    return word if shortened else word.casefold()
