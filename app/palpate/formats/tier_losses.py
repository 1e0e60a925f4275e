"""Sentences on what foreign formats have no word for: tiers, origins, confidences."""

from __future__ import annotations

from palpate.formats.extension import ORIGINS, SCORES
from palpate.formats.foreign_skeleton import says_more
from palpate.formats.kept import IMAGE_ID
from palpate.formats.tally import Tally, are, some
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
    kept = f' The exact tier is kept under "{kept_in}", which other programs ignore.' if kept_in else ""
    sentences = []
    certain = tally.of_tier(Visibility.CERTAIN)
    if certain:
        sentences.append(
            f"{some(certain, 'keypoint')} marked certain despite partial occlusion {are(certain)} written "
            f"like occluded ones, as {estimated}.{kept}"
        )
    # A decided absence ends what lies between keyframes, so that most of these are nobody's omission.
    why = " An absence holds in its own frame; the frames up to the next keyframe count as undecided."
    absent, open_ = tally.of_tier(Visibility.ABSENT), tally.of_tier(Visibility.NOT_PLACED)
    if absent:
        sentences.append(f"{_without_place(absent, open_)} written as {nothing}.{why if open_ else ''}{kept}")
    if tally.stray:
        sentences.append(stray_sentence(tally))
    if tally.missing:
        sentences.append(
            f"{some(tally.missing, 'keypoint')} without a position {are(tally.missing)} written as {nothing}."
        )
    return sentences


def stray_sentence(tally: Tally) -> str:
    """Say that positions without a meaning are left out."""
    return f"{some(tally.stray, 'position')} of absent keypoints {are(tally.stray)} not written."


def _without_place(absent: int, undecided: int) -> str:
    decided = f"{some(absent, 'keypoint')} decided absent"
    if not undecided:
        return f"{decided} {are(absent)}"
    return f"{decided} and {undecided} that nothing is decided about in their frame are both"


def shape_losses(tally: Tally) -> list[str]:
    """Return what is lost of outlines by a format that has none."""
    return (
        [f"The box, area or outline of {some(tally.shaped, 'pose')} is not written."] if tally.shaped else []
    )


def skeleton_losses(labels: Labels, *, holds: str) -> list[str]:
    """Return what is lost of skeletons that know more than the format holds."""
    if not any(says_more(skeleton) for skeleton in labels.skeletons.values()):
        return []
    return [f"The skeleton is written with {holds}, but without sides, tolerances and policy."]


def foreign_losses(tally: Tally, format: str) -> list[str]:
    """Return what other formats said of poses, which this one does not repeat."""
    return [
        f"What {other} files said of {some(count, 'pose')} besides keypoints is not written."
        for other, count in sorted(tally.foreign.items())
        if other not in (format, IMAGE_ID)
    ]


def untold_losses(labels: Labels, tally: Tally, *, kept_in: str) -> list[str]:
    """Return what stands only in keys of our own: origins, confidences, clips and instances."""
    counts = [(ORIGIN_NAMES[o], tally.origins[o]) for o in ORIGIN_NAMES if tally.origins[o]]
    sentences = []
    if counts:
        listed = ", ".join(f"{count} {name}" for name, count in counts)
        sentences.append(
            f'How each keypoint came about ({listed}) is kept under "{ORIGINS}", which other programs ignore.'
        )
    if tally.scored:
        sentences.append(
            f"{some(tally.scored, 'confidence')} {are(tally.scored)} kept under "
            f'"{SCORES}", which other programs ignore.'
        )
    if labels.clips:
        sentences.append(
            f"Names and details of {some(len(labels.clips), 'clip')} and "
            f"{some(len(labels.instances), 'instance')} are kept under "
            f'"{kept_in}", which other programs ignore.'
        )
    return sentences
