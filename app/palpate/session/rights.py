"""Who may change which layer: nothing ever overwrites across people, and gold is the consultant's."""

from __future__ import annotations

from palpate.base.errors import EditRefused
from palpate.model.layer import LayerKind
from palpate.model.skeleton import Skeleton
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


def why_not_migrate(session: Session, skeleton: Skeleton) -> str:
    """Return why this person may not take a skeleton to another version; empty if they may.

    A migration reaches the labels of everybody: whoever may not change a layer that has some cannot do it.
    """
    own = {found.id for found in session.contents.instances if found.skeleton == skeleton.name}
    for layer in session.contents.layers:
        if why_not_change(session, layer.id) and own.intersection(
            session.project.labelled_instances(layer.id)
        ):
            return (
                f"this reaches the labels of {layer.name}, which you may not change: "
                f"a consultant or the lead takes {skeleton.name} to another version"
            )
    return ""
