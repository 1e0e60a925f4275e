"""What a comparison found, in words: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from palpate.session.judging.finding_view import LABELS, Finding, Kind, SegmentScore


def finding_words(finding: Finding, titles: Mapping[str, str]) -> tuple[str, str]:
    """Return what is wrong, and where or how much."""
    return {
        Kind.SWAPPED: _swapped,
        Kind.SWAPPED_PAIR: _swapped,
        Kind.DOUBLED: _doubled,
        Kind.ALONE: _alone,
        Kind.LENGTH: _length,
    }[finding.kind](finding, titles)


def fix_words(finding: Finding) -> str:
    """Return what a button says that puts it right; empty where none can."""
    if finding.side != LABELS:
        return ""
    if finding.kind is Kind.DOUBLED:
        return _tr("Clear {instance} there").format(instance=finding.instance.replace("&", "&&"))
    return _tr("Swap left and right") if finding.kind in (Kind.SWAPPED, Kind.SWAPPED_PAIR) else ""


def span_words(first: int, last: int) -> str:
    """Return frames in words."""
    if first == last:
        return _tr("frame {n}").format(n=first)
    return _tr("frames {first} to {last}").format(first=first, last=last)


def segment_words(one: SegmentScore, titles: Mapping[str, str]) -> str:
    """Say how well a length is known, or why nobody can tell."""
    name = _tr("{first} to {second}").format(
        first=titles.get(one.ends[0], one.ends[0]), second=titles.get(one.ends[1], one.ends[1])
    )
    if one.limits is None:
        return f"{name}: {one.reason}"
    low, high = one.limits.low, one.limits.high
    said = _tr("{name}: 95 % of single lengths lie {low} to {high} px from gold’s").format(
        name=name, low=_signed(low), high=_signed(high)
    )
    if one.intraclass is None or one.reason:
        return f"{said}; {one.reason}" if one.reason else said
    return _tr("{said}; ICC {icc}, smallest change that can be told {mdc} px").format(
        said=said, icc=f"{one.intraclass.icc21:.2f}", mdc=f"{one.intraclass.mdc95_agreement:.1f}"
    )


def _swapped(finding: Finding, titles: Mapping[str, str]) -> tuple[str, str]:
    if finding.kind is Kind.SWAPPED:
        return _tr("Left and right look swapped for this instance"), _where(finding)
    pair = _tr(" and ").join(titles.get(name, name) for name in finding.keypoints)
    return _tr("Left and right look swapped: {pair}").format(pair=pair), _where(finding)


def _doubled(finding: Finding, _titles: Mapping[str, str]) -> tuple[str, str]:
    whose = _tr("This layer has") if finding.side == LABELS else _tr("Gold has")
    said = _tr("{whose} one subject twice: {one} lies on {other}")
    return said.format(whose=whose, one=finding.instance, other=finding.other), _where(finding)


def _alone(finding: Finding, _titles: Mapping[str, str]) -> tuple[str, str]:
    if finding.side == LABELS:
        said = _tr("{instance} has no counterpart in gold: left out there, or too far off to be the same")
    else:
        said = _tr("{instance} of gold has no counterpart here: not labelled, or too far off to be the same")
    return said.format(instance=finding.instance), _where(finding)


def _length(finding: Finding, titles: Mapping[str, str]) -> tuple[str, str]:
    one = finding.segment
    assert one is not None
    assert one.limits is not None
    first, second = (titles.get(name, name) for name in one.ends)
    bias, (low, high) = one.limits.bias, one.limits.bias_ci
    said = _tr("{first} to {second} is too long") if bias > 0 else _tr("{first} to {second} is too short")
    far = _tr("by {px} px on average ({low} to {high}), which is no chance (p {p}), n = {n}").format(
        px=f"{abs(bias):.1f}",
        low=f"{min(abs(low), abs(high)):.1f}",
        high=f"{max(abs(low), abs(high)):.1f}",
        p="< 0.001" if finding.p < 0.001 else f"= {finding.p:.3f}",
        n=one.n,
    )
    return said.format(first=first, second=second), far


def _where(finding: Finding) -> str:
    n, frames = len(finding.frames), span_words(finding.frames[0], finding.frames[-1])
    if finding.always and n > 1:
        return _tr("{instance}, {clip}: all {n} frames that were compared").format(
            instance=finding.instance, clip=finding.clip, n=n
        )
    counted = frames if n == 1 else _tr("{n} compared in {frames}").format(n=n, frames=frames)
    return _tr("{instance}, {clip}: {counted}").format(
        instance=finding.instance, clip=finding.clip, counted=counted
    )


def _signed(px: float) -> str:
    return f"{px:+.1f}".replace("-", "−")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Findings", text)
