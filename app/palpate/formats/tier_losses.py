"""Sentences on what foreign formats have no word for: tiers, origins, confidences."""

from __future__ import annotations

from palpate.formats.extension import ORIGINS, SCORES
from palpate.formats.foreign_skeleton import says_more
from palpate.formats.kept import IMAGE_ID
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


def shape_losses(tally: Tally) -> list[str]:
    """Return what is lost of outlines by a format that has none."""
    return [f"box, area or outline of {some(tally.shaped, 'pose')} not written"] if tally.shaped else []


def skeleton_losses(labels: Labels, *, holds: str) -> list[str]:
    """Return what is lost of skeletons that know more than the format holds."""
    if not any(says_more(skeleton) for skeleton in labels.skeletons.values()):
        return []
    return [f"of a skeleton only {holds} are written; sides, tolerances and policy are not"]


def foreign_losses(tally: Tally, format: str) -> list[str]:
    """Return what other formats said of poses, which this one does not repeat."""
    return [
        f"what {other} said of {some(count, 'pose')} beyond labels not written"
        for other, count in sorted(tally.foreign.items())
        if other not in (format, IMAGE_ID)
    ]


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
