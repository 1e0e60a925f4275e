"""Going through labels that have to be placed anew since a version of their skeleton."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from palpate.session.calibrating.blindness import view_to_see
from palpate.session.session import Session
from palpate.session.skeletons.outdated import Places, Waiting, confirm, elsewhere
from palpate.ui.actions.keys import with_keys
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.canvas.view import CanvasView

_NAMED = 4  # in a sentence


class Renewing(QObject):
    """What waits in the clip in hand, in the layer in hand."""

    def __init__(self, workbench: Workbench, canvas: CanvasView) -> None:
        super().__init__(workbench)
        self._workbench, self._canvas = workbench, canvas

    def next_outdated(self) -> None:
        """Go to the next one from here on, and then from the beginning."""
        session = self._workbench.session
        if session is None:
            return
        focus = session.selection.focus
        found = waiting_in(self._workbench).next_to(focus.instance, focus.frame, focus.keypoint)
        if found is None:
            self._workbench.note(self._why_none(session))
        else:
            self.show(found)

    def confirm_outdated(self) -> None:
        """Say that the active keypoint stands right here by the new version, and go on."""
        session, focus = self._workbench.session, self._workbench.focus
        if session is None:
            return
        places = waiting_in(self._workbench)
        here = [places.place_of(focus.instance, focus.frame, k) for k in focus.chosen | {focus.keypoint}]
        chosen = [places.at(n) for n in here if n >= 0]
        if not chosen:
            said = self.tr("the keypoint in hand has not to be placed anew; go to one that has")
            self._workbench.note(with_keys(said, "next_outdated"))
            return
        self._workbench.attempt(lambda: confirm(session, focus.layer, chosen))
        if len(waiting_in(self._workbench)):
            self.next_outdated()
        else:
            done = self.tr("All done here.")
            self._workbench.note(f"{done} {self._why_none(session)}")

    def _why_none(self, session: Session) -> str:
        """Say that nothing is left here, and which layers and clips have some."""
        told = self._workbench.attempt(lambda: elsewhere(session)) or []
        if not told:
            return self.tr("Nothing in this project has to be placed anew.")
        line = self.tr("{n} in {layer}, clip {clip}")
        named = [line.format(n=n, layer=layer, clip=clip) for layer, clip, n in told[:_NAMED]]
        if len(told) > _NAMED:
            named.append(self.tr("and elsewhere"))
        said = self.tr("Nothing has to be placed anew in this clip and layer; there are {places}.")
        return said.format(places="; ".join(named))

    def show(self, one: Waiting) -> None:
        """Go to one."""
        session = self._workbench.session
        if session is None:
            return
        session.selection.move(
            instance=one.instance, frame=one.frame, keypoint=one.keypoint, chosen=frozenset()
        )
        view = view_to_see(session, session.selection.focus.layer, one.instance, one.frame)
        x, y = view.positions[one.keypoint].tolist()
        zoomed = self._canvas.view.zoom > 1.05 * self._canvas.view.fit_zoom
        if zoomed and np.isfinite((x, y)).all():
            self._canvas.centre_on(x, y)


def waiting_in(workbench: Workbench) -> Places:
    """Return what has to be placed anew in the clip and layer in hand."""
    session, focus = workbench.session, workbench.focus
    if session is None or not (focus.layer and focus.clip):
        return Places.none()
    return workbench.attempt(lambda: session.outdated.places(focus.layer, focus.clip)) or Places.none()
