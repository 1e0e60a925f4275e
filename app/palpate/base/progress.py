"""Progress of long work, and asking it to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from palpate.base.errors import Cancelled


class CancelToken:
    """Set by whoever wants a job to stop; read by the job at every step."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the job to stop."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether stopping was asked for."""
        return self._event.is_set()


@dataclass(slots=True)
class Progress:
    """Handed to a long function, which calls `step` as it goes.

    Attributes
    ----------
    report
        Called with (done, total, what); from the job's own thread.
    token
        Checked at each step.
    """

    report: Callable[[int, int, str], None] = field(default=lambda _done, _total, _what: None)
    token: CancelToken = field(default_factory=CancelToken)

    def step(self, done: int, total: int, what: str = "") -> None:
        """Report progress, and stop if stopping was asked for.

        Raises
        ------
        Cancelled
            If the token was set.
        """
        if self.token.cancelled:
            raise Cancelled
        self.report(done, total, what)
