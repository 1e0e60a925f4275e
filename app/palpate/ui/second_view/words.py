"""How the second view says what it shows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from palpate.model.sync import Sync
from palpate.session.frames.capture_time import capture_time
from palpate.session.frames.second_view import Match, shared_events
from palpate.session.session import Session
from palpate.ui.timeline.clock import in_words

_EXACT_S = 5e-5


def why_blank(session: Session, clip: str, match: Match) -> str:
    """Return why a clip has no frame at a moment."""
    found = session.contents.clip(clip)
    if match.unknown:
        said = _tr("When the frames of {name} were captured is not known yet.")
        return said.format(name=match.unknown)
    said = _tr("{name} ended {away} before this moment.")
    if match.beyond_s < 0 or match.beyond_frames < 0:
        said = _tr("{name} begins {away} after this moment.")
    return said.format(name=found.name, away=_away(match))


def place_words(session: Session, clip: str, frame: int) -> str:
    """Return a frame and its time."""
    found = session.contents.clip(clip)
    said = _tr("frame {frame} of {last}").format(frame=frame, last=found.n_frames - 1)
    when = in_words(capture_time(session, found, frame))
    return f"{said} · {when}" if when else said


def residual_words(match: Match) -> str:
    """Return how far the frame is from the moment."""
    if match.frame is None:
        return ""
    if match.residual_s is None:
        return _tr("frame for frame: capture rates unknown")
    if abs(match.residual_s) < _EXACT_S:
        return _tr("0.0 ms off")
    later = match.residual_s > 0
    said = _tr("{ms:.1f} ms later") if later else _tr("{ms:.1f} ms earlier")
    return said.format(ms=abs(match.residual_s) * 1e3)


def sync_words(session: Session, sync: Sync) -> str:
    """Return which frames were said to be the same moment, by what and by whom."""
    here, there = (session.contents.clip(clip).name for clip in (sync.clip, sync.other))
    by = event_title(sync.event) if sync.event else _tr("two frames seen side by side")
    said = _tr("Frame {frame} of {here} and frame {other} of {there} are the same moment: {by}, set by {who}")
    text = said.format(
        frame=sync.frame, here=here, other=sync.other_frame, there=there, by=by, who=sync.author
    )
    return f"{text}. {moved_words(session, sync)}" if moved_words(session, sync) else text


def moved_words(session: Session, sync: Sync) -> str:
    """Return that an event no longer stands where it was when the clips were synchronised by it."""
    if not sync.event:
        return ""
    now = [found for found in shared_events(session, sync.clip, sync.other) if found.event == sync.event]
    if sync in now:
        return ""
    return _tr("{event} was moved since: synchronise again").format(event=event_title(sync.event))


def event_title(name: str) -> str:
    """Return what people read for an event."""
    return name.replace("_", " ")


def _away(match: Match) -> str:
    if not match.beyond_frames:
        return f"{abs(match.beyond_s):.3f} s"
    n = abs(match.beyond_frames)
    return _tr("1 frame") if n == 1 else _tr("{n} frames").format(n=n)


def _tr(text: str) -> str:
    return QCoreApplication.translate("SecondView", text)
