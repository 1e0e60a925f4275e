"""How far the making of a report is: one bar over all of it, and Cancel at every stage."""

from __future__ import annotations

from palpate.base.progress import Progress

_BEHIND = 5  # weeks, agreement, spot checks, blur and events follow the layers


class Stages:
    """Counts the stages of a report; each may take as long as any other."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._n, self._total = 0, _BEHIND

    def expect(self, layers: int) -> None:
        """Say how many layers there are to judge."""
        self._total = layers + _BEHIND

    @property
    def within(self) -> Progress:
        """What a stage takes that counts its own steps: they stop it, and move no bar."""
        return Progress(token=self._progress.token)

    def begin(self, what: str) -> None:
        """Tell what comes next.

        Raises
        ------
        Cancelled
            If stopping was asked for.
        """
        self._progress.step(self._n, self._total, what)
        self._n += 1
