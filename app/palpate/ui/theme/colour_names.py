"""What the colours of instances are called."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_NAMES = (
    QT_TRANSLATE_NOOP("Colours", "Orange"),
    QT_TRANSLATE_NOOP("Colours", "Sky blue"),
    QT_TRANSLATE_NOOP("Colours", "Pale yellow"),
    QT_TRANSLATE_NOOP("Colours", "Magenta"),
    QT_TRANSLATE_NOOP("Colours", "Sage green"),
    QT_TRANSLATE_NOOP("Colours", "Blue"),
    QT_TRANSLATE_NOOP("Colours", "Brown"),
    QT_TRANSLATE_NOOP("Colours", "Ice blue"),
)


def colour_names() -> list[str]:
    """Return a name for each of `INSTANCE_COLOURS`."""
    return [QCoreApplication.translate("Colours", str(name)) for name in _NAMES]
