"""A keypoint's errors in sentences that need no column heading."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from palpate.session.judging.quality_view import KeypointScore, QualityView, axis_errors
from palpate.ui.panels.quality.words import in_px, probability, signed, verdict_words

translate = QCoreApplication.translate


def keypoint_sentences(view: QualityView, keypoint: KeypointScore) -> list[str]:
    """Say how far off a keypoint is, where to, why it is judged so, and what a click does; a line each."""
    return [
        f"{view.titles[keypoint.name]}: {verdict_words(keypoint)}",
        *(_on_errors(keypoint) if keypoint.n else ()),
        *_on_limb(keypoint),
        *(_on_spread(keypoint) if keypoint.n else ()),
        *_on_unsaid_bias(view, keypoint),
        *_on_flags(keypoint),
        *_on_worst(keypoint),
    ]


def detail_sentences(view: QualityView, keypoint: KeypointScore) -> list[str]:
    """Say what the errors of a keypoint mean for a single placement; a line each."""
    return [
        *(_on_errors(keypoint) if keypoint.n else ()),
        *_on_limb(keypoint),
        *_on_bias_test(keypoint),
        *_on_spread(keypoint),
        *_on_unsaid_bias(view, keypoint),
        *_on_flags(keypoint),
    ]


def _on_bias_test(keypoint: KeypointScore) -> Iterator[str]:
    if math.isnan(keypoint.bias_p):
        yield translate("Quality", "whether the shift is chance cannot be told: too few independent frames")
        return
    said = translate(
        "Quality",
        "a shift like this by chance: p {p} (Benjamini–Hochberg over keypoints), {n} independent frames",
    )
    p = probability(keypoint.bias_p_adjusted)
    yield said.format(p=p if p.startswith("<") else f"= {p}", n=keypoint.n_independent)


def _on_spread(keypoint: KeypointScore) -> Iterator[str]:
    found = axis_errors(keypoint)
    if found is None:
        yield translate("Quality", "limits of agreement, SEM and MDC are not known: they need two placements")
        return
    said = translate("Quality", "95 % of errors: x {left} to {right} px, y {top} to {bottom} px")
    x, y = found
    yield said.format(left=signed(x.low), right=signed(x.high), top=signed(y.low), bottom=signed(y.high))
    said = translate(
        "Quality",
        "one placement is known to {sx} px in x and {sy} px in y (SEM); "
        "a change below {mx} and {my} px may be chance (MDC)",
    )
    yield said.format(sx=in_px(x.sem), sy=in_px(y.sem), mx=in_px(x.mdc), my=in_px(y.mdc))


def _on_errors(keypoint: KeypointScore) -> Iterator[str]:
    x, y = keypoint.bias_px
    said = translate(
        "Quality", "{px} px off on average (tolerance {tolerance}), shifted {x} px {across} and {y} px {down}"
    )
    left, right = (
        translate("Quality", "to the image's left"),
        translate("Quality", "to the image's right"),
    )
    up, down = translate("Quality", "up"), translate("Quality", "down")
    yield said.format(
        px=in_px(keypoint.mpjpe_px),
        tolerance=in_px(keypoint.tolerance_px) or "–",
        x=in_px(abs(x)),
        across=left if x < 0 else right,
        y=in_px(abs(y)),
        down=up if round(y, 1) < 0 else down,
    )


def _on_limb(keypoint: KeypointScore) -> Iterator[str]:
    local = keypoint.bias_local
    if local is None:
        return
    outwards, inwards = (
        translate("Quality", "away from the body's centre"),
        translate("Quality", "towards the body's centre"),
    )
    positive, negative = _sides(local.axis)
    said = translate("Quality", "along the limb {along} px {way}, across it {across} px {side}")
    yield said.format(
        along=in_px(abs(local.along)),
        way=outwards if local.along >= 0 else inwards,
        across=in_px(abs(local.across)),
        side=positive if local.across >= 0 else negative,
    )


def _sides(axis: str) -> tuple[str, str]:
    """Say towards what a positive and a negative error across a limb is; no picture tells an empty axis."""
    return {
        "left": (
            translate("Quality", "towards the subject's left"),
            translate("Quality", "towards the subject's right"),
        ),
        "lateral": (
            translate("Quality", "away from the midline"),
            translate("Quality", "towards the midline"),
        ),
        "anterior": (
            translate("Quality", "towards the subject's front"),
            translate("Quality", "towards the subject's back"),
        ),
    }.get(
        axis,
        (
            translate("Quality", "to the right of the limb pointing down"),
            translate("Quality", "to the left of the limb pointing down"),
        ),
    )


def _on_unsaid_bias(view: QualityView, keypoint: KeypointScore) -> Iterator[str]:
    unsaid = view.unsaid_bias(keypoint)
    if not math.isnan(unsaid.floor_px):
        said = translate("Quality", "bias {px} px is below the floor of {floor} px")
        yield said.format(px=f"{unsaid.size_px:.2f}", floor=f"{unsaid.floor_px:.3g}")
    if not math.isnan(unsaid.half_px):
        said = translate("Quality", "bias {px} px is systematic, but below half the tolerance, {half} px")
        yield said.format(px=f"{unsaid.size_px:.2f}", half=f"{unsaid.half_px:.3g}")


def _on_flags(keypoint: KeypointScore) -> Iterator[str]:
    if keypoint.occluded_n:
        said = translate("Quality", "flagged visible in {n} of {all} places that gold calls occluded")
        if keypoint.flags_in_doubt:
            said += translate("Quality", "; too few to judge by themselves")
        yield said.format(n=keypoint.occluded_visible, all=keypoint.occluded_n)


def _on_worst(keypoint: KeypointScore) -> Iterator[str]:
    worst = keypoint.worst
    if worst is not None:
        said = translate("Quality", "Click: go to the worst frame, {frame} of {clip}, {px} px off")
        yield said.format(frame=worst.frame, clip=worst.clip, px=in_px(keypoint.max_px))
