"""Blur in words: how far, what it allows, and how that is known."""

from __future__ import annotations

import math

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from palpate.model.visibility import Visibility
from palpate.session.blurred.blur_review import BlurPoint
from palpate.session.frames.exposure import Exposure, Known

translate = QCoreApplication.translate
_TIERS = {
    Visibility.ABSENT: QT_TRANSLATE_NOOP("Blur", "absent"),
    Visibility.ESTIMATED: QT_TRANSLATE_NOOP("Blur", "estimated"),
    Visibility.CERTAIN: QT_TRANSLATE_NOOP("Blur", "certain at most"),
    Visibility.VISIBLE: QT_TRANSLATE_NOOP("Blur", "visible"),
}


def px_words(point: BlurPoint) -> str:
    """Say how far it is smeared."""
    return translate("Blur", "{px} px").format(px=f"{point.extent:.1f}")


def ratio_words(point: BlurPoint) -> str:
    """Say what share of its width that is; empty where the width is unknown."""
    if not math.isfinite(point.ratio):
        return ""
    return translate("Blur", "{ratio}\u00a0× its width").format(ratio=f"{point.ratio:.1f}")


def allowed_words(point: BlurPoint) -> str:
    """Say which tier its blur allows."""
    return translate("Blur", str(_TIERS[point.allowed]))


def frames_words(point: BlurPoint) -> str:
    """Say over which frames."""
    if point.first == point.last:
        return translate("Blur", "frame {frame}").format(frame=point.first)
    return translate("Blur", "{first}–{last}").format(first=point.first, last=point.last)


def told_beside(point: BlurPoint, called: str) -> str:
    """Say of a keypoint how far it is smeared at which width."""
    if not math.isfinite(point.width):
        return translate("Blur", "{keypoint}: blur {px}").format(keypoint=called, px=px_words(point))
    said = translate("Blur", "{keypoint}: blur {px} of {width} px width")
    return said.format(keypoint=called, px=px_words(point), width=f"{point.width:.1f}")


def sentence(point: BlurPoint, most: float) -> str:
    """Return the numbers and what follows of them.

    Parameters
    ----------
    most
        The ratio up to which it may be visible.
    """
    limit = point.extent / point.score
    if not math.isfinite(point.width):
        said = translate("Blur", "Blur {px} px; visible up to {limit} px. By that it is {tier}.")
        return said.format(px=f"{point.extent:.1f}", limit=f"{limit:.1f}", tier=allowed_words(point))
    said = translate(
        "Blur",
        "Blur {px} px at a width of {width} px: {ratio}\u00a0×. Visible up to {most}\u00a0×, "
        "here {limit} px. By that it is {tier}.",
    )
    return said.format(
        px=f"{point.extent:.1f}",
        width=f"{point.width:.1f}",
        ratio=f"{point.ratio:.1f}",
        most=f"{most:g}",
        limit=f"{limit:.1f}",
        tier=allowed_words(point),
    )


def exposure_words(exposure: Exposure) -> str:
    """Say how long the shutter was open, and how that is known."""
    note = f"{exposure.note[:1].upper()}{exposure.note[1:]}." if exposure.note else ""
    if exposure.share is None:
        return note
    if exposure.known is Known.SHUTTER:
        said = translate("Blur", "Shutter as noted: open for {share} % of a frame.")
    else:
        said = translate(
            "Blur", "No shutter noted; by fast points it is open for about {share} % of a frame."
        )
    return f"{said.format(share=f'{100 * exposure.share:.0f}')} {note}".strip()
