"""Groups of frames in words: what differs by more than chance, and what is too thin to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QCoreApplication

from palpate.session.judging.breakdown_view import CLIP, INSTANCE, PHASE, Coverage
from palpate.session.judging.groups_view import MIN_N, Contrast, Group, Groups
from palpate.ui.messages import with_capital

_NAMED = 4  # keypoints that are told by name


def way_word(way: str) -> str:
    """Return what one breaks down by, in words."""
    known = {CLIP: _tr("clip"), INSTANCE: _tr("instance"), PHASE: _tr("phase of the action")}
    return known.get(way, way.replace("_", " "))


def group_sentences(found: Groups, group: Group) -> Iterator[str]:
    """Say of a group how it compares with the rest, which keypoints differ, and whether it is thin."""
    if group.score is None or group.error_px is None:
        yield with_capital(coverage_words(group.coverage)) + "."
        return
    yield _error_words(group.error_px)
    if group.flags is not None and group.flags.told:
        yield _tr("Flags agree in {here} % against {rest} % in the rest: more than chance (p {p}).").format(
            here=f"{100 * group.flags.here:.0f}", rest=f"{100 * group.flags.rest:.0f}", p=_p(group.flags.p)
        )
    yield from _keypoint_words(group.keypoints or {}, found.titles)
    if group.coverage.thin or group.coverage.thin_keypoints:
        yield _tr("Coverage: {said}.").format(said=coverage_words(group.coverage))


def coverage_words(one: Coverage) -> str:
    """Say how well a group is known, and what is missing."""
    if not one.n_poses:
        return _tr("nothing compared; at least {n} poses are needed").format(n=one.least)
    poses = _tr("one pose") if one.n_independent == 1 else _tr("{n} poses").format(n=one.n_independent)
    known = _tr("{poses} far enough apart").format(poses=poses)
    if one.missing is None:
        return _tr("{known}: too few to say how sure; at least {n} are needed").format(
            known=known, n=one.least
        )
    sure = _tr("{known} give the mean error to ±{half} px").format(
        known=known, half=f"{one.half_width_px:.2f}"
    )
    if one.missing:
        return _tr("{sure}; {n} more for ±{precision} px").format(
            sure=sure, n=one.missing, precision=f"{one.precision_px:g}"
        )
    n = len(one.thin_keypoints)
    if not n:
        return _tr("{sure}: enough").format(sure=sure)
    points = _tr("one keypoint has") if n == 1 else _tr("{n} keypoints have").format(n=n)
    return _tr("{sure}: enough, but {points} fewer than {least} placements").format(
        sure=sure, points=points, least=one.least
    )


def difference_words(contrast: Contrast | None) -> str:
    """Write by how much a group is above the rest; a dash where nobody can tell."""
    if contrast is None or contrast.difference != contrast.difference:
        return "–"
    return f"{contrast.difference:+.1f}".replace("-", "−")


def _error_words(error: Contrast) -> str:
    if error.rest != error.rest:
        return _tr("{here} px off on average; there is no other group.").format(here=f"{error.here:.1f}")
    said = _tr("{here} px off on average, {rest} px in the rest").format(
        here=f"{error.here:.1f}", rest=f"{error.rest:.1f}"
    )
    if error.p != error.p:
        return _tr("{said}; with fewer than {n} independent values, nobody can tell chance from it.").format(
            said=said, n=MIN_N
        )
    verdict = _tr("more than chance") if error.told else _tr("may be chance")
    return _tr("{said}: {verdict} (p {p}).").format(said=said, verdict=verdict, p=_p(error.p))


def _keypoint_words(keypoints: Mapping[str, Contrast], titles: Mapping[str, str]) -> Iterator[str]:
    worse = {name: one for name, one in keypoints.items() if one.difference > 0}
    better = {name: one for name, one in keypoints.items() if one.difference < 0}
    for which, head in ((worse, _tr("Worse here: {named}.")), (better, _tr("Better here: {named}."))):
        if not which:
            continue
        named = [
            _tr("{title} ({here} px, rest {rest})").format(
                title=titles.get(name, name), here=f"{one.here:.1f}", rest=f"{one.rest:.1f}"
            )
            for name, one in list(which.items())[:_NAMED]
        ]
        if len(which) > _NAMED:
            named.append(_tr("{n} more").format(n=len(which) - _NAMED))
        yield head.format(named=", ".join(named))


def _p(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"= {p:.3f}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Groups", text)
