"""Choosers whose entries change while the work goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QFormLayout, QSizePolicy


def refill(box: QComboBox, entries: Sequence[tuple[str, object]], *, first: int = 0) -> None:
    """Fill a chooser with words and what they stand for; what was chosen stays as long as it is there.

    Parameters
    ----------
    first
        Place of the entry that is chosen while nobody has chosen any.
    """
    now = [(box.itemText(n), box.itemData(n)) for n in range(box.count())]
    if now == list(entries):
        return
    held = box.currentData()
    box.blockSignals(True)
    box.clear()
    for words, of in entries:
        box.addItem(words, of)
    kept = [n for n, (_, of) in enumerate(entries) if of == held] if now else []
    usual = min(first, len(entries) - 1)
    box.setCurrentIndex(kept[0] if kept else usual)
    box.blockSignals(False)


def add_row(form: QFormLayout, words: str, box: QComboBox) -> None:
    """Put a chooser into a form; long entries do not make it wider than the dock."""
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    box.setMinimumWidth(120)
    box.setAccessibleName(words)
    form.addRow(words, box)
