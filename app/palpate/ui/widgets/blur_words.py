"""Blur in words: how far, what it allows, and how that is known."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from palpate.model.visibility import Visibility
from palpate.session.blur_review import BlurPoint
from palpate.session.exposure import Exposure, Known
from palpate.ui.widgets.words import tier_word

translate = QCoreApplication.translate


def extent_words(point: BlurPoint) -> str:
    """Say how far it is smeared: ``8.5 px, 1.9 of its width``."""
    px = translate("Blur", "{px} px").format(px=f"{point.extent:.1f}")
    if not math.isfinite(point.ratio):
        return px
    return translate("Blur", "{px}, {ratio} of its width").format(px=px, ratio=f"{point.ratio:.2g}")


def allowed_words(point: BlurPoint) -> str:
    """Say which tier its blur allows."""
    if point.allowed is Visibility.ABSENT:
        return translate("Blur", "absent")
    return translate("Blur", "{tier} at most").format(tier=tier_word(point.allowed))


def frames_words(point: BlurPoint) -> str:
    """Say over which frames."""
    if point.first == point.last:
        return translate("Blur", "frame {frame}").format(frame=point.first)
    return translate("Blur", "frames {first}–{last}").format(first=point.first, last=point.last)


def sentence(point: BlurPoint, most: float) -> str:
    """Return the numbers and the rule in one sentence.

    Parameters
    ----------
    most
        The ratio up to which it may be visible.
    """
    if not math.isfinite(point.width):
        said = translate("Blur", "Smeared over {px} px; visible is allowed up to {limit} px.")
        return said.format(px=f"{point.extent:.1f}", limit=f"{point.extent / point.score:.0f}")
    said = translate(
        "Blur",
        "Smeared over {px} px where it is {width} px wide: {ratio} of its width. "
        "Visible is allowed up to {most} of the width, or {limit} px here: {tier}.",
    )
    return said.format(
        px=f"{point.extent:.1f}",
        width=f"{point.width:.1f}",
        ratio=f"{point.ratio:.2g}",
        most=f"{most:g}",
        limit=f"{point.extent / point.score:.1f}",
        tier=allowed_words(point),
    )


def exposure_words(exposure: Exposure) -> str:
    """Say how long the shutter was open, and how that is known."""
    if exposure.share is None:
        return exposure.note[:1].upper() + exposure.note[1:] + "."
    share = f"{exposure.share:.0%}" if exposure.share < 0.995 else "100%"
    if exposure.known is Known.SHUTTER:
        said = translate("Blur", "Shutter as noted: open for {share} of a frame.")
    else:
        said = translate(
            "Blur", "No shutter is noted; fast points tell that it is open for about {share} of a frame."
        )
    note = f" {exposure.note[:1].upper()}{exposure.note[1:]}." if exposure.note else ""
    return said.format(share=share.replace("%", " %")) + note
