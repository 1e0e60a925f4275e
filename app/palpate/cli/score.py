"""Scoring on the command line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from palpate.base.errors import UsageError
from palpate.cli.output import Outcome, Table
from palpate.model.labels import Labels
from palpate.model.skeleton import Skeleton
from palpate.session.calibrating.blindness import refuse_hidden, why_hidden
from palpate.session.calibrating.gold import current_gold
from palpate.session.calibrating.gold_error import Floor, floor_of, with_floor
from palpate.session.exchange.summary import PROJECT_SUFFIX
from palpate.session.exchange.transfer import labels_of, read_labels
from palpate.session.judging import scoring
from palpate.session.judging.breakdown_view import (
    PRECISION_PX,
    Circumstances,
    circumstances_of,
    score_by,
    score_layers_by,
)
from palpate.session.session import Session


def add_score(parser: ArgumentParser) -> None:
    """Arguments of `palpate score`."""
    parser.add_argument("labels", type=Path, help="a project, or any readable label file")
    parser.add_argument("gold_file", type=Path, nargs="?", metavar="GOLD", help="not for one project")
    parser.add_argument("--layer", default="", help="layer to score; the working layer if not given")
    parser.add_argument("--gold", default="", help="gold layer, by name")
    parser.add_argument("--format", default="")
    parser.add_argument("--skeleton", default="", help="for files that do not name their keypoints")
    parser.add_argument(
        "--by",
        default="",
        help="break every number down: clip, instance, phase or an attribute, separated by commas",
    )
    parser.add_argument(
        "--precision",
        type=float,
        default=PRECISION_PX,
        metavar="PX",
        help="how well the mean error of a group is to be known, for the coverage report",
    )


def run_score(arguments: Namespace) -> Outcome:
    """Score labels against gold; exit 1 if they fail."""
    floor = Floor()
    by = [word.strip() for word in arguments.by.split(",") if word.strip()]
    if arguments.gold_file is not None:
        gold = _read(arguments, arguments.gold_file, arguments.gold, known=_pinned(arguments.labels))
        own = next(iter(gold.skeletons.values()), None)
        labels = _read(arguments, arguments.labels, arguments.layer, compared=own)
        known = _circumstances(arguments.labels, arguments.gold_file)
        found = score_by(labels, gold, by, known=known, precision_px=arguments.precision)
    elif arguments.labels.suffix == PROJECT_SUFFIX:
        with Session.open(arguments.labels, read_only=True) as session:
            layer, gold_layer = scoring.default_layers(session, arguments.layer, arguments.gold)
            found = score_layers_by(session, layer, gold_layer, by, precision_px=arguments.precision)
            floor = floor_of(session, gold_layer)
    else:
        raise UsageError("a label file needs gold: palpate score LABELS GOLD", path=arguments.labels)
    content = with_floor(found.to_json(), floor)
    if floor.source:
        content["notes"] = [*content["notes"], *floor.notes]
    parts = [*score_parts(content), *group_parts(content)]
    return Outcome(content, parts, status=0 if content["pass"] else 1)


def group_parts(content: dict[str, Any]) -> list[str | Table]:
    """Return the groups of a score as tables: what each says, and how well it is covered."""
    if "by" not in content:
        return []
    covered = {(row["by"], row["group"]): row for row in content["coverage"]}
    rows = [_group_row(row, content["by"][by].get(group)) for (by, group), row in covered.items()]
    headings = (
        *("by", "group", "poses", "independent", "MPJPE", "± 95 %"),
        *("OKS", "PCK", "κ", "keypoints that fail", "coverage"),
    )
    return [Table(headings, rows, frozenset(range(2, 10)))]


def _group_row(covered: dict[str, Any], found: dict[str, Any] | None) -> tuple[object, ...]:
    head = (covered["by"], covered["group"], covered["n_poses"], covered["n_independent"])
    if found is None:
        return (*head, *("–",) * 6, covered["sentence"])
    shares = [value for key, value in found["pck"].items() if key not in ("normaliser", "macro")]
    return (
        *head,
        _number(found["mpjpe_px"], 2),
        _number(covered["half_width_px"], 2),
        _number(found["oks"]["mean"], 3),
        _number(shares[0], 3),
        _number(found["visibility"]["kappa"], 2),
        len(found["failing_joints"]),
        covered["sentence"],
    )


def _circumstances(*paths: Path) -> Circumstances:
    """Return what the projects among some files know of clips and events."""
    found = []
    for path in paths:
        if path.suffix == PROJECT_SUFFIX:
            with Session.open(path, read_only=True) as session:
                found.append(circumstances_of(session))
    return Circumstances(
        tuple(clip for each in found for clip in each.clips),
        tuple(event for each in found for event in each.events),
    )


def score_parts(content: dict[str, Any]) -> list[str | Table]:
    """Return a score as text and a table, worst keypoints first."""
    verdict = "passes" if content["pass"] else "does not pass"
    oks, visibility = content["oks"], content["visibility"]
    head = (
        f"{verdict}: OKS {_number(oks['mean'], 3)} (target {oks['target']:g}), "
        f"MPJPE {_number(content['mpjpe_px'], 2)} px, κ {_number(visibility['kappa'], 2)}, "
        f"{len(content['failing_joints'])} of {len(content['joints'])} keypoints fail; "
        f"{content['n_pairs']} poses in {content['n_frames']} frames"
    )
    worst_first = sorted(content["joints"].items(), key=lambda item: _badness(item[1]))
    rows = [_row(name, joint) for name, joint in worst_first]
    headings = (
        "keypoint",
        "n",
        "MPJPE",
        "SD",
        "bias x",
        "bias y",
        "p (adj.)",
        "tolerance",
        "flags agree",
        "verdict",
    )
    return [head, Table(headings, rows, frozenset(range(1, 9))), *content.get("notes", [])]


def _row(name: str, joint: dict[str, Any]) -> tuple[object, ...]:
    bias = joint["bias_px"] or (None, None)
    return (
        name,
        joint["n"],
        _number(joint["mpjpe_px"], 2),
        _number(joint["sd_px"], 2),
        _number(bias[0], 2),
        _number(bias[1], 2),
        "" if joint["bias_p_adjusted"] is None else f"{joint['bias_p_adjusted']:.1e}",
        _number(joint["tolerance_px"], 2),
        "" if joint["visibility_agreement"] is None else f"{100 * joint['visibility_agreement']:.0f} %",
        _verdict(joint),
    )


def _pinned(path: Path) -> list[Skeleton]:
    """Return a project's skeletons: they lend their σ and policy to a file that only names keypoints."""
    if path.suffix != PROJECT_SUFFIX:
        return []
    with Session.open(path, read_only=True) as session:
        return list(session.contents.skeletons.values())


def _read(
    arguments: Namespace,
    path: Path,
    layer: str,
    compared: Skeleton | None = None,
    known: Iterable[Skeleton] = (),
) -> Labels:
    """Read labels, or gold where there is nothing yet to compare with."""
    if path.suffix != PROJECT_SUFFIX:
        return read_labels(
            path, format=arguments.format, skeleton=arguments.skeleton, given=compared, known=known
        )
    with Session.open(path, read_only=True) as session:
        contents = session.contents
        usual = current_gold(session) if compared is None else contents.working_layer(session.author)
        chosen = contents.layer_named(layer) if layer else usual
        if chosen is None:
            raise UsageError("this project has no such layer", path=path)
        labels = labels_of(session, chosen.id)
        if not labels.tracks:
            refuse_hidden(session, chosen.id)
        hidden = why_hidden(session, chosen.id)
        return replace(labels, doubts=(f"left out: {hidden}", *labels.doubts)) if hidden else labels


def _badness(joint: dict[str, Any]) -> tuple[int, float]:
    """Order keypoints: those that fail, then the others, the farthest off first; what is not judged last."""
    rank = 2 if joint["pass"] is None else int(joint["pass"])
    return rank, -float(joint["mpjpe_px"] or 0.0)


def _verdict(joint: dict[str, Any]) -> str:
    if joint["pass"] is None:
        return "visibility in doubt" if joint["n"] else "not judged"
    return "ok" if joint["pass"] else "fails: " + ", ".join(joint["fails"])


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
