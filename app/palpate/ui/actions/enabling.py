"""When an action can be done, and what to say when it cannot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from palpate.model.clip import ClipKind
from palpate.session import history
from palpate.session.calibrating.gold import why_not_manage
from palpate.session.calibrating.unit_walk import has_submitted, open_attempts, walks, why_not_judge_anew
from palpate.session.frames.clip_levels import RAW_SUFFIXES
from palpate.session.frames.proxies import LONG_SIDE, proxy_folder
from palpate.session.guidelines.guide_editing import why_not_write
from palpate.session.judging.gold_overlay import why_not_overlay
from palpate.session.other_layers import why_none_to_see
from palpate.session.rights import why_not_change, why_not_plan
from palpate.session.session import Session
from palpate.ui.actions.keys import key_told
from palpate.ui.actions.table import Needs
from palpate.ui.bridge.workbench import Workbench

_ENDS = ("range_from", "range_to")


def why_not(needs: Needs, workbench: Workbench) -> str:
    """Return the reason, and the way out; empty if the action can be done."""
    session = workbench.session
    if needs is Needs.NOTHING:
        return ""
    if session is None:
        return _tr("open or make a project first")
    if needs in _TO_SEE:
        return _TO_SEE[needs](session, workbench)
    if session.project.read_only:
        return session.project.read_only
    return _cannot_edit(needs, workbench, session)


def _cannot_edit(needs: Needs, workbench: Workbench, session: Session) -> str:
    if needs is Needs.WRITABLE:
        return ""
    if needs in _TO_JUDGE:
        return _TO_JUDGE[needs](session)
    if needs is Needs.UNDO:
        return history.why_not_undo(session)
    if needs is Needs.REDO:
        return history.why_not_redo(session)
    if needs is Needs.CLIP:
        return _without_clip(workbench)
    if needs is Needs.PAIR:
        return _without_second(session, workbench)
    if needs is Needs.EXAMPLE:  # also of a layer that somebody else works in: it stays as it is
        return _without_instance(workbench) or _without_keypoint(workbench)
    if needs is Needs.GUIDELINE:
        return why_not_write(session) or _without_instance(workbench) or _without_keypoint(workbench)
    foreign = why_not_change(session, workbench.focus.layer)
    if foreign:
        return foreign
    if needs is Needs.KEYPOINT and workbench.focus.instance:
        return _without_keypoint(workbench)
    if needs is Needs.INSTANCE_RANGE:
        return _without_instance(workbench) or _without_range(workbench)
    return _without_instance(workbench)


def _without_keypoint(workbench: Workbench) -> str:
    missing = _tr("choose a keypoint first: click one in the list or on the picture")
    return missing if workbench.focus.keypoint < 0 else ""


def _without_clip(workbench: Workbench) -> str:
    return "" if workbench.focus.clip else _tr("add a video or images first")


def _without_second(session: Session, workbench: Workbench) -> str:
    alone = _tr("there is no other clip in this project; add the film of the second camera")
    return _without_clip(workbench) or ("" if len(session.contents.clips) > 1 else alone)


def _without_proxy(session: Session, clip_id: str) -> str:
    clip = session.contents.clip(clip_id)
    return "" if clip.fingerprint and proxy_folder(clip).is_dir() else _tr("this clip has no proxy")


def _without_use(session: Session, clip_id: str) -> str:
    """Say why a proxy would be of no use."""
    clip = session.contents.clip(clip_id)
    if clip.kind is not ClipKind.VIDEO:
        return _tr("images need no proxy: each is read by itself")
    if not clip.fingerprint:
        return _tr("the medium of this clip is not known; add it to the project")
    if max(clip.size) <= LONG_SIDE // 2:
        return _tr("the frames of this video are small already; a proxy would gain nothing")
    return ""


def _without_values(session: Session, clip_id: str) -> str:
    clip = session.contents.clip(clip_id)
    raw = clip.media_path.lower().endswith(RAW_SUFFIXES)
    deep = clip.kind is ClipKind.IMAGES or raw
    return "" if deep else _tr("levels are for images and raw recordings; a video is shown as it was coded")


def _without_instance(workbench: Workbench) -> str:
    if workbench.focus.instance:
        return ""
    missing = _tr("add an instance first: the person, animal or object to place keypoints on")
    return _without_clip(workbench) or missing


def _without_range(workbench: Workbench) -> str:
    if workbench.focus.chosen_frames is not None:
        return ""
    missing, (first, last) = (
        _tr("choose a range first: drag over the lanes, or Shift-drag on the ruler"),
        map(key_told, _ENDS),
    )
    if first and last:
        missing += _tr(", or press {first} and {last} at its ends").format(first=first, last=last)
    return _without_clip(workbench) or missing


def _without_gold(session: Session) -> str:
    return "" if session.contents.gold_layer() else _tr("there is no gold layer in this project")


def _without_failing(session: Session) -> str:
    if reason := why_not_judge_anew(session):
        return reason
    nothing = _tr("practice is on the keypoints that failed; submit a calibration first")
    if not has_submitted(session):
        return nothing
    from palpate.session.calibrating.attempt_view import (
        latest_outcome,  # loads all of scoring, which no start needs
    )

    latest = latest_outcome(session)
    if latest is None:
        return nothing
    return (
        "" if latest.failing else _tr("no keypoint failed in your last attempt; there is nothing to practise")
    )


def _without_attempt(session: Session) -> str:
    return (
        ""
        if open_attempts(session)
        else _tr("nothing is under way to be submitted; begin a calibration first")
    )


def _without_units(session: Session) -> str:
    none = _tr(
        "nothing is under way that is done unit by unit; begin a calibration, or follow a plan for gold"
    )
    return "" if walks(session) else none


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


# What is for those who may write, and depends on what they have submitted.
_TO_JUDGE: dict[Needs, Callable[[Session], str]] = {
    Needs.CALIBRATION: lambda session: _without_gold(session) or why_not_judge_anew(session),
    Needs.PRACTICE: _without_failing,
    Needs.ATTEMPT: _without_attempt,
}


# What also holds in a project that is open for reading only.
_TO_SEE: dict[Needs, Callable[[Session, Workbench], str]] = {
    Needs.PROJECT: lambda _session, _workbench: "",
    Needs.GOLD: lambda session, _workbench: _without_gold(session),
    Needs.CONSULTANT: lambda session, _workbench: why_not_manage(session),
    Needs.PLANNER: lambda session, _workbench: why_not_plan(session),
    Needs.JUDGED: lambda session, workbench: _without_clip(workbench) or why_not_overlay(session),
    Needs.UNITS: lambda session, _workbench: _without_units(session),
    Needs.OTHER_LAYER: lambda session, workbench: _without_clip(workbench) or why_none_to_see(session),
    Needs.SHOWN_CLIP: lambda _session, workbench: _without_clip(workbench),
    Needs.SHOWN_INSTANCE: lambda _session, workbench: _without_instance(workbench),
    Needs.RANGE: lambda _session, workbench: _without_range(workbench),
    Needs.STORED_VALUES: lambda session, workbench: (
        _without_clip(workbench) or _without_values(session, workbench.focus.clip)
    ),
    Needs.LARGE_VIDEO: lambda session, workbench: (
        _without_clip(workbench) or _without_use(session, workbench.focus.clip)
    ),
    Needs.PROXY: lambda session, workbench: (
        _without_clip(workbench) or _without_proxy(session, workbench.focus.clip)
    ),
    Needs.SECOND: _without_second,
}
