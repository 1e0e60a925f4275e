"""The fonts of printed pages: DejaVu Sans, because the built-in ones of PDF lack σ, ≤ and most alphabets."""

from __future__ import annotations

from collections.abc import Iterable

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from palpate.base.folders import resource

REGULAR = "Palpate"
BOLD = "Palpate-Bold"

_FILES = {REGULAR: "DejaVuSans.ttf", BOLD: "DejaVuSans-Bold.ttf"}


def register_fonts() -> None:
    """Make both fonts known; again does nothing."""
    known = pdfmetrics.getRegisteredFontNames()
    for name, file in _FILES.items():
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(resource("fonts", file))))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is, in the unit of its size."""
    return float(pdfmetrics.stringWidth(text, BOLD if bold else REGULAR, size))


def missing_signs(texts: Iterable[str]) -> list[str]:
    """Return the signs that the fonts cannot show, sorted; white space needs none."""
    register_fonts()
    known = pdfmetrics.getFont(REGULAR).face.charToGlyph
    return sorted({sign for text in texts for sign in text if not sign.isspace() and ord(sign) not in known})
