"""What the timeline says in words: times, tooltips, and the sentence for screen readers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from palpate.model.arrays import Ints
from palpate.model.origin import Origin
from palpate.model.visibility import Visibility
from palpate.session.calibrating.blindness import view_to_see
from palpate.session.selection import Focus
from palpate.session.session import Session
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.theme.apply import current
from palpate.ui.timeline.clock import capture_time, in_words
from palpate.ui.timeline.drawing import HEAD, MARKS_END, NAMES, RULER, small
from palpate.ui.timeline.overview_strip import draw_overview_names
from palpate.ui.timeline.rows import Row
from palpate.ui.timeline.state import TimelineState
from palpate.ui.widgets.anew_words import anew_sentence
from palpate.ui.widgets.drift_words import doubt_lines, px_words
from palpate.ui.widgets.words import state_words


class Teller(QObject):
    """Words for places on the timeline."""

    def __init__(self, workbench: Workbench, state: TimelineState) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._state = state

    def time_of(self, frame: int) -> str:
        """Return the capture time of a frame, empty where nobody can know it."""
        session, clip = self._workbench.session, self._state.clip
        if session is None or clip is None:
            return ""
        return in_words(capture_time(session, clip, frame))

    def sentence(self, focus: Focus) -> str:
        """Say where the work is."""
        session = self._workbench.session
        if session is None or self._state.clip is None:
            return self.tr("no clip is open")
        parts = [self.tr("frame {frame} of {n}").format(frame=focus.frame, n=self._state.n_frames)]
        if focus.instance:
            parts.append(session.contents.instance(focus.instance).name)
            if focus.keypoint >= 0:
                parts.append(session.contents.skeleton_of(focus.instance).keypoints[focus.keypoint].called)
        return ", ".join(parts)

    def tip(self, row: Row | None, frame: int | None, near: int, head: bool) -> str:
        """Say what lies under the mouse; ``near`` frames either way count as the same place."""
        session = self._workbench.session
        if session is None or self._state.clip is None:
            return ""
        if frame is None:
            return self._tip_on_name(row)
        time = self.time_of(frame)
        lines = [self.tr("frame {frame}").format(frame=frame) + (f" · {time}" if time else "")]
        if head:
            lines += self._on_marks(frame, near)
        elif row is not None and row.keypoint < 0:
            lines += self._on_summary(session, row, frame, near)
        elif row is not None:
            lines += self._on_lane(session, row, frame)
        return "\n".join(lines)

    def overview_tip(self, frame: int, near: int, unseen: float) -> str:
        """Say which point is worst near a frame of all there are, and how much of it was looked at.

        Parameters
        ----------
        unseen
            Share that nobody has looked at; NaN where there is nothing to look at.
        """
        session = self._workbench.session
        if session is None or self._state.clip is None:
            return ""
        time = self.time_of(frame)
        lines = [self.tr("frame {frame}").format(frame=frame) + (f" · {time}" if time else "")]
        worst = self._state.worst_of_all(frame - near, frame + near)
        if worst is None:
            lines.append(self.tr("nothing is judged here"))
        else:
            instance, at, k = worst
            said = self.tr("worst of all near here: {keypoint} of {name} in frame {frame}")
            label = session.contents.skeleton_of(instance).keypoints[k].called
            name = session.contents.instance(instance).name
            lines.append(said.format(keypoint=label, name=name, frame=at))
            lines += doubt_lines(session, self._state.layer, instance, frame=at, keypoint=k)
        if unseen == unseen:
            lines.append(self._seen_words(unseen))
        return "\n".join(lines)

    def _seen_words(self, unseen: float) -> str:
        if unseen <= 0.0:
            return self.tr("everything in this frame was looked at closely")
        if unseen >= 1.0:
            return self.tr("nobody has looked at this frame closely")
        return self.tr("looked at closely: {share:.0%} of this frame").format(share=1.0 - unseen)

    def draw_corner(self, painter: QPainter, font: QFont) -> None:
        """Say beside the ruler what its two lines and the marks are."""
        tokens = current()
        painter.fillRect(QRectF(0, 0, NAMES - 1, HEAD - 1), QColor(tokens.window))
        painter.setFont(small(font))
        painter.setPen(QColor(tokens.text_quiet))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        timed = bool(self.time_of(0))
        said = self.tr("frame, capture time") if timed else self.tr("frame")
        painter.drawText(QRectF(8, 0, NAMES - 20, RULER), flags, said)
        painter.drawText(
            QRectF(8, RULER, NAMES - 20, MARKS_END - RULER), flags, self.tr("gold · flags · notes · events")
        )
        draw_overview_names(painter, font, self.tr("worst point · looked at"))

    def _tip_on_name(self, row: Row | None) -> str:
        if row is None:
            return ""
        if row.keypoint < 0:
            return self.tr("{name}: click the triangle to unfold its keypoints").format(name=row.label)
        return self.tr("{name}: click to make it active").format(name=row.label)

    def _on_marks(self, frame: int, near: int) -> Iterable[str]:
        marks = self._state.marks
        for event in marks.events:
            if abs(event.frame - frame) <= near:
                said = self.tr("event: {name} at frame {frame}")
                yield said.format(name=event.name.replace("_", " "), frame=event.frame)
        for flagged, why in marks.flags.items():
            if abs(flagged - frame) <= near:
                yield self.tr("flagged, frame {frame}: {note}").format(frame=flagged, note=why)
        for note in (pin.note for pin in marks.notes):
            if abs(note.frame - frame) <= near:
                said = self.tr("note, frame {frame}: {words} ({author})")
                yield said.format(frame=note.frame, words=note.text, author=note.author)
        found = (
            (self._state.cuts, self.tr("scene cut before frame {frame}")),
            (self._state.doubles, self.tr("frame {frame} repeats the one before")),
        )
        for frames, said in found:
            nearest = _nearest(frames, frame)
            if nearest is not None and abs(nearest - frame) <= near:
                yield said.format(frame=nearest)
        suggested = _nearest(self._state.suggested_frames, frame)
        if suggested is not None and abs(suggested - frame) <= near:
            said = self.tr("a keyframe in frame {frame} would help: {words}")
            yield said.format(frame=suggested, words=self._state.suggested[suggested])
        if len(marks.gold) and abs(marks.gold - frame).min() <= near:
            yield self.tr("in gold")

    def _on_summary(self, session: Session, row: Row, frame: int, near: int) -> Iterable[str]:
        view = view_to_see(session, self._state.layer, row.instance.id, frame)
        placed = len(view.visibility) - len(view.unplaced)
        yield self.tr("{placed} of {k} keypoints decided").format(placed=placed, k=len(view.visibility))
        worst = self._state.worst_near(row.instance.id, frame - near, frame + near)
        if worst is not None:
            at, k = worst
            label = session.contents.skeleton_of(row.instance.id).keypoints[k].called
            said = self.tr("worst near here: {keypoint} in frame {frame}, {drift}")
            yield said.format(
                keypoint=label, frame=at, drift=px_words(self._state.drift_px(row.instance.id, at, k))
            )

    def _on_lane(self, session: Session, row: Row, frame: int) -> Iterable[str]:
        view = view_to_see(session, self._state.layer, row.instance.id, frame)
        k = row.keypoint
        yield f"{row.label}: {state_words(Origin(int(view.origin[k])), Visibility(int(view.visibility[k])))}"
        anew = anew_sentence(session, self._state.layer, row.instance.id, frame=frame, keypoint=k)
        if anew:
            yield anew
        yield from doubt_lines(session, self._state.layer, row.instance.id, frame=frame, keypoint=k)
        for note in (pin.note for pin in self._state.marks.notes if pin.keypoint == k):
            if (note.instance, note.frame) == (row.instance.id, frame):
                yield self.tr("note: {words} ({author})").format(words=note.text, author=note.author)


def _nearest(frames: Ints, frame: int) -> int | None:
    return int(frames[np.abs(frames - frame).argmin()]) if len(frames) else None
