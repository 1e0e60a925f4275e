"""How far a derived position may be off, in one wording for every panel."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from palpate.model.drift import Reason
from palpate.session.filling.limits import Limit, chosen_limit
from palpate.session.policies import threshold
from palpate.session.review.doubts import Doubt, doubt_at
from palpate.session.session import Session
from palpate.ui.widgets.words import method_word, reason_words, reasons_in_px

_FROM = 1.0  # score from which on a derived position wants a look


def px_words(px: float) -> str:
    """Say ``drift 8.4 px``; drift alone where nothing measures it in px."""
    if math.isnan(px):
        return QCoreApplication.translate("Drift", "drift")
    return QCoreApplication.translate("Drift", "drift {px} px").format(
        px=f"{px:.1f}" if px < 100 else f"{px:.0f}"
    )


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


def doubt_sentence(session: Session, layer: str, instance: str, *, frame: int, keypoint: int) -> str:
    """Say of a derived position how far off it may be, how it came about and why; empty of facts.

    As in ``expected error 5.2 px, limit 4 px (own choice) · fused with the picture · limb off by 3 px``.
    """
    return " · ".join(doubt_lines(session, layer, instance, frame=frame, keypoint=keypoint))


def doubt_lines(session: Session, layer: str, instance: str, *, frame: int, keypoint: int) -> list[str]:
    """Say the same in two lines at most."""
    doubt = doubt_at(session, layer, instance, frame=frame, keypoint=keypoint)
    if doubt is None:
        return []
    fine = QCoreApplication.translate("Drift", "called fine") if doubt.settled else ""
    source = limit_source(session, instance, keypoint)
    head = " · ".join(part for part in (_expected(doubt, source), method_word(doubt.method), fine) if part)
    return [line for line in (head, reasons_in_px(doubt.reasons, doubt.numbers)) if line]


def limit_source(session: Session, instance: str, keypoint: int) -> str:
    """Say who sets the limit of a keypoint, short."""
    if chosen_limit(session) != Limit():
        return QCoreApplication.translate("Drift", "set for the project")
    skeleton = session.contents.skeleton_of(instance)
    return threshold(session, skeleton.name, "drift_px", skeleton.names[keypoint]).source


def _expected(doubt: Doubt, source: str) -> str:
    if math.isnan(doubt.expected_px):
        return QCoreApplication.translate("Drift", "nothing judges it yet")
    said = QCoreApplication.translate("Drift", "expected error {px} px, limit {limit} px ({source})")
    return said.format(px=f"{doubt.expected_px:.1f}", limit=f"{doubt.limit_px:.3g}", source=source)


def _doubtful(
    session: Session, layer: str, instance: str, frame: int, keypoint: int
) -> tuple[int, int] | None:
    """Return row and keypoint of a position that wants a look, None for all others."""
    resolved = session.live(layer, instance).resolved
    row = resolved.row(frame)
    if row is None or not resolved.drift[row, keypoint] >= _FROM:
        return None
    if session.settled.holds(layer, instance, frame=frame, keypoint=keypoint):
        return None
    return row, keypoint
