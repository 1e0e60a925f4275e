"""Agreement among annotators, and σ from repeated labels, on the command line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from palpate.base.errors import UsageError
from palpate.cli.output import Outcome, Table
from palpate.model.labels import Labels
from palpate.session.calibrating.gold import current_gold
from palpate.session.exchange.summary import PROJECT_SUFFIX
from palpate.session.exchange.transfer import read_labels
from palpate.session.judging import agreeing
from palpate.session.judging.agreeing import Rater
from palpate.session.judging.by_clip import ByClip, LayerByClip, outline_of
from palpate.session.session import Session


def add_agree(parser: ArgumentParser) -> None:
    """Arguments of `palpate agree`."""
    parser.add_argument(
        "labels",
        type=Path,
        nargs="+",
        metavar="LABELS",
        help="two or more projects or label files, or one project with several layers",
    )
    parser.add_argument(
        "--layer",
        action="append",
        default=[],
        help="a layer of the project, once for each; all work of a single project if not given",
    )
    parser.add_argument(
        "--gold", default="", help="what is right: a file, or a layer; a single project's gold if it has any"
    )
    parser.add_argument("--format", default="")
    parser.add_argument("--skeleton", default="", help="for files that do not name their keypoints")


def run_agree(arguments: Namespace) -> Outcome:
    """Judge how far annotators agree."""
    with ExitStack() as projects:
        raters, gold = _read(arguments, projects)
        _, content = agreeing.agreement_of(raters, gold)
    return Outcome(content, agree_parts(content))


add_sigma = add_agree


def run_sigma(arguments: Namespace) -> Outcome:
    """Estimate σ from repeated labels."""
    with ExitStack() as projects:
        raters, gold = _read(arguments, projects)
        content = agreeing.sigmas_of(raters, gold)
    return Outcome(content, sigma_parts(content))


def agree_parts(content: dict[str, Any]) -> list[str | Table]:
    """Return an agreement as text and tables, keypoints with the widest disagreement first."""
    head = (
        f"{content['n_raters']} raters on {content['n_poses']} poses in {content['n_frames']} frames: "
        f"{_number(content['mpjpe_px'], 2)} px from the consensus, "
        f"{_number(content['pairwise_px'], 2)} px from each other, Fleiss' κ "
        f"{_number(content['fleiss_kappa'], 2)}{_interval(content['visibility']['fleiss_kappa_ci'], 2)}, "
        f"flags equal {_number(content['visibility']['agreement'], 2)}"
    )
    people = [
        (
            name,
            found["n"],
            _number(found["mpjpe_px"], 2),
            _number(found["leave_one_out_px"], 2),
            ", ".join(found["systematic"]),
        )
        for name, found in content["by_rater"].items()
    ]
    keypoints = [
        (
            name,
            found["n"],
            _number(found["mpjpe_to_consensus_px"], 2),
            _number(found["pairwise_px"], 2),
            _pair(found["sd_px"]),
            found["far_apart"] or "",
            _number(found["kappa"], 2) + _interval(found["kappa_ci"], 2),
            *(_pair(found["by_rater"][rater]["bias_px"]) for rater in content["raters"]),
        )
        for name, found in sorted(content["joints"].items(), key=lambda one: -(one[1]["pairwise_px"] or 0.0))
    ]
    headings = ("rater", "n", "to consensus", "to the others", "systematic bias at")
    wide = ("keypoint", "n", "to consensus", "between two", "SD x, y", "too far", "κ")
    biases = tuple(f"bias of {rater}" for rater in content["raters"])
    return [
        head,
        Table(headings, people, frozenset({1, 2, 3})),
        Table((*wide, *biases), keypoints, frozenset(range(1, 7 + len(biases)))),
        *content["notes"],
    ]


def sigma_parts(content: dict[str, Any]) -> list[str | Table]:
    """Return estimates of σ as text and a table."""
    rows = [
        (
            name,
            found["n"],
            found["n_independent"],
            _number(found["sigma"], 5),
            _interval(found["ci"], 5).strip(),
            _number(found["robust"], 5),
            _number(found["preset"], 5),
            "" if found["enough"] else "keep the preset",
        )
        for name, found in content["joints"].items()
    ]
    headings = ("keypoint", "n", "independent", "σ", "95 %", "robust", "preset", "")
    head = f"σ from {content['n_raters']} raters on {content['n_frames']} frames"
    return [head, Table(headings, rows, frozenset(range(1, 7))), *content["notes"]]


def _read(arguments: Namespace, projects: ExitStack) -> tuple[list[Rater], Labels | ByClip | None]:
    """Return raters and gold; projects stay open while they are read clip by clip."""
    paths: Sequence[Path] = arguments.labels
    if len(paths) == 1 and paths[0].suffix != PROJECT_SUFFIX:
        raise UsageError("agreement needs at least two sets of labels", path=paths[0])
    raters: list[Rater] = []
    for path in paths:
        known = next(iter(outline_of(raters[0].labels).skeletons.values()), None) if raters else None
        if path.suffix == PROJECT_SUFFIX:
            session = projects.enter_context(Session.open(path, read_only=True))
            raters += _of_project(session, path, arguments.layer, alone=len(paths) == 1)
        else:
            labels = read_labels(path, format=arguments.format, skeleton=arguments.skeleton, given=known)
            raters.append(Rater(path.stem, labels))
    return agreeing.distinct(raters), _gold(arguments, raters, projects)


def _of_project(session: Session, path: Path, layers: Sequence[str], *, alone: bool) -> list[Rater]:
    contents = session.contents
    if alone:
        found = agreeing.raters_of(session, layers)
        if len(found) < 2:
            raise UsageError("this project has fewer than two layers of work to compare", path=path)
        return found
    names = {layer.name for layer in contents.layers} | {layer.id for layer in contents.layers}
    own = [name for name in layers if name in names]
    working = contents.working_layer(session.author)
    if not own and working is None:
        raise UsageError("this project has no such layer", path=path)
    chosen = [contents.layer_named(name) for name in own or [working.id if working else ""]]
    agreeing.refuse_blind_among(session, [layer.id for layer in chosen])
    return [Rater(layer.author or layer.name, LayerByClip(session, layer.id, facts=True)) for layer in chosen]


def _gold(arguments: Namespace, raters: Sequence[Rater], projects: ExitStack) -> Labels | ByClip | None:
    """Return what is right: a layer of the first project, or a file; a single project's own if it has any."""
    first: Path = arguments.labels[0]
    if first.suffix == PROJECT_SUFFIX and (arguments.gold or len(arguments.labels) == 1):
        session = projects.enter_context(Session.open(first, read_only=True))
        contents = session.contents
        named = [layer for layer in contents.layers if arguments.gold in (layer.name, layer.id)]
        found = named[0] if named else None if arguments.gold else current_gold(session)
        if found is not None:
            asked = set(arguments.layer)
            compared = [layer.id for layer in contents.layers if asked & {layer.name, layer.id}]
            agreeing.refuse_blind_among(session, [*compared, found.id])
            return LayerByClip(session, found.id, facts=True)
    if not arguments.gold:
        return None
    path = Path(arguments.gold)
    known = next(iter(outline_of(raters[0].labels).skeletons.values()), None)
    return read_labels(path, format=arguments.format, skeleton=arguments.skeleton, given=known)


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _pair(values: Sequence[float] | None) -> str:
    return "–" if values is None else ", ".join(f"{value:.2f}" for value in values)


def _interval(values: Sequence[float] | None, digits: int) -> str:
    return "" if values is None else f" ({values[0]:.{digits}f}–{values[1]:.{digits}f})"
