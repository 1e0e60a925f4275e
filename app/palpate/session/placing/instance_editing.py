"""What an instance is shown in, taking it away, and which skeletons a project has for new ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from palpate.base.errors import EditRefused
from palpate.model.instance import COLOUR, Instance
from palpate.session.edits.contents import PutInstance, RemoveInstance
from palpate.session.rights import why_not_change
from palpate.session.session import Session
from palpate.session.skeletons.skeleton_files import any_skeleton
from palpate.store.library import folder_of, shipped_skeletons


def recolour(session: Session, instance: Instance, colour: int | None, origin: object = None) -> None:
    """Show an instance in another colour.

    Parameters
    ----------
    colour
        From 1; None for that of its number.
    """
    attributes = {name: text for name, text in instance.attributes.items() if name != COLOUR}
    if colour is not None:
        attributes[COLOUR] = str(colour)
    if attributes != dict(instance.attributes):
        changed = replace(instance, attributes=attributes)
        session.do(PutInstance(f"Colour {instance.name}", changed), origin)


def remove(session: Session, instance: Instance, origin: object = None) -> None:
    """Take an instance away, with its poses in every layer.

    Raises
    ------
    EditRefused
        If it has poses in a layer that this person may not change, or gold.
    """
    for layer in session.contents.layers:
        foreign = why_not_change(session, layer.id)
        if foreign and instance.id in session.project.labelled_instances(layer.id):
            raise EditRefused(
                f"{instance.name} has labels in {layer.name} too, and those are not yours to remove; "
                "clear it in your own layer, or ask a consultant or a lead"
            )
    session.do(RemoveInstance(instance), origin)


def skeletons_to_add(session: Session) -> dict[str, str]:
    """Return the shipped skeletons that the project does not have yet, titles by name."""
    known = session.contents.skeletons
    return {name: found.title or name for name, found in shipped_skeletons().items() if name not in known}


def add_skeleton(session: Session, name_or_path: str | Path) -> str:
    """Pin a further skeleton in the project, so that new instances may have it; returns its name.

    Raises
    ------
    EditRefused
        If the project has it.
    FileUnreadable, SkeletonFaulty
    """
    skeleton = any_skeleton(name_or_path)
    if skeleton.name in session.contents.skeletons:
        raise EditRefused(f"the project has the skeleton {skeleton.name} already")
    session.pin(skeleton, folder_of(name_or_path))
    return skeleton.name
