"""Gold: certified it is frozen; whoever wants it otherwise begins a new version of it.

A migration of the skeleton is the one change that a certificate lets pass, because labels that no skeleton
fits any more could not even be read. It is journalled, and `verify` tells it from tampering: the history
shows that nothing but the migration touched the labels. The certificate then speaks of the version before;
no calibration begins against such gold until a new version of it is certified.
"""

from __future__ import annotations

import numpy as np

from palpate.base.errors import EditRefused
from palpate.model.certificate import Certificate
from palpate.model.change import Change
from palpate.model.layer import Layer, LayerKind
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session import editions
from palpate.session.calibrating.gold_content import digest_of as digest_of
from palpate.session.calibrating.verifying import State as State
from palpate.session.calibrating.verifying import Verified as Verified
from palpate.session.calibrating.verifying import verify as verify
from palpate.session.edits.contents import PutLayer
from palpate.session.edits.gold import VERSION_OF, CopyLayer
from palpate.session.edits.judging import Certify
from palpate.session.session import Session
from palpate.store import judging


def certificate_of(session: Session, layer: str) -> Certificate | None:
    """Return what certifies a layer; None if nothing does."""
    return judging.certificates(session.project).get(layer)


def versions_of(session: Session, layer: str) -> tuple[Layer, ...]:
    """Return a gold layer with what it is a version of and what is a version of it, the first made first."""
    origin = _origin(session, layer)
    gold = session.contents.layers_of_kind(LayerKind.GOLD)
    return tuple(sorted((one for one in gold if _origin(session, one.id) == origin), key=_made))


def current_gold(session: Session) -> Layer | None:
    """Return the gold that holds: of the first gold the version certified last, else that gold itself."""
    first = session.contents.gold_layer()
    if first is None:
        return None
    known = judging.certificates(session.project)
    certified = [one for one in versions_of(session, first.id) if one.id in known]
    return max(certified, key=lambda one: known[one.id].version, default=first)


def next_version(session: Session, layer: str) -> int:
    """Return which version a layer would be if it were certified now."""
    known = judging.certificates(session.project)
    return (
        max((known[one.id].version for one in versions_of(session, layer) if one.id in known), default=0) + 1
    )


def why_not_certify(session: Session, layer: str, *, partial: bool = False) -> str:
    """Return why a layer cannot be certified by this person as it is, with the way out; empty if it can.

    Parameters
    ----------
    partial
        Certify although keypoints of labelled poses are not decided: these are no gold then.
    """
    if reason := why_not_manage(session):
        return reason
    found = session.contents.layer(layer)
    if found.kind is not LayerKind.GOLD:
        return f"{found.name} is no gold; only a layer of gold is certified"
    held = certificate_of(session, layer)
    if held is not None:
        return f"{found.name} is certified already (version {held.version}); make a new version of it"
    labelled, open_keypoints, open_poses = _counted(session, layer)
    if not labelled:
        return f"nothing is labelled in {found.name}; mark gold in it first"
    n_outdated = len(session.outdated.waiting(layer))
    if n_outdated:
        labels = "1 label has" if n_outdated == 1 else f"{n_outdated} labels have"
        return f"{labels} to be placed anew in {found.name} since a keypoint was redefined"
    if open_keypoints and not partial:
        keypoints = "1 keypoint is" if open_keypoints == 1 else f"{open_keypoints} keypoints are"
        poses = "1 pose" if open_poses == 1 else f"{open_poses} poses"
        return (
            f"{keypoints} not decided in {poses} of {found.name}; place them, mark them absent, "
            "or certify it in part"
        )
    return ""


def certify(
    session: Session, layer: str, note: str = "", *, partial: bool = False, origin: object = None
) -> Certificate:
    """Freeze a layer for good, by its content; nobody takes that back.

    Raises
    ------
    EditRefused
        With `why_not_certify`.
    """
    if reason := why_not_certify(session, layer, partial=partial):
        raise EditRefused(reason)
    version = next_version(session, layer)
    session.seal(Certify(Certificate(layer, version, digest_of(session, layer), note.strip())), origin)
    held = certificate_of(session, layer)
    assert held is not None
    return held


def why_not_new_version(session: Session, layer: str) -> str:
    """Return why no new version of a layer can be begun, with the way out; empty if it can."""
    if reason := why_not_manage(session):
        return reason
    found = session.contents.layer(layer)
    if found.kind is not LayerKind.GOLD:
        return f"{found.name} is no gold; only of gold a new version is made"
    if certificate_of(session, layer) is None:
        return f"{found.name} is not certified and may be changed as it is"
    known = judging.certificates(session.project)
    begun = next((one for one in versions_of(session, layer) if one.id not in known), None)
    return f"{begun.name} is a new version that is not certified yet; go on with that" if begun else ""


def new_version(session: Session, layer: str, *, origin: object = None) -> Layer:
    """Copy certified gold into an open layer of gold, to be changed and certified in its turn.

    Raises
    ------
    EditRefused
        With `why_not_new_version`.
    """
    if reason := why_not_new_version(session, layer):
        raise EditRefused(reason)
    source = session.contents.layer(layer)
    oldest = versions_of(session, layer)[0]
    wanted = f"{oldest.name}, version {next_version(session, layer)}"
    name = editions.free_name(wanted, {one.name for one in session.contents.layers})
    copy = editions.new_layer(name, LayerKind.GOLD, source.author)
    session.do(CopyLayer(layer, copy), origin)
    return copy


def add_gold_layer(session: Session, name: str, *, origin: object = None) -> Change:
    """Add an empty layer of gold: a second consultant's, who marks without having seen the first.

    Raises
    ------
    EditRefused
        If this person may not, or the name is taken.
    """
    if reason := why_not_manage(session):
        raise EditRefused(reason)
    return session.do(PutLayer("Add gold", editions.new_layer(name, LayerKind.GOLD, session.author)), origin)


def why_not_manage(session: Session) -> str:
    """Return why this person has no hand in gold; empty if they have."""
    if session.contents.settings.get("role", "annotator") == "annotator":
        return "gold is the consultant's: only a consultant or a lead certifies it and begins new versions"
    return session.project.read_only


def _origin(session: Session, layer: str) -> str:
    """Return the id of the layer that a version goes back to."""
    settings, seen = session.contents.settings, {layer}
    while (before := settings.get(VERSION_OF + layer, "")) and before not in seen:
        seen.add(before)
        layer = before
    return layer


def _made(layer: Layer) -> str:
    return layer.created


def _counted(session: Session, layer: str) -> tuple[int, int, int]:
    """Return how many keypoints are labelled, how many of labelled poses are not, and of how many poses.

    What a model guessed and nobody has looked at is no label yet.
    """
    labelled = undecided = poses = 0
    for instance in session.project.labelled_instances(layer):
        track = session.live(layer, instance).track
        said = (track.visibility != Visibility.NOT_PLACED) & (track.origin != Origin.MODEL)
        begun = (track.visibility != Visibility.NOT_PLACED).any(axis=1)
        labelled += int(said.sum())
        undecided += int((~said[begun]).sum())
        poses += int(np.count_nonzero(~said[begun].all(axis=1)))
    return labelled, undecided, poses
