"""The ways of the keypoints in hand by all methods, and what is said of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.session.calibrating.blindness import live_to_see
from palpate.session.filling.comparing import farthest, ways, window_around
from palpate.session.filling.told import keyframes_around
from palpate.session.session import Session
from palpate.ui.canvas.ways import Compared
from palpate.ui.widgets.words import method_name

_MOST_KEYPOINTS = 8  # lines of more could not be told apart


def compared_in_focus(session: Session) -> tuple[Compared, ...]:
    """Return the ways of the chosen keypoints around the frame in hand, the active one first."""
    focus = session.selection.focus
    if not (focus.instance and focus.layer) or focus.keypoint < 0:
        return ()
    live = live_to_see(session, focus.layer, focus.instance)
    found = []
    for keypoint in [focus.keypoint, *sorted(focus.chosen - {focus.keypoint})][:_MOST_KEYPOINTS]:
        window = window_around(live, keypoint, focus.frame)
        if window is not None:
            each = ways(session, focus.layer, focus.instance, keypoint, window)
            names = tuple(method_name(way.method) for way in each)
            found.append(Compared(each, names, focus.frame, named=keypoint == focus.keypoint))
    return tuple(found)


def compared_words(session: Session, compared: tuple[Compared, ...]) -> str:
    """Say how far apart the ways of the active keypoint are here, and which one is in use."""
    focus = session.selection.focus
    if not compared or not compared[0].named:
        return _tr("Methods: choose a keypoint with keyframes around this frame")
    apart = farthest(compared[0].ways, focus.frame)
    if apart is None:
        return _tr("Methods: no way leads through this frame")
    live = live_to_see(session, focus.layer, focus.instance)
    left = int(keyframes_around(live, focus.keypoint, (focus.frame, focus.frame + 1))[0])
    said = _tr("Methods: {first} and {second} are {px} px apart here; in use: {used}")
    return said.format(
        first=method_name(apart.first),
        second=method_name(apart.second),
        px=f"{apart.px:.1f}",
        used=method_name(live.method_at(focus.keypoint, left)),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Methods", text)
