"""One label set against another: finding the rows that belong together and scoring them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from palpate.base.errors import ScoreError
from palpate.model.labels import Labels
from palpate.model.layer import LayerKind
from palpate.quality.score import score, score_parts
from palpate.quality.scorecard import Score
from palpate.quality.without_swaps import with_positions_of, without_exchanged
from palpate.session.calibrating.blindness import hidden_frames, why_hidden, why_not_compare
from palpate.session.calibrating.gold import current_gold
from palpate.session.judging.by_clip import ByClip, LayerByClip
from palpate.session.judging.pairing import Paired, Pairing
from palpate.session.session import Session
from palpate.session.skeletons.common_skeleton import left_out as left_out


def score_layers(session: Session, layer: str, gold: str) -> Score:
    """Score what a layer resolves to on the frames of the gold layer.

    Raises
    ------
    ScoreError
        If the layers share no frame, or what they share is kept from this person until they submit.
    """
    refuse_blind(session, layer, gold)
    hidden = why_hidden(session, gold)
    found = score_labels(LayerByClip(session, layer), LayerByClip(session, gold, facts=True))
    return replace(found, notes=(f"left out: {hidden}", *found.notes)) if hidden else found


def refuse_blind(session: Session, layer: str, gold: str) -> None:
    """Raise ScoreError if nothing may be compared yet: an attempt is judged when it is submitted."""
    reason = why_not_compare(session, layer, gold)
    if not reason and hidden_frames(session, gold) and not LayerByClip(session, gold).outline.instances:
        reason = why_hidden(session, gold)
    if reason:
        raise ScoreError(reason)


def default_layers(session: Session, layer: str = "", gold: str = "") -> tuple[str, str]:
    """Return the ids of the layer to score and its gold: the working layer and the gold layer by default."""
    contents = session.contents
    found = contents.layer_named(gold) if gold else current_gold(session)
    if found is None:
        raise ScoreError("this project has no gold layer to score against", path=session.project.path)
    if layer:
        return contents.layer_named(layer).id, found.id
    working = contents.working_layer(session.author)
    others = [known for known in contents.layers if known.kind is not LayerKind.GOLD]
    chosen = working or (others[0] if others else None)
    if chosen is None:
        raise ScoreError("this project has no layer to score", path=session.project.path)
    return chosen.id, found.id


def score_labels(labels: Labels | ByClip, gold: Labels | ByClip, *, keypoints: Collection[str] = ()) -> Score:
    """Score one label set against another, one clip after the other; see `Pairing` for what is compared.

    Where left and right are exchanged it goes over the clips again, to leave that out of position figures.

    Raises
    ------
    ScoreError
        If there is nothing to compare.
    """
    pairing = Pairing(labels, gold, keypoints=keypoints)
    found = score_parts(pairing.parts(), pairing.skeleton)
    if found.swapped:
        parts = Pairing(labels, gold, keypoints=keypoints).parts()
        placed = (without_exchanged(part, found.swapped, pairing.skeleton) for part in parts)
        found = with_positions_of(found, score_parts(placed, pairing.skeleton))
    return _with_notes(found, pairing.notes())


def score_paired(paired: Paired) -> Score:
    """Score what has been paired, with the notes of the pairing first; sides as `score_labels`."""
    found = score(paired.pairs, paired.skeleton)
    if found.swapped:
        placed = without_exchanged(paired.pairs, found.swapped, paired.skeleton)
        found = with_positions_of(found, score(placed, paired.skeleton))
    return _with_notes(found, paired.notes)


def _with_notes(found: Score, notes: tuple[str, ...]) -> Score:
    return replace(found, notes=(*notes, *found.notes), warnings=(*notes, *found.warnings))
