"""Skeleton files: YAML that people write, read strictly and with all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path, PureWindowsPath

from palpate.base.errors import SkeletonFaulty, UsageError
from palpate.model.skeleton import Base, Keypoint, Measure, Skeleton, Subject, Tiers
from palpate.store.skeleton_checks import Entry, check_keypoints
from palpate.store.skeleton_parts import (
    KEYPOINT_KEYS,
    base_from,
    check_overrides,
    keypoint_from,
    measure_from,
    policy_from,
    scale_from,
)
from palpate.store.yaml_fields import Fields, as_names, as_pair
from palpate.store.yaml_nodes import Entries, Items, Node, parse_yaml
from palpate.store.yaml_problems import Problems, read_text

MOST_BYTES = 1 << 20

KEYS = (
    "skeleton",
    "extends",
    "base",
    "version",
    "title",
    "subject",
    "visibility",
    "scale",
    "keypoints",
    "edges",
    "rigid_segments",
    "normalisers",
    "policy",
    "measures",
    "events",
    "sigma_source",
    "guidelines",
)

Find = Callable[[str], Skeleton]


def read_skeleton(path: Path, *, find: Find | None = None) -> Skeleton:
    """Read a skeleton file.

    Parameters
    ----------
    path
        The YAML file, UTF-8, at most 1 MB.
    find
        Finds the skeleton that the file says it extends.

    Raises
    ------
    FileUnreadable
        If the file cannot be opened.
    SkeletonFaulty
        With every problem of the file and its line.
    """
    text = read_text(path, most_bytes=MOST_BYTES, kind=SkeletonFaulty)
    return skeleton_from_yaml(text, path=path, find=find)


def skeleton_from_yaml(text: str, *, path: Path | None = None, find: Find | None = None) -> Skeleton:
    """Return the skeleton written in a YAML text; `path` only says in errors where the text came from.

    Raises
    ------
    SkeletonFaulty
        With every problem of the text and its line.
    """
    problems = Problems()
    root = parse_yaml(text, problems)
    skeleton = None if root is None else _Reading(root, problems, find).skeleton()
    problems.raise_if_any(SkeletonFaulty, path)
    assert skeleton is not None
    return skeleton


def check_nodes(root: Node) -> None:
    """Check a skeleton that was never a text.

    Raises
    ------
    SkeletonFaulty
        With every problem and its place.
    """
    problems = Problems()
    _Reading(root, problems, None).skeleton()
    problems.raise_if_any(SkeletonFaulty, None)


class _Reading:
    """One pass over a skeleton file; keypoints first, because everything else names them."""

    def __init__(self, root: Node, problems: Problems, find: Find | None) -> None:
        self._problems = problems
        self._fields = Fields(root, KEYS, problems)
        self._base = self._extended(find)
        self._entries = self._read_keypoints()
        added = tuple(keypoint for keypoint, _ in self._entries)
        self._keypoints = (*self._base.keypoints, *added)
        self._by_name: dict[str, Keypoint] = {}
        for keypoint in self._keypoints:
            self._by_name.setdefault(keypoint.name, keypoint)

    def skeleton(self) -> Skeleton:
        fields, base = self._fields, self._base
        fields.require("skeleton")
        names = self._names()
        if names is not None:
            check_keypoints(self._entries, self._by_name)
        normalisers = {**base.normalisers, **self._read_normalisers(names)}
        guidelines, inherited = self._read_guidelines()
        policy = policy_from(fields.get("policy"), self._problems, start=base.policy, normalisers=normalisers)
        check_overrides(self._entries, base.keypoints, policy, fields)
        return Skeleton(
            name=fields.name("skeleton") or "",
            version=self._read_version(),
            title=fields.text("title", base.title),
            subject=fields.word("subject", Subject, base.subject),
            tiers=fields.word("visibility", Tiers, base.tiers),
            scale=scale_from(fields.get("scale"), self._problems) if fields.get("scale") else base.scale,
            keypoints=self._keypoints,
            edges=base.edges + fields.pairs("edges", names),
            rigid_segments=base.rigid_segments + fields.pairs("rigid_segments", names),
            normalisers=normalisers,
            policy=policy,
            measures=base.measures + self._read_measures(names),
            events=base.events + fields.names("events"),
            sigma_source=fields.text("sigma_source", base.sigma_source),
            guidelines=guidelines,
            inherited_guidelines=inherited,
            base=self._read_base(),
        )

    def _extended(self, find: Find | None) -> Skeleton:
        name = self._fields.name("extends")
        if name is None:
            self._fields.require("keypoints")
            return Skeleton("", ())
        if find is None:
            self._fields.blame("extends", "cannot be followed here; use a file that holds all its keypoints")
            return Skeleton("", ())
        try:
            return find(name)
        except UsageError as fault:
            self._fields.blame("extends", fault.sentence)
            return Skeleton("", ())

    def _read_keypoints(self) -> list[Entry]:
        nodes = self._fields.items("keypoints")
        if not nodes and self._fields.get("keypoints") and not self._fields.is_faulty("keypoints"):
            self._fields.blame("keypoints", "a skeleton needs at least one keypoint")
        read = (
            (keypoint_from(one), one) for one in (Fields(n, KEYPOINT_KEYS, self._problems) for n in nodes)
        )
        return [(keypoint, fields) for keypoint, fields in read if keypoint is not None]

    def _names(self) -> Collection[str] | None:
        """Return the known names; None where their list is too broken to tell a wrong one."""
        whole = len(self._entries) == len(self._fields.items("keypoints"))
        return self._by_name if whole and self._by_name else None

    def _read_version(self) -> int:
        version = self._fields.whole("version")
        return 1 if version is None else version

    def _read_normalisers(self, names: Collection[str] | None) -> dict[str, tuple[str, str]]:
        node = self._fields.get("normalisers")
        if node is None:
            return {}
        keys = tuple(node.nodes) if isinstance(node, Entries) else ("head", "torso")
        inner = Fields(node, keys, self._problems)
        found = {key: inner.get(key) for key in keys}
        pairs = {key: as_pair(one, self._problems, names) for key, one in found.items() if one}
        for key, pair in pairs.items():
            if pair and pair[0] == pair[1]:
                inner.blame(key, f"has no length from {pair[0]} to itself")
        return {key: pair for key, pair in pairs.items() if pair}

    def _read_measures(self, names: Collection[str] | None) -> tuple[Measure, ...]:
        read: list[Measure] = []
        taken = {measure.name for measure in self._base.measures}
        for node in self._fields.items("measures"):
            measure = measure_from(node, self._problems, names)
            if measure is None:
                continue
            if measure.name in taken:
                sentence = f"a measure called {measure.name!r} exists already"
                self._problems.add(node.line, f"{node.place}.name", sentence)
            taken.add(measure.name)
            read.append(measure)
        return tuple(read)

    def _read_base(self) -> Base | None:
        node = self._fields.get("base")
        if self._fields.get("extends") is None:
            return None if node is None else base_from(node, self._problems, most=len(self._keypoints))
        if node is not None:
            self._fields.blame("base", "follows from extends; give one of the two")
        return Base(self._base.name, self._base.version, len(self._base)) if self._base.keypoints else None

    def _read_guidelines(self) -> tuple[str, tuple[str, ...]]:
        """Return the folder of its own guidelines and those it inherits, the nearest first."""
        node = self._fields.get("guidelines")
        if isinstance(node, Items):
            named = as_names(node.nodes, self._problems)
        else:
            named = as_names([] if node is None else [node], self._problems)
        if any(name != PureWindowsPath(name).name or name.startswith(".") for name in named):
            self._fields.blame("guidelines", "must be the name of a folder, without a path")
        base = self._base
        every = dict.fromkeys(name for name in (*named, base.guidelines, *base.inherited_guidelines) if name)
        return next(iter(every), ""), tuple(every)[1:]
