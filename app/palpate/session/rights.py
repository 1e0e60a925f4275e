"""Who may change which layer: nothing ever overwrites across people, and gold is the consultant's."""

from __future__ import annotations

from palpate.base.errors import EditRefused
from palpate.model.layer import LayerKind
from palpate.model.skeleton import Skeleton
from palpate.session.session import Session
from palpate.store.frozen import why_frozen


def why_not_change(session: Session, layer: str) -> str:
    """Return why this person may not change a layer, and the way out; empty if they may."""
    if not layer or layer not in {known.id for known in session.contents.layers}:
        return ""
    return _why_foreign(session, layer) or why_frozen(session.project, layer)


def _why_foreign(session: Session, layer: str) -> str:
    """Return why a layer is not this person's to change, be it frozen or not."""
    found = session.contents.layer(layer)
    if session.contents.settings.get("role", "annotator") != "annotator":
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
    Frozen layers are no hindrance: their labels are carried along, and verifying them tells of it.
    """
    own = {found.id for found in session.contents.instances if found.skeleton == skeleton.name}
    for layer in session.contents.layers:
        if _why_foreign(session, layer.id) and own.intersection(session.project.labelled_instances(layer.id)):
            return (
                f"this reaches the labels of {layer.name}, which you may not change: "
                f"a consultant or the lead takes {skeleton.name} to another version"
            )
    return ""


def why_not_plan(session: Session) -> str:
    """Return why this person draws no plans; empty if they do."""
    if session.project.read_only:
        return session.project.read_only
    role = session.contents.settings.get("role", "annotator")
    if role == "annotator":
        return "a consultant or a lead draws plans; you are told what to label a second time"
    return ""
