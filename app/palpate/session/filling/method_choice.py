"""Choosing how the span that the hand is in is filled, of the active keypoint alone."""

from __future__ import annotations

from palpate.base.errors import EditRefused
from palpate.model.span import Method
from palpate.session.edits.spans import SetMethod
from palpate.session.placing.gestures import addressed
from palpate.session.session import Session


def fill_span_by(session: Session, method: Method, origin: object = None) -> None:
    """Choose how the span around the frame in hand is filled, of the active keypoint.

    Raises
    ------
    EditRefused
        If the keypoint has no span there, is locked, or the layer is somebody else's.
    """
    skeleton, at = addressed(session)
    live, keypoint = session.live(at.layer, at.instance), session.selection.focus.keypoint
    spans = live.all_spans((at.frame, at.frame + 1))
    spans = spans.pick(spans.keypoint == keypoint)
    if keypoint < 0 or not len(spans):
        what = skeleton.keypoints[keypoint].called if keypoint >= 0 else "a keypoint"
        raise EditRefused(f"{what} has no two keyframes around this frame")
    starts, after = live.choices(spans)
    session.do(SetMethod(at.layer, at.instance, starts, method, after), origin)
