"""Plans, blind attempts, certificates and adjudications, kept in a project."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from palpate.model.adjudication import Adjudication
from palpate.model.attempt import Attempt, Comment
from palpate.model.certificate import Certificate
from palpate.model.plan import Plan
from palpate.store.project import Project
from palpate.store.rows import Row
from palpate.store.tables import TABLES


def plan_row(plan: Plan) -> Row:
    """Return the value of a plan's row."""
    content = msgspec.to_builtins(plan)
    return plan.purpose.value, _json(content, "id", "author", "time"), plan.author, plan.time


def plans(project: Project) -> list[Plan]:
    """Return the plans of a project, the first drawn coming first."""
    sql = "SELECT id, content, author, time FROM plan ORDER BY time, rowid"
    return [_plan(*row) for row in project.rows(sql)]


def plan_known(project: Project, plan: str) -> Plan | None:
    """Return one plan; None if there is none."""
    rows = project.rows("SELECT id, content, author, time FROM plan WHERE id = ?", plan)
    return _plan(*rows[0]) if rows else None


@lru_cache(maxsize=32)  # a bar over the picture asks with every step, and a plan may have thousands of units
def _plan(plan: str, content: str, author: str, time: str) -> Plan:
    told = msgspec.json.decode(content) | {"id": plan, "author": author, "time": time}
    return msgspec.convert(told, Plan)


def attempt_row(attempt: Attempt) -> Row:
    """Return the value of an attempt's row."""
    content = _json(msgspec.to_builtins(attempt), "id", "layer", "annotator", "submitted")
    return attempt.layer, attempt.annotator, attempt.submitted, content


def attempt_from_row(attempt_id: str, row: Row) -> Attempt:
    """Read an attempt from its row."""
    layer, annotator, submitted, content = row
    told = msgspec.json.decode(str(content))
    told |= {"id": attempt_id, "layer": layer, "annotator": annotator, "submitted": submitted}
    return msgspec.convert(told, Attempt)


def attempts(project: Project) -> list[Attempt]:
    """Return the attempts of a project, those begun first coming first."""
    rows = project.rows("SELECT id, layer, annotator, submitted, content FROM attempt ORDER BY rowid")
    found = [attempt_from_row(row[0], tuple(row[1:])) for row in rows]
    return sorted(found, key=lambda attempt: attempt.begun)


def followed(project: Project, annotator: str, *, open_only: bool = False) -> list[tuple[Attempt, str]]:
    """Return the attempts of a person, those begun first coming first, each with its plan's content as JSON.

    The content is empty where the plan is gone; it never changes once somebody follows the plan. What was
    submitted carries its whole result: who needs open ones only should say so.
    """
    sql = (
        "SELECT attempt.id, attempt.layer, annotator, submitted, attempt.content, coalesce(plan.content, '') "
        "FROM attempt LEFT JOIN plan ON plan.id = json_extract(attempt.content, '$.plan') "
        "WHERE annotator = ? AND (submitted = '' OR NOT ?) ORDER BY attempt.rowid"
    )
    rows = project.rows(sql, annotator, open_only)
    found = [(attempt_from_row(row[0], tuple(row[1:5])), str(row[5])) for row in rows]
    return sorted(found, key=lambda one: one[0].begun)


def n_submitted(project: Project, annotator: str) -> int:
    """Return how many attempts of a person are submitted; it never falls, for none is taken back."""
    sql = "SELECT count(*) FROM attempt WHERE annotator = ? AND submitted != ''"
    return int(project.rows(sql, annotator)[0][0])


@lru_cache(maxsize=256)
def frames_asked_for(content: str) -> frozenset[tuple[str, int]]:
    """Return clip and frame of each unit of a plan from its content."""
    units = msgspec.json.decode(content)["units"] if content else ()
    return frozenset((unit["clip"], unit["frame"]) for unit in units)


@lru_cache(maxsize=32)
def keypoints_asked_for(content: str) -> Mapping[tuple[str, str, int], tuple[str, ...]]:
    """Return the names of the keypoints of each unit of a plan from its content, by clip, instance and frame.

    No names are all keypoints.
    """
    units = msgspec.json.decode(content)["units"] if content else ()
    return {(unit["clip"], unit["instance"], unit["frame"]): tuple(unit["keypoints"]) for unit in units}


def comments(project: Project, attempt: str) -> list[Comment]:
    """Return what was said of an attempt, by keypoint."""
    sql = "SELECT attempt, keypoint, content, author, time FROM comment WHERE attempt = ? ORDER BY keypoint"
    return [Comment(*row) for row in project.rows(sql, attempt)]


def certificates(project: Project) -> dict[str, Certificate]:
    """Return the certificates by layer."""
    sql = "SELECT layer, version, digest, note, author, time FROM certificate"
    return {row[0]: Certificate(*row) for row in project.rows(sql)}


def certificate_row(certificate: Certificate) -> Row:
    """Return the value of a certificate's row."""
    return (
        *(certificate.version, certificate.digest, certificate.note),
        *(certificate.author, certificate.time),
    )


def adjudications(project: Project, layer: str) -> list[Adjudication]:
    """Return what was decided for a final layer, in the order of instances, keypoints and frames."""
    columns = (*TABLES["adjudication"].key, *TABLES["adjudication"].value)
    sql = f"SELECT {', '.join(columns)} FROM adjudication WHERE layer = ? ORDER BY instance, keypoint, frame"
    rows = project.rows(sql, layer)
    return [msgspec.convert(dict(zip(columns, row, strict=True)), Adjudication) for row in rows]


def decides_between(project: Project, layer: str, first: str, second: str) -> bool:
    """Whether a layer holds decisions between two layers, in whichever order these are named."""
    sql = "SELECT 1 FROM adjudication WHERE layer = ? AND (first, second) IN (VALUES (?, ?), (?, ?)) LIMIT 1"
    return bool(project.rows(sql, layer, first, second, second, first))


def choices(project: Project, layer: str) -> dict[tuple[str, int, str], str]:
    """Return what was decided for a final layer, by instance, frame and keypoint."""
    sql = "SELECT instance, frame, keypoint, choice FROM adjudication WHERE layer = ?"
    return {(row[0], row[1], row[2]): row[3] for row in project.rows(sql, layer)}


def choice_at(project: Project, layer: str, instance: str, frame: int, keypoint: str) -> str | None:
    """Return what was decided about one keypoint in a frame; None if nothing."""
    sql = "SELECT choice FROM adjudication WHERE (layer, instance, keypoint, frame) = (?, ?, ?, ?)"
    rows = project.rows(sql, layer, instance, keypoint, frame)
    return str(rows[0][0]) if rows else None


def adjudication_key(one: Adjudication) -> tuple[str | int, ...]:
    """Return the key of a decision's row."""
    return one.layer, one.instance, one.keypoint, one.frame


def adjudication_row(one: Adjudication) -> Row:
    """Return the value of a decision's row."""
    return one.first, one.second, one.choice.value, one.author, one.time


def _json(content: dict[str, object], *apart: str) -> str:
    told = {name: value for name, value in content.items() if name not in apart}
    return msgspec.json.encode(told).decode()
