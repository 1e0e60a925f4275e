"""Long work on threads of its own, with progress and a cancel that really stops.

A job never touches the project: it takes arrays and gives arrays. What it gives is handed over on the
thread that asked, by `deliver`, which a window calls from its event loop and a command by waiting.
"""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from psygnal import Signal

from palpate.base.errors import Cancelled
from palpate.base.progress import CancelToken, Progress


class JobState(StrEnum):
    """Where a job stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(slots=True)
class Job:
    """One piece of long work.

    Attributes
    ----------
    done, total, what
        Progress as last reported; total is 0 until known.
    error
        What stopped it: a known fault, or a bug.
    notes
        Sentences about what came of it that a person should read.
    """

    number: int
    title: str
    token: CancelToken = field(default_factory=CancelToken)
    state: JobState = JobState.RUNNING
    done: int = 0
    total: int = 0
    what: str = ""
    started: float = field(default_factory=time.monotonic)
    error: BaseException | None = None
    notes: tuple[str, ...] = ()
    thread: threading.Thread | None = None

    @property
    def seconds_left(self) -> float | None:
        """Estimate from the pace so far; None until there is one."""
        if not self.done or not self.total:
            return None
        return (time.monotonic() - self.started) / self.done * (self.total - self.done)


class Jobs:
    """The running jobs of a session.

    Signals
    -------
    changed
        Emitted by `deliver` for every job whose state or progress moved.
    arrived
        Emitted from the job's own thread when there is something to deliver; a window uses it to wake up.
    """

    changed = Signal(Job)
    arrived = Signal()

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._arrivals: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.running: dict[int, Job] = {}

    def start(
        self,
        title: str,
        work: Callable[[Progress], Any],
        then: Callable[[Any], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> Job:
        """Run ``work`` on its own thread; ``then`` or ``failed`` run in `deliver`, on the asking thread."""
        job = Job(next(self._numbers), title)
        self.running[job.number] = job
        progress = Progress(report=lambda *step: self._post(lambda: self._moved(job, *step)), token=job.token)

        def run() -> None:
            try:
                result = work(progress)
            except Cancelled:
                self._post(lambda: self._ended(job, JobState.CANCELLED))
            except Exception as error:  # the border where a job's fault becomes a message
                caught = error
                self._post(lambda: self._failed(job, caught, failed))
            else:
                self._post(lambda: self._finished(job, lambda: then(result)))

        job.thread = threading.Thread(target=run, name=f"job-{job.number}", daemon=True)
        job.thread.start()
        return job

    def deliver(self) -> None:
        """Hand over what has arrived; call on the thread that owns the session.

        Raises
        ------
        BaseException
            What stopped a job that was started without ``failed``; call again for what came after it.
        """
        while True:
            try:
                arrival = self._arrivals.get_nowait()
            except queue.Empty:
                return
            arrival()

    def wait(self, job: Job) -> None:
        """Wait until a job has ended and deliver what it gave.

        Raises
        ------
        BaseException
            What stopped the job, if it failed.
        """
        while job.state is JobState.RUNNING:
            self._arrivals.get()()
        if job.error is not None:
            raise job.error

    def close(self) -> None:
        """Cancel everything and return when all threads have ended; what they gave is not handed over."""
        jobs = list(self.running.values())
        for job in jobs:
            job.token.cancel()
        for job in jobs:
            if job.thread is not None:
                job.thread.join()
            job.state = JobState.CANCELLED
        self.running.clear()
        while not self._arrivals.empty():
            self._arrivals.get_nowait()

    def _post(self, arrival: Callable[[], None]) -> None:
        self._arrivals.put(arrival)
        self.arrived.emit()

    def _moved(self, job: Job, done: int, total: int, what: str) -> None:
        job.done, job.total, job.what = done, total, what
        self.changed.emit(job)

    def _finished(self, job: Job, hand_over: Callable[[], None]) -> None:
        state = JobState.FAILED
        try:
            hand_over()
            state = JobState.DONE
        finally:
            self._ended(job, state)

    def _failed(self, job: Job, error: BaseException, tell: Callable[[BaseException], None] | None) -> None:
        job.error = error
        self._ended(job, JobState.FAILED)
        if tell is None:
            raise error
        tell(error)

    def _ended(self, job: Job, state: JobState) -> None:
        job.state = state
        self.running.pop(job.number, None)
        if job.thread is not None and job.thread is not threading.current_thread():
            job.thread.join()
        self.changed.emit(job)
