"""The entries of a YAML mapping, asked for one by one in the type they should have."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from enum import StrEnum
from typing import TypeVar

from palpate.store.yaml_nodes import Entries, Items, Node, Text
from palpate.store.yaml_problems import Problems

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_SHOWN = 40

Word = TypeVar("Word", bound=StrEnum)


class Fields:
    """One mapping of a file. What is wrong or missing is collected and read as the default.

    Parameters
    ----------
    node
        The mapping; anything else is a problem and reads as empty.
    known
        The keys it may have.
    problems
        Where problems are collected.
    """

    def __init__(self, node: Node, known: Collection[str], problems: Problems) -> None:
        self.node = node
        self.problems = problems
        self._nodes: dict[str, Node] = {}
        if not isinstance(node, Entries):
            problems.add(node.line, node.place, f"must hold entries `key: value`: {', '.join(known)}")
            return
        self._nodes = {key: value for key, value in node.nodes.items() if not _is_null(value)}
        for key, value in node.nodes.items():
            if key not in known:
                problems.add(value.line, value.place, f"unknown key{problems.hint(key, known)}")

    def get(self, key: str) -> Node | None:
        """Return the node of a key; None if it is absent or null."""
        return self._nodes.get(key)

    def place_of(self, key: str) -> str:
        """Return where the value of this key is, or would be."""
        return ".".join(part for part in (self.node.place, key) if part)

    def blame(self, key: str, sentence: str) -> None:
        """Note a problem at a key, or at the mapping's first line if it lacks that key."""
        node = self.get(key) or self.node
        self.problems.add(node.line, self.place_of(key), sentence)

    def blame_unknown(self, key: str, name: str, among: Collection[str]) -> None:
        """Note that the value of a key names a keypoint that does not exist."""
        self.blame(key, f"no keypoint is called {_shown(name)}{self.problems.hint(name, among)}")

    def is_faulty(self, key: str) -> bool:
        """Tell whether the value of this key is wrong already."""
        return self.problems.touch(self.place_of(key))

    def require(self, *keys: str) -> None:
        """Note a problem for each of these keys that has no value."""
        for key in keys:
            if key not in self._nodes and not self.is_faulty(key):
                self.blame(key, "is missing")

    def text(self, key: str, default: str = "") -> str:
        """Return a text, which may have several lines."""
        node = self.get(key)
        if node is None:
            return default
        return as_text(node, self.problems) or default

    def name(self, key: str) -> str | None:
        """Return a text that names something; None if absent."""
        node = self.get(key)
        return None if node is None else as_name(node, self.problems)

    def number(
        self, key: str, *, above: float = -math.inf, least: float = -math.inf, most: float = math.inf
    ) -> float | None:
        """Return a number within limits; None if absent or wrong."""
        node = self.get(key)
        return None if node is None else as_number(node, self.problems, above=above, least=least, most=most)

    def whole(self, key: str, *, least: int = 0) -> int | None:
        """Return a whole number; None if absent or wrong."""
        node = self.get(key)
        if node is None:
            return None
        text = as_text(node, self.problems)
        if text is None:
            return None
        if not _WHOLE.fullmatch(text) or int(text) < least:
            self.blame(key, f"must be a whole number of at least {least}, not {_shown(text)}")
            return None
        return int(text)

    def word(self, key: str, words: type[Word], default: Word) -> Word:
        """Return one of the words of an enumeration."""
        text = self.text(key, default.value)
        if text in list(words):
            return words(text)
        if not self.is_faulty(key):
            self.blame(key, f"must be one of {', '.join(words)}, not {_shown(text)}")
        return default

    def items(self, key: str) -> list[Node]:
        """Return the nodes of a list; an absent one is empty."""
        node = self.get(key)
        if node is None:
            return []
        if isinstance(node, Items):
            return node.nodes
        self.blame(key, "must be a list")
        return []

    def names(self, key: str, among: Collection[str] | None = None) -> tuple[str, ...]:
        """Return a list of names, each of which must be `among` the known ones if these are given."""
        return as_names(self.items(key), self.problems, among)

    def pairs(self, key: str, among: Collection[str] | None = None) -> tuple[tuple[str, str], ...]:
        """Return a list of pairs of names."""
        found = (as_pair(node, self.problems, among) for node in self.items(key))
        return tuple(pair for pair in found if pair)


def as_text(node: Node, problems: Problems) -> str | None:
    """Return the text of a scalar; None if it is something else."""
    if isinstance(node, Text):
        return node.value
    problems.add(node.line, node.place, "must be a single value")
    return None


def as_name(node: Node, problems: Problems) -> str | None:
    """Return a text of one line that is not blank; None if it is anything else."""
    text = as_text(node, problems)
    if text is None:
        return None
    if _is_null(node) or not text.strip():
        problems.add(node.line, node.place, "is missing")
    elif text.splitlines() == [text]:
        return text
    else:
        problems.add(node.line, node.place, "must be a name on one line")
    return None


def as_number(
    node: Node,
    problems: Problems,
    *,
    above: float = -math.inf,
    least: float = -math.inf,
    most: float = math.inf,
) -> float | None:
    """Return a finite number within limits; None if it is something else."""
    text = as_text(node, problems)
    if text is None:
        return None
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(value):
        problems.add(node.line, node.place, f"must be a number such as 0.014, not {_shown(text)}")
        return None
    for is_kept, limit in (
        (value > above, f"greater than {above:g}"),
        (value >= least, f"at least {least:g}"),
        (value <= most, f"at most {most:g}"),
    ):
        if not is_kept:
            problems.add(node.line, node.place, f"must be {limit}, not {text}")
            return None
    return value


def as_names(nodes: list[Node], problems: Problems, among: Collection[str] | None = None) -> tuple[str, ...]:
    """Return the names in these nodes, leaving out what is wrong."""
    found = ((node, as_name(node, problems)) for node in nodes)
    return tuple(name for node, name in found if name is not None and _is_among(name, node, among, problems))


def as_pair(node: Node, problems: Problems, among: Collection[str] | None = None) -> tuple[str, str] | None:
    """Return a list of two names; None if it is something else."""
    if not isinstance(node, Items) or len(node.nodes) != 2:
        problems.add(node.line, node.place, "must be a pair like [knee, ankle]")
        return None
    names = as_names(node.nodes, problems, among)
    return (names[0], names[1]) if len(names) == 2 else None


def _is_among(name: str, node: Node, among: Collection[str] | None, problems: Problems) -> bool:
    if among is None or name in among:
        return True
    problems.add(node.line, node.place, f"no keypoint is called {_shown(name)}{problems.hint(name, among)}")
    return False


def _shown(text: str) -> str:
    short = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return repr(short)


def _is_null(node: Node) -> bool:
    return isinstance(node, Text) and node.is_null
