"""Who works in a project, and as what; there are no passwords, only names that edits carry."""

from __future__ import annotations

from collections.abc import Mapping

from palpate.base.errors import EditRefused, UsageError
from palpate.model.change import Change
from palpate.model.layer import LayerKind
from palpate.session.edits.contents import ROLE_OF, WorkAs
from palpate.session.other_layers import why_not_take_up
from palpate.session.session import Session

ROLES = ("annotator", "consultant", "lead")
_LONGEST_NAME = 60


def role_of(session: Session) -> str:
    """Return what the person at work is, one of `ROLES`."""
    return session.contents.settings.get("role", ROLES[0])


def known_names(session: Session) -> tuple[str, ...]:
    """Return who is known to the project, the one at work first."""
    authors = (layer.author for layer in session.contents.layers if layer.kind is not LayerKind.IMPORT)
    return tuple(dict.fromkeys(name for name in (session.author, *authors) if name))


def role_last(session: Session, name: str) -> str:
    """Return what somebody was when they last worked here; annotator for anybody new.

    Of those who worked before that was kept, whoever marked gold was a consultant.
    """
    name, settings = name.strip(), session.contents.settings
    if name == session.author:
        return role_of(session)
    marked = any(layer.author == name for layer in session.contents.layers_of_kind(LayerKind.GOLD))
    return settings.get(ROLE_OF + name, "consultant" if marked else ROLES[0])


def why_not_work_as(name: str) -> str:
    """Return why nobody can work under a name; empty if one can."""
    if not name.strip():
        return "say who is working: labels carry the name of their author"
    if len(name.strip()) > _LONGEST_NAME or not name.strip().isprintable():
        return f"a name is one line of {_LONGEST_NAME} letters at most"
    return ""


def work_as(session: Session, name: str, role: str, origin: object = None) -> Change:
    """Let somebody work from now on; somebody new gets a layer, a consultant gold if there is none.

    It is an edit of theirs, which their undo takes back: then the person before works again. Another person
    begins in their own layer; the same one keeps the layer in hand as far as it may be.

    Raises
    ------
    EditRefused
        If the name cannot be one, or just this person works already.
    UsageError
        If there is no such role.
    ProjectReadOnly, FileUnwritable
    """
    name, before = name.strip(), session.author
    if role not in ROLES:
        raise UsageError(f"there is no role {role!r}; there are {', '.join(ROLES)}")
    why = why_not_work_as(name)
    if why:
        raise EditRefused(why)
    session.author = name
    try:
        change = session.do(WorkAs(name, role), origin)
    except BaseException:
        session.author = before
        raise
    session.ensure_layer()
    if role == "consultant":
        session.ensure_gold()
    if name != before:
        _take_own_layer(session)
    return change


def follow_person(session: Session, before: Mapping[str, str]) -> None:
    """Let edits and looks be those of whoever works now, who gets their own layer in hand if need be.

    ``before`` are the settings of the project as they were.
    """
    now, layer = session.contents.settings, session.selection.focus.layer
    is_other = now.get("annotator", "") not in ("", before.get("annotator"))
    if is_other:
        session.author = now["annotator"]
        session.looks.belong_to(session.author)
    known = {found.id for found in session.contents.layers}
    if is_other or (layer in known and why_not_take_up(session, layer)):
        _take_own_layer(session)


def _take_own_layer(session: Session) -> None:
    working = session.contents.working_layer(session.author)
    session.selection.move(layer=working.id if working is not None else "")
