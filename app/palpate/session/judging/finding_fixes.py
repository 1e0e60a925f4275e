"""Putting right what a comparison found: sides exchanged again, a second pose taken away."""

from __future__ import annotations

from palpate.base.errors import EditRefused
from palpate.model.layer import LayerKind
from palpate.model.visibility import Visibility
from palpate.session.calibrating.attempts import attempt_in_hand
from palpate.session.judging.finding_view import LABELS, Finding, Kind
from palpate.session.placing import swapping
from palpate.session.session import Session

_FIXED = (Kind.SWAPPED, Kind.SWAPPED_PAIR, Kind.DOUBLED)


def has_fix(finding: Finding) -> bool:
    """Tell whether one gesture can put it right."""
    return finding.kind in _FIXED and finding.side == LABELS


def why_not_fix(session: Session, layer: str, finding: Finding) -> str:
    """Return why it cannot be put right in a layer, with the way out; empty if it can."""
    if session.project.read_only:
        return session.project.read_only
    held = session.contents.layer(layer)
    attempt = attempt_in_hand(session, layer)
    if attempt is not None and not attempt.is_open:
        return f"{held.name} was submitted and stays as it is"
    if held.kind is LayerKind.GOLD:
        return f"{held.name} is gold; it is not put right from here"
    if not _instance(session, layer, finding):
        return f"{finding.instance} of gold goes by another name in {held.name}; put it right there by hand"
    return ""


def visit(session: Session, layer: str, finding: Finding) -> None:
    """Go where it is seen best, in the layer that was judged, with what is meant in hand."""
    clip = session.contents.clip_named(finding.clip)
    found = _instance(session, layer, finding) or next(
        (one.id for one in session.contents.instances_of(clip.id) if one.name == finding.instance), ""
    )
    place = session.contents.skeleton_of(found).position_of if found else {}
    named = [place[name] for name in finding.keypoints if name in place]
    session.selection.move(
        clip=clip.id,
        layer=layer,
        instance=found,
        frame=finding.frame,
        keypoint=place.get(finding.keypoint, -1),
        chosen=frozenset(named),
        chosen_frames=None,
    )


def fix(session: Session, layer: str, finding: Finding, origin: object = None) -> tuple[int, int]:
    """Put it right as one step of undo, and return the first and last frame in which that was done.

    Where it is so in every frame that was compared, the whole track is meant; else the frames from the first
    to the last in which it was found, with those between.

    Raises
    ------
    EditRefused
        With `why_not_fix`, or what the gesture refuses.
    """
    if reason := why_not_fix(session, layer, finding):
        raise EditRefused(reason)
    visit(session, layer, finding)
    first, last = frames_meant(session, layer, finding)
    session.selection.move(chosen_frames=(first, last))
    try:
        if finding.kind is Kind.DOUBLED:
            session.selection.move(chosen=frozenset())
            swapping.clear_frames(session, origin)
        else:
            swapping.swap_sides(session, origin)
    finally:
        session.selection.move(chosen_frames=None)
    return first, last


def frames_meant(session: Session, layer: str, finding: Finding) -> tuple[int, int]:
    """Return the first and last frame in which a fix is made."""
    first, last = finding.frames[0], finding.frames[-1]
    instance = _instance(session, layer, finding)
    if not (finding.always and instance):
        return first, last
    resolved = session.live(layer, instance).resolved
    said = (resolved.visibility != Visibility.NOT_PLACED).any(axis=1).nonzero()[0]
    if not len(said):
        return first, last
    return min(first, resolved.start + int(said[0])), max(last, resolved.start + int(said[-1]))


def _instance(session: Session, layer: str, finding: Finding) -> str:
    """Return the id of the instance of this name that has labels in the layer; empty without one."""
    clip = session.contents.clip_named(finding.clip).id
    labelled = set(session.project.labelled_instances(layer))
    named = (one.id for one in session.contents.instances_of(clip) if one.name == finding.instance)
    return next((one for one in named if one in labelled), "")
