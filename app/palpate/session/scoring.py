"""One label set against another: finding the rows that belong together and scoring them."""

from __future__ import annotations

from dataclasses import replace

from palpate.base.errors import ScoreError
from palpate.model.labels import Labels
from palpate.model.layer import LayerKind
from palpate.quality.score import score
from palpate.quality.scorecard import Score
from palpate.session.common_skeleton import left_out as left_out
from palpate.session.pairing import pair_labels
from palpate.session.session import Session
from palpate.session.transfer import labels_of


def score_layers(session: Session, layer: str, gold: str) -> Score:
    """Score what a layer resolves to on the frames of the gold layer.

    Raises
    ------
    ScoreError
        If the layers share no frame.
    """
    return score_labels(labels_of(session, layer), labels_of(session, gold))


def default_layers(session: Session, layer: str = "", gold: str = "") -> tuple[str, str]:
    """Return the ids of the layer to score and its gold: the working layer and the gold layer by default."""
    contents = session.contents
    found = contents.layer_named(gold) if gold else contents.gold_layer()
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


def score_labels(labels: Labels, gold: Labels) -> Score:
    """Score one label set against another; see `pair_labels` for what is compared with what.

    Raises
    ------
    ScoreError
        If there is nothing to compare.
    """
    paired = pair_labels(labels, gold)
    found = score(paired.pairs, paired.skeleton)
    return replace(found, notes=(*paired.notes, *found.notes))
