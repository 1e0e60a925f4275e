"""What the columns and quantities of the table of every number mean: the words that stand at its head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

ABOUT_COLUMNS = {
    "group": "what the number is of: a layer of labels, a group of frames in it (layer, attribute value), "
    "a calibration, the weeks, agreement, gold",
    "person": "whose labels they are; empty where nobody's in particular. A name that begins as a formula "
    "does has an apostrophe before it, here and elsewhere",
    "clip": "name of the clip, where the number is of one pose or one place",
    "instance": "name of the subject in that clip",
    "frame": "index of the frame in the clip, from 0",
    "keypoint": "name of the keypoint, of the type of keypoints (weeks, type), of the rigid segment or of "
    "the event; empty where it is of all",
    "week": "ISO 8601 week in which the placements were made",
    "quantity": "what was measured; each is explained in one of these rows",
    "value": "the number, empty where it cannot be estimated: then note says why",
    "unit": "of value, low and high",
    "low": "lower limit with 95 % confidence, unless the quantity says otherwise",
    "high": "upper limit",
    "n": "placements, poses or repeats that the number rests on",
    "note": "why a value is missing, or what a reader must know of it",
}

_PX = "px of the frames as recorded, right and down positive"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity; ``*`` in its name stands for any word or none."""

    name: str
    unit: str
    meaning: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches the names that it stands for."""
        return re.compile(re.escape(self.name).replace(r"\*", ".*"))


@cache
def described(quantity: str) -> Quantity:
    """Return what a quantity means; the first that matches, with no unit if none does."""
    known = {one.name: one for one in QUANTITIES}
    if quantity in known:
        return known[quantity]
    return next((one for one in QUANTITIES if one.pattern.fullmatch(quantity)), Quantity(quantity, "", ""))


QUANTITIES: tuple[Quantity, ...] = tuple(
    Quantity(*each)
    for each in (
        ("absent", "", "a part that is missing as a whole; note says why"),
        (
            "doubt",
            "",
            "why the labels or gold may not be what somebody certified or submitted; note says it",
        ),
        ("warning", "", "what looks wrong in the labels or in gold, before any number; note says it"),
        ("passes", "0 or 1", "whether it passes by the policy; note names what it fails by"),
        ("fails", "0 or 1", "whether the keypoint fails; note names the rules that it breaks"),
        ("frames", "frames", "frames that were compared"),
        ("poses", "poses", "instances in frames that were compared"),
        (
            "filled_in_mpjpe_px",
            "px",
            "mean distance from gold of what was filled in between placements; nobody is judged by it",
        ),
        ("unmatched_labels", "poses", "poses of the labels without a partner in gold"),
        ("unmatched_gold", "poses", "poses of gold without a partner among the placements"),
        ("unmatched_*_frames", "frames", "frames in which this instance has no partner on the other side"),
        ("swapped_frames", "frames", "frames in which left and right look exchanged"),
        (
            "oks_pose",
            "0 to 1",
            "object keypoint similarity of one pose (COCO, with the skeleton's own sigmas)",
        ),
        ("oks_mean", "0 to 1", "mean object keypoint similarity over poses (COCO)"),
        ("oks_median", "0 to 1", "median of the same"),
        ("oks_p10", "0 to 1", "tenth percentile of the same: how bad poor poses are"),
        ("oks_target", "0 to 1", "what the policy asks of the mean"),
        ("oks", "0 to 1", "the keypoint's own part of the similarity, mean over placements"),
        ("pck_*_over_keypoints", "share", "mean over keypoints of the share of correct placements"),
        ("pck_*", "share", "share of placements nearer to gold than the stated part of the named length"),
        ("nme_*", "share", "mean error divided by the named length (faces)"),
        (
            "auc_*",
            "share",
            "area under the curve of errors by the named length, up to its usual limit (faces)",
        ),
        ("failure_rate_*", "share", "share of faces beyond that limit"),
        ("mpjpe_px", "px", f"mean distance between a placement and gold, {_PX}"),
        ("mpjpe_px_over_keypoints", "px", "mean over keypoints of their mean distance"),
        ("mpjpe_s", "s", "mean distance as a fraction of the subject's scale s, the root of its area"),
        ("scale_px", "px", "median scale s of the subjects"),
        ("scale_from_*", "poses", "poses whose scale was taken from this source"),
        ("rmse_px", "px", "root mean square distance"),
        ("rmse_without_gold_px", "px", "the same with gold's own error taken out: √(rmse² − SD²)"),
        ("median_px", "px", "median distance"),
        ("p95_px", "px", "95th percentile of the distance"),
        ("max_px", "px", "largest distance, with its clip, instance and frame"),
        ("sd_px", "px", "radial spread of the errors around their mean"),
        ("sd_*_px", "px", "spread of the errors along x (right) or y (down)"),
        ("bias_x_px", "px", "mean error to the right"),
        ("bias_y_px", "px", "mean error down"),
        ("bias_along_limb_px", "px", "mean error along the limb, away from the body's centre"),
        ("bias_across_limb_px", "px", "mean error across the limb"),
        (
            "bias_p",
            "probability",
            "chance of such a bias without a cause (Hotelling's T² on independent errors)",
        ),
        ("bias_p_adjusted", "probability", "the same adjusted for all keypoints (Benjamini–Hochberg)"),
        ("bias_systematic", "0 or 1", "whether the bias is no chance and large enough to matter"),
        ("independent", "errors", "errors far enough apart in time, or of different clips, to count as new"),
        ("tolerance_px", "px", "how far the policy lets a placement be off on average"),
        ("missing", "placements", "placed in gold only"),
        ("extra", "placements", "placed in the labels only"),
        (
            "agreement_*_px",
            "px",
            "limits of agreement around the bias: where 95 % of the errors lie (Bland–Altman)",
        ),
        (
            "kappa",
            "−1 to 1",
            "agreement on visibility beyond chance (Cohen; Fleiss for three people or more)",
        ),
        ("kappa_linear", "−1 to 1", "the same with near misses weighed linearly"),
        ("kappa_quadratic", "−1 to 1", "the same with near misses weighed by their square"),
        ("kappa_target", "−1 to 1", "what the policy asks of kappa"),
        ("kappa_four_tiers", "−1 to 1", "the same over four tiers, certain despite occlusion apart"),
        ("visibility_agreement", "share", "share of flags that are equal"),
        ("*gold_*_labelled_*", "placements", "confusion: what gold says, and what the labels say of it"),
        ("occluded_in_gold", "placements", "placements that gold calls occluded"),
        ("occluded_called_visible", "placements", "those of them that the labels call visible"),
        (
            "occluded_p_adjusted",
            "probability",
            "chance of so many if the tolerated share were kept, adjusted",
        ),
        ("length_bias_px", "px", "mean difference of the segment's length from gold's"),
        ("length_sd_px", "px", "spread of that difference"),
        ("length_icc21", "0 to 1", "intraclass correlation of lengths, ICC(2,1)"),
        ("length_sem_px", "px", "standard error of measurement of a length"),
        ("length_mdc95_px", "px", "smallest change of a length that is no error, with 95 % confidence"),
        ("coverage_mpjpe_px", "px", "mean error of the independent poses of a group of frames"),
        ("coverage_poses", "poses", "poses of the group"),
        ("coverage_independent", "poses", "those of them that tell something new"),
        ("coverage_missing", "poses", "how many more it takes to know the error well enough"),
        ("failing_keypoints", "keypoints", "keypoints that failed in the attempt; note names them"),
        ("week_mpjpe_px", "px", "mean error of the week's reviewed placements, ± 1.96 standard errors"),
        ("week_sd_px", "px", "spread of those errors"),
        (
            "week_scaled_mpjpe_px",
            "px at 1500 px",
            "the same as if the subject stood 1500 px tall: what is judged",
        ),
        ("week_bias_x_px", "px", "mean error of the week to the right"),
        ("week_bias_y_px", "px", "mean error of the week down"),
        ("week_limit_px", "px at 1500 px", "limit of the weekly rule"),
        ("week_flagged", "0 or 1", "whether the rule of weeks in a row applies"),
        ("raters", "people", "people whose labels were compared with each other"),
        (
            "fleiss_kappa*",
            "−1 to 1",
            "agreement on visibility among all people (Fleiss), limits by clips drawn anew",
        ),
        ("cohen_kappa*", "−1 to 1", "the same of two people (Cohen)"),
        ("ac1*", "−1 to 1", "Gwet's AC1, which a common tier does not pull down"),
        ("flags_agree*", "share", "share of pairs of flags that are equal"),
        ("flags_expected*", "share", "share that chance would make equal"),
        (
            "to_consensus_px",
            "px",
            "mean distance from the consensus: gold where there is one, else the middle",
        ),
        ("pairwise_px", "px", "mean distance between two people"),
        ("leave_one_out_px", "px", "mean distance from the mean of the others"),
        ("raters_sd_*_px", "px", "spread of the people around their mean"),
        (
            "far_apart",
            "placements",
            "placements at which two people are too far apart for a middle to mean much",
        ),
        ("far_apart_px", "px", "how far apart in this place"),
        ("twice_mean_px", "px", "mean distance between two placements of the same"),
        ("twice_p95_px", "px", "95th percentile of that distance"),
        ("twice_flags_agree", "share", "share of visibility flags that were given alike twice"),
        ("repeat_sd_px", "px", "radial spread of one placement around the person's own mean: √(mean d² ÷ 2)"),
        ("spots_looked_at", "placements", "occluded or blurred placements that a reviewer looked at"),
        ("spots_corrected", "placements", "those of them that were moved or called absent"),
        ("spots_moved_px", "px", "mean distance that they were moved"),
        ("spots_corrected_share", "share", "share corrected; high is its one-sided 95 % limit (Wilson)"),
        ("flagged_visible", "placements", "flagged visible where the smear of the picture is known"),
        ("too_blurred", "placements", "those of them that are too blurred to be visible"),
        ("too_blurred_share", "share", "their share, with one-sided 95 % limits (Wilson)"),
        ("event_frame_first", "frame", "where the first person marked the event"),
        ("event_frame_second", "frame", "where the second person marked it"),
        ("event_difference_frames", "frames", "second − first"),
        ("event_difference_ms", "ms", "second − first, by the clip's rate"),
        ("events_exact_*", "share", "share of events that both marked alike"),
        ("events_*_frames", "frames", "of the differences second − first: bias, sd, mean size, largest"),
        ("events_*_ms", "ms", "the same in ms"),
        ("batch_poses", "poses", "poses of the layer that is to be accepted"),
        ("batch_judged", "poses", "poses of the sample that were judged"),
        ("batch_defects", "poses", "those of them that do not conform"),
        ("batch_defects_*", "poses", "those with this fault; a pose may have several"),
        ("batch_defect_share", "share", "share of defects with one-sided 95 % limits (Wilson)"),
        ("batch_limit", "share", "what the upper limit may be at most"),
        (
            "gold_sd_px",
            "px",
            "radial spread of one placement of gold around its own mean, from blind repeats",
        ),
    )
)
