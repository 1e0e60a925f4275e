"""Closing second labels or a repeat: compared in the background, closed for good once that is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from palpate.base.errors import EditRefused
from palpate.base.progress import Progress
from palpate.model.attempt import Attempt
from palpate.session.calibrating.attempts import attempt_known, close, why_not_close
from palpate.session.calibrating.gold_content import digest_of
from palpate.session.jobs import Job
from palpate.session.production_qa.file_mark import Mark, mark_of
from palpate.session.production_qa.labelled_twice import comparison
from palpate.session.session import Session

_STEPS = 2


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found of an attempt, and at what state of the project."""

    mark: Mark
    result: str
    digest: str


def start_submitting(
    session: Session,
    attempt: Attempt,
    then: Callable[[Attempt], None],
    *,
    failed: Callable[[BaseException], None] | None = None,
) -> Job:
    """Close second labels or a repeat for good, with what the comparison says; as `production.submit` does.

    The job reads the file by itself. Nothing is closed if anything was changed meanwhile: the delivery raises
    EditRefused then.

    Parameters
    ----------
    then
        Called with the attempt once it is closed.
    failed
        Called with what stopped the job.

    Raises
    ------
    EditRefused
        If they cannot be closed, with why.
    """
    if reason := why_not_close(session, attempt):
        raise EditRefused(reason)
    path, author = session.project.path, session.author

    def close_it(found: _Found) -> None:
        if found.mark != mark_of(session):
            raise EditRefused("something was changed while the labels were compared; submit once more")
        then(close(session, attempt, found.result, digest=found.digest))

    def work(progress: Progress) -> _Found:
        return _compared(path, author, attempt.id, progress)

    return session.jobs.start("Comparing with what was placed first", work, close_it, failed)


def _compared(path: Path, author: str, attempt: str, progress: Progress) -> _Found:
    with Session.open(path, author=author, read_only=True) as session:
        mark, mine = mark_of(session), attempt_known(session, attempt)
        progress.step(0, _STEPS)
        result = msgspec.json.encode(comparison(session, mine)).decode()
        progress.step(1, _STEPS)
        digest = digest_of(session, mine.layer)
        progress.step(2, _STEPS)
        return _Found(mark, result, digest)
