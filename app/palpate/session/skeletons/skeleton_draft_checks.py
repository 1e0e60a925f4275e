"""What is wrong with a draft: the checks of a skeleton file, said of keypoint and field."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from palpate.base.errors import EditRefused, Problem
from palpate.model.migration import in_order
from palpate.session.skeletons.skeleton_draft import SkeletonDraft
from palpate.store.skeleton_faults import faults_of

_PLACE = re.compile(r"(?:line \d+(?:: )?)?(?P<key>\w*)(?:\[(?P<at>\d+)\])?(?:\.(?P<field>\w+))?(?P<more>.*)")

_MISSING = "is missing"  # what the reader of files says of an empty name


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """One thing that is wrong.

    Attributes
    ----------
    who
        Identity of the keypoint; empty if it is none's.
    field
        Of the keypoint, else of the skeleton; empty if it is of the whole.
    at
        Which edge, measure and so on, counted from 0; -1 for none.
    called
        What people call the keypoint, or the edge.
    """

    who: str
    field: str
    at: int
    called: str
    sentence: str


def problems_of(draft: SkeletonDraft) -> tuple[DraftProblem, ...]:
    """Return everything that keeps a draft from being taken, as its file would have it.

    What has no name is told once, not wherever it is named.
    """
    found = [_of_later(draft, _problem(draft, problem)) for problem in faults_of(draft.skeleton)]
    nameless = {
        one.who for one in found if one.field == "name" and not draft.state.names.get(one.who, "").strip()
    }
    if nameless - {""}:
        found = [one for one in found if one.sentence != _MISSING or one.who in nameless]
    try:
        if not draft.is_new and not found:
            in_order(draft.wishes.renames)
    except EditRefused as refusal:
        found.append(DraftProblem("", "name", -1, "", refusal.sentence))
    return tuple(found)


def _of_later(draft: SkeletonDraft, one: DraftProblem) -> DraftProblem:
    """Return the problem of a name that is given twice as one of whoever got it later."""
    names, order = draft.state.names, draft.state.order
    same = [who for who in order if names[who] == names.get(one.who)]
    if one.field != "name" or len(same) < 2:
        return one
    who = sorted(same, key=draft.named_at)[same.index(one.who)]
    return replace(one, who=who, at=order.index(who), called=draft.state.called(who))


def _problem(draft: SkeletonDraft, problem: Problem) -> DraftProblem:
    state, read = draft.state, _PLACE.fullmatch(problem.place)
    key, at, field = (read["key"], read["at"], read["field"]) if read is not None else ("", None, None)
    number = int(at) if at is not None else -1
    if key == "keypoints" and 0 <= number < len(state.order):
        who = state.order[number]
        called = state.called(who) or f"#{number + 1}"
        return DraftProblem(who, field or "name", number, called, problem.sentence)
    called = ""
    if key in ("edges", "rigid_segments") and 0 <= number < len(getattr(state.inner, key)):
        pair = getattr(draft.skeleton, key)[number]
        called = " – ".join(pair)
    elif key == "measures" and 0 <= number < len(state.inner.measures):
        called = state.inner.measures[number].name
    elif key in ("normalisers", "policy", "scale") and read is not None:
        called = (field or "") + read["more"]
    return DraftProblem("", key, number, called, problem.sentence)
