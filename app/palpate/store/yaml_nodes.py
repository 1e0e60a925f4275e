"""YAML as a tree of texts with places. No value has a type here: `no`, `on`, `08` and `12:30` stay texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from palpate.store.yaml_problems import Problems

_DEEPEST = 16
_KEY_SHOWN = 60
_BLOCKS = ("|", ">")
_NULLS = ("", "~", "null")


@dataclass(slots=True)
class Text:
    """A scalar; `plain` if it was written without quotes."""

    line: int
    place: str
    value: str
    plain: bool = True

    @property
    def is_null(self) -> bool:
        """Whether it says that there is no value."""
        return self.plain and self.value in _NULLS


@dataclass(slots=True)
class Items:
    """A list."""

    line: int
    place: str
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Entries:
    """A mapping whose keys are texts."""

    line: int
    place: str
    nodes: dict[str, Node] = field(default_factory=dict)


Node = Text | Items | Entries


def parse_yaml(text: str, problems: Problems, *, first_line: int = 1) -> Node | None:
    """Return the only document of a YAML text; None, with a problem noted, if its end was not reached.

    Anchors, aliases, tags, duplicate keys and deep nesting are problems, like a fault of syntax.
    `first_line` is the number of the text's first line in its file.
    """
    # Imported here because an open project needs no YAML and the import is felt at start.
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    tree = _Tree(problems, first_line)
    try:
        for event in yaml.parse(text, Loader=loader):
            tree.take(event)
            if tree.too_deep:
                return None
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line if fault.problem_mark else 0
        problems.add(first_line + line, "", f"not valid YAML: {fault.problem or fault.context}")
        return None
    except yaml.reader.ReaderError as fault:
        line = text.count("\n", 0, max(text.find(chr(fault.character)), 0))
        problems.add(first_line + line, "", f"not valid YAML: {fault.reason}")
        return None
    if tree.root is None:
        problems.add(first_line, "", "there is nothing here")
    return tree.root


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet, and the key whose value is awaited."""

    node: Items | Entries
    is_key: bool = False
    key: str = ""
    awaits_value: bool = False
    drops_value: bool = False

    @property
    def awaits_key(self) -> bool:
        return isinstance(self.node, Entries) and not self.awaits_value


class _Tree:
    """Builds the nodes from parse events; no recursion, so nesting cannot exhaust the stack."""

    def __init__(self, problems: Problems, first_line: int) -> None:
        self.root: Node | None = None
        self.too_deep = False
        self._problems = problems
        self._first_line = first_line
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's stubs leave its events untyped
        line = self._first_line + event.start_mark.line
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._refuse_extras(event, line)
            # A block (| or >) ends with a line break that nobody means.
            value = event.value.rstrip("\n") if event.style in _BLOCKS else event.value
            self._take_scalar(value, line, is_plain=not event.style)
        elif kind in ("SequenceStartEvent", "MappingStartEvent"):
            self._refuse_extras(event, line)
            self._enter(Items if kind == "SequenceStartEvent" else Entries, line)
        elif kind in ("SequenceEndEvent", "MappingEndEvent"):
            self._leave()
        elif kind == "AliasEvent":
            self._problems.add(line, self._next_place(), "aliases (*) are not used here; write the value out")
            self._take_scalar("", line, is_plain=True)
        elif kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents == 2:
                self._problems.add(line, "", "a second document begins here; one file holds one")

    def _refuse_extras(self, event: Any, line: int) -> None:  # noqa: ANN401 - as in `take`
        if event.anchor is not None:
            self._problems.add(line, self._next_place(), "anchors (&) are not used here; write the value out")
        if event.tag is not None:
            self._problems.add(line, self._next_place(), "tags (!) are not used here; write the plain value")

    def _take_scalar(self, value: str, line: int, *, is_plain: bool) -> None:
        if self._open and self._open[-1].awaits_key:
            self._begin_value(self._open[-1], value, line)
        else:
            self._attach(Text(line, self._next_place(), value, is_plain))
            if self._open:
                self._open[-1].awaits_value = False

    def _begin_value(self, parent: _Open, key: str, line: int) -> None:
        assert isinstance(parent.node, Entries)
        parent.key = key
        parent.awaits_value = True
        parent.drops_value = key in parent.node.nodes
        if parent.drops_value:
            first = parent.node.nodes[key].line
            self._problems.add(line, self._next_place(), f"given twice; the first is on line {first}")

    def _enter(self, kind: type[Items] | type[Entries], line: int) -> None:
        node = kind(line, self._next_place())
        is_key = bool(self._open) and self._open[-1].awaits_key
        if is_key:
            self._problems.add(line, self._open[-1].node.place, "a key must be a plain word")
        else:
            self._attach(node)
        self._open.append(_Open(node, is_key))
        if len(self._open) > _DEEPEST:
            self._problems.add(line, "", f"nested more than {_DEEPEST} deep")
            self.too_deep = True

    def _leave(self) -> None:
        ended = self._open.pop()
        if self._open and isinstance(self._open[-1].node, Entries):
            self._open[-1].awaits_value = ended.is_key
            self._open[-1].drops_value = ended.is_key

    def _attach(self, node: Node) -> None:
        if not self._open:
            self.root = self.root or node
            return
        parent = self._open[-1]
        if isinstance(parent.node, Items):
            parent.node.nodes.append(node)
        elif not parent.drops_value:
            parent.node.nodes[parent.key] = node

    def _next_place(self) -> str:
        if not self._open:
            return ""
        parent = self._open[-1]
        if isinstance(parent.node, Items):
            return f"{parent.node.place}[{len(parent.node.nodes)}]"
        key = parent.key[:_KEY_SHOWN] if parent.awaits_value else ""
        return ".".join(part for part in (parent.node.place, key) if part)
