"""A thread that is there only while something is wished for."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Wish = TypeVar("Wish")


class WishThread(ABC, Generic[Wish]):
    """Does what is wished for in turn, as `fulfil` says.

    Parameters
    ----------
    name
        Of the thread.
    deliver
        (key, what) takes what came of it, in that thread.
    """

    def __init__(self, name: str, deliver: Callable[[object, object], None]) -> None:
        self._name = name
        self._deliver = deliver
        self._lock = threading.Lock()
        self._wishes: list[Wish] = []
        self._thread: threading.Thread | None = None

    def take(self, wishes: Sequence[Wish]) -> None:
        """Do these from now on, in the place of what has not been begun."""
        with self._lock:
            self._wishes = list(wishes)
            if self._wishes and self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Begin nothing more, and deliver nothing."""
        with self._lock:
            self._wishes = []
            self._deliver = _into_nothing

    def join(self) -> None:
        """Wait for what has been begun."""
        thread = self._thread
        if thread is not None:
            thread.join()

    @abstractmethod
    def fulfil(self, wish: Wish) -> None:
        """Do one, and hand over what comes of it."""

    def hand_over(self, key: object, what: object) -> None:
        """Deliver something, if anybody still waits for it."""
        with self._lock:
            deliver = self._deliver
        deliver(key, what)

    def _work(self) -> None:
        while (wish := self._next()) is not None:
            self.fulfil(wish)

    def _next(self) -> Wish | None:
        with self._lock:
            if not self._wishes:
                self._thread = None
                return None
            return self._wishes.pop(0)


def _into_nothing(_key: object, _what: object) -> None:
    """Take what nobody waits for any more."""
