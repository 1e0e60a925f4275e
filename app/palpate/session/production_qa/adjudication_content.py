"""What two people differ in, in the shape of the command line's contract."""

from __future__ import annotations

import math
from typing import Any

from palpate.session.production_qa.adjudicating import Comparison, Difference
from palpate.session.production_qa.spot_check import Queue, Spot
from palpate.session.session import Session


def comparison_content(session: Session, found: Comparison) -> dict[str, Any]:
    """Return a comparison as JSON, undecided differences first and the worst of them first."""
    names = {layer.id: layer.name for layer in session.contents.layers}
    return {
        "first": names[found.match.first],
        "second": names[found.match.second],
        "final": names.get(found.match.final),
        "compared": len(found.differences) + found.agreeing,
        "agreeing": found.agreeing,
        "agreeing_taken": found.taken,
        "undecided": len(found.undecided),
        "done": found.is_done,
        "differences": [_difference(session, one) for one in found.differences],
    }


def queue_content(session: Session, layer: str, queue: Queue) -> dict[str, Any]:
    """Return a queue of spot checks as JSON."""
    return {
        "layer": session.contents.layer(layer).name,
        "share": queue.share,
        "seed": queue.seed,
        "candidates": queue.candidates,
        "waiting": len(queue.waiting),
        "spots": [_spot(session, one) for one in queue.spots],
    }


def _difference(session: Session, one: Difference) -> dict[str, Any]:
    return {
        "clip": session.contents.clip(one.clip).name,
        "instance": session.contents.instance(one.instance).name,
        "frame": one.frame,
        "keypoint": one.name,
        "kind": one.kind.value,
        "distance_px": one.distance_px,
        "tolerance_px": one.tolerance_px if math.isfinite(one.tolerance_px) else None,
        "first": None if one.first is None else list(one.first),
        "second": None if one.second is None else list(one.second),
        "first_visibility": int(one.first_tier),
        "second_visibility": int(one.second_tier),
        "choice": None if one.choice is None else one.choice.value,
    }


def _spot(session: Session, one: Spot) -> dict[str, Any]:
    return {
        "clip": session.contents.clip(one.clip).name,
        "instance": session.contents.instance(one.instance).name,
        "frame": one.frame,
        "keypoint": one.name,
        "place": list(one.place),
        "visibility": int(one.tier),
        "why": one.why.value,
        "outcome": None if one.outcome is None else one.outcome.value,
    }
