"""What the labels in hand are judged by, laid over them: whose it is, and where it may be seen.

An annotator sees it in the frames of attempts that they have submitted and nowhere else, as it would show
where to click; a consultant or lead sees it wherever they are not labelling blind themselves. Nobody sees it
over an attempt that is not submitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from palpate.model.arrays import Floats
from palpate.model.layer import Layer, LayerKind
from palpate.model.origin import is_fact
from palpate.model.visibility import Visibility, has_position
from palpate.session.calibrating.attempts import attempt_in_hand
from palpate.session.calibrating.blindness import hidden_frames, revealed_frames, view_to_see, why_hidden
from palpate.session.calibrating.gold import current_gold
from palpate.session.judging.body_scale import scale_of
from palpate.session.other_layers import only_kept
from palpate.session.session import Session
from palpate.session.tracks import PoseView

_NONE = "there is no gold in this project; gold is what a consultant has labelled and certified"


@dataclass(frozen=True, slots=True)
class Reference:
    """What labels are judged by in a frame.

    Attributes
    ----------
    poses
        By instance; only what somebody decided there, if it is gold.
    reason
        Why nothing is to be seen; empty if something is.
    """

    layer: Layer | None
    poses: Mapping[str, PoseView]
    reason: str


def reference_of(session: Session) -> Layer | None:
    """Return what the layer in hand is judged by: what its attempt is compared with, else gold."""
    attempt = attempt_in_hand(session, session.selection.focus.layer)
    if attempt is None or not attempt.reference:
        return current_gold(session)
    return next((one for one in session.contents.layers if one.id == attempt.reference), None)


def why_not_overlay(session: Session) -> str:
    """Return why nothing may be laid over the layer in hand in any frame; empty if it may in some."""
    layer, in_hand = reference_of(session), session.selection.focus.layer
    if layer is None:
        return _NONE
    attempt = attempt_in_hand(session, in_hand)
    if attempt is not None and attempt.is_open:
        return f"{layer.name} is shown once this attempt is submitted, and not before"
    if layer.id == in_hand:
        return f"{layer.name} is the layer in hand; take up the one that is judged by it"
    if _is_free(session) or revealed_frames(session, layer.id):
        return ""
    return why_hidden(session, layer.id) or (
        f"{layer.name} is shown to annotators in the frames of attempts that they have submitted; there are "
        "none yet, begin a calibration"
    )


def reference_here(session: Session) -> Reference:
    """Return what the labels are judged by in the frame in focus, or why it is not to be seen there."""
    focus, layer = session.selection.focus, reference_of(session)
    reason = why_not_overlay(session)
    if layer is None or reason:
        return Reference(layer, {}, reason)
    here = focus.clip, focus.frame
    if here in hidden_frames(session, layer.id):
        return Reference(layer, {}, why_hidden(session, layer.id))
    if not _is_free(session) and here not in revealed_frames(session, layer.id):
        return Reference(layer, {}, "this frame belongs to no attempt that you have submitted")
    poses = {}
    for instance in session.contents.instances_of(focus.clip):
        view = view_to_see(session, layer.id, instance.id, focus.frame)
        said = view.visibility != Visibility.NOT_PLACED
        kept = said & is_fact(view.origin) if layer.kind is LayerKind.GOLD else said
        if (kept & has_position(view.visibility)).any():
            poses[instance.id] = only_kept(view, kept)
    return Reference(layer, poses, "" if poses else f"{layer.name} has nothing in this frame")


def tolerances_px(session: Session, layer: str, instance: str) -> Floats:
    """Return ``(K,)`` how far off each keypoint may be, px of this clip; NaN where nothing says so."""
    skeleton = session.contents.skeleton_of(instance)
    scale = scale_of(skeleton, session.live(layer, instance).track)
    return np.array([point.tolerance.in_px(scale) for point in skeleton.keypoints], dtype=np.float64)


def _is_free(session: Session) -> bool:
    return session.contents.settings.get("role", "annotator") != "annotator"
