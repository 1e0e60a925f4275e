"""Which layers hold what was decided between people."""

from __future__ import annotations

from palpate.session.session import Session


def final_layers(session: Session) -> frozenset[str]:
    """Return the ids of the layers that hold decisions: they are nobody's production work."""
    rows = session.project.rows("SELECT DISTINCT layer FROM adjudication")
    return frozenset(str(row[0]) for row in rows)
