"""Which layers hold what was decided between people."""

from __future__ import annotations

from palpate.session.session import Session


def final_layers(session: Session) -> frozenset[str]:
    """Return the ids of the layers that hold decisions: they are nobody's production work."""
    sql = "SELECT id FROM layer WHERE EXISTS (SELECT 1 FROM adjudication WHERE adjudication.layer = layer.id)"
    rows = session.project.rows(sql)  # there may be decisions by the hundred thousand
    return frozenset(str(row[0]) for row in rows)
