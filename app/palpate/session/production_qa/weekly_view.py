"""The weekly report: everybody's error by keypoint and week, who is retrained, and who changed when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from palpate.base.errors import UsageError
from palpate.base.progress import Progress
from palpate.model.arrays import Bools
from palpate.model.skeleton import Skeleton
from palpate.quality.weekly import Figures, Rule, Week, figures, sufficient, time_zone
from palpate.session.edits.contents import PutSetting
from palpate.session.production_qa.annotation_times import ZONE, Clock
from palpate.session.production_qa.changes_of_people import Drift, drifts_in
from palpate.session.production_qa.retraining import Group, Retraining, described, follow_rule, recalibrations
from palpate.session.production_qa.weekly_rows import WeeklyRows, weekly_rows
from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class WeeklyReport:
    """The report on one skeleton.

    Attributes
    ----------
    groups
        All keypoints in the order of the skeleton, then the types of more than one keypoint.
    figures
        Their figures, ``(A, G, W)``.
    sufficient, flags
        ``(A, G, W)``: weeks with enough placements, and weeks in which the rule triggers.
    retraining
        Open items first.
    drifts
        Of all persons and keypoints whose series is long enough; those that count first, surest first.
    notes
        What the numbers rest on, and what is missing.
    same
        Other names that people had, by name.
    """

    skeleton: Skeleton
    rule: Rule
    clock: Clock
    rows: WeeklyRows
    groups: tuple[Group, ...]
    figures: Figures
    sufficient: Bools
    flags: Bools
    retraining: tuple[Retraining, ...]
    drifts: tuple[Drift, ...]
    notes: tuple[str, ...]
    same: Mapping[str, str]

    @property
    def weeks(self) -> tuple[Week, ...]:
        """Of the figures."""
        return tuple(Week(count) for count in self.figures.weeks.tolist())

    @property
    def triggered(self) -> bool:
        """Whether anybody is to be retrained now."""
        return any(one.is_open for one in self.retraining)


def zone_of(session: Session, name: str = "") -> str:
    """Return the name of the time zone that weeks are counted in: the given one, the project's, else UTC."""
    return name or session.contents.settings.get(ZONE, "") or "UTC"


def told_of(session: Session) -> str:
    """Return whose figures alone this person is told of: an annotator their own; empty for everybody's."""
    role = session.contents.settings.get("role", "annotator")
    return session.author if role == "annotator" else ""


def set_zone(session: Session, name: str, origin: object = None) -> None:
    """Let the project count its weeks in a time zone, as one edit.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    time_zone(name)
    session.do(PutSetting(ZONE, name), origin)


def weekly_report(
    session: Session,
    skeleton: str = "",
    *,
    zone: str = "",
    now: datetime | None = None,
    same: Mapping[str, str] | None = None,
    only: str = "",
    progress: Progress | None = None,
) -> WeeklyReport:
    """Make the weekly report of a project.

    Parameters
    ----------
    skeleton
        Its name; that of most work if none is given.
    zone
        Time zone of the weeks; the project's if none is given.
    same
        Other names that people had: their work counts as that of the name they map to.
    only
        Whose work alone is told of; everybody's if empty.

    Raises
    ------
    UsageError
        If there is no such skeleton or time zone.
    Cancelled
        If stopping was asked for.
    """
    chosen = _skeleton(session, skeleton)
    name = zone_of(session, zone)
    clock = Clock(now or datetime.now(UTC), time_zone(name))
    rows = weekly_rows(session, chosen, clock, same, only=only, progress=progress)
    groups = groups_of(chosen)
    rule = Rule.of(chosen.policy)
    found = figures(rows.reviewed, [group.keypoints for group in groups])
    known = recalibrations(session, rows, groups, same or {})
    flags, items = follow_rule(found, rule, groups, known, clock)
    notes = (f"weeks are those of ISO 8601 in {name}", *rows.notes, *_on_figures(found, rule))
    return WeeklyReport(
        skeleton=chosen,
        rule=rule,
        clock=clock,
        rows=rows,
        groups=groups,
        figures=found,
        sufficient=sufficient(found, rule),
        flags=flags,
        retraining=tuple(described(rows, found, rule, groups, items)),
        drifts=tuple(drifts_in(rows, clock)),
        notes=notes,
        same=dict(same or {}),
    )


def groups_of(skeleton: Skeleton) -> tuple[Group, ...]:
    """Return each keypoint alone, and each type of more than one with the least of its limits."""
    limits = skeleton.mpjpe_limits_px
    alone = [Group(name, np.array([k]), False, float(limits[k])) for k, name in enumerate(skeleton.names)]
    types: dict[str, list[int]] = {}
    for k, point in enumerate(skeleton.keypoints):
        if point.type:
            types.setdefault(point.type, []).append(k)
    pooled = [
        Group(name, np.array(ks), True, float(limits[ks].min())) for name, ks in types.items() if len(ks) > 1
    ]
    return (*alone, *pooled)


def _skeleton(session: Session, name: str) -> Skeleton:
    known = session.contents.skeletons
    if name and name not in known:
        raise UsageError(f"the project has no skeleton named {name!r}; it has {', '.join(known)}")
    if name:
        return known[name]
    used = [found.skeleton for found in session.contents.instances]
    return known[max(sorted(set(used)), key=used.count)] if used else next(iter(known.values()))


def _on_figures(found: Figures, rule: Rule) -> list[str]:
    if not found.n.size or not found.n.any():
        return [
            "nothing was reviewed yet: no frame of production work has gold, second labels that were "
            "submitted, or an adjudication"
        ]
    enough = (found.n >= rule.min_n).any(axis=1)
    if not enough.any():
        why = f"fewer than {rule.min_n} reviewed placements of any keypoint"
        return [f"no week has enough: {why}; none is judged"]
    notes = []
    if len(found.annotators) == 1:
        notes.append(f"only {found.annotators[0]} was reviewed; there is nobody to compare with")
    judged = enough.sum(axis=1)
    few = [who for who, n in zip(found.annotators, judged.tolist(), strict=True) if 0 < n < rule.weeks]
    if few:
        weeks = "1 week" if rule.weeks - 1 == 1 else f"{rule.weeks - 1} weeks"
        notes.append(
            f"{', '.join(few)}: not more than {weeks} with enough placements, the rule asks for {rule.weeks}"
        )
    return notes
