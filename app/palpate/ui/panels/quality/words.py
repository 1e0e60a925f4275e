"""The words and figures of a keypoint's score."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from palpate.session.judging.quality_view import KeypointScore, QualityView
from palpate.ui.widgets.words import fail_word

translate = QCoreApplication.translate


def verdict_words(keypoint: KeypointScore) -> str:
    """Say whether a keypoint passes, and which rules it breaks."""
    if keypoint.fails:
        rules = ", ".join(fail_word(rule) for rule in keypoint.fails)
        return translate("Quality", "fails: {rules}").format(rules=rules)
    if keypoint.flags_in_doubt:
        return translate("Quality", "visibility in doubt")
    return translate("Quality", "passes") if keypoint.passed else translate("Quality", "not judged")


def verdict_letters(keypoint: KeypointScore) -> str:
    """Name the rules that a keypoint breaks by their first letters; nothing where it breaks none."""
    return " ".join(fail_word(rule)[:1].upper() for rule in keypoint.fails)


def verdict_rules(view: QualityView | None) -> str:
    """Say what position, bias and visibility mean in a verdict."""
    rules = [
        translate("Quality", "P, position: the mean distance is beyond the tolerance"),
        translate("Quality", "B, bias: off in one direction, by this rule:"),
        *(f"    {part}" for part in (view.bias_rule.split("; ") if view is not None else ())),
        translate("Quality", "V, visibility: flagged visible too often where gold calls it occluded"),
    ]
    return "\n".join(rules)


def error_sentence(keypoint: KeypointScore) -> str:
    """Say what the picture of a keypoint's errors shows."""
    if not keypoint.n:
        return translate("Quality", "no position on both sides")
    said = translate(
        "Quality",
        "{n} errors, mean distance {mean} px, tolerance {tolerance} px, bias {x} px across and {y} px down",
    )
    bias = said.format(
        n=keypoint.n,
        mean=in_px(keypoint.mpjpe_px),
        tolerance=in_px(keypoint.tolerance_px) or "–",
        x=signed(keypoint.bias_px[0]),
        y=signed(keypoint.bias_px[1]),
    )
    return f"{bias}; {verdict_words(keypoint)}"


def short_facts(keypoint: KeypointScore) -> list[str]:
    """Return the figures of a keypoint in few words each, what matters most coming first."""
    x, y = (signed(part) for part in keypoint.bias_px)
    facts = [
        (in_px(keypoint.mpjpe_px), translate("Quality", "{value} px off on average")),
        (f"{x}, {y}" if x and y else "", translate("Quality", "bias {value} px")),
        (probability(keypoint.bias_p_adjusted), translate("Quality", "by chance: p {value}")),
        (in_px(keypoint.tolerance_px), translate("Quality", "tolerance {value} px")),
        (in_px(keypoint.radial_sd_px), translate("Quality", "random spread {value} px")),
    ]
    return [words.format(value=value) for value, words in facts if value]


def in_px(value: float) -> str:
    """Write px with one decimal; nothing where it is not known."""
    return "" if math.isnan(value) else f"{value:.1f}"


def signed(value: float) -> str:
    """Write px with their sign; nothing where it is not known."""
    return "" if math.isnan(value) else f"{value:+.1f}".replace("-", "−")


def share(value: float) -> str:
    """Write a share in per cent; nothing where it is not known."""
    return "" if math.isnan(value) else f"{100.0 * value:.0f} %"


def probability(p: float) -> str:
    """Write three decimals, or the order where it is smaller; nothing where it is not known."""
    if math.isnan(p):
        return ""
    if p >= 0.001:
        return f"{p:.3f}"
    return f"{p:.0e}" if p >= 1e-99 else "<1e-99"
