"""What a project asks for in place of what its skeleton says; the skeleton itself stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from palpate.base.errors import UsageError
from palpate.model.policy_values import constant_of, read_value, with_value
from palpate.model.skeleton import Skeleton


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One value that somebody changed.

    Attributes
    ----------
    keypoint
        Its name; empty for the whole skeleton.
    value, before
        As they are kept: see `palpate.model.policy_values.text_of`.
    source
        Where it comes from, in the words of whoever changed it.
    """

    skeleton: str
    keypoint: str
    key: str
    value: str
    before: str
    source: str
    author: str
    time: str


def in_force(skeleton: Skeleton, changes: Iterable[PolicyChange]) -> Skeleton:
    """Return a skeleton with what its project asks for laid over it.

    What another version of the program wrote and this one cannot read is as the skeleton says.
    """
    for change in changes:
        if change.skeleton != skeleton.name or (change.keypoint and change.keypoint not in skeleton.names):
            continue
        try:
            constant = constant_of(change.key, change.keypoint)
            value = read_value(constant, change.value, tuple(skeleton.normalisers))
        except UsageError:
            continue
        skeleton = with_value(skeleton, change.key, value, change.keypoint)
    return skeleton
