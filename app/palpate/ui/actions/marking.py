"""Notes, flags and events: setting them where the work is, and going from one to the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from palpate.model.event import Event
from palpate.session.marking import notes
from palpate.session.marking.marks import Kind, beyond, flag_at, frames_of, gaps
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.actions.going import Going
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.view import CanvasView
from palpate.ui.note_card import Question

_DIGITS = 9


class Marking(QObject):
    """What the hand marks beside placing keypoints.

    Signals
    -------
    words_wanted
        (Question) something is to be written.
    """

    words_wanted = Signal(object)

    def __init__(self, workbench: Workbench, canvas: CanvasView, going: Going) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._canvas = canvas
        self._going = going

    # ---- setting ---------------------------------------------------------------------------------------

    def flag_frame(self) -> None:
        """Flag the frame with a reason, or take its flag away."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None:
            return
        standing = flag_at(session, focus)
        if standing is not None:
            said = self.tr("The flag of frame {frame} is taken away: {note}")
            if self._done(lambda: notes.set_flag(session, None, focus)):
                why = standing.text or self.tr("no reason was given")
                self._workbench.note(said.format(frame=focus.frame, note=why))
            return
        self._ask(
            self.tr("Flag frame {frame} for review").format(frame=focus.frame),
            self.tr("Why should somebody look at it? May stay empty"),
            lambda session, text: notes.set_flag(session, text, focus),
        )

    def write_note(self) -> None:
        """Pin a note to the active keypoint, or to the frame without one."""
        self._write_note(to_keypoint=True)

    def write_frame_note(self) -> None:
        """Pin a note to the frame."""
        self._write_note(to_keypoint=False)

    def _write_note(self, *, to_keypoint: bool) -> None:
        focus = self._workbench.focus
        self._ask(
            self._note_title(focus, to_keypoint),
            self.tr("What should be known about it, or asked?"),
            lambda session, text: notes.pin(session, text, focus, to_keypoint=to_keypoint),
        )

    def _note_title(self, focus: Focus, to_keypoint: bool) -> str:
        session = self._workbench.session
        if session is None or not (to_keypoint and focus.instance and focus.keypoint >= 0):
            return self.tr("Note on frame {frame}").format(frame=focus.frame)
        label = session.contents.skeleton_of(focus.instance).keypoints[focus.keypoint].called
        name = session.contents.instance(focus.instance).name
        said = self.tr("Note on {keypoint} of {instance}, frame {frame}")
        return said.format(keypoint=label, instance=name, frame=focus.frame)

    def mark_event(self) -> None:
        """Offer the events: a digit marks one here, or takes it away."""
        menu = self.event_menu()
        if menu is not None:
            place = self._canvas.mapFromGlobal(QCursor.pos())
            inside = self._canvas.rect().contains(place)
            menu.popup(QCursor.pos() if inside else self._canvas.mapToGlobal(self._canvas.rect().center()))

    def event_menu(self) -> QMenu | None:
        """Return what can be marked at the frame in hand; None without a clip."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.clip:
            return None
        menu = QMenu(self._canvas)
        menu.aboutToHide.connect(menu.deleteLater)
        known = session.project.events(focus.clip)
        title = menu.addAction(self.tr("Events at frame {frame}").format(frame=focus.frame))
        title.setEnabled(False)
        for place, name in enumerate(notes.event_names(session, focus.clip), start=1):
            digit = f"&{place}  " if place <= _DIGITS else ""
            action = menu.addAction(digit + name.replace("_", " "))
            action.setCheckable(True)
            action.setChecked(Event(focus.clip, focus.frame, name) in known)
            action.triggered.connect(lambda _checked=False, name=name: self._toggle_event(name))
        menu.addAction(self.tr("&Another…"), self._ask_event)
        self._offer_moves(menu, known, focus)
        return menu

    def _offer_moves(self, menu: QMenu, known: list[Event], focus: Focus) -> None:
        """Of each name that is marked elsewhere alone, the nearest may be moved here."""
        here = {event.name for event in known if event.frame == focus.frame}
        nearest: dict[str, Event] = {}
        for event in sorted(known, key=lambda event: abs(event.frame - focus.frame)):
            nearest.setdefault(event.name, event)
        movable = [event for name, event in nearest.items() if name not in here]
        if movable:
            menu.addSeparator()
        for event in movable:
            said = self.tr("Move {name} here from frame {frame}")
            action = menu.addAction(said.format(name=event.title, frame=event.frame))
            action.triggered.connect(lambda _checked=False, event=event: self._move_event(event))

    def _toggle_event(self, name: str) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        if session is not None:
            self._done(lambda: notes.mark_event(session, name, focus))

    def _move_event(self, event: Event) -> None:
        session, frame = self._workbench.session, self._workbench.focus.frame
        if session is not None:
            self._done(lambda: notes.move_event(session, event, frame))

    def _ask_event(self) -> None:
        focus = self._workbench.focus
        self._ask(
            self.tr("Event at frame {frame}").format(frame=focus.frame),
            self.tr("Its name, such as bounce or heel strike"),
            lambda session, name: notes.mark_event(session, name, focus),
        )

    def _ask(self, title: str, hint: str, keep: Callable[[Session, str], object]) -> None:
        session = self._workbench.session
        if session is None:
            return

        def kept(text: str) -> bool:
            # Another project may be open by the time it is written.
            return self._workbench.session is not session or self._done(lambda: keep(session, text))

        self.words_wanted.emit(Question(title, hint, kept))

    def _done(self, do: Callable[[], object]) -> bool:
        return self._workbench.attempt(lambda: (do(), True)) is not None

    # ---- going -----------------------------------------------------------------------------------------

    def next_gap(self) -> None:
        """On to where the active keypoint has nothing."""
        self._to_gap(1)

    def previous_gap(self) -> None:
        """Back to where the active keypoint has nothing."""
        self._to_gap(-1)

    def next_flag(self) -> None:
        """On to the next flagged frame."""
        self._to_mark(Kind.FLAG, 1, self.tr("there is no flag further on"))

    def previous_flag(self) -> None:
        """Back to the flagged frame before."""
        self._to_mark(Kind.FLAG, -1, self.tr("there is no flag further back"))

    def next_event(self) -> None:
        """On to the next event."""
        self._to_mark(Kind.EVENT, 1, self.tr("there is no event further on"))

    def previous_event(self) -> None:
        """Back to the event before."""
        self._to_mark(Kind.EVENT, -1, self.tr("there is no event further back"))

    def next_note(self) -> None:
        """On to the next frame with an open note."""
        self._to_mark(Kind.NOTE, 1, self.tr("there is no open note further on"))

    def previous_note(self) -> None:
        """Back to the frame before with an open note."""
        self._to_mark(Kind.NOTE, -1, self.tr("there is no open note further back"))

    def _to_gap(self, by: int) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None or not focus.instance:
            return
        frame = beyond(gaps(session, focus.layer, focus.instance, focus.keypoint), focus.frame, by)
        if frame is None:
            self._workbench.note(
                self.tr("no gap further on between the instance's first and last keyframe")
                if by > 0
                else self.tr("no gap further back between the instance's first and last keyframe")
            )
        else:
            self._going.go_to(frame)

    def _to_mark(self, kind: Kind, by: int, none: str) -> None:
        session, focus = self._workbench.session, self._workbench.focus
        if session is None:
            return
        frame = beyond(frames_of(session, kind, focus.layer, focus.clip), focus.frame, by)
        if frame is None:
            self._workbench.note(none)
        else:
            self._going.go_to(frame)
