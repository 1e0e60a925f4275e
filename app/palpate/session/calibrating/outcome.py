"""What an attempt came to: judged when it is submitted, and read ever after from what was kept then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import numpy as np

from palpate.model.attempt import Attempt
from palpate.model.labels import Labels
from palpate.model.origin import GUESSED, Origin
from palpate.model.plan import Plan, Unit
from palpate.model.visibility import Visibility
from palpate.quality.keypoint_score import KeypointScore
from palpate.quality.scorecard import Score
from palpate.quality.swaps import Swapped
from palpate.quality.verdict import BIAS, POSITION, VISIBILITY
from palpate.session.calibrating.attempts import Progress
from palpate.session.calibrating.gold_error import floor_of, with_floor
from palpate.session.exchange.transfer import all_labels_of
from palpate.session.judging.bias_words import WAYS, counter, flags_in_doubt, larger_first
from palpate.session.judging.scoring import score_labels
from palpate.session.session import Session
from palpate.store import judging

_MOST = 8  # frames that one sentence lists
_FEW = 3  # keypoints of which each has a sentence


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a submitted attempt.

    Attributes
    ----------
    passed
        Whether it passes by the policy that held then.
    reasons
        Why it does not pass, in sentences; empty if it does.
    failing
        Why each failing keypoint fails, in sentences, by name, the worst first.
    score
        The JSON object of `palpate score`, as it was then; under ``attempt`` what is said here.
    """

    attempt: Attempt
    passed: bool
    reasons: tuple[str, ...]
    failing: Mapping[str, tuple[str, ...]]
    score: Mapping[str, Any]


def outcome_of(attempt: Attempt) -> Outcome | None:
    """Return what a submitted attempt came to; None if it is open or was compared with nothing."""
    if attempt.is_open or not attempt.result:
        return None
    score = msgspec.json.decode(attempt.result)
    said = score.get("attempt")
    if said is None:
        return None
    return Outcome(
        attempt,
        bool(said["pass"]),
        tuple(said["reasons"]),
        {name: tuple(reasons) for name, reasons in said["failing"].items()},
        score,
    )


def judged(session: Session, attempt: Attempt, plan: Plan, far: Progress) -> str:
    """Judge an attempt on the units that it asks for, and return the JSON to be kept.

    It passes if the score passes and no pose was left without any label.

    Raises
    ------
    ScoreError
        If labels and gold have nothing in common.
    """
    labels = asked_of(all_labels_of(session, attempt.layer), plan.units)
    gold = all_labels_of(session, attempt.reference)
    score = score_labels(labels, gold, keypoints=attempt.keypoints)
    score = of_asked(score, asked_of(gold, plan.units))
    floor = floor_of(session, attempt.reference)
    reasons = tuple(_reasons(score, far))
    content = with_floor(score.to_json(), floor)
    content |= {
        "pass": not reasons,
        "fails": [*dict.fromkeys((*score.fails, *(["sides"] if score.swapped else [])))]
        + (["units"] if far.untouched else []),
        "warnings": [*_warnings(score)],
    }
    return msgspec.json.encode(
        {
            **content,
            "attempt": {
                "annotator": attempt.annotator,
                "task": attempt.task.value,
                "number": attempt.number,
                "keypoints": list(attempt.keypoints),
                "units": far.units,
                "untouched": len(far.untouched),
                "placed": far.placed,
                "pass": not reasons,
                "reasons": list(reasons),
                "failing": {one.name: list(sentences_on(one)) for one in _failing(score)},
                "gold": _gold(session, attempt.reference),
                "skeletons": {one.name: one.version for one in session.contents.skeletons.values()},
            },
        }
    ).decode()


def asked_of(labels: Labels, units: Iterable[Unit]) -> Labels:
    """Return the labels on some units alone, without what was guessed or filled in and nobody accepted."""
    frames: dict[str, list[int]] = {}
    for unit in units:
        frames.setdefault(unit.instance, []).append(unit.frame)
    tracks = {}
    for instance, track in labels.tracks.items():
        said = (track.visibility != Visibility.NOT_PLACED) & ~np.isin(track.origin, GUESSED)
        kept = np.isin(track.frames, frames.get(instance, [])) & said.any(axis=1)
        if kept.any():
            own = said[kept]
            tracks[instance] = replace(
                track,
                frames=track.frames[kept],
                positions=np.where(own[..., None], track.positions[kept], np.nan),
                visibility=np.where(own, track.visibility[kept], Visibility.NOT_PLACED).astype(np.int8),
                origin=np.where(own, track.origin[kept], Origin.NONE).astype(np.int8),
                scores=None if track.scores is None else track.scores[kept],
            )
    return replace(labels, tracks=tracks)


def of_asked(score: Score, gold: Labels) -> Score:
    """Return a score against the whole of gold without the poses of gold that nobody asked for.

    It is made against the whole because a subject's scale is the median over all of its poses.

    Parameters
    ----------
    gold
        On the units that are asked for.
    """
    clips = {clip.id: clip.name for clip in gold.clips}
    asked = {
        (clips.get(one.clip, one.clip), one.name): gold.tracks[one.id].frames
        for one in gold.instances
        if one.id in gold.tracks
    }
    alone = []
    for one in score.alone:
        if one.side == "gold":
            frames = one.frames[np.isin(one.frames, asked.get((one.clip, one.instance), []))]
            one = replace(one, frames=frames)
        if len(one.frames):
            alone.append(one)
    left = sum(len(one.frames) for one in alone if one.side == "gold")
    return replace(score, alone=tuple(alone), unmatched_gold=left)


def sentences_on(keypoint: KeypointScore) -> Iterator[str]:
    """Yield why a keypoint fails, one sentence for each rule that it breaks."""
    if POSITION in keypoint.fails:
        yield f"{keypoint.mpjpe_px:.1f} px off on average; the tolerance is {keypoint.tolerance_px:.1f} px"
    if BIAS in keypoint.fails:
        said = (
            f"shifted {_towards(keypoint.bias_px)}, which is no chance (p = {keypoint.bias_p_adjusted:.1g})"
        )
        yield (
            said if POSITION in keypoint.fails else f"{said}; the tolerance is {keypoint.tolerance_px:.1f} px"
        )
        yield f"place it {counter(keypoint.bias_px)}"
    if VISIBILITY in keypoint.fails:
        called = f"{keypoint.occluded_visible} of {keypoint.occluded_n}"
        yield f"{called} that gold calls occluded are called visible"


def _towards(bias_px: tuple[float, float]) -> str:
    parts = ((size, word) for size, word in larger_first(bias_px))
    return " and ".join(f"{abs(size):.1f} px {WAYS[word][size > 0]}" for size, word in parts)


def _exchanged(one: Swapped) -> Iterator[str]:
    """Say in which frames left and right were exchanged, of whole poses first."""
    said = f"of {one.instance}, {one.clip}: left out of distances, as it is an error of sides, not of place"
    if one.frames:
        yield f"left and right were exchanged in {_frames(one.frames)} {said}"
    singles = {
        name: rest for name, at in one.at.items() if (rest := tuple(f for f in at if f not in one.frames))
    }
    for frames in dict.fromkeys(singles.values()):
        names = " and ".join(name for name, at in singles.items() if at == frames)
        yield f"{names} were exchanged in {_frames(frames)} {said}"


def _frames(frames: Sequence[int]) -> str:
    more = f" and {len(frames) - _MOST} more" if len(frames) > _MOST else ""
    listed = ", ".join(str(frame) for frame in frames[:_MOST])
    return f"{'frame' if len(frames) == 1 else 'frames'} {listed}{more}"


def _in_doubt(keypoints: Sequence[KeypointScore]) -> Iterator[str]:
    """Say of a few keypoints each what makes their flags doubtful; of many how many they are."""
    if len(keypoints) <= _FEW:
        yield from (f"{one.name}: {flags_in_doubt(one)}" for one in keypoints)
        return
    worst = sorted(keypoints, key=lambda one: one.occluded_visible, reverse=True)[:_FEW]
    named = ", ".join(f"{one.name} ({one.occluded_visible} of {one.occluded_n})" for one in worst)
    yield (
        f"most occluded points are called visible at {len(keypoints)} keypoints, too few at each to judge it "
        f"by itself; most often at {named}"
    )


def _warnings(score: Score) -> Iterator[str]:
    """Yield what looks wrong, and what is too little to fail anybody; exchanged sides are a reason."""
    told = {one.sentence for one in score.swapped}
    yield from (said for said in score.warnings if said not in told)
    yield from _in_doubt([one for one in score.keypoints.values() if one.flags_in_doubt])
    kappa = score.visibility.kappa.value
    if score.visibility_passed is None and kappa is not None and kappa < score.kappa_target:
        yield (
            f"agreement on visibility, κ, is {kappa:.2f}, below the target of {score.kappa_target:g}; "
            "too few placements differ in gold to judge it"
        )


def _reasons(score: Score, far: Progress) -> Iterator[str]:
    for one in score.swapped:
        yield from _exchanged(one)
    if far.untouched:
        poses = "pose has" if len(far.untouched) == 1 else "poses have"
        yield f"{len(far.untouched)} of {far.units} {poses} no label"
    if score.oks.passed is False:
        yield f"OKS is {score.oks.mean:.3f}; the target is {score.oks.target:g}"
    if score.failing:
        keypoints = "keypoint fails" if len(score.failing) == 1 else "keypoints fail"
        yield f"{len(score.failing)} {keypoints}: {', '.join(one.name for one in _failing(score))}"
    if score.visibility_passed is False:
        kappa = score.visibility.kappa.value
        yield f"agreement on visibility, κ, is {kappa:.2f}; the target is {score.kappa_target:g}"


def _failing(score: Score) -> list[KeypointScore]:
    failing = [one for one in score.keypoints.values() if one.fails]
    return sorted(failing, key=lambda one: -float(np.nan_to_num(one.mpjpe_px / one.tolerance_px)))


def _gold(session: Session, layer: str) -> dict[str, object]:
    held = judging.certificates(session.project).get(layer)
    return {
        "layer": session.contents.layer(layer).name,
        "version": held.version if held is not None else None,
        "digest": held.digest if held is not None else None,
        "note": "" if held is not None else "gold was not certified: it may have changed since",
    }
