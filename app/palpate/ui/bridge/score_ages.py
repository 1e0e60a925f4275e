"""Which scores are older than the labels that they are of: one answer for all who show them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from palpate.model.change import Change
from palpate.ui.bridge.workbench import Workbench

Pair = tuple[str, str]
"""Ids of the layer that is judged and of gold."""


class ScoreAges(QObject):
    """Watches what is scored from when its labels are read.

    It has to be made before whoever asks it while hearing of the same change.
    """

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._reading: dict[Pair, bool] = {}  # whether labels have changed since it began
        self._shown: dict[Pair, bool] = {}
        workbench.changed.connect(self._on_changed)
        workbench.session_changed.connect(self._on_session)

    @classmethod
    def of(cls, workbench: Workbench) -> ScoreAges:
        """Return the one of a workbench; made when it is first asked for."""
        return workbench.findChild(cls) or cls(workbench)

    def begin(self, layer: str, gold: str) -> None:
        """The labels are read now for another score; the one that is shown stays as old as it is."""
        self._reading[layer, gold] = False

    def came(self, layer: str, gold: str) -> None:
        """The score that was begun last is the one that is shown now."""
        self._shown[layer, gold] = self._reading.pop((layer, gold), False)

    def is_old(self, layer: str, gold: str) -> bool:
        """Return whether labels have changed since they were read for the score that is shown."""
        return self._shown.get((layer, gold), False)

    def _on_changed(self, change: Change) -> None:
        lists = change.layers or change.clips or change.instances
        touched = {layer for layer, _, _ in change.poses} | {layer for layer, _ in change.spans}
        for watched in (self._reading, self._shown):
            for pair in watched:
                watched[pair] |= lists or bool(touched & set(pair))

    def _on_session(self) -> None:
        self._reading.clear()
        self._shown.clear()
