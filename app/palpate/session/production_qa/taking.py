"""Taking over what two layers agree on, in the background."""

from __future__ import annotations

from collections.abc import Callable

from palpate.base.errors import EditRefused
from palpate.base.progress import Progress
from palpate.session.jobs import Job
from palpate.session.production_qa.adjudicating import (
    Settled,
    Taking,
    settle_agreeing,
    why_not_adjudicate,
    write_agreeing,
)
from palpate.session.production_qa.differences import Match, agreeing_in
from palpate.session.session import Session


def start_taking(
    session: Session,
    match: Match,
    then: Callable[[int], None],
    *,
    taking: Taking = Taking.MIDPOINT,
    failed: Callable[[BaseException], None] | None = None,
) -> Job | None:
    """Take over everything that agrees and stands not in the final layer yet, as one step of undo.

    Nothing is written before all of it is known: who stops the job finds everything as it was.

    Parameters
    ----------
    then
        Called with the number of places once they are written.
    failed
        Called with what stopped it.

    Returns
    -------
    Job or None
        None if everything that agrees is taken already.

    Raises
    ------
    EditRefused
        If this person may not.
    """
    if reason := why_not_adjudicate(session):
        raise EditRefused(reason)
    found = list(agreeing_in(session, match))
    if not any(waiting.any() for _, waiting in found):
        return None

    def work(progress: Progress) -> list[Settled]:
        return settle_agreeing(found, taking, progress)

    def take_over(settled: list[Settled]) -> None:
        write_agreeing(session, match, settled)
        then(len(settled))

    return session.jobs.start("Taking over what agrees", work, take_over, failed)
