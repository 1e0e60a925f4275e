"""YAML of other programs as plain texts, lists and mappings, and back; what it means others know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from palpate.base.errors import SkeletonFaulty
from palpate.store.yaml_nodes import Entries, Items, Node, parse_yaml
from palpate.store.yaml_problems import Problems, read_text
from palpate.store.yaml_text import yaml_list, yaml_text

MOST_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class PlainYaml:
    """The content of a YAML file, every value a text, with the line of each place in it.

    Attributes
    ----------
    content
        Texts, lists, mappings with texts as keys, and None for what is left empty.
    lines
        Line numbers, counted from 1, by places such as ``bodyparts[2]``.
    """

    content: object
    lines: Mapping[str, int]


def read_plain_yaml(path: Path) -> PlainYaml:
    """Read a YAML file of another program, UTF-8, at most 4 MB.

    Raises
    ------
    FileUnreadable
        If the file cannot be opened.
    SkeletonFaulty
        If it is not plain YAML, with every problem and its line.
    """
    problems = Problems()
    text = read_text(path, most_bytes=MOST_BYTES, kind=SkeletonFaulty)
    root = parse_yaml(text, problems)
    problems.raise_if_any(SkeletonFaulty, path)
    assert root is not None
    lines: dict[str, int] = {}
    return PlainYaml(_plain(root, lines), lines)


def plain_to_yaml(content: Mapping[str, object]) -> str:
    """Return a mapping of texts, whole numbers, lists and mappings as YAML: one entry per line."""
    return "\n".join(_lines(content, "")) + "\n"


def _plain(node: Node, lines: dict[str, int]) -> object:
    lines[node.place] = node.line
    if isinstance(node, Items):
        return [_plain(one, lines) for one in node.nodes]
    if isinstance(node, Entries):
        return {key: _plain(one, lines) for key, one in node.nodes.items()}
    return None if node.is_null else node.value


def _lines(content: Mapping[str, object], indent: str) -> Iterator[str]:
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield f"{indent}{_key(key)}:"
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list) and any(isinstance(one, list) for one in value):
            yield f"{indent}{_key(key)}:"
            yield from (f"{indent}  - {_written(one)}" for one in value)
        else:
            yield f"{indent}{_key(key)}: {_written(value)}"


def _written(value: object) -> str:
    if isinstance(value, str):
        return yaml_text(value)
    if isinstance(value, Sequence):
        return yaml_list([_written(one) for one in value])
    return str(value)


def _key(key: str) -> str:
    """Return a key; a number stays one, because readers of such files ask for numbers."""
    is_number = key.isascii() and key.isdigit() and str(int(key)) == key
    return key if is_number else yaml_text(key)
