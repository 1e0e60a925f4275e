"""Several label sets of the same frames: how far they agree, and what σ that makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import permutations

from palpate.base.errors import ScoreError
from palpate.base.progress import Progress
from palpate.model.labels import Labels
from palpate.model.layer import Layer, LayerKind
from palpate.quality.agreement_words import agreement_json
from palpate.quality.json_numbers import Json
from palpate.quality.rater_agreement import RaterAgreement, agree
from palpate.quality.repeated_sigma import repeated_sigma, sigma_json
from palpate.session.calibrating.blindness import why_not_compare
from palpate.session.judging.by_clip import ByClip, LayerByClip
from palpate.session.judging.together import KEPT_BACK as KEPT_BACK
from palpate.session.judging.together import NO_FRAME as NO_FRAME
from palpate.session.judging.together import Rater as Rater
from palpate.session.judging.together import Together as Together
from palpate.session.judging.together import together as together
from palpate.session.production_qa.final_layers import final_layers
from palpate.session.session import Session


def agreement_of(
    raters: Sequence[Rater], gold: Labels | ByClip | None = None, progress: Progress | None = None
) -> tuple[RaterAgreement, Json]:
    """Judge how far raters agree; also as the JSON of ``palpate agree``.

    Raises
    ------
    ScoreError
        If there are fewer than two raters, or nothing that two of them have labelled.
    Cancelled
        If stopping was asked for.
    """
    both = together(raters, gold, progress)
    found = agree(both.ratings, both.skeleton, progress)
    return found, agreement_json(found, both.notes)


def sigmas_of(raters: Sequence[Rater], gold: Labels | ByClip | None = None) -> Json:
    """Estimate σ from repeated labels, as the JSON of ``palpate sigma``; errors as `agreement_of`."""
    both = together(raters, gold)
    return sigma_json(repeated_sigma(both.ratings, both.skeleton), both.ratings, both.skeleton, both.notes)


def raters_of(session: Session, layers: Sequence[str] = ()) -> list[Rater]:
    """Return layers of a project as raters: those named, else everybody's work but no decisions.

    They are called by their authors where these differ, else by the layers' names.

    Raises
    ------
    ScoreError
        If one of those named may not be compared with another yet; see `calibrating.blindness`.
    """
    contents = session.contents
    chosen = [contents.layer_named(name) for name in layers]
    if not chosen:
        decided = final_layers(session)  # of checks and decisions: nobody's labels of their own
        chosen = [one for one in contents.layers_of_kind(LayerKind.WORK) if one.id not in decided]
    refuse_blind_among(session, [layer.id for layer in chosen])
    labels = [(layer, LayerByClip(session, layer.id, facts=True)) for layer in chosen]
    labels = [(layer, found) for layer, found in labels if found.outline.instances or layers]
    names = _named([layer for layer, _ in labels])
    return [Rater(name, found) for name, (_, found) in zip(names, labels, strict=True)]


def refuse_blind_among(session: Session, layers: Sequence[str]) -> None:
    """Raise ScoreError if any two layers may not be compared yet: an attempt is judged when submitted."""
    for one, other in permutations(layers, 2):
        reason = why_not_compare(session, one, other)
        if reason:
            raise ScoreError(reason)


def distinct(raters: Sequence[Rater]) -> list[Rater]:
    """Number raters that have the same name."""
    often, seen = Counter(rater.name for rater in raters), Counter[str]()
    named = []
    for rater in raters:
        seen[rater.name] += 1
        name = rater.name if often[rater.name] == 1 else f"{rater.name} ({seen[rater.name]})"
        named.append(Rater(name, rater.labels))
    return named


def _named(layers: Sequence[Layer]) -> list[str]:
    authors = [layer.author for layer in layers]
    by_author = all(authors) and len(set(authors)) == len(authors)
    return authors if by_author else [layer.name for layer in layers]
