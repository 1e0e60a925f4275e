"""Which types of keypoints people vary most at, told by calibration."""

from __future__ import annotations

import numpy as np

from palpate.model.attempt import Task
from palpate.model.layer import LayerKind
from palpate.model.skeleton import Skeleton
from palpate.quality.sampling import TypeSpread, type_spreads
from palpate.session.calibrating.attempts import attempts_of, plan_of
from palpate.session.calibrating.blindness import hidden_frames
from palpate.session.judging.body_scale import scale_of
from palpate.session.judging.side_by_side import Sides, placed_by_hand, side_by_side
from palpate.session.production_qa.final_layers import final_layers
from palpate.session.session import Session

_TASKS = frozenset({Task.CALIBRATION, Task.PRACTICE})


def rank_types(session: Session, skeleton: Skeleton) -> tuple[tuple[TypeSpread, ...], str]:
    """Rank the types of keypoints by how much people vary there, and say why if nothing tells.

    From submitted calibrations and practices; where nobody has one, from production work in frames of gold.
    """
    errors, scales, people = [], [], []
    for who, sides in _calibrations(session):
        if sides.skeleton.name == skeleton.name:
            live = session.live(_layer_of(session, sides), sides.instance)
            errors.append(sides.errors)
            scales.append(np.full(len(sides.frames), scale_of(skeleton, live.track)))
            people += [who] * len(sides.frames)
    if not errors:
        return (), (
            "no extra sample: which types vary most is told by calibration, and nobody was calibrated yet; "
            "only the base sample is drawn"
        )
    ranked = type_spreads(
        np.concatenate(errors),
        scale_px=np.concatenate(scales),
        annotators=np.array(people),
        types=[point.type or point.name for point in skeleton.keypoints],
    )
    too_few = "no extra sample: calibration has too few placements to rank types"
    return tuple(ranked), "" if ranked else too_few


def _layer_of(session: Session, sides: Sides) -> str:
    """Return a layer that tells how large an instance is: gold that hides nothing, else any."""
    layers = [*session.contents.layers_of_kind(LayerKind.GOLD), *session.contents.layers]
    labelled = [one.id for one in layers if sides.instance in session.project.labelled_instances(one.id)]
    return next((one for one in labelled if not hidden_frames(session, one)), labelled[-1])


def _calibrations(session: Session) -> list[tuple[str, Sides]]:
    done = [one for one in attempts_of(session, tasks=_TASKS) if not one.is_open and one.reference]
    found = [
        (one.annotator, sides)
        for one in done
        for sides in side_by_side(session, one.layer, one.reference, plan_of(session, one).units)
    ]
    gold = session.contents.gold_layer()
    if found or gold is None:
        return found
    final = final_layers(session)
    return [
        (layer.author, placed_by_hand(session, layer.id, sides)[0])
        for layer in session.contents.layers_of_kind(LayerKind.WORK)
        if layer.id not in final
        for sides in side_by_side(session, layer.id, gold.id)
    ]
