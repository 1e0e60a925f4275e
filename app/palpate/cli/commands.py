"""The names of the commands, apart from what reads arguments: a start of the window asks for them alone."""

from __future__ import annotations

# command → module of this package; each module has add_<command>(parser) and run_<command>(arguments).
COMMANDS = {
    "demo": "demo",
    "new": "projects",
    "add": "projects",
    "info": "projects",
    "check": "projects",
    "frames": "frames",
    "import": "labels",
    "export": "labels",
    "convert": "labels",
    "formats": "labels",
    "interpolate": "between",
    "track": "between",
    "drift": "between",
    "suggest": "suggest",
    "blur": "blur",
    "score": "score",
    "skeleton": "skeletons",
    "policy": "policy",
    "examples": "examples",
}
