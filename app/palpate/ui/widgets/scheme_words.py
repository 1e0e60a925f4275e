"""What colours tell apart, in words."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from palpate.model.origin import Origin
from palpate.session.session import Session
from palpate.ui.bridge.poses import regions_in
from palpate.ui.canvas.colouring import Scheme, region_colour
from palpate.ui.theme.tokens import ORIGIN_COLOURS, SIDE_COLOURS, instance_colour
from palpate.ui.widgets.words import origin_word, side_word

_SCHEMES = {
    Scheme.INSTANCE: QT_TRANSLATE_NOOP("Colours", "Colours by instance"),
    Scheme.SIDE: QT_TRANSLATE_NOOP("Colours", "Colours by side"),
    Scheme.REGION: QT_TRANSLATE_NOOP("Colours", "Colours by region"),
    Scheme.ORIGIN: QT_TRANSLATE_NOOP("Colours", "Colours by origin"),
}


def scheme_word(scheme: Scheme) -> str:
    """Say what colours tell apart."""
    return _tr(_SCHEMES[scheme])


def colour_entries(scheme: Scheme, session: Session | None, clip: str) -> list[tuple[str, str]]:
    """Return the colours of a scheme in a clip, each with what it stands for."""
    if scheme is Scheme.SIDE:
        return [(colour, side_word(side)) for side, colour in SIDE_COLOURS.items()]
    if scheme is Scheme.ORIGIN:
        return [
            (colour, origin_word(origin))
            for origin, colour in ORIGIN_COLOURS.items()
            if origin is not Origin.NONE
        ]
    if session is None or not clip:
        return []
    if scheme is Scheme.INSTANCE:
        return [(instance_colour(found.colour), found.name) for found in session.contents.instances_of(clip)]
    regions = regions_in(session, clip)
    return [
        (region_colour(region, regions), region.replace("_", " ") or _tr("no region")) for region in regions
    ]


def _tr(text: object) -> str:
    return QCoreApplication.translate("Colours", str(text))
