"""Agreement among raters as JSON, with what a reader must know of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from palpate.model.arrays import Bools, Floats, Ints
from palpate.model.visibility import Visibility
from palpate.quality.flag_agreement import COLLAPSED, FOUR, FlagAgreement
from palpate.quality.json_numbers import Json, number, numbers
from palpate.quality.position import MIN_N
from palpate.quality.rater_agreement import FAR, RaterAgreement
from palpate.quality.resampling import FEW_BLOCKS, MIN_BLOCKS, ROUNDS, SEED

_TIERS = {
    Visibility.ABSENT: "absent",
    Visibility.ESTIMATED: "occluded",
    Visibility.VISIBLE: "visible",
    Visibility.CERTAIN: "certain despite occlusion",
}


def agreement_json(found: RaterAgreement, said: tuple[str, ...] = ()) -> Json:
    """Return the object that ``palpate agree --json`` prints; null with a note instead of NaN.

    Parameters
    ----------
    said
        Notes on what was compared, that come first.
    """
    ratings = found.ratings
    distances = np.array([bias.mpjpe_px for bias in found.raters.values()])
    weights = np.array([bias.spread.n for bias in found.raters.values()])
    pairs = np.where(found.n > 0, found.pairwise_px, np.nan)
    return {
        "n_raters": len(ratings.raters),
        "raters": list(ratings.raters),
        "n_frames": len(set(zip(ratings.clips.tolist(), ratings.frames.tolist(), strict=True))),
        "n_poses": len(ratings),
        "fleiss_kappa": found.flags.pooled.kappa,
        "mpjpe_px": number(_weighted(distances, weights)),
        "pairwise_px": number(_weighted(pairs, found.n)),
        "visibility": {
            **found.flags.to_json(),
            "four_tier": None if found.four_tiers is None else found.four_tiers.to_json(),
        },
        "joints": {name: _joint(found, k) for k, name in enumerate(found.keypoints)},
        "by_rater": {name: _rater(found, name) for name in ratings.raters},
        "far_apart": [
            {
                "clip": one.clip,
                "instance": one.instance,
                "frame": one.frame,
                "keypoint": one.keypoint,
                "distance_px": one.distance_px,
            }
            for one in found.far
        ],
        "swapped": {name: [one.to_json() for one in instances] for name, instances in found.swapped.items()},
        "notes": [*said, *_notes(found)],
    }


def _joint(found: RaterAgreement, k: int) -> Json:
    kappa, four = found.flags.kappas[k], found.four_tiers
    return {
        "n": int(found.n[k]),
        "mpjpe_to_consensus_px": number(found.to_consensus_px[k]),
        "pairwise_px": number(found.pairwise_px[k]),
        "sd_px": numbers(found.sd_px[k].tolist()),
        "tolerance_px": number(found.tolerance_px[k]),
        "far_apart": int(found.n_far[k]),
        "kappa": kappa.value,
        "kappa_ci": numbers(found.flags.intervals[k].tolist()),
        "kappa_four_tier": None if four is None else four.kappas[k].value,
        "visibility_agreement": kappa.agreement,
        "n_flags": int(found.flags.n[k]),
        "by_rater": {
            name: {
                "n": int(bias.spread.n[k]),
                "bias_px": numbers(bias.spread.bias[k].tolist()),
                "mpjpe_px": number(bias.mpjpe_px[k]),
                "leave_one_out_px": number(bias.leave_one_out_px[k]),
                "sd_px": numbers(bias.spread.axis_sd_px[k].tolist()),
                "bias_p_adjusted": number(bias.p[k]),
                "systematic": bool(bias.systematic[k]),
            }
            for name, bias in found.raters.items()
        },
    }


def _rater(found: RaterAgreement, name: str) -> Json:
    bias = found.raters[name]
    n = bias.spread.n
    return {
        "n": int(n.sum()),
        "mpjpe_px": number(_weighted(bias.mpjpe_px, n)),
        "leave_one_out_px": number(_weighted(bias.leave_one_out_px, n)),
        "systematic": [found.keypoints[k] for k in np.flatnonzero(bias.systematic).tolist()],
    }


def _notes(found: RaterAgreement) -> Iterator[str]:
    yield _consensus(found)
    yield (
        "sd_px is the spread of the raters around their mean, pooled over placements; bias is against the "
        "consensus, its p adjusted by Benjamini–Hochberg over raters and keypoints"
    )
    for name, instances in found.swapped.items():
        for one in instances:
            yield f"{name}: {one.sentence}; left out of the averages"
    if found.n_far.any():
        yield (
            f"{int(found.n_far.sum())} placements lie more than {FAR:g} tolerances apart: "
            "two raters alone cannot say who is wrong"
        )
    yield from _on_keypoints(found)
    yield from _on_flags(found, found.flags, "absent, occluded, visible")
    if found.four_tiers is not None:
        yield from _on_flags(found, found.four_tiers, "all four tiers")
    yield from _constant(found)


def _consensus(found: RaterAgreement) -> str:
    if found.by_gold:
        return "consensus is gold where there is one, else the geometric median of the raters"
    if len(found.ratings.raters) == 2:
        return "consensus is the middle between two raters, so that each bias is half of their difference"
    return "consensus is the geometric median of the raters"


def _on_keypoints(found: RaterAgreement) -> Iterator[str]:
    sentences = {
        "placed by fewer than two raters": found.n == 0,
        f"bias not tested: fewer than {MIN_N} independent placements of any rater": (found.n > 0)
        & np.array([np.isnan(bias.p) for bias in found.raters.values()]).all(axis=0),
    }
    for sentence, keypoints in sentences.items():
        if keypoints.any():
            yield f"{sentence}: {_names(found, keypoints)}"


def _on_flags(found: RaterAgreement, flags: FlagAgreement, tiers: str) -> Iterator[str]:
    statistic = "Cohen's" if flags.cohen is not None else "Fleiss'"
    reasons = np.array([kappa.reason for kappa in flags.kappas])
    for reason in sorted(set(reasons.tolist()) - {""}):
        yield f"{statistic} κ of {tiers} not estimable, {reason}: {_names(found, reasons == reason)}"
    if flags.pooled.kappa is None:
        yield f"κ of {tiers} over all keypoints not estimable: {flags.pooled.reason}"
    if flags.no_interval:
        yield f"no interval for κ of {tiers}: {flags.no_interval}"
    elif flags.levels == COLLAPSED:
        yield (
            f"intervals of κ draw {flags.n_blocks} clips anew {ROUNDS} times (seed {SEED}), "
            f"which needs at least {MIN_BLOCKS}"
        )
    wide = np.array([kappa.value is not None for kappa in flags.kappas])
    wide &= np.isnan(flags.intervals).any(axis=1)
    if wide.any() and flags.no_interval != FEW_BLOCKS:
        yield f"κ of {tiers} without interval, too many draws have none: {_names(found, wide)}"


def _constant(found: RaterAgreement) -> Iterator[str]:
    for r, name in enumerate(found.ratings.raters):
        given = [level for level in FOUR if (found.ratings.visibility[:, r] == level).any()]
        if len(given) == 1:
            tier = _TIERS[Visibility(given[0])]
            yield f"{name} flagged everything {tier}: κ with a constant rater is 0 or undefined"


def _names(found: RaterAgreement, keypoints: Bools) -> str:
    if keypoints.all():
        return "all keypoints"
    return ", ".join(name for name, named in zip(found.keypoints, keypoints, strict=True) if named)


def _weighted(values: Floats, weights: Ints) -> float:
    """Mean over placements of means over some of them."""
    known = ~np.isnan(values) & (weights > 0)
    return float((values[known] * weights[known]).sum() / weights[known].sum()) if known.any() else np.nan
