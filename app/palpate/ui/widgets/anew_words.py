"""What is said of labels that were placed by an earlier meaning of their keypoint."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.session.session import Session


def anew_word(session: Session, layer: str, instance: str, *, frame: int, keypoint: int) -> str:
    """Say ``place anew`` of such a label, ``outdated`` of what rests on one; empty of all others."""
    if not _seen(session, layer, instance, frame, keypoint):
        return ""
    return _tr("place anew") if _placed(session, layer, instance, frame, keypoint) else _tr("outdated")


def anew_sentence(session: Session, layer: str, instance: str, *, frame: int, keypoint: int) -> str:
    """Say since which version, and what to do; empty of all others."""
    if not _seen(session, layer, instance, frame, keypoint):
        return ""
    since = session.contents.skeleton_of(instance).keypoints[keypoint].since
    if _placed(session, layer, instance, frame, keypoint):
        return _tr("the place has changed in version {n}: place anew").format(n=since)
    return _tr("filled in from labels of before version {n}: place those anew").format(n=since)


def _seen(session: Session, layer: str, instance: str, frame: int, keypoint: int) -> bool:
    found = session.outdated.seen(layer, instance, frame) if layer else None
    return found is not None and bool(found[keypoint])


def _placed(session: Session, layer: str, instance: str, frame: int, keypoint: int) -> bool:
    found = session.outdated.at(layer, instance, frame)
    return found is not None and bool(found[keypoint])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Anew", text)
