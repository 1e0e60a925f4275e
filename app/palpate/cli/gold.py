"""`palpate gold`: choosing, certifying and verifying gold, and how sure it is of itself."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from palpate.base.errors import UsageError
from palpate.cli.output import Outcome, Table
from palpate.model.attempt import Task
from palpate.model.layer import Layer
from palpate.session.calibrating import attempts, calibration, gold, gold_error, gold_plan
from palpate.session.calibrating import calibration_content as shown
from palpate.session.calibrating.verifying import doubts_of, frozen_layers, lost_certificates
from palpate.session.session import Session

_READING = ("verify", "error")


def add_gold(parser: ArgumentParser) -> None:
    """Arguments of `palpate gold`."""
    parser.add_argument(
        "act", choices=("add", "plan", "certify", "verify", "new", "repeat", "submit", "error")
    )
    parser.add_argument("project", type=Path)
    parser.add_argument(
        "--layer", default="", help="gold layer, by name; what was certified last if not given"
    )
    parser.add_argument("--note", default="", help="certify: what to say of it")
    parser.add_argument("--partial", action="store_true", help="certify: although keypoints are not decided")
    parser.add_argument("-n", type=int, default=0, help="plan, repeat: how many poses")
    parser.add_argument("--seed", type=int, help="plan, repeat: what chance begins with")
    parser.add_argument("--clip", default="", help="plan: draw from this clip only")


def run_gold(arguments: Namespace) -> Outcome:
    """Do what was asked with gold; verify exits 1 if labels are not what was certified."""
    if arguments.n < 0:
        raise UsageError("-n takes a whole number from 1 on")
    with Session.open(arguments.project, read_only=arguments.act in _READING) as session:
        return _ACTS[arguments.act](session, arguments)


def _layer(session: Session, arguments: Namespace) -> Layer:
    """Return the layer that is named, or the newest version that is still open, or what holds."""
    if arguments.layer:
        return session.contents.layer_named(arguments.layer)
    found = gold.current_gold(session)
    if found is None:
        raise UsageError("this project has no gold layer", path=arguments.project)
    if arguments.act in ("certify", "plan"):
        open_ones = [
            one for one in gold.versions_of(session, found.id) if gold.certificate_of(session, one.id) is None
        ]
        return open_ones[-1] if open_ones else found
    return found


def _add(session: Session, arguments: Namespace) -> Outcome:
    if not arguments.layer:
        raise UsageError("palpate gold add needs a name for the layer: --layer NAME")
    gold.add_gold_layer(session, arguments.layer)
    return Outcome({"layer": arguments.layer}, [f"added {arguments.layer}, a layer of gold without labels"])


def _plan(session: Session, arguments: Namespace) -> Outcome:
    clip = session.contents.clip_named(arguments.clip).id if arguments.clip else ""
    layer = _layer(session, arguments)
    seed = 1 if arguments.seed is None else arguments.seed
    plan = gold_plan.draw_gold_plan(session, layer.id, arguments.n, seed=seed, clip=clip)
    content = shown.plan_content(session, plan) | {"layer": layer.name}
    rows = [(unit["clip"], unit["instance"], unit["frame"], unit["stratum"]) for unit in content["units"]]
    table = Table(("clip", "instance", "frame", "kind"), rows, frozenset({2}))
    return Outcome(content, [f"{len(rows)} poses to mark in {layer.name}", table])


def _certify(session: Session, arguments: Namespace) -> Outcome:
    layer = _layer(session, arguments)
    held = gold.certify(session, layer.id, arguments.note, partial=arguments.partial)
    content = {
        "layer": layer.name,
        "version": held.version,
        "digest": held.digest,
        "author": held.author,
        "time": held.time,
        "note": held.note,
    }
    return Outcome(content, [f"certified {layer.name} as version {held.version}: {held.digest}"])


def _verify(session: Session, arguments: Namespace) -> Outcome:
    named = arguments.layer
    frozen = [session.contents.layer_named(named).id] if named else frozen_layers(session)
    lost = lost_certificates(session)
    if not frozen and not lost:
        raise UsageError("no gold is certified in this project, and nothing was submitted")
    found = [gold.verify(session, layer) for layer in frozen]
    whole = all(one.holds for one in found) and not lost
    words = {"intact": "as it was frozen", "carried": "carried along", "altered": "ALTERED"}
    rows = [(one.name, one.version or "", words[one.state.value], one.author, one.time[:10]) for one in found]
    said = [*lost, *(f"{one.name}: {sentence}" for one in found for sentence in one.sentences)]
    table = Table(("layer", "version", "labels", "by", "on"), rows, frozenset({1}))
    content = {"layers": [shown.verified_content(one) for one in found], "notes": list(lost), "pass": whole}
    return Outcome(content, [table, *said], status=0 if whole else 1)


def _new(session: Session, arguments: Namespace) -> Outcome:
    source = _layer(session, arguments)
    copy = gold.new_version(session, source.id)
    content = {"layer": copy.name, "from": source.name, "version": gold.next_version(session, copy.id)}
    return Outcome(content, [f"begun {copy.name}, a copy of {source.name} that may be changed"])


def _repeat(session: Session, arguments: Namespace) -> Outcome:
    begun = gold_error.begin_repeat(session, _layer(session, arguments).id, arguments.n, seed=arguments.seed)
    content = shown.attempt_content(session, begun)
    rows = [(unit["clip"], unit["instance"], unit["frame"]) for unit in content["units"]]
    said = f"begun {content['layer']}: {len(rows)} poses to mark again without gold"
    return Outcome(content, [said, Table(("clip", "instance", "frame"), rows, frozenset({2}))])


def _submit(session: Session, arguments: Namespace) -> Outcome:
    begun = attempts.open_attempt(session, tasks=frozenset({Task.REPEAT}))
    if begun is None:
        raise UsageError(f"{session.author} has begun no repeat; begin one with palpate gold repeat")
    calibration.submit(session, begun)
    return _error(session, arguments)


def _error(session: Session, arguments: Namespace) -> Outcome:
    layer = _layer(session, arguments)
    floor = gold_error.floor_of(session, layer.id)
    notes = [*doubts_of(session, layer.id), *floor.notes]
    content = floor.to_json() | {"layer": layer.name, "notes": notes}
    rows = [
        (
            name,
            f"{sd:.2f}",
            "{:.2f} – {:.2f}".format(*floor.limits_px[name]),
            floor.n[name],
            "its type" if name in floor.pooled else "",
        )
        for name, sd in sorted(floor.sd_px.items(), key=lambda one: -one[1])
    ]
    headings = ("keypoint", "SD px", "95 %", "repeats", "pooled over")
    return Outcome(content, [*([Table(headings, rows, frozenset({1, 2, 3}))] if rows else []), *notes])


_ACTS = {
    "add": _add,
    "plan": _plan,
    "certify": _certify,
    "verify": _verify,
    "new": _new,
    "repeat": _repeat,
    "submit": _submit,
    "error": _error,
}
