"""The config.yaml of DeepLabCut; values arrive as texts, as the reader of YAML gives them."""

from __future__ import annotations

from collections.abc import Mapping

from palpate.formats.skeletons.described import Described, Faults, checked_names, named_edges
from palpate.model.skeleton import Skeleton

_MULTI = "MULTI!"
UNIQUE = "unique"


def recognises(content: object) -> bool:
    """Tell whether this is a configuration of DeepLabCut."""
    return isinstance(content, dict) and bool({"bodyparts", "multianimalbodyparts"} & content.keys())


def read(content: Mapping[str, object], faults: Faults) -> list[Described]:
    """Return the animals' skeleton and, where parts exist once in the scene, theirs as a further one."""
    several = content.get("bodyparts") == _MULTI or "bodyparts" not in content
    key = "multianimalbodyparts" if several else "bodyparts"
    names = checked_names(content.get(key), key, faults)
    unique = content.get("uniquebodyparts") if several else None
    if not names:
        return []
    others = checked_names(unique, "uniquebodyparts", faults) if unique else ()
    twice = [name for name in others if name in names]
    for name in twice:
        faults.add("uniquebodyparts", f"a keypoint called {name!r} exists already")
    edges = named_edges(content.get("skeleton"), (*names, *others), "skeleton", faults)
    task = content.get("Task")
    task = task if isinstance(task, str) else ""
    n = len(names)
    notes = []
    if others:
        notes.append(f"{', '.join(others)}: once in the scene, not on an animal; take them with #{UNIQUE}")
    across = [edge for edge in edges if (edge[0] < n) != (edge[1] < n)]
    if across:
        notes.append("edges between an animal and the scene are left out")
    animal = Described(task, names, tuple(edge for edge in edges if max(edge) < n), notes=tuple(notes))
    if not others:
        return [animal]
    scene = tuple((a - n, b - n) for a, b in edges if min(a, b) >= n)
    return [animal, Described(UNIQUE, others, scene, is_extra=True)]


def content_of(skeleton: Skeleton) -> dict[str, object]:
    """Return the entries that a configuration of DeepLabCut has for a skeleton."""
    return {
        "Task": skeleton.name,
        "bodyparts": list(skeleton.names),
        "skeleton": [list(edge) for edge in skeleton.edges],
    }
