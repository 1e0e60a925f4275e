"""Skeletons of SLEAP: in a .slp file, in its old JSON projects, and as a JSON file of their own.

All three hold a networkx graph written by jsonpickle, where three orders differ. The *nodes* list of a
skeleton gives the order of its keypoints; in a project its ids count the nodes of the whole file. The
*links* stand in the order of the graph, but edges are counted by ``edge_insert_idx``. And ``py/id`` counts
the objects in the order in which they are written, whatever kind they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from palpate.base.errors import Problem, SkeletonFaulty
from palpate.formats.skeletons.described import Described, Faults, checked_names
from palpate.model.skeleton import Skeleton

SIGNATURE = b"\x89HDF\r\n\x1a\n"
_EDGE, _SYMMETRY = 1, 2


def recognises(content: object) -> bool:
    """Tell whether this is a skeleton of SLEAP, a list of them, or one of its JSON projects."""
    first = content[0] if isinstance(content, list) and content else content
    if not isinstance(first, dict):
        return False
    return "nx_graph" in first or {"links", "nodes"} <= first.keys() or {"skeletons", "nodes"} <= first.keys()


def metadata(path: Path) -> bytes:
    """Return the JSON text that describes a .slp file.

    Raises
    ------
    SkeletonFaulty
        If the file is no .slp file, or broken.
    """
    # Loaded here because only files of this kind need it and the import is felt.
    import h5py

    try:
        with h5py.File(path, "r") as file:
            text = file["metadata"].attrs["json"]
    except (OSError, RuntimeError) as error:
        raise SkeletonFaulty([Problem("", f"a broken HDF5 file ({error})"[:200])], path=path) from error
    except (KeyError, AttributeError) as error:
        sentence = "an HDF5 file without the metadata of SLEAP, so no .slp file"
        raise SkeletonFaulty([Problem("metadata", sentence)], path=path) from error
    return text.encode() if isinstance(text, str) else bytes(text)


def read(content: object, faults: Faults) -> list[Described]:
    """Return every skeleton of a SLEAP file."""
    if isinstance(content, dict) and "skeletons" in content:
        nodes, graphs = content.get("nodes"), content["skeletons"]
        if not isinstance(nodes, list) or not isinstance(graphs, list):
            faults.add("skeletons", "nodes and skeletons must be lists")
            return []
        table = [node.get("name") if isinstance(node, dict) else None for node in nodes]
    else:
        table, graphs = [], content if isinstance(content, list) else [content]
    if not graphs:
        faults.add("skeletons", "there is none")
    places = [f"skeletons[{i}]" if len(graphs) > 1 or table else "" for i in range(len(graphs))]
    found = [
        _Graph(graph, place, table, faults).described() for graph, place in zip(graphs, places, strict=True)
    ]
    return [one for one in found if one is not None]


class _Graph:
    """One skeleton: its objects are numbered in the order of the text, from 1."""

    def __init__(self, graph: object, place: str, table: Sequence[object], faults: Faults) -> None:
        inner = graph.get("nx_graph", graph) if isinstance(graph, dict) else graph
        self._graph: Mapping[str, object] = inner if isinstance(inner, dict) else {}
        self._place = f"{place}." if place else ""
        self._table, self._faults = table, faults
        self._objects: list[object] = []
        self._number(inner)

    def described(self) -> Described | None:
        nodes, links = self._graph.get("nodes"), self._graph.get("links")
        if not isinstance(nodes, list) or not isinstance(links, list):
            self._faults.add(f"{self._place}nodes", "nodes and links must be lists")
            return None
        read = [self._node(node.get("id") if isinstance(node, dict) else None) for node in nodes]
        names = checked_names(read, f"{self._place}nodes", self._faults)
        if not names:
            return None
        where = {name: k for k, name in enumerate(names)}
        edges: list[tuple[float, int, int]] = []
        mirrors: dict[frozenset[int], tuple[int, int]] = {}
        for i, link in enumerate(links):
            ends = self._ends(link, where, f"{self._place}links[{i}]")
            if ends is None:
                continue
            if self._kind(link.get("type")) == _SYMMETRY:
                mirrors.setdefault(frozenset(ends), ends)
            else:
                index = link.get("edge_insert_idx")
                edges.append((index if type(index) in (int, float) else i, *ends))
        in_order = tuple((a, b) for _, a, b in sorted(edges, key=lambda edge: edge[0]))
        return Described(self._name(), names, in_order, mirrors=tuple(mirrors.values()) or None)

    def _name(self) -> str:
        graph = self._graph.get("graph")
        name = graph.get("name") if isinstance(graph, dict) else None
        return name if isinstance(name, str) else ""

    def _number(self, value: object) -> None:
        """Collect what ``py/id`` counts: every object, in the order of the text; nesting is kept shallow."""
        pending = [value]
        while pending:
            current = pending.pop()
            if isinstance(current, dict):
                if "py/object" in current:
                    self._objects.append(_name_in(current))
                elif "py/reduce" in current:
                    self._objects.append(_value_in(current))
                pending.extend(reversed(list(current.values())))
            elif isinstance(current, list):
                pending.extend(reversed(current))

    def _node(self, reference: object) -> object:
        """Return the name behind a reference to a node; None if there is none."""
        if type(reference) is int:
            return self._table[reference] if 0 <= reference < len(self._table) else None
        if isinstance(reference, str):
            return reference
        if not isinstance(reference, dict):
            return None
        if "py/object" in reference or "py/state" in reference or "name" in reference:
            return _name_in(reference)
        number = reference.get("py/id")
        if type(number) is int and 1 <= number <= len(self._objects):
            return self._objects[number - 1]
        return None

    def _ends(self, link: object, where: Mapping[str, int], place: str) -> tuple[int, int] | None:
        ends = (
            [self._node(link.get(end)) for end in ("source", "target")] if isinstance(link, dict) else [None]
        )
        known = [where[end] for end in ends if isinstance(end, str) and end in where]
        if len(known) != 2:
            self._faults.add(place, "must lead from one of the nodes to another")
            return None
        return known[0], known[1]

    def _kind(self, written: object) -> object:
        if not isinstance(written, dict):
            return _SYMMETRY if written in ("SYMMETRY", _SYMMETRY) else _EDGE
        if "py/reduce" in written:
            return _value_in(written)
        number = written.get("py/id")
        meant = (
            self._objects[number - 1] if type(number) is int and 1 <= number <= len(self._objects) else None
        )
        # Some writers count the kinds themselves, whether or not the other kind came first.
        return meant if meant in (_EDGE, _SYMMETRY) else number


def _name_in(node: Mapping[str, object]) -> object:
    state = node.get("py/state", node)
    if isinstance(state, dict) and isinstance(state.get("py/tuple"), list) and state["py/tuple"]:
        return state["py/tuple"][0]
    return state.get("name") if isinstance(state, dict) else None


def _value_in(reduced: Mapping[str, object]) -> object:
    parts = reduced["py/reduce"]
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict) and isinstance(part.get("py/tuple"), list) and part["py/tuple"]:
            return part["py/tuple"][0]
    return None


def content_of(skeleton: Skeleton) -> dict[str, object]:
    """Return the skeleton as SLEAP exports one: a graph whose objects are written once, then numbered."""
    writer = _Writing()
    links = []
    for i, (a, b) in enumerate(skeleton.edges):
        links.append(writer.link(a, b, _EDGE, {"edge_insert_idx": i}))
    for point in skeleton.keypoints:
        if point.mirror is not None and skeleton.position_of[point.name] < skeleton.position_of[point.mirror]:
            # A symmetry stands in the graph in both directions.
            links.append(writer.link(point.name, point.mirror, _SYMMETRY, {}))
            links.append(writer.link(point.mirror, point.name, _SYMMETRY, {}))
    nodes = [{"id": writer.node(name)} for name in skeleton.names]
    return {
        "directed": True,
        "graph": {"name": skeleton.name, "num_edges_inserted": len(skeleton.edges)},
        "links": links,
        "multigraph": True,
        "nodes": nodes,
    }


class _Writing:
    """Numbers objects as they are written; keys stand in the order of the alphabet, as SLEAP writes them."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}

    def link(self, source: str, target: str, kind: int, more: Mapping[str, object]) -> dict[str, object]:
        ends = {"source": self.node(source), "target": self.node(target)}
        return {**more, "key": 0, **ends, "type": self._kind(kind)}

    def node(self, name: str) -> dict[str, object]:
        new: dict[str, object] = {"py/object": "sleap.skeleton.Node", "py/state": {"py/tuple": [name, 1.0]}}
        return self._once(name, new)

    def _kind(self, kind: int) -> dict[str, object]:
        new: dict[str, object] = {"py/reduce": [{"py/type": "sleap.skeleton.EdgeType"}, {"py/tuple": [kind]}]}
        return self._once(kind, new)

    def _once(self, key: object, new: dict[str, object]) -> dict[str, object]:
        if key in self._numbers:
            return {"py/id": self._numbers[key]}
        self._numbers[key] = len(self._numbers) + 1
        return new
