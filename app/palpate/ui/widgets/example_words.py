"""What people read of an example."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from palpate.model.example import Blur, Example, Lighting, Shows

translate = QCoreApplication.translate

_SHOWS = {
    Shows.CORRECT: QT_TRANSLATE_NOOP("Example", "Correct"),
    Shows.INCORRECT: QT_TRANSLATE_NOOP("Example", "Incorrect"),
}
_LIGHTING = {
    Lighting.DIFFUSE: QT_TRANSLATE_NOOP("Example", "diffuse"),
    Lighting.HARD_SIDE: QT_TRANSLATE_NOOP("Example", "hard side light"),
    Lighting.BACKLIT: QT_TRANSLATE_NOOP("Example", "backlit or floodlit"),
    Lighting.UNKNOWN: QT_TRANSLATE_NOOP("Example", "light not told"),
}
_BLUR = {
    Blur.SHARP: QT_TRANSLATE_NOOP("Example", "sharp"),
    Blur.MODERATE: QT_TRANSLATE_NOOP("Example", "moderate blur"),
    Blur.SEVERE: QT_TRANSLATE_NOOP("Example", "severe blur"),
    Blur.UNKNOWN: QT_TRANSLATE_NOOP("Example", "blur not told"),
}


def shows_word(shows: Shows) -> str:
    """Say whether it is done so or not."""
    return translate("Example", str(_SHOWS[shows]))


def lighting_word(lighting: Lighting) -> str:
    """Name a condition of light."""
    return translate("Example", str(_LIGHTING[lighting]))


def blur_word(blur: Blur) -> str:
    """Name a class of blur."""
    return translate("Example", str(_BLUR[blur]))


def conditions(example: Example) -> str:
    """Say in which light and how sharp it is, as far as anybody said."""
    parts = []
    if example.lighting is not Lighting.UNKNOWN:
        parts.append(lighting_word(example.lighting))
    if example.blur is not Blur.UNKNOWN:
        parts.append(blur_word(example.blur))
    return ", ".join(parts)


def headline(example: Example) -> str:
    """Say in one line what it shows and how."""
    return " · ".join(part for part in (shows_word(example.shows), conditions(example)) if part)


def source_words(example: Example) -> str:
    """Say where it comes from; empty if nobody knows."""
    source = example.source
    parts = [source.clip]
    if source.clip and source.frame >= 0:
        parts.append(translate("Example", "frame {frame}").format(frame=source.frame))
    return ", ".join(part for part in (*parts, source.author, source.time[:10]) if part)
