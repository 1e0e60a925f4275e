"""How far a derived position may be off, in one wording for every panel."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from palpate.model.drift import Reason
from palpate.session.session import Session
from palpate.ui.widgets.words import reason_words

_FROM = 1.0  # score from which on a derived position wants a look


def px_words(px: float) -> str:
    """Say ``drift 8.4 px``; drift alone where nothing measures it in px."""
    if math.isnan(px):
        return QCoreApplication.translate("Drift", "drift")
    return QCoreApplication.translate("Drift", "drift {px} px").format(px=f"{px:.1f}")


def drift_words(session: Session, layer: str, instance: str, *, frame: int, keypoint: int) -> str:
    """Say how far off a position may be; empty below the threshold."""
    place = _doubtful(session, layer, instance, frame, keypoint)
    return px_words(float(session.live(layer, instance).drift_px[place])) if place else ""


def drift_sentence(session: Session, layer: str, instance: str, *, frame: int, keypoint: int) -> str:
    """Say how far off a position may be and why: ``drift 8.4 px: limb length``; empty below the threshold."""
    place = _doubtful(session, layer, instance, frame, keypoint)
    if place is None:
        return ""
    live = session.live(layer, instance)
    why = reason_words(Reason(int(live.resolved.reasons[place])))
    return ": ".join(part for part in (px_words(float(live.drift_px[place])), why) if part)


def _doubtful(
    session: Session, layer: str, instance: str, frame: int, keypoint: int
) -> tuple[int, int] | None:
    """Return row and keypoint of a position that wants a look, None for all others."""
    resolved = session.live(layer, instance).resolved
    row = resolved.row(frame)
    if row is None or not resolved.drift[row, keypoint] >= _FROM:
        return None
    return row, keypoint
