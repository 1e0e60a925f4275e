"""Sentences on what foreign formats have no word for: tiers, origins, confidences."""

from __future__ import annotations

from palpate.formats.extension import ORIGINS, SCORES
from palpate.formats.tally import Tally, some
from palpate.model.labels import Labels
from palpate.model.origin import ORIGIN_NAMES
from palpate.model.visibility import Visibility


def tier_losses(tally: Tally, *, estimated: str, nothing: str, kept_in: str = "") -> list[str]:
    """Return how the four tiers are written where a format tells three apart.

    Parameters
    ----------
    estimated, nothing
        How the format writes an occluded keypoint, and one without a label.
    kept_in
        The key of our own that keeps the exact tier; empty if nothing does.
    """
    rest = f"; the exact tier stands in {kept_in}, which other programs ignore" if kept_in else ""
    sentences = []
    certain = tally.of_tier(Visibility.CERTAIN)
    if certain:
        sentences.append(
            f"{some(certain, 'keypoint')} certain despite partial occlusion written as {estimated}{rest}"
        )
    absent, open_ = tally.of_tier(Visibility.ABSENT), tally.of_tier(Visibility.NOT_PLACED)
    if absent:
        sentences.append(
            f"{some(absent, 'keypoint')} decided absent and {open_} not yet placed are all written as "
            f"{nothing}{rest}"
        )
    if tally.stray:
        sentences.append(f"{some(tally.stray, 'position')} of absent keypoints not written")
    if tally.missing:
        sentences.append(f"{some(tally.missing, 'keypoint')} without a position written as {nothing}")
    return sentences


def untold_losses(labels: Labels, tally: Tally, *, kept_in: str) -> list[str]:
    """Return what stands only in keys of our own: origins, confidences, clips and instances."""
    counts = [(ORIGIN_NAMES[o], tally.origins[o]) for o in ORIGIN_NAMES if tally.origins[o]]
    sentences = []
    if counts:
        listed = ", ".join(f"{count} {name}" for name, count in counts)
        sentences.append(f"origins ({listed}) stand in {ORIGINS}, which other programs ignore")
    if tally.scored:
        sentences.append(f"{some(tally.scored, 'confidence')} in {SCORES}, which other programs ignore")
    if labels.clips:
        sentences.append(
            f"what is known of {some(len(labels.clips), 'clip')} and "
            f"{some(len(labels.instances), 'instance')} stands in {kept_in}, which other programs ignore"
        )
    return sentences
