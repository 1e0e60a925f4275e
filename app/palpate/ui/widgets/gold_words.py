"""Gold in words: its version, what a check found, what was planned, how sure it is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.model.plan import Plan
from palpate.model.skeleton import Skeleton
from palpate.session.calibrating.gold_farthest import made_by_one_pose
from palpate.session.calibrating.gold_view import GoldRow, GoldView
from palpate.session.calibrating.verifying import State
from palpate.ui.messages import with_capital
from palpate.ui.widgets.when_words import whole_moment

_DIGITS = 12  # of a fingerprint, enough to tell two apart by eye


def version_words(row: GoldRow) -> str:
    """Say which version a layer is, or which it would be."""
    if row.certificate is not None:
        return _tr("version {n}").format(n=row.certificate.version)
    return _tr("open, version {n} to be").format(n=row.next_version)


def facts_words(view: GoldView) -> str:
    """Say who certified it and when, or who marks it."""
    held, layer = view.row.certificate, view.row.layer
    if held is None:
        return _tr("{version} · marked by {author}").format(
            version=version_words(view.row), author=layer.author
        )
    said = _tr("{version} · certified by {author} on {time}").format(
        version=version_words(view.row), author=held.author, time=whole_moment(held.time)
    )
    note = f" · “{held.note}”" if held.note else ""
    return said + note + _tr(" · fingerprint {digits}…").format(digits=held.digest[:_DIGITS])


def state_words(view: GoldView) -> str:
    """Say whether certified gold is what it was; of open gold what is missing to certify it."""
    found = view.verified
    if found is None:
        if not view.missing:
            return _tr("Nothing is missing: it can be certified.")
        return _tr("To be certified: {missing}.").format(missing=view.missing)
    if found.state is State.INTACT:
        return _tr("Checked just now: the labels are exactly what was certified.")
    return "\n".join(f"{with_capital(sentence)}." for sentence in found.sentences)


def row_words(view: GoldView, keypoint: str) -> str:
    """Say of a row of gold's own error what it rests on, and where it is largest."""
    said = [_tr("* of all keypoints of its type")] if keypoint in view.floor.pooled else []
    far = view.farthest.get(keypoint)
    if far is not None:
        said.append(
            _tr("Farthest off in frame {frame}: {px} px. A double click or Enter leads there.").format(
                frame=far.unit.frame, px=f"{far.px:.1f}"
            )
        )
        if far.makes_most:
            said.append(_tr("This one pose makes {share} % of it.").format(share=round(100 * far.share)))
    return "\n".join(said)


def error_sentences(view: GoldView, skeleton: Skeleton | None) -> tuple[str, ...]:
    """Say what a row leads to, and which pose makes most of the error if one does."""
    if not view.farthest:
        return ()
    leads = _tr("A double click on a row, or Enter, leads to the pose that is farthest off.")
    found = made_by_one_pose(view.farthest)
    if found is None:
        return (leads,)
    unit, names = found
    titles = {} if skeleton is None else {one.name: one.called for one in skeleton.keypoints}
    one = _tr("One pose, in frame {frame}, makes most of the error of {keypoint}: look there first.")
    many = _tr("One pose, in frame {frame}, makes most of the error of {n} keypoints: look there first.")
    said = (one if len(names) == 1 else many).format(
        frame=unit.frame, n=len(names), keypoint=titles.get(names[0], names[0])
    )
    return said, leads


def plan_words(plan: Plan, left: int) -> str:
    """Say how far a plan is."""
    n = len(plan.units)
    if not left:
        return _tr("{name}: all {n} poses are decided").format(name=plan.name, n=n)
    return _tr("{name}: {left} of {n} poses left").format(name=plan.name, left=left, n=n)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Gold", text)
