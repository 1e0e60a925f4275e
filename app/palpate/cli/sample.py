"""`palpate sample`: what of production work is labelled a second time, and how far that is."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from palpate.base.errors import UsageError
from palpate.cli.output import Outcome, Table
from palpate.quality.sampling import ExtraMode
from palpate.session.calibrating.attempts import open_attempt, progress
from palpate.session.exchange.transfer import layer_by_name
from palpate.session.production_qa.batch_acceptance import LIMIT
from palpate.session.production_qa.production import (
    TASKS,
    begin_repeat,
    begin_second,
    keep_plan,
    plan_known,
    plans_of,
    submit,
    why_not_plan,
)
from palpate.session.production_qa.qa_sampling import (
    Drawing,
    Wanted,
    draw_plan,
    production_layers,
    skeleton_in,
)
from palpate.session.production_qa.sample_content import LEGEND, drawing_content, plan_content
from palpate.session.session import Session

_NUMBERS = frozenset({1, 2, 3, 4})


def add_sample(parser: ArgumentParser) -> None:
    """Arguments of `palpate sample`."""
    parser.formatter_class = RawDescriptionHelpFormatter
    parser.epilog = "in the JSON object:\n" + "\n".join(f"  {key}: {said}" for key, said in LEGEND.items())
    parser.add_argument("project", type=Path)
    parser.add_argument(
        "--plan", action="store_true", help="keep what is drawn in the project, to be followed"
    )
    work = parser.add_mutually_exclusive_group()
    work.add_argument("--second", metavar="PLAN", help="begin second labels after a plan, by its name or id")
    work.add_argument("--repeat", action="store_true", help="begin to label a part of your own work again")
    work.add_argument("--submit", action="store_true", help="close second labels or a repeat for good")
    parser.add_argument("--layer", default="", help="whose work, by name of the layer; all work if not given")
    parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same; 1 if not given")
    parser.add_argument("--base", type=float, help="share of the poses; else the policy's")
    parser.add_argument(
        "--extra", type=float, help="share in which the most variable types are asked for besides"
    )
    parser.add_argument("--types", type=int, help="how many types that are; else the policy's")
    parser.add_argument("--gap", type=int, help="least frames between two; else the policy's")
    parser.add_argument(
        "--mode", choices=[mode.value for mode in ExtraMode], help="what the extra share is of"
    )
    parser.add_argument(
        "--limit",
        type=float,
        default=LIMIT,
        help=f"share of poses that may not conform; {LIMIT:g} if not given",
    )


def run_sample(arguments: Namespace) -> Outcome:
    """Draw plans, one per layer, and keep them if asked; or begin and close what follows them."""
    if arguments.second or arguments.repeat or arguments.submit:
        return _followed(arguments)
    with Session.open(arguments.project, read_only=not arguments.plan) as session:
        if arguments.layer:
            layers: tuple[str, ...] = (session.contents.layer_named(arguments.layer).id,)
        else:
            layers = production_layers(session)
        if not layers:
            raise UsageError("nothing is labelled in any work layer yet; there is nothing to sample")
        drawings = [draw_plan(session, layer, _wanted(session, layer, arguments)) for layer in layers]
        not_kept = _why_not_kept(session, arguments)
        if not not_kept:
            for drawing in drawings:
                keep_plan(session, drawing.plan)
        content: dict[str, Any] = {
            "kept": not not_kept,
            "notes": [not_kept] if not_kept else [],
            "drawn": [drawing_content(session, drawing, kept=not not_kept) for drawing in drawings],
            "plans": [plan_content(session, state, arguments.limit) for state in plans_of(session)],
        }
        parts = [part for drawing in drawings for part in _parts(session, drawing)]
    parts += [line for state in content["plans"] for line in (_state(state), *_accepted(state))]
    return Outcome(content, [*parts, *content["notes"]])


def _why_not_kept(session: Session, arguments: Namespace) -> str:
    """Return why what is drawn is only shown: it was not asked for, or these people keep no plans."""
    if not arguments.plan:
        return "nothing was kept; --plan keeps what is drawn"
    reason = "" if session.project.read_only else why_not_plan(session)
    return f"nothing was kept: {reason}" if reason else ""


def _followed(arguments: Namespace) -> Outcome:
    """Begin or submit second labels or a repeat, as the project's annotator."""
    with Session.open(arguments.project) as session:
        if arguments.submit:
            begun = open_attempt(session, tasks=TASKS)
            if begun is None:
                raise UsageError("neither second labels nor a repeat are begun; there is nothing to submit")
            attempt = submit(session, begun)
        elif arguments.repeat:
            attempt = begin_repeat(session, layer_by_name(session, arguments.layer), seed=arguments.seed)
        else:
            attempt = begin_second(session, plan_known(session, arguments.second))
        far, name = progress(session, attempt), session.contents.layer(attempt.layer).name
        result = msgspec.json.decode(attempt.result) if attempt.result else None
    state = "begun" if attempt.is_open else "submitted"
    content = {
        "layer": name,
        "task": attempt.task.value,
        "state": state,
        "done": far.done,
        "units": far.units,
        "result": result,
    }
    said = f"{name}: {state}, {far.done} of {far.units} poses done"
    mean = None if result is None else result.get("mean_px")
    return Outcome(content, [said] if mean is None else [said, f"{mean:.2f} px from the first on average"])


def _wanted(session: Session, layer: str, arguments: Namespace) -> Wanted:
    wanted = Wanted.of(skeleton_in(session, layer).policy, seed=arguments.seed)
    given = {key: getattr(arguments, key) for key in ("base", "extra", "types", "gap")}
    given["mode"] = ExtraMode(arguments.mode) if arguments.mode else None
    return replace(wanted, **{key: value for key, value in given.items() if value is not None})


def _parts(session: Session, drawing: Drawing) -> list[str | Table]:
    name = session.contents.layer(drawing.layer).name
    rows = [(one.stratum, one.units, one.base, one.extra, one.gap) for one in drawing.strata]
    types = f", extra for {', '.join(drawing.chosen)}" if drawing.chosen else ""
    share = drawing.placements_drawn / drawing.placements
    said = (
        f"{name}: {len(drawing.plan.units)} poses, {drawing.placements_drawn} of {drawing.placements} "
        f"placements ({share:.1%}){types}"
    )
    table = Table(("stratum", "poses", "base", "extra", "gap"), rows, _NUMBERS)
    return [said, table, *drawing.notes]


def _accepted(plan: dict[str, Any]) -> list[str]:
    """Say of each submitted attempt whether the work passes by it."""
    found = [one["acceptance"] for one in plan["attempts"] if one["acceptance"]]
    words = {True: "passes", False: "does not pass", None: "is not judged"}
    return [
        f"{one['layer']} {words[one['pass']]}: {one['defects']} of {one['n']} poses do not conform, "
        f"at most {one['share_at_most']:.1%} of all ({one['limit']:.0%} allowed)"
        for one in found
        if one.get("share_at_most") is not None
    ]


def _state(plan: dict[str, Any]) -> str:
    who = ", ".join(
        f"{one['annotator']} ({'submitted' if one['submitted'] else 'at work'})" for one in plan["attempts"]
    )
    return f"plan {plan['name']}: {plan['done']} of {plan['units']} done, {who or 'nobody at work'}"
