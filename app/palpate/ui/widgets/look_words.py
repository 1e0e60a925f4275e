"""How frames are shown, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.session.frames.enhancing import Enhancement
from palpate.ui.actions.spec import T

_PRESETS = {
    "dark hall": (T("Look", "Dark hall"), T("Look", "Lifts shadows and leaves lights as they are")),
    "backlit": (T("Look", "Backlit"), T("Look", "Brings out a dark body before a bright window or sky")),
    "flat light": (T("Look", "Flat light"), T("Look", "Sets apart what has nearly the same grey")),
    "faint edges": (
        T("Look", "Faint edges"),
        T("Look", "Brings out weak edges everywhere, such as the smear of a fast limb; noise grows too"),
    ),
}


def brightness_words(percent: float) -> str:
    """Return what is added."""
    if not percent:
        return _tr("as it is")
    words = _tr("{n} % brighter") if percent > 0 else _tr("{n} % darker")
    return words.format(n=f"{abs(percent):g}")


def contrast_words(contrast: float) -> str:
    """Return by how much differences grow."""
    return _tr("{n} times").format(n=f"{4.0 ** (contrast / 100.0):.2g}") if contrast else _tr("as it is")


def gamma_words(gamma: float) -> str:
    """Return what becomes of the shadows."""
    if gamma == 1.0:
        return _tr("as it is")
    words = _tr("{n}, lifts shadows") if gamma > 1.0 else _tr("{n}, deepens shadows")
    return words.format(n=f"{gamma:.2f}")


def local_words(local: float) -> str:
    """Return how far contrast may follow its surroundings."""
    return _tr("limit {n}").format(n=f"{local:.1f}") if local > 1.0 else _tr("off")


def tiles_words(tiles: int, size: tuple[int, int]) -> str:
    """Return how large the surroundings are in a frame of this size, px."""
    short = min(size)
    return (
        _tr("{n} px wide").format(n=round(short / tiles)) if short else _tr("1/{n} of a side").format(n=tiles)
    )


def look_words(enhancement: Enhancement) -> str:
    """Return all that is done to frames in a few signs; empty if nothing is."""
    done = []
    if enhancement.brightness:
        done.append(_tr("brightness {n} %").format(n=f"{enhancement.brightness:+d}"))
    if enhancement.contrast:
        done.append(_tr("contrast ×{n}").format(n=f"{4.0 ** (enhancement.contrast / 100.0):.2g}"))
    if enhancement.gamma != 1.0:
        done.append(_tr("gamma {n}").format(n=f"{enhancement.gamma:.2f}"))
    if enhancement.is_local:
        done.append(_tr("CLAHE {n}").format(n=f"{enhancement.local:.1f}"))
    if enhancement.inverted:
        done.append(_tr("inverted"))
    return _tr("enhanced: {what}").format(what=", ".join(done)) if done else ""


def preset_title(name: str) -> str:
    """Return what a ready-made one is called."""
    return _tr(_PRESETS[name][0])


def preset_tip(name: str) -> str:
    """Return what a ready-made one is for."""
    return _tr(_PRESETS[name][1])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Look", text)
