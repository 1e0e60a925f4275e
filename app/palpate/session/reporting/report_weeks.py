"""The weeks of a report: everybody's figures, or those of one person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from palpate.model.skeleton import Skeleton
from palpate.quality.weekly import Figures
from palpate.report.quality.content import Weekly
from palpate.session.judging.bias_words import in_picture
from palpate.session.production_qa.changes_of_people import Drift
from palpate.session.production_qa.retraining import Retraining, explained
from palpate.session.production_qa.weekly_content import todo
from palpate.session.production_qa.weekly_view import WeeklyReport


def weeks_of(found: WeeklyReport, *, only: str = "") -> Weekly:
    """Return the weekly figures as a report has them.

    Parameters
    ----------
    only
        Name of the one person who is told of; everybody if empty.
    """
    skeleton = found.skeleton
    people = [a for a, who in enumerate(found.figures.annotators) if only in ("", who)]
    return Weekly(
        rule=found.rule,
        groups=tuple(group.name for group in found.groups),
        limits_px=tuple(group.limit_px for group in found.groups),
        is_type=tuple(group.is_type for group in found.groups),
        figures=_of(found.figures, people),
        sufficient=found.sufficient[people],
        flags=found.flags[people],
        retraining=tuple(
            (one.annotator, one.group.name, one.is_open, todo(skeleton, one, when=_since(found, one)))
            for one in _alone(found.retraining)
            if only in ("", one.annotator)
        ),
        changes=tuple(
            (one.annotator, one.keypoint, str(one.week), _moved(skeleton, one))
            for one in found.drifts
            if one.counts and only in ("", one.annotator)
        ),
        notes=_notes(found, only),
    )


def _alone(items: Sequence[Retraining]) -> list[Retraining]:
    """Return the list without types that single keypoints of the same person explain, in its order."""
    kept: list[Retraining] = []
    for who in {one.annotator for one in items}:
        for is_open in (True, False):
            kept += explained([one for one in items if one.annotator == who and one.is_open is is_open])
    return [one for one in items if any(one is other for other in kept)]


def _since(found: WeeklyReport, one: Retraining) -> str:
    """Say since when somebody is above the limit, and whether they still are."""
    a, g = found.figures.annotators.index(one.annotator), found.groups.index(one.group)
    judged = np.flatnonzero(found.sufficient[a, g])
    last = int(judged[-1]) if len(judged) else -1
    since = f"since {one.weeks[0]}"
    if not one.is_open or last < 0 or found.weeks[last].count <= one.weeks[-1].count:
        return f"in {one.weeks[0]} to {one.weeks[-1]}"
    px = float(found.figures.scaled_px[a, g, last])
    if px > one.group.limit_px:
        return f"{since}, still so in {found.weeks[last]}"
    return f"{since}, within the limit again in {found.weeks[last]}"


def _of(figures: Figures, people: list[int]) -> Figures:
    """Return the figures of some people alone."""
    return replace(
        figures,
        annotators=tuple(figures.annotators[a] for a in people),
        n=figures.n[people],
        mean_px=figures.mean_px[people],
        sd_px=figures.sd_px[people],
        scaled_px=figures.scaled_px[people],
        scaled_sd_px=figures.scaled_sd_px[people],
        bias_px=figures.bias_px[people],
    )


def _notes(found: WeeklyReport, only: str) -> tuple[str, ...]:
    """Return the notes; of one person's report those alone that name nobody else."""
    others = [re.escape(who) for who in found.figures.annotators if only not in ("", who)]
    named = re.compile(rf"(?<!\w)(?:{'|'.join(others)})(?!\w)")
    return tuple(note for note in found.notes if not others or named.search(note) is None)


def _moved(skeleton: Skeleton, drift: Drift) -> str:
    step = np.subtract(drift.after_px, drift.before_px).tolist()
    called = skeleton.keypoints[skeleton.position_of[drift.keypoint]].called
    return (
        f"{drift.annotator} places {called} differently since {drift.week}: moved {in_picture(step)} "
        f"(p = {drift.p:.1g}, adjusted over all people and keypoints)"
    )
