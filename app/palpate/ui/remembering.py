"""What was on show comes back with the next start: tab and curves of the timeline, and the second view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from palpate.ui.actions.second import SecondViewing
from palpate.ui.bridge.workbench import Workbench
from palpate.ui.preferences import Preferences
from palpate.ui.timeline.timeline import Timeline
from palpate.ui.trajectory.look import Quantity

if TYPE_CHECKING:
    from palpate.ui.second_view.panel import SecondPanel


class Remembering(QObject):
    """Keeps it for whoever works now; which clip stands beside which is kept for each project."""

    def __init__(
        self, workbench: Workbench, preferences: Preferences, *, timeline: Timeline, second: SecondViewing
    ) -> None:
        super().__init__(timeline)
        self._workbench, self._preferences = workbench, preferences
        self._settings, self._timeline = preferences.settings, timeline
        self._panel: SecondPanel | None = None
        self._plot_known = False
        timeline.tab_changed.connect(self._on_tab)
        second.made.connect(self._on_second)
        self._settings.changed.connect(self._on_setting)
        workbench.session_changed.connect(self._show_tab)

    # ---- the timeline ----------------------------------------------------------------------------------

    def _show_tab(self) -> None:
        if self._workbench.session is not None:  # on the start page nobody waits for a plot
            self._timeline.show_trajectories(bool(self._settings.get("trajectories")))

    def _on_tab(self) -> None:
        self._settings.set("trajectories", self._timeline.shows_trajectories)
        plot = self._timeline.trajectories
        if plot is not None and not self._plot_known:
            self._plot_known = True
            self._show_quantities()
            plot.quantities_changed.connect(self._keep_quantities)

    def _show_quantities(self) -> None:
        plot, kept = self._timeline.trajectories, str(self._settings.get("quantities")).split()
        if plot is not None:
            plot.show_quantities({quantity for quantity in Quantity if quantity in kept})

    def _keep_quantities(self) -> None:
        plot = self._timeline.trajectories
        if plot is not None:
            self._settings.set("quantities", " ".join(plot.quantities))

    # ---- the second view -------------------------------------------------------------------------------

    def _on_second(self, panel: SecondPanel) -> None:
        self._panel = panel
        self._divide()
        panel.divided.connect(lambda share: self._settings.set("second_share", share))
        panel.follower.remember(self._partners)
        panel.follower.partners_changed.connect(self._keep_partners)

    def _divide(self) -> None:
        share = self._settings.get("second_share")
        if self._panel is not None and isinstance(share, int):
            self._panel.divide(share)

    def _partners(self) -> dict[str, str]:
        session = self._workbench.session
        return self._preferences.partners(session.project.path) if session is not None else {}

    def _keep_partners(self, partners: dict[str, str]) -> None:
        session = self._workbench.session
        if session is not None:
            self._preferences.keep_partners(session.project.path, partners)

    def _on_setting(self, name: str) -> None:
        """Follow somebody else's habits."""
        if name == "trajectories":
            self._show_tab()
        elif name == "quantities":
            self._show_quantities()
        elif name == "second_share" and self._panel is not None:
            self._divide()
