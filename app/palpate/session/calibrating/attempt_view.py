"""A submitted attempt as it is looked at: every error of every keypoint, and who may see them."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakKeyDictionary

from palpate.base.errors import ScoreError
from palpate.model.attempt import Attempt
from palpate.session.calibrating.attempts import attempts_of, plan_of
from palpate.session.calibrating.blindness import hidden_frames, why_hidden
from palpate.session.calibrating.calibration import TASKS, status_of
from palpate.session.calibrating.outcome import Outcome, asked_of, of_asked, outcome_of
from palpate.session.exchange.transfer import labels_of
from palpate.session.judging.quality_view import QualityView, view_quality
from palpate.session.session import Session
from palpate.store import judging

_LATEST: WeakKeyDictionary[Session, tuple[str, int, Outcome | None]] = WeakKeyDictionary()


def outcomes_to_see(session: Session) -> tuple[Outcome, ...]:
    """Return what calibrations came to, oldest first: an annotator's own, everybody's for the others."""
    annotator = session.contents.settings.get("role", "annotator") == "annotator"
    found = attempts_of(session, session.author if annotator else "", tasks=TASKS)
    return tuple(outcome for one in found if (outcome := outcome_of(one)) is not None)


def latest_outcome(session: Session) -> Outcome | None:
    """Return what this person's last calibration came to; read again only after another submission."""
    n = judging.n_submitted(session.project, session.author)
    who, known, latest = _LATEST.get(session, ("", -1, None))
    if (who, known) != (session.author, n):
        latest = status_of(session).latest if n else None
        _LATEST[session] = session.author, n, latest
    return latest


def why_not_view(session: Session, attempt: Attempt) -> str:
    """Return why the errors of a submitted attempt are not to be seen now; empty if they are.

    Practice asks for frames of earlier attempts: what was wrong there would tell where to click.
    """
    if attempt.reference not in {layer.id for layer in session.contents.layers}:
        return "the gold that this attempt was compared with is gone"
    asked = plan_of(session, attempt).frames
    if asked & hidden_frames(session, attempt.reference):
        return why_hidden(session, attempt.reference)
    return ""


def view_attempt(session: Session, attempt: Attempt) -> QualityView:
    """Return every error of a submitted attempt, by gold as it is.

    Raises
    ------
    ScoreError
        With `why_not_view`, or if labels and gold have nothing in common any more.
    """
    if reason := why_not_view(session, attempt):
        raise ScoreError(reason)
    units = plan_of(session, attempt).units
    gold = labels_of(session, attempt.reference)
    view = view_quality(asked_of(labels_of(session, attempt.layer), units), gold)
    return replace(view, score=of_asked(view.score, asked_of(gold, units)))
