"""Whether people call visible what is too blurred for it: their flags against the smear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from palpate.model.layer import LayerKind
from palpate.model.origin import by_person
from palpate.model.visibility import Visibility
from palpate.quality.acceptance import Bound, wilson
from palpate.session.blurred.blur import blur_of
from palpate.session.calibrating.blindness import live_to_see
from palpate.session.production_qa.final_layers import final_layers
from palpate.session.session import Session

_NAMED = 5


@dataclass(frozen=True, slots=True)
class BlurFigures:
    """One person's flags against blur.

    Attributes
    ----------
    visible
        Keypoints that the person flagged visible where the smear is known.
    beyond
        Those of them that the smear does not allow to be visible.
    share
        With its upper one-sided 95 % limit; keypoints of one frame are no independent units, so that the
        limit is the least it can be.
    keypoints
        Those with most of them, and how many each has.
    """

    annotator: str
    visible: int
    beyond: int
    share: Bound
    keypoints: tuple[tuple[str, int], ...]


def blur_by_person(session: Session, same: Mapping[str, str] | None = None) -> list[BlurFigures]:
    """Return everybody's flags against blur, by name; who has nothing to be judged by is left out.

    The smear is that expected by motion and exposure, or a measured one that is larger.
    """
    names, final = dict(same or {}), final_layers(session)
    visible: dict[str, int] = {}
    beyond: dict[str, dict[str, int]] = {}
    for layer in session.contents.layers_of_kind(LayerKind.WORK):
        if layer.id in final:
            continue
        who = names.get(layer.author, layer.author)
        for instance in session.project.labelled_instances(layer.id):
            with session.passing():
                live, blur = live_to_see(session, layer.id, instance), blur_of(session, layer.id, instance)
                placed = by_person(live.resolved.origin) & (live.resolved.visibility == Visibility.VISIBLE)
                placed &= blur.allowed != Visibility.NOT_PLACED
                visible[who] = visible.get(who, 0) + int(placed.sum())
                counts = beyond.setdefault(who, {})
                for k in np.flatnonzero((placed & blur.contradicts).any(axis=0)).tolist():
                    name = live.skeleton.names[k]
                    counts[name] = counts.get(name, 0) + int((placed & blur.contradicts)[:, k].sum())
    return [_figures(who, n, beyond[who]) for who, n in sorted(visible.items()) if n]


def _figures(who: str, visible: int, beyond: Mapping[str, int]) -> BlurFigures:
    worst = sorted(beyond.items(), key=lambda one: (-one[1], one[0]))[:_NAMED]
    total = sum(beyond.values())
    return BlurFigures(who, visible, total, wilson(total, visible), tuple(worst))
