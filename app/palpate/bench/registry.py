"""The groups of benchmarks."""

from __future__ import annotations

import importlib

from palpate.bench.plan import Measure

# group → module of this package, which has measure(plan); imported only when it is run
GROUPS = {
    "frames": "frames",
    "window": "window",
    "edit": "edit",
    "canvas": "canvas",
    "timeline": "timeline",
    "guideline": "guideline",
    "score": "score",
    "interpolate": "interpolate",
    "track": "track",
    "stop": "stop",
    "keyframes": "keyframes",
    "drift": "drift",
    "review": "review",
    "mixups": "mixups",
    "blur": "blur",
    "suggest": "suggest",
    "power": "power",
}


def measure_of(group: str) -> Measure:
    """Return the function that runs a group."""
    measure: Measure = importlib.import_module(f"palpate.bench.{GROUPS[group]}").measure
    return measure
