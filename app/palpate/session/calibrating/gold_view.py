"""Gold as the consultant looks at it: its state, what is missing, what was planned, how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from palpate.model.certificate import Certificate
from palpate.model.layer import Layer, LayerKind
from palpate.model.plan import Plan
from palpate.session.calibrating import gold
from palpate.session.calibrating.gold_error import Floor, floor_of
from palpate.session.calibrating.gold_farthest import Farthest, farthest_of
from palpate.session.calibrating.gold_plan import gold_plans, left_of
from palpate.session.calibrating.verifying import Verified
from palpate.session.session import Session
from palpate.store import judging

__all__ = ["GoldRow", "GoldView", "gold_rows", "view_gold", "why_not_plan"]


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A layer of gold in a list; its certificate is None while it is open."""

    layer: Layer
    certificate: Certificate | None
    next_version: int


@dataclass(frozen=True, slots=True)
class GoldView:
    """One layer of gold.

    Attributes
    ----------
    verified
        What a check of a certified layer found; None while it is open.
    missing
        Why it cannot be certified as it is; empty if it can.
    only_undecided
        Whether it can be certified in part: nothing but undecided keypoints is missing.
    farthest
        Where each keypoint was marked farthest from this layer the second time, by name.
    plans
        The plans that were drawn, and how many units of each are not decided in this layer.
    """

    row: GoldRow
    verified: Verified | None
    missing: str
    only_undecided: bool
    plans: tuple[tuple[Plan, int], ...]
    floor: Floor
    farthest: Mapping[str, Farthest] = field(default_factory=dict)


def gold_rows(session: Session) -> tuple[GoldRow, ...]:
    """Return the layers of gold, each with what certifies it, in the order in which they were made."""
    known = judging.certificates(session.project)
    layers = sorted(session.contents.layers_of_kind(LayerKind.GOLD), key=lambda one: one.created)
    return tuple(GoldRow(one, known.get(one.id), gold.next_version(session, one.id)) for one in layers)


def view_gold(session: Session, row: GoldRow) -> GoldView:
    """Return all that is known of a layer of gold; a certified one is checked."""
    layer = row.layer.id
    certified = row.certificate is not None
    missing = "" if certified else gold.why_not_certify(session, layer)
    return GoldView(
        row=row,
        verified=gold.verify(session, layer) if certified else None,
        missing=missing,
        only_undecided=bool(missing) and not gold.why_not_certify(session, layer, partial=True),
        plans=tuple((plan, len(left_of(session, plan, layer))) for plan in gold_plans(session)),
        floor=floor_of(session, layer),
        farthest=farthest_of(session, layer),
    )


def why_not_plan(session: Session, row: GoldRow) -> str:
    """Return why no frames can be drawn for a layer of gold, with the way out; empty if they can."""
    if reason := gold.why_not_manage(session):
        return reason
    if row.certificate is not None:
        return (
            f"{row.layer.name} is certified and stays as it is; make a new version and draw frames for that"
        )
    return ""
