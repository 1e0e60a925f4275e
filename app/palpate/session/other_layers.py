"""Other layers than one's own: whose may be seen or taken in hand, and what stands in them.

An annotator must place without having seen the answer: gold, the attempts of a calibration, and whatever
carries gold in another layer are kept from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from palpate.model.arrays import Bools
from palpate.model.layer import Layer, LayerKind
from palpate.model.origin import Origin, is_fact
from palpate.model.visibility import Visibility
from palpate.session.calibrating.blindness import view_to_see, why_not_look_into
from palpate.session.session import Session
from palpate.session.tracks import LiveTrack, PoseView

_BENDS = 4


def why_not_see(session: Session, layer: str) -> str:
    """Return why this person may not see a layer over the one in hand; empty if they may."""
    if _is_free(session):
        return ""
    in_hand, found = session.selection.focus.layer, session.contents.layer(layer)
    reason = _why_kept(found)
    if reason:
        return reason
    if in_hand and session.contents.layer(in_hand).kind is LayerKind.CALIBRATION:
        return "an attempt of a calibration is made without seeing another layer"
    return ""


def why_not_take_up(session: Session, layer: str) -> str:
    """Return why this person may not have a layer in hand, be it only to look at it; empty if they may.

    Their own attempts are theirs to work in. What somebody labels again or a second time is not opened until
    they have submitted that, a consultant's gold too.
    """
    found = session.contents.layer(layer)
    own_attempt = found.kind is LayerKind.CALIBRATION and found.author == session.author
    if own_attempt:
        return ""
    return ("" if _is_free(session) else _why_kept(found)) or why_not_look_into(session, layer)


def layers_to_see(session: Session) -> tuple[Layer, ...]:
    """Return the layers that may be seen over the one in hand."""
    in_hand = session.selection.focus.layer
    others = (layer for layer in session.contents.layers if layer.id != in_hand)
    return tuple(layer for layer in others if not why_not_see(session, layer.id))


def why_none_to_see(session: Session) -> str:
    """Return why no other layer can be seen; empty if one can."""
    if layers_to_see(session):
        return ""
    in_hand = session.selection.focus.layer
    reasons = (why_not_see(session, layer.id) for layer in session.contents.layers if layer.id != in_hand)
    return next(reasons, "") or "there is no other layer in this project; an import makes one"


def other_poses(session: Session, layer: str, clip: str, frame: int) -> Mapping[str, PoseView]:
    """Return what stands in another layer in a frame, by instance; nothing of what may not be seen.

    Of gold only the keyframes: what lies between them is nobody's gold.
    """
    if why_not_see(session, layer):
        return {}
    facts_only = session.contents.layer(layer).kind is LayerKind.GOLD
    hide_gold = not _is_free(session)
    poses = {}
    for instance in session.contents.instances_of(clip):
        view = view_to_see(session, layer, instance.id, frame)
        kept = is_fact(view.origin) if facts_only else view.visibility != Visibility.NOT_PLACED
        kept &= ~((view.origin == Origin.GOLD) & hide_gold)
        if hide_gold and _led_by_gold(session.live(layer, instance.id), frame):
            kept &= is_fact(view.origin)
        if kept.any():
            poses[instance.id] = only_kept(view, kept)
    return poses


def _why_kept(layer: Layer) -> str:
    """Return why a layer is kept from annotators; empty if it is not."""
    if layer.kind is LayerKind.GOLD:
        return f"{layer.name} is gold, and gold is kept from annotators: it would show where to click"
    if layer.kind is LayerKind.CALIBRATION:
        return f"{layer.name} is an attempt of a calibration, and those are made without seeing each other"
    return ""


def _is_free(session: Session) -> bool:
    return session.contents.settings.get("role", "annotator") != "annotator"


def _led_by_gold(live: LiveTrack, frame: int) -> bool:
    """Whether what is filled in at a frame may come from gold: of the keyframes that bend a curve there."""
    at = int(np.searchsorted(live.track.frames, frame))
    return bool((live.track.origin[max(at - _BENDS, 0) : at + _BENDS] == Origin.GOLD).any())


def only_kept(view: PoseView, kept: Bools) -> PoseView:
    """Return a pose with some of its keypoints; the others are not placed in it."""
    return replace(
        view,
        positions=np.where(kept[:, None], view.positions, np.nan),
        visibility=np.where(kept, view.visibility, Visibility.NOT_PLACED).astype(np.int8),
        origin=np.where(kept, view.origin, Origin.NONE).astype(np.int8),
        shape=None,
    )
