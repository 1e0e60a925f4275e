"""The scroll bars of the rows, set to what there is to scroll."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollBar

from palpate.ui.timeline.axis import TimeAxis

_LEAST_STEP = 16


def set_across(bar: QScrollBar, axis: TimeAxis, width: int) -> None:
    """Let a bar scroll in time, without a word about where it stands now."""
    blocked = bar.blockSignals(True)
    bar.setRange(0, max(round(axis.n_frames * axis.px_per_frame) - width, 0))
    bar.setPageStep(width)
    bar.setSingleStep(max(round(axis.px_per_frame), _LEAST_STEP))
    bar.setValue(round(axis.first * axis.px_per_frame))
    bar.blockSignals(blocked)


def set_down(bar: QScrollBar, *, bottom: int, room: int, step: int) -> None:
    """Let a bar scroll over rows that end at ``bottom`` where there is ``room`` for some, px."""
    bar.setRange(0, max(bottom - room, 0))
    bar.setPageStep(room)
    bar.setSingleStep(step)
