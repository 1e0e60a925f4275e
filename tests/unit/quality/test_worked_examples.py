"""Every worked example of the domain reference's chapter on metrics, with its own tolerance."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from palpate.base.geometry import rotated
from palpate.quality import agreement, faces, oks, pck, position, scalars, sigma, visibility

CHAPTER = "1."
COVERED = set()


class Example(SimpleNamespace):
    def agrees(self, key, value):
        assert value == pytest.approx(self.expected[key], abs=self.abs_tol, rel=0), key


def example(name):
    """Mark a test as the one of this example."""
    COVERED.add(name)
    return pytest.mark.parametrize("case", [name], indirect=True, ids=[name])


@pytest.fixture(scope="module")
def examples(reference: Path):
    entries = json.loads((reference / "worked_examples.json").read_text(encoding="utf-8"))["examples"]
    return {entry["id"]: entry for entry in entries if entry["section"].startswith(CHAPTER)}


@pytest.fixture
def case(examples, request):
    return Example(**examples[request.param])


def test_no_example_of_the_chapter_is_left_out(examples):
    assert set(examples) == COVERED


def _pair(case):
    reference = np.array(case.input["reference"], dtype=float)[None, :, :2]
    candidate = np.array(case.input["candidate"], dtype=float)[None]
    return candidate, reference, np.array(case.input["sigma"])


@example("EX-OKS-1")
def test_oks_of_a_pose_with_a_segment(case):
    candidate, reference, sigmas = _pair(case)
    candidate = np.concatenate([candidate, [[[9999.0, 9999.0]]]], axis=1)
    reference = np.concatenate([reference, [[[np.nan, np.nan]]]], axis=1)
    scale = np.sqrt([case.input["area"]])
    ks = oks.keypoint_similarities(candidate, reference, scale_px=scale, sigmas=np.append(sigmas, 0.062))
    case.agrees("ks", list(ks[0, :3]))
    assert np.isnan(ks[0, 3])
    case.agrees("oks", oks.oks(ks)[0])


@example("EX-OKS-2")
def test_oks_of_a_pose_with_a_box(case):
    from palpate.model.skeleton import ScaleRule
    from palpate.quality.scale import scales

    candidate, reference, sigmas = _pair(case)
    boxes = np.array([[40.0, 30.0, *case.input["bbox_wh"]]])
    found = scales(ScaleRule(), areas=np.array([np.nan]), boxes=boxes, positions=reference)
    case.agrees("area", found.px[0] ** 2)
    ks = oks.keypoint_similarities(candidate, reference, scale_px=found.px, sigmas=sigmas)
    case.agrees("ks", list(ks[0]))
    case.agrees("oks", oks.oks(ks)[0])


@example("EX-OKS-3")
def test_oks_without_any_labelled_point_is_undefined_here_and_a_box_rule_in_coco(case, reference):
    sigmas = np.array(json.loads((reference / "coco_17.json").read_text(encoding="utf-8"))["sigmas"])
    points = np.array(case.input["candidate_all_points_at"], dtype=float)
    candidates = np.repeat(points[:, None], len(sigmas), axis=1)
    theirs = oks.oks_matrix_as_coco(
        candidates,
        np.zeros((1, len(sigmas), 2)),
        labelled=np.zeros((1, len(sigmas)), dtype=bool),
        areas=np.array([case.input["area"]], dtype=float),
        boxes=np.array([case.input["bbox"]], dtype=float),
        sigmas=sigmas,
    )
    case.agrees("pycocotools_oks", list(theirs[:, 0]))
    unlabelled = np.full((2, len(sigmas), 2), np.nan)
    ours = oks.keypoint_similarities(candidates, unlabelled, scale_px=np.full(2, 100.0), sigmas=sigmas)
    assert case.expected["our_value"] is None
    assert np.isnan(oks.oks(ours)).all()


@example("EX-OKS-4")
def test_oks_says_little_where_sigma_is_not_the_projects_own(case, reference):
    sigmas = np.array(json.loads((reference / "coco_17.json").read_text(encoding="utf-8"))["sigmas"])
    width, height = case.input["bbox_wh"]
    scale = np.sqrt(case.input["factor"] * width * height)
    case.agrees("s", scale)
    errors = np.array(case.input["error_px_every_keypoint"], dtype=float)
    candidate = np.zeros((2, len(sigmas), 2))
    candidate[..., 0] = errors[:, None]
    ks = oks.keypoint_similarities(
        candidate, np.zeros_like(candidate), scale_px=np.full(2, scale), sigmas=sigmas
    )
    case.agrees("oks", list(oks.oks(ks)))


@example("EX-OKS-5")
def test_expected_similarity_of_gaussian_errors(case):
    case.agrees("expected_ks", list(oks.expected_similarity(np.array(case.input["rho"]))))


@example("EX-PCK-1")
def test_a_distance_equal_to_the_limit_is_correct(case):
    distances = np.array([case.input["d"]], dtype=float).T
    lengths = np.full(len(distances), case.input["L"], dtype=float)
    alpha = case.input["alpha"]
    case.agrees("pck_le", pck.pck(distances, lengths=lengths, alpha=alpha).micro)
    strict = pck.pck(distances, lengths=lengths, alpha=alpha * (1 - 1e-12))
    case.agrees("pck_lt", strict.micro)


@example("EX-PCK-2")
def test_the_heads_size_is_six_tenths_of_its_boxs_diagonal(case):
    size = pck.head_lengths(np.array([[0.0, 0.0, *case.input["head_box_wh"]]]))[0]
    case.agrees("head_size", size)
    case.agrees("pckh05_threshold_px", 0.5 * size)


@example("EX-NME-1")
def test_nme_of_a_face(case):
    case.agrees("nme", faces.nme(np.array([case.input["d"]]), np.array([case.input["L"]]))[0])


@example("EX-AUC-1")
def test_area_under_the_curve_and_failure_rate(case):
    errors = np.array(case.input["nme"])
    case.agrees("auc", faces.auc(errors, case.input["T"]))
    case.agrees("failure_rate", faces.failure_rate(errors, case.input["T"]))


@example("EX-AUC-2")
def test_area_under_the_curve_as_mmpose_counts_it(case):
    distances = np.array(case.input["d"])
    case.agrees("mmpose_auc", faces.auc_as_mmpose(distances, length_px=case.input["norm"]))
    case.agrees("exact", faces.auc(distances, case.input["norm"]))


def _check_bias(case):
    errors = np.array(case.input["errors"], dtype=float)[:, None]
    sample = position.moments(errors)
    test = position.hotelling(sample)
    distances = position.summarise(np.hypot(errors[..., 0], errors[..., 1]))
    ellipse = position.mean_ellipse(sample, 0)
    case.agrees("bias", list(sample.bias[0]))
    assert sample.covariance[0] == pytest.approx(np.array(case.expected["S"]), abs=case.abs_tol, rel=0)
    case.agrees("mpjpe", distances.mean[0])
    case.agrees("mse", distances.rmse[0] ** 2)
    case.agrees("T2", test.t2[0])
    case.agrees("F", test.f[0])
    case.agrees("df", [2, int(sample.n[0]) - 2])
    case.agrees("p", test.p[0])
    assert test.p[0] == pytest.approx(case.expected["p"], rel=1e-9)
    case.agrees("T2_crit_05", position.critical_t2(int(sample.n[0])))
    case.agrees("ellipse95_mean_semi_axes", list(ellipse.semi_axes))
    case.agrees("ellipse_major_deg", np.degrees(ellipse.angle))


@example("EX-BIAS-1")
def test_a_biased_keypoint(case):
    _check_bias(case)


@example("EX-BIAS-2")
def test_a_keypoint_without_bias(case):
    _check_bias(case)


@example("EX-BIAS-3")
def test_bias_along_and_across_the_spine(case):
    along = np.subtract(case.input["l5"], case.input["c7"]).astype(float)
    t = along / np.hypot(*along)
    case.agrees("t", list(t))
    case.agrees("n", [t[1], -t[0]])
    local = rotated(np.array(case.input["bias"], dtype=float), along)
    case.agrees("along", local[0])
    case.agrees("across", local[1])


@example("EX-LOA-1")
def test_limits_of_agreement(case):
    limits = scalars.limits_of_agreement(np.array(case.input["diff"]))
    case.agrees("bias", limits.bias)
    case.agrees("sd", limits.sd)
    case.agrees("loa", [limits.low, limits.high])
    case.agrees("bias_ci95", list(limits.bias_ci))
    case.agrees("se_loa", limits.se)
    case.agrees("se_loa_approx", limits.sd * np.sqrt(3 / limits.n))


@example("EX-ICC-1")
def test_intraclass_correlation(case):
    found = scalars.intraclass(np.array(case.input["ratings"]))
    case.agrees("BMS", found.between)
    case.agrees("WMS", found.within)
    case.agrees("JMS", found.raters)
    case.agrees("EMS", found.residual)
    for key in ("icc11", "icc21", "icc31", "sem_agreement", "sem_consistency"):
        case.agrees(key, getattr(found, key))
    case.agrees("mdc95_agreement", found.mdc95_agreement)
    case.agrees("mdc95_consistency", found.mdc95_consistency)


@example("EX-IAA-1")
def test_consensus_of_three_annotators(case):
    points = np.array(case.input["points"])
    pairwise = agreement.pairwise_distances(points)
    case.agrees("pairwise", list(pairwise))
    case.agrees("pairwise_mean", pairwise.mean())
    centres = {
        "mean": points.mean(axis=0),
        "median": np.median(points, axis=0),
        "geometric_median": agreement.geometric_median(points),
    }
    for name, centre in centres.items():
        case.agrees(name, list(centre))
    spread = {name: np.hypot(*(points - centre).T).mean() for name, centre in centres.items()}
    case.agrees("mean_distance", spread)
    case.agrees("leave_one_out", list(agreement.leave_one_out(points)))


@example("EX-IAA-2")
def test_the_geometric_median_withstands_an_outlier(case):
    points = np.array(case.input["points"])
    case.agrees("mean", list(points.mean(axis=0)))
    case.agrees("median", list(np.median(points, axis=0)))
    case.agrees("geometric_median", list(agreement.geometric_median(points)))


def _check_fleiss(case, counts):
    found = agreement.fleiss_kappa(counts)
    case.agrees("p", list(found.shares))
    case.agrees("P_mean", found.agreement)
    case.agrees("P_e", found.expected)
    case.agrees("kappa", found.kappa)
    if "kappa_per_category" in case.expected:
        case.agrees("kappa_per_category", list(found.per_category))
        case.agrees("z", found.z)
    else:
        assert found.z is None


@example("EX-FLEISS-1")
def test_fleiss_kappa_of_the_psychiatric_diagnoses(case):
    _check_fleiss(case, np.array(case.input["counts"]))


@example("EX-FLEISS-2")
def test_fleiss_kappa_of_fourteen_raters(case):
    _check_fleiss(case, np.array(case.input["counts"]))


def _counts(case):
    flags = [[-1 if flag is None else flag for flag in row] for row in case.input["flags"]]
    return agreement.rating_counts(np.array(flags, dtype=np.int8), levels=(0, 1, 2))


@example("EX-FLEISS-3")
def test_fleiss_kappa_of_visibility_flags(case):
    _check_fleiss(case, _counts(case))


@example("EX-FLEISS-4")
def test_fleiss_kappa_with_missing_raters(case):
    _check_fleiss(case, _counts(case))


@example("EX-COHEN-1")
def test_cohens_kappa_against_gold(case):
    counts = np.array(case.input["rows_gold_cols_annotator"])
    plain = visibility.cohen_kappa(counts)
    case.agrees("p_o", plain.agreement)
    case.agrees("p_e", plain.expected)
    case.agrees("kappa", plain.value)
    case.agrees("kappa_linear", visibility.cohen_kappa(counts, weights="linear").value)
    case.agrees("kappa_quadratic", visibility.cohen_kappa(counts, weights="quadratic").value)
    recall, precision = visibility.recall_and_precision(counts, 1)
    case.agrees("occluded_recall", recall)
    case.agrees("occluded_precision", precision)


@example("EX-SIGMA-1")
def test_sigma_from_pairs_of_placements(case):
    distances = np.array(case.input["d_pair"])[:, None]
    scale = np.array(case.input["s"])
    plain = sigma.sigmas_from(distances, scale, factor=sigma.TO_GOLD)
    halved = sigma.sigmas_from(distances, scale, factor=sigma.BETWEEN_PAIRS)
    case.agrees("rms_pair", plain.sigma[0])
    case.agrees("sigma", halved.sigma[0])
    case.agrees("robust_before_div_sqrt2", plain.robust[0])
