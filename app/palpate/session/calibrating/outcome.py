"""What an attempt came to: judged when it is submitted, and read ever after from what was kept then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
from palpate.quality.verdict import BIAS, POSITION, VISIBILITY
from palpate.session.calibrating.attempts import Progress
from palpate.session.calibrating.gold_error import floor_of, with_floor
from palpate.session.exchange.transfer import all_labels_of
from palpate.session.judging.scoring import score_labels
from palpate.session.session import Session
from palpate.store import judging


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
    labels, gold = (
        asked_of(all_labels_of(session, layer), plan.units) for layer in (attempt.layer, attempt.reference)
    )
    score = score_labels(labels, gold, keypoints=attempt.keypoints)
    floor = floor_of(session, attempt.reference)
    reasons = tuple(_reasons(score, far))
    content = with_floor(score.to_json(), floor)
    content |= {"pass": not reasons, "fails": [*score.fails, *(["units"] if far.untouched else [])]}
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
    if VISIBILITY in keypoint.fails:
        called = f"{keypoint.occluded_visible} of {keypoint.occluded_n}"
        yield f"{called} that gold calls occluded are called visible"


def _towards(bias_px: tuple[float, float]) -> str:
    """Return where a bias leads in the picture, the larger part first; what is below a tenth is left out."""
    (x, y), parts = bias_px, list[tuple[float, str]]()
    for size, word in ((x, "to the right" if x > 0 else "to the left"), (y, "down" if y > 0 else "up")):
        if abs(size) >= 0.1 * max(abs(x), abs(y)):
            parts.append((abs(size), word))
    return " and ".join(f"{size:.1f} px {word}" for size, word in sorted(parts, reverse=True))


def _reasons(score: Score, far: Progress) -> Iterator[str]:
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
