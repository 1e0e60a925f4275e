"""Which frames the consultant marks: of every kind of frame its share, spread in time, drawn once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from palpate.base.errors import EditRefused
from palpate.model.clip import Clip
from palpate.model.example import Blur as BlurClass
from palpate.model.example import blur_class
from palpate.model.instance import Instance
from palpate.model.layer import LayerKind
from palpate.model.plan import Plan, Purpose, Unit
from palpate.model.visibility import Visibility, has_position
from palpate.session import editions
from palpate.session.blurred.blur import blur_of
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.calibrating.drawing_units import draw_units, words_of
from palpate.session.calibrating.gold import versions_of, why_not_manage
from palpate.session.edits.judging import DrawPlan
from palpate.session.marking.phases import marks_of, phase_among
from palpate.session.session import Session
from palpate.store import judging

_SHARE = 0.1  # of keypoints, from which on they name a frame
_MUCH = 0.25


def gold_plans(session: Session) -> tuple[Plan, ...]:
    """Return the plans for gold, the first drawn coming first."""
    return tuple(plan for plan in judging.plans(session.project) if plan.purpose is Purpose.GOLD)


def draw_gold_plan(
    session: Session, gold: str, n: int = 0, *, seed: int = 1, clip: str = "", origin: object = None
) -> Plan:
    """Draw poses to mark gold on, and keep the plan.

    Strata are subject, phase between marked events, lighting, class of blur and occlusion, as far as they
    are known; the last two by what somebody has labelled there. A pose that has gold already is not drawn.

    Parameters
    ----------
    gold
        Id of the layer to be marked.
    n
        How many poses; 0 takes as many as the policy asks for, or as there are.
    clip
        Id of the only clip to draw from; all clips if empty.

    Raises
    ------
    EditRefused
        If this person has no hand in gold, or there are fewer poses than n.
    """
    if reason := why_not_manage(session):
        raise EditRefused(reason)
    units = list(_candidates(session, gold, clip))
    if not units:
        raise EditRefused("there is no pose left to draw: add clips with instances, or mark other ones")
    if n > len(units):
        raise EditRefused(f"{n} poses are asked for; {len(units)} have no gold yet")
    policies = [known.policy for known in session.contents.skeletons.values()]
    usual = max(policy.training.frames for policy in policies)
    gap = max(policy.sampling.gap for policy in policies)
    drawn, kept = draw_units(units, n or min(usual, len(units)), min_gap=gap, seed=seed)
    strata = "subject, phase, lighting, blur and occlusion"
    plan = Plan(
        editions.new_id(),
        f"gold, seed {seed}",
        Purpose.GOLD,
        seed,
        drawn,
        words_of(drawn, units, gap=kept, strata=strata),
    )
    session.do(DrawPlan(plan), origin)
    kept_plan = judging.plan_known(session.project, plan.id)
    assert kept_plan is not None
    return kept_plan


def left_of(session: Session, plan: Plan, gold: str) -> tuple[Unit, ...]:
    """Return the units of a plan on which keypoints are not decided yet in a layer, in the order of work."""
    known = {one.id for one in session.contents.instances}
    left = []
    for unit in plan.units:
        if unit.instance not in known:
            continue
        live = session.live(gold, unit.instance)
        names, pose = unit.keypoints or live.skeleton.names, live.track.pose(unit.frame)
        columns = [live.skeleton.position_of[name] for name in names if name in live.skeleton.names]
        if pose is None or (pose.visibility[columns] == Visibility.NOT_PLACED).any():
            left.append(unit)
    return tuple(left)


def _candidates(session: Session, gold: str, only: str) -> Iterator[Unit]:
    versions = {one.id for one in versions_of(session, gold)} | {gold}
    for clip in session.contents.clips:
        if only in ("", clip.id):
            for instance in session.contents.instances_of(clip.id):
                yield from _of_instance(session, clip, instance, versions)


def _of_instance(session: Session, clip: Clip, instance: Instance, versions: set[str]) -> Iterator[Unit]:
    known = {f for one in versions for f in session.live(one, instance.id).track.frames.tolist()}
    conditions = _conditions(session, instance.id)
    frames = sorted(conditions) if conditions else range(clip.n_frames)
    events = marks_of(session, clip.id)
    subject, lighting = (clip.attributes.get(key, "") for key in ("subject", "lighting"))
    for frame in frames:
        if frame not in known:
            kinds = (subject, phase_among(events, frame), lighting, conditions.get(frame, ""))
            stratum = ", ".join(kind for kind in kinds if kind)
            yield Unit(clip.id, instance.id, frame, stratum=stratum)


def _conditions(session: Session, instance: str) -> dict[int, str]:
    """Return blur and occlusion of each frame in which somebody has labelled an instance, in words."""
    for layer in session.contents.layers:
        if layer.kind not in (LayerKind.WORK, LayerKind.MODEL, LayerKind.IMPORT):
            continue
        resolved = live_to_see(session, layer.id, instance).resolved
        placed = has_position(resolved.visibility)
        if not placed.any():
            continue
        blur = blur_of(session, layer.id, instance)
        occluded = (resolved.visibility == Visibility.ESTIMATED).sum(axis=1) / np.maximum(
            placed.sum(axis=1), 1
        )
        return {
            resolved.start + row: f"{_blur_words(blur.extent[row], blur.widths)}, {_hidden(occluded[row])}"
            for row in np.flatnonzero(placed.any(axis=1)).tolist()
        }
    return {}


def _blur_words(
    extent: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    widths: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> str:
    """Return the class of blur that a tenth of the keypoints of a frame reach."""
    classes = [blur_class(size, width) for size, width in zip(extent.tolist(), widths.tolist(), strict=True)]
    known = [one for one in classes if one is not BlurClass.UNKNOWN]
    if not known:
        return "blur unknown"
    severe = sum(one is BlurClass.SEVERE for one in known) / len(known)
    moderate = sum(one is not BlurClass.SHARP for one in known) / len(known)
    if severe >= _SHARE:
        return "severe blur"
    return "moderate blur" if moderate >= _SHARE else "sharp"


def _hidden(share: float) -> str:
    if share >= _MUCH:
        return "much occluded"
    return "partly occluded" if share > 0.0 else "nothing occluded"
