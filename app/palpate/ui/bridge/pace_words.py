"""How fast it plays, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.session.frames.playback import Pace

_FRACTIONS = {0.125: "⅛", 0.25: "¼", 0.5: "½"}


def multiple(speed: float) -> str:
    """Return a multiple of real time, as ``¼×``."""
    return f"{_FRACTIONS.get(speed, f'{speed:g}')}×"


def speed_words(speed: float, *, backwards: bool) -> str:
    """Say at which speed it plays, and which way."""
    said = _tr("playing backwards at {speed}") if backwards else _tr("playing at {speed}")
    return said.format(speed=multiple(speed))


def pace_words(pace: Pace) -> str:
    """Say how fast it plays, how fast it should, what is left out, and why it is slower if it is."""
    rates = _tr("{covered:.0f} of {wanted:.0f} frames/s").format(covered=pace.covered, wanted=pace.wanted)
    parts = [f"{speed_words(pace.speed, backwards=pace.backwards)}: {rates}"]
    if pace.stride > 1:
        parts.append(_tr("shows 1 of {stride} frames").format(stride=pace.stride))
    if not pace.held:
        parts.append(_tr("as fast as this machine can"))
    return ", ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Playing", text)
