"""The words that people read for origins, visibilities, reasons and verdicts."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from palpate.model.drift import Reason
from palpate.model.origin import Origin
from palpate.model.skeleton import Side
from palpate.model.span import Method
from palpate.model.visibility import Visibility

_CONTEXT = "Words"

_ORIGINS = {
    Origin.NONE: QT_TRANSLATE_NOOP("Words", "nothing"),
    Origin.HAND: QT_TRANSLATE_NOOP("Words", "placed by hand"),
    Origin.ACCEPTED: QT_TRANSLATE_NOOP("Words", "guess, accepted"),
    Origin.INTERPOLATED: QT_TRANSLATE_NOOP("Words", "interpolated"),
    Origin.TRACKED: QT_TRANSLATE_NOOP("Words", "tracked"),
    Origin.MODEL: QT_TRANSLATE_NOOP("Words", "guess, not accepted"),
    Origin.IMPORTED: QT_TRANSLATE_NOOP("Words", "imported"),
    Origin.GOLD: QT_TRANSLATE_NOOP("Words", "gold"),
}
_TIERS = {
    Visibility.NOT_PLACED: QT_TRANSLATE_NOOP("Words", "not placed"),
    Visibility.ABSENT: QT_TRANSLATE_NOOP("Words", "absent"),
    Visibility.ESTIMATED: QT_TRANSLATE_NOOP("Words", "occluded, estimated"),
    Visibility.VISIBLE: QT_TRANSLATE_NOOP("Words", "visible"),
    Visibility.CERTAIN: QT_TRANSLATE_NOOP("Words", "certain despite partial occlusion"),
}
_REASONS = {
    "FLOW": QT_TRANSLATE_NOOP("Words", "tracking does not return"),
    "DISAGREEMENT": QT_TRANSLATE_NOOP("Words", "curve and picture part"),
    "LIMB": QT_TRANSLATE_NOOP("Words", "limb length"),
    "DEVIATION": QT_TRANSLATE_NOOP("Words", "the picture leaves much open"),
    "PARTING": QT_TRANSLATE_NOOP("Words", "forward and backward tracks part"),
    "STRAIN": QT_TRANSLATE_NOOP("Words", "measured motion contradicts it"),
    "UNLIKE": QT_TRANSLATE_NOOP("Words", "does not look as it does at its keyframes"),
}
# By name, and with the number where there is one; what has none says it in the words above.
_IN_PX = {
    "FLOW": QT_TRANSLATE_NOOP("Words", "tracking misses its start by {px} px"),
    "DISAGREEMENT": QT_TRANSLATE_NOOP("Words", "curve and picture part by {px} px"),
    "LIMB": QT_TRANSLATE_NOOP("Words", "limb length off by {px} px"),
    "DEVIATION": QT_TRANSLATE_NOOP("Words", "the picture leaves ±{px} px open"),
    "PARTING": QT_TRANSLATE_NOOP("Words", "forward and backward tracks part by {px} px"),
    "STRAIN": QT_TRANSLATE_NOOP("Words", "measured motion contradicts it by {px} px"),
}
_SHORT = {
    Method.LINEAR: QT_TRANSLATE_NOOP("Words", "linear"),
    Method.PCHIP: QT_TRANSLATE_NOOP("Words", "PCHIP"),
    Method.MAKIMA: QT_TRANSLATE_NOOP("Words", "Akima"),
    Method.FLOW: QT_TRANSLATE_NOOP("Words", "flow"),
    Method.FUSED: QT_TRANSLATE_NOOP("Words", "fused"),
    Method.NONE: QT_TRANSLATE_NOOP("Words", "empty"),
}
_METHODS = {
    Method.LINEAR: QT_TRANSLATE_NOOP("Words", "straight line"),
    Method.PCHIP: QT_TRANSLATE_NOOP("Words", "PCHIP curve"),
    Method.MAKIMA: QT_TRANSLATE_NOOP("Words", "modified Akima curve"),
    Method.FLOW: QT_TRANSLATE_NOOP("Words", "optical flow"),
    Method.FUSED: QT_TRANSLATE_NOOP("Words", "fused with the picture"),
    Method.NONE: QT_TRANSLATE_NOOP("Words", "left empty"),
}
_SIDES = {
    Side.LEFT: QT_TRANSLATE_NOOP("Words", "subject's left"),
    Side.RIGHT: QT_TRANSLATE_NOOP("Words", "subject's right"),
    Side.MIDLINE: QT_TRANSLATE_NOOP("Words", "midline"),
}
_FAILS = {
    "position": QT_TRANSLATE_NOOP("Words", "position"),
    "bias": QT_TRANSLATE_NOOP("Words", "bias"),
    "visibility": QT_TRANSLATE_NOOP("Words", "visibility"),
}


def origin_word(origin: Origin) -> str:
    """Say where a value came from."""
    return _tr(_ORIGINS[origin])


def tier_word(visibility: Visibility) -> str:
    """Say how much could be seen."""
    return _tr(_TIERS[visibility])


def state_words(origin: Origin, visibility: Visibility) -> str:
    """Say both: ``visible, placed by hand``."""
    if visibility is Visibility.NOT_PLACED:
        return tier_word(visibility)
    return f"{tier_word(visibility)}, {origin_word(origin)}"


def reason_words(reasons: Reason) -> str:
    """Say why a derived position may be off."""
    return "; ".join(_tr(_REASONS[reason.name or ""]) for reason in _named(reasons))


def reasons_in_px(reasons: Reason, numbers: Mapping[Reason, float]) -> str:
    """Say why, with px where these are known: ``limb length off by 3.1 px``."""
    return ", ".join(
        _tr(_IN_PX[reason.name]).format(px=f"{numbers[reason]:.1f}")
        if reason in numbers and reason.name in _IN_PX
        else _tr(_REASONS[reason.name or ""])
        for reason in _named(reasons)
    )


def method_word(method: Method) -> str:
    """Say how a span is filled."""
    return _tr(_METHODS[method])


def side_word(side: Side) -> str:
    """Say on which side."""
    return _tr(_SIDES[side])


def fail_word(rule: str) -> str:
    """Say which rule a keypoint breaks."""
    return _tr(_FAILS[rule]) if rule in _FAILS else rule


def method_name(method: Method) -> str:
    """Return what a method is called where there is little room."""
    return _tr(_SHORT[method])


def _named(reasons: Reason) -> list[Reason]:
    return [reason for reason in Reason if reason in reasons and reason.name in _REASONS]


def _tr(text: object) -> str:
    return QCoreApplication.translate(_CONTEXT, str(text))
