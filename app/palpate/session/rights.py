"""Who may change which layer: nothing ever overwrites across people, and gold is the consultant's."""

from __future__ import annotations

from palpate.base.errors import EditRefused
from palpate.model.layer import LayerKind
from palpate.session.session import Session


def why_not_change(session: Session, layer: str) -> str:
    """Return why this person may not change a layer, and the way out; empty if they may."""
    if not layer or layer not in {known.id for known in session.contents.layers}:
        return ""
    found = session.contents.layer(layer)
    role = session.contents.settings.get("role", "annotator")
    if role != "annotator":
        return ""
    if found.kind is LayerKind.GOLD:
        return f"{found.name} is gold: only a consultant changes it; choose your own layer"
    if found.author != session.author:
        return f"{found.name} is the layer of {found.author}; choose your own"
    return ""


def refuse_foreign(session: Session, layer: str) -> None:
    """Raise EditRefused if this person may not change the layer."""
    reason = why_not_change(session, layer)
    if reason:
        raise EditRefused(reason)
