"""The latest notes on the keypoint in hand, as a guideline shows them."""

from __future__ import annotations

from palpate.session.marking.keypoint_notes import notes_on_keypoint
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.panels.guideline.blocks import note_words

_MOST = 5


def shown_notes(workbench: Workbench, session: Session) -> list[str]:
    """Return them in words, those that wait first."""
    notes = workbench.attempt(lambda: notes_on_keypoint(session, workbench.focus)) or []
    return [note_words(note) for note in notes[:_MOST]]
