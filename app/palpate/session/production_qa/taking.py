"""Taking over what two layers agree on, in the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from palpate.base.errors import EditRefused
from palpate.base.progress import Progress
from palpate.model.layer import Layer
from palpate.session.edits.adjudicating import Decide
from palpate.session.jobs import Job
from palpate.session.production_qa.adjudicating import (
    Taking,
    decide_all,
    new_final,
    settle_agreeing,
    taking_title,
    why_not_adjudicate,
)
from palpate.session.production_qa.differences import Match, agreeing_in
from palpate.session.production_qa.file_mark import Mark, mark_of
from palpate.session.session import Session


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is to be written, None if nothing, and at what state of the project that was found."""

    mark: Mark
    edit: Decide | None


def start_taking(
    session: Session,
    match: Match,
    then: Callable[[int], None],
    *,
    taking: Taking = Taking.MIDPOINT,
    failed: Callable[[BaseException], None] | None = None,
) -> Job:
    """Take over everything that agrees and stands not in the final layer yet, as one step of undo.

    The job reads the file by itself, compares, and makes all that is to be written. Nothing is written before
    all of it is known: who stops the job finds everything as it was. If anything was changed meanwhile the
    delivery raises EditRefused.

    Parameters
    ----------
    then
        Called with the number of places once they are written; 0 if all that agrees was taken already.
    failed
        Called with what stopped it.

    Raises
    ------
    EditRefused
        If this person may not.
    """
    if reason := why_not_adjudicate(session):
        raise EditRefused(reason)
    path, author, layer = session.project.path, session.author, new_final(session, match)

    def work(progress: Progress) -> _Ready:
        return _made_ready(path, author, match, taking, layer, progress)

    def take_over(ready: _Ready) -> None:
        if ready.mark != mark_of(session):
            raise EditRefused("something was changed while the layers were compared; begin once more")
        if ready.edit is not None:
            session.do(_with_times(session, ready.edit))
        then(0 if ready.edit is None else len(ready.edit.decisions))

    return session.jobs.start("Taking over what agrees", work, take_over, failed)


def _made_ready(
    path: Path, author: str, match: Match, taking: Taking, layer: Layer | None, progress: Progress
) -> _Ready:
    with Session.open(path, author=author, read_only=True) as session:
        mark = mark_of(session)
        settled = settle_agreeing(list(agreeing_in(session, match)), taking, progress)
        if not settled:
            return _Ready(mark, None)
        final = match.final if layer is None else layer.id
        title = taking_title(len(settled))
        edit = decide_all(title, match, settled, final=final, layer=layer, pose_at=session.pose_at)
        return _Ready(mark, edit)


def _with_times(session: Session, edit: Decide) -> Decide:
    """Return an edit with the time stamps of frames, which a session knows whose media are open."""
    values = (
        replace(one, at=session.pose_at(one.at.layer, one.at.instance, one.at.frame)) for one in edit.values
    )
    return replace(edit, values=tuple(values))
